#include "auditor.hpp"

#include <sstream>
#include <stdexcept>

#include <sqlite3.h>

#include "archive/archive.hpp"
#include "base/bytes.hpp"
#include "daemon/premises/files.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/studio/look.hpp"
#include "storage/case_store.hpp"

namespace postroom::simulation {

namespace {

// The columns of a row of `parcels`, in this order.
enum Column {
    id,
    case_reference,
    step,
    occurrence,
    recipient,
    channel,
    state,
    message,
    carrier,
    reason
};
constexpr const char* parcels_sql =
    "SELECT id, case_reference, step, occurrence, recipient, channel, state, "
    // What goes in another parcel's email went when that one did.
    "COALESCE((SELECT message_id FROM parcels c WHERE c.id = p.in_email_of), message_id), "
    "in_email_of, reason FROM parcels p ORDER BY id";

bool is_sent(const std::string& state) {
    return state == "accepted" || state == "delivered" || state == "bounced";
}

bool has_ended(const std::string& state) {
    return is_sent(state) || state == "refused" || state == "superseded" || state == "cancelled" ||
           state == "expired";
}

}  // namespace

Auditor::~Auditor() {
    sqlite3_close(database_);
}

Auditor::Rows Auditor::ask(const std::string& sql) const {
    if (database_ == nullptr)
        sqlite3_open_v2((data_ + "/postroom.db").c_str(), &database_, SQLITE_OPEN_READWRITE,
                        nullptr);
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
        throw std::runtime_error(std::string("the auditor cannot read: ") +
                                 sqlite3_errmsg(database_));
    Rows rows;
    while (sqlite3_step(statement) == SQLITE_ROW) {
        auto& row = rows.emplace_back();
        for (int n = 0; n < sqlite3_column_count(statement); ++n) {
            const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, n));
            row.emplace_back(text == nullptr ? "" : text);
        }
    }
    sqlite3_finalize(statement);
    return rows;
}

bool Auditor::nothing_changed(const Sink& sink) {
    const std::string version = ask("PRAGMA data_version")[0][0];
    const bool same = version == version_ && sink.taken().size() == taken_;
    version_ = version;
    taken_ = sink.taken().size();
    return same;
}

bool Auditor::look(const Sink& sink) {
    if (nothing_changed(sink)) return false;
    const Rows parcels = ask(parcels_sql);
    check_messages(parcels, sink);
    check_ends(parcels);
    check_events(parcels);
    check_leavings();
    check_checkpoints(sink);
    return true;
}

bool Auditor::by_rule(const std::vector<std::string>& row, WhenUncertain rule) const {
    return rule_ == rule && row[recipient].starts_with("complainant") &&
           doubted_.contains(row[message]);
}

/// Never twice unless somebody or a rule asked, never other bytes, and nothing on record that did
/// not happen.
void Auditor::check_messages(const Rows& parcels, const Sink& sink) {
    std::set<std::string> known;
    for (const auto& row : parcels) {
        if (row[channel] != "email") continue;
        known.insert(row[message]);
        const int times = sink.times_taken(row[message]);
        const auto asked = asked_again_.find(row[message]);
        if (row[state] == "committing" || row[state] == "uncertain") doubted_.insert(row[message]);
        const bool again = by_rule(row, WhenUncertain::send_again);
        const bool posted = by_rule(row, WhenUncertain::post) && row[state] == "superseded";
        if ((again && times > 1) || posted) carried_out_.insert(row[message]);
        if (times > 1 + (asked == asked_again_.end() ? 0 : asked->second) + (again ? 1 : 0))
            found("email " + row[id] + " of " + row[case_reference] + " " + row[step] + " went " +
                  std::to_string(times) + " times");
        if (is_sent(row[state]) && times == 0)
            found("email " + row[id] + " is " + row[state] + ", and the relay never took it");
        // A person, a report of its reader's server, or a rule may have it go again.
        if (times > 0 && asked == asked_again_.end() && !again && !posted && !is_sent(row[state]) &&
            row[state] != "committing" && row[state] != "uncertain")
            found("email " + row[id] + " of " + row[case_reference] + " " + row[step] +
                  " went, and is on record as " + row[state]);
    }
    for (const Taken& taken : sink.taken())
        if (!known.contains(taken.message_id))
            found("the relay took " + taken.message_id + ", which nobody has on record");
    for (const std::string& message_id : sink.changed())
        found(message_id + " was offered with other bytes than before");
}

