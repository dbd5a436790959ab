// The relay's log settles what Postroom could not know.
#pragma once

#include <string_view>

#include "daemon/records/office.hpp"

namespace postroom::daemon {

struct SettledByLog {
    int sent = 0;  ///< the log shows that the relay had them
    int left = 0;  ///< still uncertain: their absence proves nothing, the log may not reach so far
};
/// Every uncertain email that the log names goes on record as sent: on the day of its last attempt,
/// and on `on` at the latest. Throws DatabaseError.
SettledByLog settle_by_relay_log(Office& office, std::string_view log, calendar::Day on, Instant at,
                                 Instant real_now);

}  // namespace postroom::daemon
