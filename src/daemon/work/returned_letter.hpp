// A posted letter that the post brought back: the address is wrong, and nothing more may go there
// until a person has decided. What is sent to an old address may be read by whom it must not reach.
#pragma once

#include <string>

#include "daemon/records/office.hpp"
#include "outbox/parcel.hpp"

namespace postroom::daemon {

/// A letter that was posted: by its id or the id's first characters, by the code printed on it, or
/// by a case's reference when one letter of the case was posted.
Expected<ParcelId> posted_letter_named(Office& office, const std::string& text);

/// Records that it came back on `on`: state, ledger, an event of its case, and a task. Other
/// letters to the address that have not left are held, out of the tray if they lie there. Returns
/// how many. One transaction.
Expected<int> record_returned(Office& office, const ParcelId& id, calendar::Day on,
                              const std::string& reason, Instant at, Instant real_now);

/// Holds a parcel that may still go; a letter leaves the tray. Inside a transaction. False when it
/// has left or another was first.
bool hold_for_returned(Office& office, outbox::Parcel& parcel, Instant at, Instant real_now);

/// Whether a person holds it for that.
bool is_held_for_returned(const outbox::Parcel& parcel);

/// Why such a letter waits, and what a person must do.
std::string why_held_for_returned(const outbox::Parcel& parcel);

}  // namespace postroom::daemon