/// An end is an end: later evidence of an accepted email is the only way on.
void Auditor::check_ends(const Rows& parcels) {
    for (const auto& row : parcels) {
        std::string& last = last_state_[row[id]];
        const bool evidence = last == "accepted" || last == "delivered" || last == "bounced";
        if (has_ended(last) && row[state] != last && !(evidence && is_sent(row[state])) &&
            !asked_again_.contains(row[message]))
            found("parcel " + row[id] + " was " + last + " and is " + row[state]);
        last = row[state];
    }
}

void Auditor::check_events(const Rows& parcels) {
    std::map<std::string, int> told;
    for (const auto& row : ask("SELECT case_reference || '|' || json_extract(details, '$.step') || "
                               "'|' || json_extract(details, '$.occurrence') FROM events WHERE "
                               "name = 'letter_sent'"))
        ++told[row[0]];
    for (const auto& [key, times] : told)
        if (times > 1) found(key + " is told " + std::to_string(times) + " times as sent");
    for (const auto& row : parcels)
        if (is_sent(row[state]) && !row[step].empty() && !row[recipient].starts_with("copy.") &&
            !told.contains(row[case_reference] + '|' + row[step] + '|' + row[occurrence]))
            found(row[case_reference] + " " + row[step] + " went, and its case does not say so");
}

/// A letter that left again had left before, and was handed over once more since: on that day, or
/// earlier where a person found out only then that it had gone.
void Auditor::check_leavings() {
    const std::string letter =
        "case_reference || '|' || json_extract(details, '$.step') || '|' || "
        "json_extract(details, '$.occurrence')";
    std::map<std::string, std::string> first_day;
    for (const auto& row : ask("SELECT " + letter +
                               ", happened_on FROM events WHERE name = "
                               "'letter_sent'"))
        first_day[row[0]] = row[1];
    std::map<std::string, std::set<std::string>> handed_over;
    for (const auto& row :
         ask("SELECT case_reference || '|' || step || '|' || occurrence, "
             "date(at / 1000000, 'unixepoch') FROM parcels JOIN attempts ON parcel_id = id "
             "UNION SELECT case_reference || '|' || step || '|' || occurrence, accepted_on "
             "FROM parcels WHERE accepted_on IS NOT NULL"))
        handed_over[row[0]].insert(row[1]);
    for (const auto& row : ask("SELECT " + letter +
                               ", happened_on FROM events WHERE name = "
                               "'letter_sent_again'")) {
        const auto first = first_day.find(row[0]);
        if (first == first_day.end() || first->second >= row[1]) {
            found(row[0] + " is told to have left again, and not to have left before");
            continue;
        }
        const std::set<std::string>& days = handed_over[row[0]];
        const auto again = days.upper_bound(first->second);
        if (again == days.end() || *again > row[1])
            found(row[0] + " is told to have left again, and was not handed over again");
    }
}

/// Of one size there is one root, whoever was told it.
void Auditor::check_checkpoints(const Sink& sink) {
    for (; checkpoints_seen_ < sink.taken().size(); ++checkpoints_seen_) {
        std::istringstream line(
            header_of(sink.taken()[checkpoints_seen_].bytes, "Archive-Checkpoint"));
        std::string origin, size, root;
        line >> origin >> size >> root;
        if (root.empty()) found("an email without a checkpoint went");
        const auto [known, fresh] = roots_.emplace(size, root);
        if (!fresh && known->second != root)
            found("two checkpoints of " + size + " entries differ");
    }
}

