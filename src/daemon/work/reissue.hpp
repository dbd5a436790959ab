// An email that came back, or of which nobody knows, becomes a letter by post.
#pragma once

#include "daemon/records/office.hpp"
#include "daemon/studio/write_letter.hpp"
#include "outbox/parcel.hpp"

namespace postroom::daemon {

/// Writes the letter emailed on that day again for the post, to go at nine on the next working day,
/// and dated that day. It says when it was emailed; the day of the email stays the letter's date
/// for the office, while the readers' time runs from the post. Returns why that cannot be done, a
/// sentence; "" when the letter is made. Inside a transaction.
std::string reissue_by_post(Office& office, const outbox::Parcel& parcel,
                            const Reader::Emailed& emailed, Instant at, Instant real_now);

}  // namespace postroom::daemon
