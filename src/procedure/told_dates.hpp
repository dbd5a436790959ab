// Days of a clock that a letter named: they stand, whatever is corrected or proclaimed afterwards.
#pragma once

#include "procedure/facts.hpp"

namespace postroom::procedure {

/// Of the days that the clock keeps as told, those that a letter named since the clock is known to
/// have started. A pause moves every day: what was told before it no longer stands.
std::vector<ClockView::Told> dates_as_told(const Clock& clock, const cases::CaseEvent& start,
                                           const Facts& facts);

/// Day n with the told days in it. The days before a told one count back from it when it comes
/// sooner than counted; those after the last one count on from it.
Day day_as_told(const ClockView& clock, int n, Reckoner& reckoner);

}  // namespace postroom::procedure