void Auditor::look_at_rest(const Sink& sink, const daemon::Studio& studio, Instant now,
                           const std::vector<std::string>& cases) {
    look(sink);
    const Rows parcels = ask(parcels_sql);
    check_waiting(parcels);
    for (const std::string& reference : cases) check_due(studio, now, reference);
    check_archive(parcels, sink);
}

/// Nothing is under way any more; what waits says for whom.
void Auditor::check_waiting(const Rows& parcels) {
    for (const auto& row : parcels) {
        const std::string what =
            "parcel " + row[id] + " of " + row[case_reference] + " " + row[step] + " is ";
        const bool in_tray = row[state] == "sending" && row[channel] == "letter";
        if (has_ended(row[state])) continue;
        if (row[state] != "held" && row[state] != "awaiting_approval" && !in_tray)
            found(what + "left behind: " + row[state]);
        else if (row[reason].empty())
            found(what + row[state] + " and does not say why");
    }
}

/// What the procedure demands of a case now is in somebody's hands, or somebody stopped it.
void Auditor::check_due(const daemon::Studio& studio, Instant now, const std::string& reference) {
    storage::Database database(data_ + "/postroom.db");
    const auto loaded = storage::CaseStore(database).load(CaseReference(reference),
                                                          studio.content().declared_events());
    const auto look = daemon::look_at(loaded->file, studio, daemon::london(now));
    if (!look) return found(reference + " cannot be planned: " + to_text(look.error()));
    const std::string of_case = " case_reference = '" + reference + "'";
    std::set<std::string> in_hand;
    for (const char* table : {"parcels WHERE state <> 'superseded' AND", "tasks WHERE"})
        for (const auto& row :
             ask(std::string("SELECT step || '|' || occurrence FROM ") + table + of_case))
            in_hand.insert(row[0]);
    for (const procedure::PlannedStep& planned : look->plan.steps)
        if (planned.state == procedure::StepState::due &&
            !in_hand.contains(planned.step->id.text + '|' + planned.occurrence.text()))
            found(reference + " " + planned.step->id.text + " (" + planned.occurrence.text() +
                  ") is due, and nobody has it");
}

/// Also for whoever kept the first email of all.
void Auditor::check_archive(const Rows& parcels, const Sink& sink) {
    const std::string folder = data_ + "/archive";
    std::string key = daemon::read_file(data_ + "/keys/ledger.pub");
    key.erase(key.find('\n'));
    archive::VerifyOptions options{.verifier = key};
    if (!sink.taken().empty()) options.earlier_checkpoint = sink.taken().front().bytes;
    const auto report = archive::verify(folder, options);
    for (const Problem& problem : report.problems) found("archive: " + to_text(problem));
    std::map<std::string, std::set<std::string>> told;
    for (const archive::Leaf& leaf : archive::list(folder))
        told[leaf.parcel.text].insert(leaf.event);
    for (const auto& row : parcels) {
        if (!told[row[id]].contains("frozen")) found("the ledger does not know " + row[id]);
        if (is_sent(row[state]) && !told[row[id]].contains("accepted"))
            found("the ledger does not tell that " + row[id] + " went");
    }
}

std::string Auditor::digest(const Sink& sink) const {
    std::string all;
    for (const Taken& taken : sink.taken()) all += taken.bytes;
    for (const auto& row : ask(parcels_sql))
        for (const std::string& cell : row) all += cell + '\n';
    for (const auto& row : ask("SELECT case_reference, name, happened_on, details FROM events "
                               "ORDER BY number"))
        for (const std::string& cell : row) all += cell + '\n';
    return to_hex(sha256(all)).substr(0, 16);
}

}  // namespace postroom::simulation
