// What lies too long: letters nobody posted, approved, released or resolved in time.
#pragma once

#include "daemon/records/office.hpp"

namespace postroom::daemon {

/// Raises a task, once a parcel, for the complaints manager: anything held, waiting or uncertain
/// past its due day; a letter in the tray unconfirmed by noon of the next working day (design 6).
/// Returns how many it raised. One transaction.
int raise_overdue_parcels(Office& office, Instant at);

}  // namespace postroom::daemon
