// Records management: legal holds, and the erasure of a case.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/ids.hpp"
#include "storage/database.hpp"

namespace postroom::storage {

struct LegalHold {
    CaseReference reference;
    std::string reason;
    Instant placed_at;
};

struct Certificate {
    ParcelId id;  ///< of its object in the archive
    std::string because;
    Instant signed_at;
    Bytes salt;
};

/// All functions throw DatabaseError. Writing ones are called inside Database::in_transaction.
class RecordsStore {
  public:
    explicit RecordsStore(Database& database) : database_(database) {}

    /// The hold in force, if any.
    std::optional<LegalHold> hold_on(const CaseReference& reference);
    std::vector<LegalHold> holds();
    void place_hold(const LegalHold& hold);
    /// False when there is none.
    bool lift_hold(const CaseReference& reference, const std::string& because, Instant at);

    /// Deletes every row that belongs to the case, its key and its parcels' salts among them. What
    /// stays are the ledger's leaves, which say nothing of it.
    void erase_case(const CaseReference& reference);

    void add(const Certificate& certificate);
    std::optional<Certificate> certificate(const ParcelId& id);
    std::vector<Certificate> certificates();

    /// Writes the database anew, so that nothing deleted lies in pages given back (SQLite), or lets
    /// the space of deleted rows go (PostgreSQL). Outside a transaction.
    void leave_no_traces();

  private:
    Database& database_;
};

}  // namespace postroom::storage
