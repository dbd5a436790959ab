// Whether the machine's clock may be believed, and the way back from one that was ahead.
#pragma once

#include <optional>

#include "base/problem.hpp"
#include "daemon/records/office.hpp"

namespace postroom::daemon {

/// Why nothing may be sent by this clock: it leapt forward by more than a day since it was last
/// looked at, or the last run was for a day to come. Nothing while it is believed.
std::optional<Problem> why_not_believed(Office& office, const Clock& clock);

/// The same for whoever is about to send: a person is told by a task, which is done by itself once
/// the clock is believed; and what it shows is remembered (`clock.seen`).
std::optional<Problem> ask_about_clock(Office& office, const Clock& clock);

/// A person says that the clock is right now, whatever it showed before: work goes on from now.
/// What was sent stays sent.
void go_on_from_now(Office& office, const Clock& clock);

/// A day after today at which emails would really go: no `run` for it by mistake.
std::optional<Problem> why_not_ahead(const Office& office, Instant at, const Clock& clock);

}  // namespace postroom::daemon
