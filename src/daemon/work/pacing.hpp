// Which emails leave now: a night's rest for readers, a slow start after an outage.
#pragma once

#include <vector>

#include "daemon/records/office.hpp"

namespace postroom::daemon {

/// Takes out of `ready` the emails that are not to go now: outside sending.hours those that are not
/// yet due, and beyond sending.emails_per_minute those whose deadline comes later. Attempts of all
/// daemons count, by the real clock. Paper is never held back.
void leave_for_later(Office& office, std::vector<outbox::Parcel>& ready, Instant at,
                     Instant real_now);

}  // namespace postroom::daemon
