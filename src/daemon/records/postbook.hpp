// The postbook: which letter of which case each parcel in the archive is. The ledger says nothing
// of cases, so a restored database learns from here what went out after its backup was made.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "daemon/records/office.hpp"

namespace postroom::daemon {

/// What was true of a parcel when the archive got one of its leaves.
struct PostbookRecord {
    std::int64_t index = 0;  ///< of that leaf
    outbox::Parcel parcel;
    Bytes salt;
    Bytes wrapped_key;         ///< of its case
    bool certificate = false;  ///< of erasure: `parcel` has its id and, as reason, its ground
};

/// <data>/postbook: one line a leaf, appended and synced before the archive folder gets the leaf.
/// Each is encrypted under the master key and bound to its parcel, so it says no more than the
/// database; unlike the ledger it can forget. Throws ArchiveError.
class Postbook {
  public:
    explicit Postbook(Office& office);

    /// Leaves [first, …) are about to be archived.
    void append(std::int64_t first, const std::vector<archive::Entry>& entries);
    /// The newest record of every parcel with a leaf at `first` or later. Torn or foreign lines
    /// are passed over.
    std::map<ParcelId, PostbookRecord> since(std::int64_t first);
    /// Takes out every record of the case. Idempotent.
    void forget(const CaseReference& reference);

  private:
    std::optional<PostbookRecord> read_line(std::string_view line);

    Office& office_;
    std::string path_;
};

}  // namespace postroom::daemon
