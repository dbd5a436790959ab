// Parcels and tasks in the database. State changes are compare-and-set: a lost race changes
// nothing and says so.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "outbox/parcel.hpp"
#include "storage/database.hpp"

namespace postroom::storage {

/// What an entry of the ledger is made of before the archive folder has it: the encrypted object
/// and the leaf, written in the same transaction as the parcel's state (design 8).
struct ArchiveEntry {
    std::int64_t sequence = 0;  ///< leaf index; assigned by the store, gapless from 0
    std::string leaf;           ///< exact bytes of the leaf
    std::string object_id;      ///< empty: the leaf brings no object
    std::string object;         ///< encrypted bytes; dropped once the folder has them
};

/// All functions throw DatabaseError. Writing ones are called inside Database::in_transaction.
class OutboxStore {
  public:
    explicit OutboxStore(Database& database) : database_(database) {}

    /// False, and nothing written, when (case, step, occurrence, recipient, channel) is there and
    /// not superseded.
    /// `salt` is the leaf's 32 random bytes, kept for verify and erasure.
    bool add(const outbox::Parcel& parcel, const std::string& salt);
    /// A parcel of that firing that is not superseded; of that recipient alone when one is named.
    bool exists(const CaseReference& reference, const StepId& step, const std::string& occurrence,
                const std::string& recipient = {});

    std::optional<outbox::Parcel> load(const ParcelId& id);
    std::vector<outbox::Parcel> of_case(const CaseReference& reference);
    std::vector<outbox::Parcel> in_states(const std::vector<outbox::State>& states);
    std::vector<outbox::Parcel> all();
    /// May go now: rendered, or retry_wait with retry_at ≤ now. Oldest due first. What goes in
    /// another's email is not named here, nor among the claims below.
    std::vector<outbox::Parcel> ready(Instant now);
    /// Held with release_at ≤ now, and not for a person.
    std::vector<outbox::Parcel> to_release(Instant now);
    /// When the next parcel may go or be released by itself, or the next claim of an email runs
    /// out: past ones included. Parcels that may go already (rendered) do not count.
    std::optional<Instant> earliest_wake();

    /// The parcel, and those whose bytes are the same email (Parcel::in_email_of), as stored.
    std::vector<outbox::Parcel> in_one_email(const outbox::Parcel& parcel);
    /// Each of them goes alone from now on.
    void part(const ParcelId& in_email_of);

    /// Writes the parcel's changing columns (state, reason, held_for_person, release_at, retry_at,
    /// attempts, accepted_at, accepted_on, evidence, tray_on) where the stored state is still
    /// `from` and the epoch that of `parcel`. False when another was first. A move to `sending` is
    /// a claim: it raises the stored epoch by one, see claim(). What its email carries moves with
    /// it.
    bool move(const outbox::Parcel& parcel, outbox::State from);
    /// Moves a parcel that may go (rendered, retry_wait) to `sending` and brings `parcel` up to
    /// date, its new epoch included. False, and `parcel` unchanged, when another was first.
    bool claim(outbox::Parcel& parcel);
    /// As whom, and for how long by the database's clock, this process claims. What is not told
    /// is claimed by "" for ever: a daemon alone with its database.
    void claim_as(std::string daemon, std::int64_t microseconds) {
        claimant_ = std::move(daemon);
        claim_lasts_ = microseconds;
    }
    /// Takes out of `parcels` what another daemon is about to claim, or has claimed since the list
    /// was made, and holds the rest to the transaction's end. Only PostgreSQL has several.
    void hold_for_claiming(std::vector<outbox::Parcel>& parcels);
    /// Claims whose sender is gone: this daemon's own, nobody's, and those that have run out.
    std::vector<outbox::Parcel> abandoned_claims();
    /// Of those the emails alone.
    std::vector<outbox::Parcel> abandoned_emails();

    /// One line of what was tried: phase and code, no addresses.
    void add_attempt(const ParcelId& id, Instant at, const std::string& outcome);
    /// How many attempts at emails since then, counted up to `at_most`.
    int emails_tried_since(Instant since, int at_most);
    /// Those lines with their instants, oldest first.
    std::vector<std::pair<Instant, std::string>> attempts_of(const ParcelId& id);

    /// Parcels created per day in the `days` days before `day`: the busiest one's count.
    int busiest_day(calendar::Day day, int days);

    /// False when the same task (case, step, occurrence, parcel) is there already.
    bool add(const outbox::Task& task);
    /// Something new to ask: the same task, when it is there already, takes this one's reason and
    /// days and is open again.
    void add_or_reopen(const outbox::Task& task);
    /// The same question once more, of whom and by when it says now; open if it was not.
    void ask_again(const outbox::Task& task);
    std::vector<outbox::Task> tasks(bool open_only);
    /// The open ones that were to be done by that day or before.
    std::vector<outbox::Task> open_since(calendar::Day day);
    /// Of a case: those that its procedure's steps ask, done or not; none about a parcel.
    std::vector<outbox::Task> tasks_of_steps(const CaseReference& reference);
    /// Whether an open task is about it.
    bool is_asked_about(const ParcelId& parcel);
    std::optional<outbox::Task> task(const TaskId& id);
    void close_task(const TaskId& id, const std::string& resolution);
    /// Nothing is to be asked any more: no person's closing, and open again when it is.
    void close_by_itself(const TaskId& id, const std::string& why);
    void close_tasks_of(const ParcelId& parcel, const std::string& resolution);
    /// The tasks about a letter that was not there: now it is.
    void close_tasks_instead_of(const CaseReference& reference, const StepId& step,
                                const std::string& occurrence, const std::string& resolution);

    // --- towards the archive ---
    std::string salt(const ParcelId& id);
    /// Takes the next sequence number (`entry.sequence` is not read) and returns it; the same
    /// transaction as the state it proves.
    std::int64_t append_leaf(const ArchiveEntry& entry);
    /// Leaves from `sequence` on, in order, at most `limit`.
    std::vector<ArchiveEntry> leaves_from(std::int64_t sequence, int limit);
    std::int64_t leaf_count();
    /// The folder has everything below `sequence`: the objects' bytes are dropped here.
    void archived_below(std::int64_t sequence);
    std::int64_t archived_count();
    /// The encrypted object, while the database still has it. On PostgreSQL that is as long as its
    /// parcel may go: a daemon without the archive folder sends it from here.
    std::optional<std::string> object_of(const ParcelId& id);
    /// Reconciling with an archive that is ahead: its `leaves` follow the first `fork` of ours,
    /// which it has too; ours from there on come after them, still to be archived.
    void adopt_leaves(std::int64_t fork, const std::vector<std::string>& leaves);
    /// Writes every column of a parcel that is there, whatever its state was. Only for
    /// reconciling, where the archive knows better.
    void overwrite(const outbox::Parcel& parcel);

  private:
    Database& database_;
    std::string claimant_;
    std::int64_t claim_lasts_ = 0;
};

}  // namespace postroom::storage
