// Clocks of a case: when they started, paused and stopped, and where they stand.
#pragma once

#include "procedure/facts.hpp"

namespace postroom::procedure {

/// The clocks that have started, in the procedure's order. A clock may depend on an earlier one
/// (`given: {clock: …}`), never on a later.
Expected<std::vector<ClockView>> clock_views(const Facts& facts);

/// What stopped the clock, leaving out what `step` itself brought about; null while it runs.
const cases::CaseEvent* stop_of(const ClockView& view, const Facts& facts, const Step* step);

/// Working days counted on `on`, pauses left out.
Expected<int> count_on(const ClockView& view, Day on, const calendar::WorkingCalendar& calendar);

}  // namespace postroom::procedure
