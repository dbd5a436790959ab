#include "storage/outbox_store.hpp"

#include <cassert>
#include <set>

#include "storage/leadership.hpp"
#include "storage/query.hpp"

namespace postroom::storage {

using outbox::Parcel;
using outbox::State;

namespace {

const std::string select_parcels =
    "SELECT id, case_reference, step, catalogue, occurrence, letter, recipient, role, channel, "
    "state, reason, held_for_person, release_at, retry_at, attempts, epoch, due, content_type, "
    "size, message_id, envelope_to, promised, appends, created_at, created_on, accepted_at, "
    "accepted_on, evidence, tray_on, in_email_of FROM parcels ";

const std::string goes_itself = "(in_email_of = '' OR in_email_of = id)";

template <class T>
T known(std::optional<T> word) {
    if (!word) throw DatabaseError("the outbox holds a word this program does not know");
    return *word;
}

Parcel read_parcel(Row& row) {
    Parcel parcel;
    parcel.id = ParcelId(row.text());
    parcel.case_reference = CaseReference(row.text());
    parcel.step = StepId(row.text());
    parcel.catalogue = row.text();
    parcel.occurrence = row.text();
    parcel.letter = row.text();
    parcel.recipient = row.text();
    parcel.role = known(cases::role_named(row.text()));
    parcel.channel = known(cases::channel_named(row.text()));
    parcel.state = known(outbox::state_named(row.text()));
    parcel.reason = row.text();
    parcel.held_for_person = row.flag();
    parcel.release_at = row.maybe_instant();
    parcel.retry_at = row.maybe_instant();
    parcel.attempts = row.small_number();
    parcel.epoch = row.number();
    parcel.due = row.day();
    parcel.content_type = row.text();
    parcel.size = row.number();
    parcel.message_id = row.text();
    parcel.envelope_to = row.text();
    parcel.promised = row.text();
    parcel.appends = row.text();
    parcel.created_at = row.instant();
    parcel.created_on = row.day();
    parcel.accepted_at = row.maybe_instant();
    parcel.accepted_on = row.maybe_day();
    parcel.evidence = row.text();
    parcel.tray_on = row.maybe_day();
    parcel.in_email_of = ParcelId(row.text());
    return parcel;
}

std::vector<Parcel> parcels(Database& database, const std::string& where,
                            std::vector<Value> values = {}) {
    std::vector<Parcel> result;
    for (Row& row : rows(database, select_parcels + where, std::move(values)))
        result.push_back(read_parcel(row));
    return result;
}

}  // namespace

bool OutboxStore::add(const Parcel& parcel, const std::string& salt) {
    return insert(database_, "parcels",
                  {{"id", parcel.id.text},
                   {"case_reference", parcel.case_reference.text},
                   {"step", parcel.step.text},
                   {"catalogue", parcel.catalogue},
                   {"occurrence", parcel.occurrence},
                   {"letter", parcel.letter},
                   {"recipient", parcel.recipient},
                   {"role", cases::name_of(parcel.role)},
                   {"channel", cases::name_of(parcel.channel)},
                   {"state", outbox::name_of(parcel.state)},
                   {"reason", parcel.reason},
                   {"held_for_person", parcel.held_for_person},
                   {"release_at", parcel.release_at},
                   {"retry_at", parcel.retry_at},
                   {"attempts", parcel.attempts},
                   {"epoch", parcel.epoch},
                   {"due", parcel.due},
                   {"content_type", parcel.content_type},
                   {"size", parcel.size},
                   {"message_id", parcel.message_id},
                   {"envelope_to", parcel.envelope_to},
                   {"promised", parcel.promised},
                   {"appends", parcel.appends},
                   {"created_at", parcel.created_at},
                   {"created_on", parcel.created_on},
                   {"accepted_at", parcel.accepted_at},
                   {"accepted_on", parcel.accepted_on},
                   {"evidence", parcel.evidence},
                   {"tray_on", parcel.tray_on},
                   {"in_email_of", parcel.in_email_of.text},
                   {"salt", Value::bytes(salt)}},
                  OnConflict::do_nothing);
}

bool OutboxStore::exists(const CaseReference& reference, const StepId& step,
                         const std::string& occurrence, const std::string& recipient) {
    return first_row(database_,
                     "SELECT 1 FROM parcels WHERE case_reference = $1 AND step = $2 "
                     "AND occurrence = $3 AND ($4 = '' OR recipient = $4) "
                     "AND state <> 'superseded' LIMIT 1",
                     {reference.text, step.text, occurrence, recipient})
        .has_value();
}

std::optional<Parcel> OutboxStore::load(const ParcelId& id) {
    auto found = parcels(database_, "WHERE id = $1", {id.text});
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<Parcel> OutboxStore::of_case(const CaseReference& reference) {
    return parcels(database_, "WHERE case_reference = $1 ORDER BY created_at, id",
                   {reference.text});
}

std::vector<Parcel> OutboxStore::in_states(const std::vector<State>& states) {
    if (states.empty()) return {};
    std::vector<Value> names;
    names.reserve(states.size());
    for (const State state : states) names.emplace_back(outbox::name_of(state));
    return parcels(database_,
                   "WHERE state IN " + placeholders(names.size()) + " ORDER BY due, created_at, id",
                   names);
}

std::vector<Parcel> OutboxStore::all() {
    return parcels(database_, "ORDER BY created_at, id");
}

std::vector<Parcel> OutboxStore::ready(Instant now) {
    return parcels(database_,
                   "WHERE (state = 'rendered' OR (state = 'retry_wait' AND retry_at <= $1)) AND " +
                       goes_itself + " ORDER BY due, created_at, id",
                   {now});
}

std::vector<Parcel> OutboxStore::to_release(Instant now) {
    return parcels(database_,
                   "WHERE state = 'held' AND release_at <= $1 AND held_for_person = 0 "
                   "ORDER BY due, created_at, id",
                   {now});
}

std::optional<Instant> OutboxStore::earliest_wake() {
    return first_row(database_,
                     "SELECT MIN(at) FROM ("
                     "SELECT MIN(retry_at) AS at FROM parcels WHERE state = 'retry_wait' "
                     "UNION ALL SELECT MIN(release_at) FROM parcels "
                     "WHERE state = 'held' AND held_for_person = 0 "
                     "UNION ALL SELECT MIN(claimed_until) FROM parcels "
                     "WHERE state IN ('sending', 'committing') AND channel = 'email') AS wakes")
        ->maybe_instant();
}

std::vector<Parcel> OutboxStore::in_one_email(const Parcel& parcel) {
    if (parcel.in_email_of.empty()) return {parcel};
    return parcels(database_, "WHERE in_email_of = $1 ORDER BY created_at, id",
                   {parcel.in_email_of.text});
}

void OutboxStore::part(const ParcelId& in_email_of) {
    run(database_, "UPDATE parcels SET in_email_of = '' WHERE in_email_of = $1",
        {in_email_of.text});
}

bool OutboxStore::move(const Parcel& parcel, State from) {
    const bool claims = parcel.state == State::sending;
    const bool holds = claims || parcel.state == State::committing;
    std::optional<Instant> until;
    if (holds && claim_lasts_ > 0) until = Instant{clock_of(database_).microseconds + claim_lasts_};
    const std::string which = outbox::carries(parcel) ? "in_email_of" : "id";
    return run(database_,
               "UPDATE parcels SET state = $1, reason = $2, held_for_person = $3, "
               "release_at = $4, retry_at = $5, attempts = $6, accepted_at = $7, "
               "accepted_on = $8, evidence = $9, epoch = $10, tray_on = $11, claimed_by = $12, "
               "claimed_until = $13 WHERE " +
                   which + " = $14 AND state = $15 AND epoch = $16",
               {outbox::name_of(parcel.state), parcel.reason, parcel.held_for_person,
                parcel.release_at, parcel.retry_at, parcel.attempts, parcel.accepted_at,
                parcel.accepted_on, parcel.evidence, parcel.epoch + (claims ? 1 : 0),
                parcel.tray_on, holds ? claimant_ : std::string(), until, parcel.id.text,
                outbox::name_of(from), parcel.epoch}) > 0;
}

void OutboxStore::overwrite(const Parcel& parcel) {
    run(database_,
        "UPDATE parcels SET state = $1, reason = $2, held_for_person = $3, release_at = $4, "
        "retry_at = $5, attempts = $6, accepted_at = $7, accepted_on = $8, evidence = $9, "
        "epoch = epoch + 1, tray_on = $10 WHERE id = $11",
        {outbox::name_of(parcel.state), parcel.reason, parcel.held_for_person, parcel.release_at,
         parcel.retry_at, parcel.attempts, parcel.accepted_at, parcel.accepted_on, parcel.evidence,
         parcel.tray_on, parcel.id.text});
}

bool OutboxStore::claim(Parcel& parcel) {
    const auto sending = outbox::after(parcel.state, outbox::Happening::claim);
    assert(sending);
    Parcel claimed = parcel;
    claimed.state = *sending;
    if (!move(claimed, parcel.state)) return false;
    ++claimed.epoch;
    parcel = std::move(claimed);
    return true;
}

void OutboxStore::hold_for_claiming(std::vector<Parcel>& parcels) {
    if (!database_.is_postgresql() || parcels.empty()) return;
    std::vector<Value> ids;
    ids.reserve(parcels.size());
    for (const Parcel& parcel : parcels) ids.emplace_back(parcel.id.text);
    std::set<std::string> held;
    for (Row& row : rows(database_,
                         "SELECT id FROM parcels WHERE id IN " + placeholders(ids.size()) +
                             // What the archive folder does not have yet may not go.
                             " AND state IN ('rendered', 'retry_wait') AND EXISTS (SELECT 1 "
                             "FROM archive_leaves WHERE object_id = parcels.id AND sequence < "
                             "(SELECT value FROM marks WHERE name = 'archived_count')) "
                             "FOR UPDATE OF parcels SKIP LOCKED",
                         ids))
        held.insert(row.text());
    std::erase_if(parcels, [&](const Parcel& parcel) { return !held.contains(parcel.id.text); });
}

namespace {

const std::string abandoned =
    "WHERE state IN ('sending', 'committing') AND (claimed_by = $1 OR claimed_by = '' OR "
    "claimed_until <= $2) AND " +
    goes_itself;

}  // namespace

std::vector<Parcel> OutboxStore::abandoned_claims() {
    return parcels(database_, abandoned + " ORDER BY due, created_at, id",
                   {claimant_, clock_of(database_)});
}

std::vector<Parcel> OutboxStore::abandoned_emails() {
    return parcels(database_, abandoned + " AND channel = 'email' ORDER BY due, created_at, id",
                   {claimant_, clock_of(database_)});
}

void OutboxStore::add_attempt(const ParcelId& id, Instant at, const std::string& outcome) {
    insert(database_, "attempts", {{"parcel_id", id.text}, {"at", at}, {"outcome", outcome}});
}

std::vector<std::pair<Instant, std::string>> OutboxStore::attempts_of(const ParcelId& id) {
    std::vector<std::pair<Instant, std::string>> attempts;
    for (Row& row :
         rows(database_, "SELECT at, outcome FROM attempts WHERE parcel_id = $1 ORDER BY number",
              {id.text})) {
        const Instant at = row.instant();
        attempts.emplace_back(at, row.text());
    }
    return attempts;
}

int OutboxStore::emails_tried_since(Instant since, int at_most) {
    // The newest by their number: no index on the instant is needed.
    return first_row(database_,
                     "SELECT COUNT(*) FROM (SELECT at FROM attempts WHERE outcome NOT LIKE 'tray%' "
                     "ORDER BY number DESC LIMIT " +
                         std::to_string(at_most) + ") AS newest WHERE at > $1",
                     {since})
        ->small_number();
}

int OutboxStore::busiest_day(calendar::Day day, int days) {
    auto busiest = first_row(database_,
                             "SELECT COUNT(*) FROM parcels WHERE created_on >= $1 "
                             "AND created_on < $2 GROUP BY created_on ORDER BY 1 DESC LIMIT 1",
                             {day.plus_days(-days), day});
    return busiest ? busiest->small_number() : 0;
}

std::string OutboxStore::salt(const ParcelId& id) {
    auto row = first_row(database_, "SELECT salt FROM parcels WHERE id = $1", {id.text});
    return row ? row->text() : std::string();
}

}  // namespace postroom::storage
