#include "storage/records_store.hpp"

#include "storage/case_store.hpp"
#include "storage/query.hpp"

namespace postroom::storage {

namespace {

const char* const select_holds = "SELECT case_reference, reason, placed_at FROM legal_holds ";
const char* const select_certificates = "SELECT id, because, signed_at, salt FROM certificates ";

LegalHold read_hold(Row& row) {
    LegalHold hold;
    hold.reference = CaseReference(row.text());
    hold.reason = row.text();
    hold.placed_at = row.instant();
    return hold;
}

Certificate read_certificate(Row& row) {
    Certificate certificate;
    certificate.id = ParcelId(row.text());
    certificate.because = row.text();
    certificate.signed_at = row.instant();
    certificate.salt = row.text();
    return certificate;
}

}  // namespace

std::optional<LegalHold> RecordsStore::hold_on(const CaseReference& reference) {
    auto row = first_row(database_,
                         std::string(select_holds) +
                             "WHERE case_reference = $1 AND lifted_at IS NULL ORDER BY number",
                         {reference.text});
    if (!row) return std::nullopt;
    return read_hold(*row);
}

std::vector<LegalHold> RecordsStore::holds() {
    std::vector<LegalHold> holds;
    for (Row& row :
         rows(database_, std::string(select_holds) + "WHERE lifted_at IS NULL ORDER BY number"))
        holds.push_back(read_hold(row));
    return holds;
}

void RecordsStore::place_hold(const LegalHold& hold) {
    insert(database_, "legal_holds",
           {{"case_reference", hold.reference.text},
            {"reason", hold.reason},
            {"placed_at", hold.placed_at}});
}

bool RecordsStore::lift_hold(const CaseReference& reference, const std::string& because,
                             Instant at) {
    return run(database_,
               "UPDATE legal_holds SET lifted_at = $1, lifted_because = $2 "
               "WHERE case_reference = $3 AND lifted_at IS NULL",
               {at, because, reference.text}) > 0;
}

void RecordsStore::erase_case(const CaseReference& reference) {
    insert(database_, "erasing", {{"case_reference", reference.text}});
    run(database_,
        "DELETE FROM attempts WHERE parcel_id IN "
        "(SELECT id FROM parcels WHERE case_reference = $1)",
        {reference.text});
    run(database_,
        "UPDATE archive_leaves SET object = NULL WHERE object_id IN "
        "(SELECT id FROM parcels WHERE case_reference = $1)",
        {reference.text});
    // The change feed last of those that feed it.
    for (const char* table :
         {"promises", "tasks", "parcels", "case_keys", "legal_holds", "parties", "events"})
        run(database_, "DELETE FROM " + std::string(table) + " WHERE case_reference = $1",
            {reference.text});
    for (const std::string& mark :
         {CaseStore::corrections_seen_of(reference), CaseStore::readers_seen_of(reference),
          CaseStore::hold_of(reference)})
        run(database_, "DELETE FROM marks WHERE name = $1", {mark});
    run(database_, "DELETE FROM cases WHERE reference = $1", {reference.text});
    run(database_, "DELETE FROM change_feed WHERE case_reference = $1", {reference.text});
    run(database_, "DELETE FROM erasing WHERE case_reference = $1", {reference.text});
}

void RecordsStore::add(const Certificate& certificate) {
    insert(database_, "certificates",
           {{"id", certificate.id.text},
            {"because", certificate.because},
            {"signed_at", certificate.signed_at},
            {"salt", Value::bytes(certificate.salt)}});
}

std::optional<Certificate> RecordsStore::certificate(const ParcelId& id) {
    auto row = first_row(database_, std::string(select_certificates) + "WHERE id = $1", {id.text});
    if (!row) return std::nullopt;
    return read_certificate(*row);
}

std::vector<Certificate> RecordsStore::certificates() {
    std::vector<Certificate> all;
    for (Row& row : rows(database_, std::string(select_certificates) + "ORDER BY signed_at, id"))
        all.push_back(read_certificate(row));
    return all;
}

void RecordsStore::leave_no_traces() {
    // SQLite's own temporary copy must not reach the disk either.
    database_.run_script(database_.is_postgresql() ? "VACUUM"
                                                   : "PRAGMA temp_store = MEMORY; VACUUM;");
}

}  // namespace postroom::storage
