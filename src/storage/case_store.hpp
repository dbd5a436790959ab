// Cases, parties and events in the database; and what changed since we last looked.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cases/case.hpp"
#include "storage/database.hpp"

namespace postroom::storage {

/// The source of the events that Postroom writes of itself (letter_sent, step_skipped, …). An event
/// of such a name with any other source is a BrokenRow.
inline constexpr std::string_view our_source = "postroom";

/// A row another program wrote that breaks the vocabulary: it becomes a task, never a stop.
struct BrokenRow {
    std::string table;
    std::string row;   ///< its number (cases: ""), no personal data
    std::string what;  ///< "column: what is wrong", never the value
};

struct LoadedCase {
    cases::CaseFile file;
    std::vector<BrokenRow> broken;  ///< left out of `file`
};

/// All functions throw DatabaseError. Writing ones are called inside Database::in_transaction.
class CaseStore {
  public:
    explicit CaseStore(Database& database) : database_(database) {}

    /// References among `wanted` that are stored already.
    std::vector<CaseReference> existing(const std::vector<CaseReference>& wanted);
    bool exists(const CaseReference& reference);

    /// Events without an id get one, unique in their case ("e1", "e2", …).
    void add(const cases::CaseFile& file);
    /// Returns the id the event got.
    EventId append(const CaseReference& reference, const cases::CaseEvent& event);

    std::optional<LoadedCase> load(const CaseReference& reference);
    /// The same; events that neither the vocabulary nor `declared` knows are broken rows too.
    std::optional<LoadedCase> load(const CaseReference& reference,
                                   const cases::DeclaredEvents& declared);
    /// Events of this name that Postroom recorded of itself later than `after`, with their cases,
    /// in the order of recording. Cost follows all events.
    std::vector<std::pair<CaseReference, cases::CaseEvent>> ours_recorded_after(
        std::string_view name, Instant after);
    std::vector<CaseReference> all_references();
    std::size_t count();

    /// Rows another program inserted have no logged_on: they get `day`; with `baseline` they also
    /// get baseline_on = `day` (the daemon's first start). Their events get an id and `day` as the
    /// day of recording; history, which has a baseline, counts as recorded when it happened.
    /// Returns the references changed, each once. Cost follows the new rows.
    std::vector<CaseReference> adopt_foreign_rows(calendar::Day day, bool baseline);
    void set_baseline(const CaseReference& reference, calendar::Day day);

    /// Cases to look at: changed since `after_change`, or whose next_look_at is due by `now`. Cost
    /// follows what is due or changed. Each reference once.
    std::vector<CaseReference> to_look_at(std::int64_t after_change, Instant now);
    /// When a case wants to be looked at again; nothing: only when it changes.
    void set_next_look(const CaseReference& reference, std::optional<Instant> at);
    std::optional<Instant> earliest_next_look();

    std::int64_t last_change();
    /// Named numbers the daemon keeps across restarts ("looked_up_to_change", "last_run_at").
    std::optional<std::int64_t> mark(const std::string& name);
    void set_mark(const std::string& name, std::int64_t value);
    /// The marks about one case, which go when it is erased.
    static std::string corrections_seen_of(const CaseReference& reference);
    static std::string readers_seen_of(const CaseReference& reference);
    static std::string hold_of(const CaseReference& reference);

    /// The date a letter gave to a person (design 3: promises).
    void add_promise(const CaseReference& reference, const StepId& step, const ParcelId& parcel,
                     calendar::Day promised);

    /// A case's archive key (32 bytes, wrapped by the master key); made by the caller.
    std::optional<std::string> wrapped_key(const CaseReference& reference);
    void set_wrapped_key(const CaseReference& reference, const std::string& wrapped);

  private:
    std::optional<LoadedCase> load_judged(const CaseReference& reference,
                                          const cases::DeclaredEvents* declared);

    Database& database_;
};

}  // namespace postroom::storage
