// Clocks of a case: when they started, paused and stopped, and where they stand.
#pragma once

#include <algorithm>

#include "procedure/facts.hpp"

namespace postroom::procedure {

/// The clocks that have started, in the procedure's order. A clock may depend on an earlier one
/// (`given: {clock: …}`), never on a later.
Expected<std::vector<ClockView>> clock_views(const Facts& facts);

/// The view of the clock at that place among the procedure's, or null: it has not started.
inline const ClockView* view_of(int clock_key, const std::vector<ClockView>& views) {
    // Views are in the procedure's order: clocks that have not started only bring it forward.
    for (std::size_t i = std::min(views.size(), static_cast<std::size_t>(clock_key) + 1); i-- > 0;)
        if (views[i].place == clock_key) return &views[i];
    return nullptr;
}

/// What stopped the clock, leaving out what `step` itself brought about; null while it runs.
const cases::CaseEvent* stop_of(const ClockView& view, const Facts& facts, const Step* step);

/// Working days counted on `on`, pauses left out.
Expected<int> count_on(const ClockView& view, Day on, const calendar::WorkingCalendar& calendar);

}  // namespace postroom::procedure
