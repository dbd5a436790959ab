// After a time in which Postroom did not run: one email about what it no longer sends.
#pragma once

#include <vector>

#include "daemon/records/office.hpp"

namespace postroom::daemon {

/// Whether Postroom last ran so long ago that a working day went by without it.
bool was_away(std::optional<std::int64_t> last_run, Instant at,
              const calendar::WorkingCalendar& calendar);

/// Puts one email (office/catch-up) to the complaints officer into the outbox, or a task where it
/// cannot be made: what was skipped, because its day had passed, since the run at `last_run`. A run
/// that was interrupted before it told is made up for. What each case still gets is not held up by
/// it. Returns how many were made.
int tell_what_was_missed(Office& office, Instant last_run, Instant at, const Clock& clock);

}  // namespace postroom::daemon
