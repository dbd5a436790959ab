// What the archive holds and whether it is sound: list, show, verify.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "daemon/records/office.hpp"

namespace postroom::daemon {

struct ArchivedItem {
    std::int64_t index = 0;
    std::string event;
    std::string parcel;
    std::string at;  ///< UTC
    std::string channel;
    long size = 0;
    std::string case_reference;  ///< from the database, which the ledger does not hold
    std::string step;
};
std::vector<ArchivedItem> archived_items(Office& office);

/// The exact bytes of one parcel, as archived.
Expected<Bytes> archived_bytes(Office& office, const std::string& id_text);

struct ProofReport {
    std::int64_t leaves = 0;
    std::int64_t objects = 0;
    std::int64_t erased = 0;     ///< letters whose key was destroyed: there, and for nobody to read
    std::int64_t cut_short = 0;  ///< files of an extension that the next run completes
    std::int64_t kept_elsewhere = 0;  ///< entries that only the leading daemon's folder has
    Problems problems;
};
/// The folder against its own rules and the trusted key; then each object against the commitment
/// it was frozen under (opened with its case's key and salt); then folder against database.
/// `earlier_checkpoint` is a file kept elsewhere, or empty.
ProofReport verify_archive(Office& office, const std::string& earlier_checkpoint,
                           const std::function<void(std::int64_t, std::int64_t)>& progress);

/// An archive's folder wherever it lies, against the public key alone.
ProofReport verify_folder(const std::string& folder, const std::string& verifier,
                          const std::string& earlier_checkpoint,
                          const std::function<void(std::int64_t, std::int64_t)>& progress);

/// One parcel: every entry of the ledger about it is proved to be in it, its object is there, and
/// its bytes are those that were frozen.
Expected<ProofReport> verify_item(Office& office, const std::string& id_text);

}  // namespace postroom::daemon
