// Clocks of a case: when they started, paused and stopped, and where they stand.
#pragma once

#include "procedure/facts.hpp"
#include "procedure/told_dates.hpp"

namespace postroom::procedure {

/// Tells the facts of the clocks that have started, in the procedure's order. A clock may depend on
/// an earlier one (`given: {clock: …}`), never on a later.
void find_clocks(Facts& facts);

/// The day from which events count for a clock that began on `began`. What came once its start was
/// known came after it, whatever day that was corrected to.
inline Day counts_since(const cases::CaseEvent& start, Day began, const Facts& facts) {
    if (!start.on_at_first) return began;
    return std::min(began, cases::first_known_on(start, facts.today()));
}
inline Day counts_since(const ClockView& view, Day began, const Facts& facts) {
    return counts_since(facts.event_at(view.start_place), began, facts);
}

/// What stopped the clock, leaving out what `step` itself brought about; null while it runs.
const cases::CaseEvent* stop_of(const ClockView& view, const Facts& facts, const Step* step);

/// day_of and day_or_target of plan.hpp, as a plan counts: `never` for nothing.
Day day_past_pauses(const ClockView& clock, int n, Reckoner& reckoner);
inline Day counted_day(const ClockView& clock, int n, Reckoner& reckoner) {
    if (!clock.pauses.empty() || n == 0) return day_past_pauses(clock, n, reckoner);
    return reckoner.add(clock.started, n);
}
inline Day day_of(const ClockView& clock, int n, Reckoner& reckoner) {
    return clock.told.empty() ? counted_day(clock, n, reckoner) : day_as_told(clock, n, reckoner);
}
inline Day day_or_target(const ClockView& clock, int n, Reckoner& reckoner) {
    return n > 0 ? day_of(clock, n, reckoner) : clock.due.value_or(calendar::never);
}

}  // namespace postroom::procedure
