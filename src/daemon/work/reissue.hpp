// An email that came back becomes a letter by post, or a task where that cannot be.
#pragma once

#include "daemon/records/office.hpp"
#include "outbox/parcel.hpp"

namespace postroom::daemon {

/// Writes the emailed letter of `bounced` again for the post, to go at nine on the next working
/// day. It says on which day it was emailed; that day stays the letter's date on the case. Returns
/// why that cannot be done, a sentence; "" when the letter is made. Inside a transaction.
std::string reissue_by_post(Office& office, const outbox::Parcel& bounced, Instant at,
                            Instant real_now);

}  // namespace postroom::daemon
