// When emails leave, and how many at a time: a night's rest for readers, a slow start after an
// outage.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "daemon/office.hpp"

namespace postroom::daemon {

/// Minutes after midnight, London time; `until` is the first that is too late.
struct SendingHours {
    int from = 0;
    int until = 0;
};
/// "08:00-20:00"; nothing for anything else.
std::optional<SendingHours> sending_hours_in(std::string_view text);

/// Takes out of `ready` the emails that are not to go now: outside sending.hours those that are not
/// yet due, and beyond sending.emails_per_minute those whose deadline comes later. Attempts of all
/// daemons count, by the real clock. Paper is never held back.
void leave_for_later(Office& office, std::vector<outbox::Parcel>& ready, Instant at,
                     Instant real_now);

}  // namespace postroom::daemon
