#include "storage/case_store.hpp"

#include <algorithm>
#include <cassert>
#include <set>

#include "storage/case_rows.hpp"
#include "storage/query.hpp"

namespace postroom::storage {

namespace {

std::vector<CaseReference> references(std::vector<Row> found) {
    std::vector<CaseReference> result;
    result.reserve(found.size());
    for (Row& row : found) result.emplace_back(row.text());
    // Databases sort by the language they were made in; we want one order everywhere.
    std::sort(result.begin(), result.end());
    return result;
}

BrokenRow broken(std::string table, std::string row, const Problem& problem) {
    return {std::move(table), std::move(row), problem.field + ": " + problem.what};
}

/// "e1", "e2", …: the next one that is not taken; it is taken then.
EventId next_id(std::set<std::string>& taken) {
    for (std::size_t number = taken.size() + 1;; ++number)
        if (auto [at, fresh] = taken.insert("e" + std::to_string(number)); fresh)
            return EventId(*at);
}

bool is_like_ours(std::string_view id) {
    return id.size() > 1 && id.front() == 'e' &&
           id.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

/// An id is taken as well when a letter's occurrence names it ("e5", "stage1:e1:25"): where a
/// database was restored the event is lost and its letter is known, and no other event may pass for
/// that one.
std::set<std::string> ids_of(Database& database, const CaseReference& reference) {
    std::set<std::string> ids;
    for (Row& row : rows(database,
                         "SELECT 1, id FROM events WHERE case_reference = $1 AND id IS NOT NULL "
                         "UNION ALL SELECT 0, occurrence FROM parcels WHERE case_reference = $2",
                         {reference.text, reference.text})) {
        const bool is_event = row.number() == 1;
        std::string named = row.text();
        if (is_event) {
            ids.insert(std::move(named));
            continue;
        }
        for (std::size_t from = 0; from < named.size();) {
            const std::size_t to = std::min(named.find(':', from), named.size());
            if (std::string part = named.substr(from, to - from); is_like_ours(part))
                ids.insert(std::move(part));
            from = to + 1;
        }
    }
    return ids;
}

void insert_event(Database& database, const CaseReference& reference, cases::CaseEvent event,
                  const EventId& id) {
    event.id = id;
    insert(database, "events", columns_of(reference, event));
}

}  // namespace

std::vector<CaseReference> CaseStore::existing(const std::vector<CaseReference>& wanted) {
    std::vector<CaseReference> found;
    for (const CaseReference& reference : wanted)
        if (exists(reference)) found.push_back(reference);
    return found;
}

bool CaseStore::exists(const CaseReference& reference) {
    return first_row(database_, "SELECT 1 FROM cases WHERE reference = $1", {reference.text})
        .has_value();
}

void CaseStore::add(const cases::CaseFile& file) {
    insert(database_, "cases",
           {{"reference", file.reference.text},
            {"procedure", file.procedure},
            {"service_area", file.service_area},
            {"summary", file.summary},
            {"desired_outcome", file.desired_outcome},
            {"logged_on", file.logged_on},
            {"baseline_on", file.baseline_on}});
    for (const cases::Party& party : file.parties)
        insert(database_, "parties", columns_of(file.reference, party));

    std::set<std::string> taken;
    for (const cases::CaseEvent& event : file.events)
        if (!event.id.empty()) taken.insert(event.id.text);
    for (const cases::CaseEvent& event : file.events)
        insert_event(database_, file.reference, event,
                     event.id.empty() ? next_id(taken) : event.id);
}

EventId CaseStore::append(const CaseReference& reference, const cases::CaseEvent& event) {
    EventId id = event.id;
    if (id.empty()) {
        auto taken = ids_of(database_, reference);
        id = next_id(taken);
    }
    insert_event(database_, reference, event, id);
    return id;
}

std::optional<LoadedCase> CaseStore::load(const CaseReference& reference) {
    return load_judged(reference, nullptr);
}

std::optional<LoadedCase> CaseStore::load(const CaseReference& reference,
                                          const cases::DeclaredEvents& declared) {
    return load_judged(reference, &declared);
}

std::optional<LoadedCase> CaseStore::load_judged(const CaseReference& reference,
                                                 const cases::DeclaredEvents* declared) {
    auto row = first_row(database_,
                         "SELECT procedure, service_area, summary, desired_outcome, logged_on, "
                         "baseline_on FROM cases WHERE reference = $1",
                         {reference.text});
    if (!row) return std::nullopt;

    LoadedCase loaded;
    cases::CaseFile& file = loaded.file;
    const auto judge = [&](const std::optional<Problem>& problem) {
        if (problem) loaded.broken.push_back(broken("cases", "", *problem));
        return !problem;
    };
    const auto take = [&](std::string& into, const char* column, auto problem_of) {
        std::string text = row->text();
        if (judge(problem_of(column, text))) into = std::move(text);
    };
    const auto take_day = [&](const char* column) {
        const std::string text = row->text();
        const auto day = calendar::Day::from_iso(text);
        if (!day && !text.empty()) {
            Problem problem{"is not a date (YYYY-MM-DD)"};
            problem.field = column;
            judge(problem);
        }
        return day;
    };

    file.reference = reference;
    judge(line_problem("reference", reference.text));
    take(file.procedure, "procedure", line_problem);
    take(file.service_area, "service_area", line_problem);
    take(file.summary, "summary", prose_problem);
    take(file.desired_outcome, "desired_outcome", prose_problem);
    const auto logged_on = take_day("logged_on");
    file.baseline_on = take_day("baseline_on");

    for (Row& party_row : rows(database_,
                               std::string("SELECT number, ") + party_columns +
                                   " FROM parties WHERE case_reference = $1 ORDER BY number",
                               {reference.text})) {
        const std::string number = party_row.text();
        if (auto party = read_party(party_row))
            file.parties.push_back(std::move(*party));
        else
            loaded.broken.push_back(broken("parties", number, party.error()));
    }
    for (Row& event_row : rows(database_,
                               std::string("SELECT number, ") + event_columns +
                                   " FROM events WHERE case_reference = $1 ORDER BY number",
                               {reference.text})) {
        const std::string number = event_row.text();
        auto event = read_event(event_row, declared);
        if (event)
            file.events.push_back(std::move(*event));
        else
            loaded.broken.push_back(broken("events", number, event.error()));
    }

    // Until it is adopted, a case of another system counts as logged when its first event was.
    if (logged_on)
        file.logged_on = *logged_on;
    else if (!file.events.empty())
        file.logged_on = file.events.front().recorded_on;
    return loaded;
}

std::vector<std::pair<CaseReference, cases::CaseEvent>> CaseStore::ours_recorded_after(
    std::string_view name, Instant after) {
    std::vector<std::pair<CaseReference, cases::CaseEvent>> found;
    for (Row& row : rows(database_,
                         std::string("SELECT case_reference, ") + event_columns +
                             " FROM events WHERE name = $1 AND source = $2 AND recorded_at > $3 "
                             "ORDER BY number",
                         {name, our_source, after})) {
        CaseReference reference(row.text());
        if (auto event = read_event(row, nullptr))
            found.emplace_back(std::move(reference), std::move(*event));
    }
    return found;
}

std::vector<CaseReference> CaseStore::all_references() {
    return references(rows(database_, "SELECT reference FROM cases"));
}

std::size_t CaseStore::count() {
    return static_cast<std::size_t>(first_row(database_, "SELECT COUNT(*) FROM cases")->number());
}

std::vector<CaseReference> CaseStore::adopt_foreign_rows(calendar::Day day, bool baseline) {
    std::set<CaseReference> changed;
    for (CaseReference& reference :
         references(rows(database_, "SELECT reference FROM cases WHERE logged_on IS NULL"))) {
        run(database_, "UPDATE cases SET logged_on = $1 WHERE reference = $2",
            {day, reference.text});
        if (baseline) set_baseline(reference, day);
        changed.insert(std::move(reference));
    }
    for (const CaseReference& reference :
         references(rows(database_,
                         "SELECT DISTINCT case_reference FROM events "
                         "WHERE id IS NULL OR recorded_on IS NULL"))) {
        const bool history = baseline && changed.contains(reference);
        auto taken = ids_of(database_, reference);
        for (Row& row : rows(database_,
                             "SELECT number, id, happened_on FROM events WHERE case_reference = $1 "
                             "AND (id IS NULL OR recorded_on IS NULL) ORDER BY number",
                             {reference.text})) {
            const std::int64_t number = row.number();
            const auto id = row.maybe_text();
            const auto happened = calendar::Day::from_iso(row.text());
            run(database_,
                "UPDATE events SET id = $1, recorded_on = COALESCE(recorded_on, $2) "
                "WHERE number = $3",
                {id ? *id : next_id(taken).text,
                 history && happened ? std::min(*happened, day) : day, number});
        }
        changed.insert(reference);
    }
    return {changed.begin(), changed.end()};
}

void CaseStore::set_baseline(const CaseReference& reference, calendar::Day day) {
    run(database_, "UPDATE cases SET baseline_on = $1 WHERE reference = $2", {day, reference.text});
}

std::vector<CaseReference> CaseStore::to_look_at(std::int64_t after_change, Instant now) {
    return references(rows(database_,
                           "SELECT case_reference FROM change_feed WHERE id > $1 "
                           "UNION SELECT reference FROM cases WHERE next_look_at <= $2",
                           {after_change, now}));
}

void CaseStore::set_next_look(const CaseReference& reference, std::optional<Instant> at) {
    run(database_, "UPDATE cases SET next_look_at = $1 WHERE reference = $2", {at, reference.text});
}

std::optional<Instant> CaseStore::earliest_next_look() {
    return first_row(database_,
                     "SELECT MIN(next_look_at) FROM cases WHERE next_look_at IS NOT NULL")
        ->maybe_instant();
}

std::int64_t CaseStore::last_change() {
    return first_row(database_, "SELECT COALESCE(MAX(id), 0) FROM change_feed")->number();
}

std::optional<std::int64_t> CaseStore::mark(const std::string& name) {
    auto row = first_row(database_, "SELECT value FROM marks WHERE name = $1", {name});
    if (!row) return std::nullopt;
    return row->number();
}

std::string CaseStore::corrections_seen_of(const CaseReference& reference) {
    return "corrections_seen:" + reference.text;
}

std::string CaseStore::readers_seen_of(const CaseReference& reference) {
    return "readers_seen:" + reference.text;
}

std::string CaseStore::hold_of(const CaseReference& reference) {
    return "hold_of_case:" + reference.text;
}

void CaseStore::set_mark(const std::string& name, std::int64_t value) {
    run(database_,
        "INSERT INTO marks (name, value) VALUES ($1, $2) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        {name, value});
}

void CaseStore::add_promise(const CaseReference& reference, const StepId& step,
                            const ParcelId& parcel, calendar::Day promised) {
    insert(database_, "promises",
           {{"case_reference", reference.text},
            {"step", step.text},
            {"parcel_id", parcel.text},
            {"promised", promised}},
           OnConflict::do_nothing);
}

std::optional<std::string> CaseStore::wrapped_key(const CaseReference& reference) {
    auto row = first_row(database_, "SELECT wrapped FROM case_keys WHERE case_reference = $1",
                         {reference.text});
    if (!row) return std::nullopt;
    return row->text();
}

void CaseStore::set_wrapped_key(const CaseReference& reference, const std::string& wrapped) {
    run(database_,
        "INSERT INTO case_keys (case_reference, wrapped) VALUES ($1, $2) "
        "ON CONFLICT (case_reference) DO UPDATE SET wrapped = excluded.wrapped",
        {reference.text, Value::bytes(wrapped)});
}

}  // namespace postroom::storage
