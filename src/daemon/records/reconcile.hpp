// A database older than its archive: what the archive knows, and taking it over on a person's word.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "daemon/records/office.hpp"

namespace postroom::daemon {

/// Why nothing may be sent from this database until a person has reconciled it; nothing when it
/// may.
std::optional<Problem> why_to_reconcile(Office& office);

/// Throws ArchiveError when the ledger once had more entries than database and archive have now,
/// which only the watermark can know.
void require_not_rolled_back(Office& office);

/// One parcel of which the archive knows more than the database.
struct AheadItem {
    ParcelId parcel;
    CaseReference case_reference;  ///< empty: none, or not known
    StepId step;
    std::string recipient;
    std::string channel;
    std::string event;  ///< the last entry of the ledger about it
    std::string at;     ///< when, in UTC
    enum class Becomes {
        accepted,   ///< on record as sent
        uncertain,  ///< made and archived: it may have been sent; a person decides
        set_aside,  ///< stopped before it was sent
        erased,     ///< erased again
        certificate,
        unknown  ///< the postbook has no record of it
    } becomes = Becomes::unknown;
};
std::string_view words_for(AheadItem::Becomes becomes);

struct Reconciliation {
    std::int64_t database_leaves = 0;  ///< that the archive has, too
    std::int64_t archive_leaves = 0;
    bool restored_with_its_archive = false;  ///< no archive can say what went out meanwhile
    std::vector<AheadItem> items;
    std::vector<CaseReference> missing_cases;  ///< written about, and not in the database
};
/// Looks and changes nothing. Throws ArchiveError when the two do not belong together.
Reconciliation compare_with_archive(Office& office);

/// Takes over what compare_with_archive() shows: nothing in it is ever sent again. A parcel that
/// nobody can name stops it. `at` is when the person says so.
Expected<Reconciliation> reconcile(Office& office, Instant at, Instant real_now);

/// The database was restored from a backup; sending stops until it is reconciled.
/// Inside a transaction.
void mark_restored(storage::CaseStore& cases, Instant at, bool archive_kept);

}  // namespace postroom::daemon
