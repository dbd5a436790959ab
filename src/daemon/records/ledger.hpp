// Towards the ledger: a leaf for each thing that happens to a parcel, in the same transaction.
#pragma once

#include <string_view>

#include "daemon/records/office.hpp"
#include "outbox/parcel.hpp"

namespace postroom::daemon {

/// Adds the parcel and its `frozen` leaf with the encrypted bytes. Inside a transaction. False when
/// the same letter is in the outbox already: then nothing is written.
bool add_frozen(Office& office, const outbox::Parcel& parcel, const Bytes& bytes, Instant real_now);

/// A leaf for what happened to a parcel: "accepted", "cancelled", … Inside a transaction.
void add_leaf(Office& office, std::string_view event, const outbox::Parcel& parcel,
              Instant real_now);

/// The same for it and for all whose bytes are the same email.
void add_leaves(Office& office, std::string_view event, const outbox::Parcel& parcel,
                Instant real_now);

/// The parcel's frozen bytes, from the archive folder; checked against nothing but decryption
/// (which fails on any change). ArchiveError when they are not there, or not yet: extend_archive().
Bytes frozen_bytes(Office& office, const outbox::Parcel& parcel);

/// Brings the archive folder up to the database's leaves. Throws ArchiveError.
void extend_archive(Office& office);

}  // namespace postroom::daemon
