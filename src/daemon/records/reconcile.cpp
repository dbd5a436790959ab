#include "daemon/records/reconcile.hpp"

#include <algorithm>
#include <set>

#include "base/counted.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/records/held_after_restore.hpp"
#include "daemon/records/ledger.hpp"
#include "daemon/records/parcels.hpp"
#include "daemon/records/postbook.hpp"
#include "daemon/records/records.hpp"
#include "daemon/records/watermark.hpp"
#include "daemon/studio/look.hpp"

namespace postroom::daemon {

namespace {

constexpr std::string_view uncertain_after_restore =
    "may have been sent: a backup was restored that does not know";

using outbox::Parcel;
using outbox::State;
using Becomes = AheadItem::Becomes;

const std::string restored_at = "restored_at";
const std::string restored_archive_kept = "restored_archive_kept";

/// The leaves the archive has and the database has not, and where the two part.
struct Ahead {
    std::int64_t fork = 0;
    std::vector<std::string> leaves;
};

Ahead ahead_of(Office& office) {
    const std::int64_t in_folder = office.archive().size();
    const std::int64_t known = office.outbox().leaf_count();
    // What the database archived is the archive's, byte for byte, or the two do not belong
    // together.
    std::int64_t fork = std::min(in_folder, known);
    const std::int64_t archived = office.outbox().archived_count();
    if (in_folder < archived)
        throw archive::ArchiveError(
            "the archive has lost entries that the database knows it had; restore the archive "
            "folder from a backup");
    Ahead ahead;
    std::vector<storage::ArchiveEntry> ours;
    const std::string folder = office.data() + "/archive";
    const std::int64_t compare_from = std::max<std::int64_t>(0, archived - 1);
    archive::for_each_leaf(folder, compare_from, [&](std::int64_t index, std::string_view text) {
        if (index < fork) {
            ours = office.outbox().leaves_from(index, 1);
            if (!ours.empty() && ours.front().sequence == index && ours.front().leaf == text)
                return;
            if (index < archived)
                throw archive::ArchiveError(
                    "the archive is not this database's: entry " + std::to_string(index) +
                    " differs; restore the folder and the database that belong together");
            fork = index;
        }
        ahead.leaves.emplace_back(text);
    });
    ahead.fork = fork;
    return ahead;
}

bool is_sent(std::string_view event) {
    return event == "accepted" || event == "delivered" || event == "bounced";
}

Becomes becomes_after(std::string_view event) {
    if (is_sent(event)) return Becomes::accepted;
    if (event == "erased") return Becomes::erased;
    if (event == "superseded" || event == "cancelled" || event == "refused" || event == "expired")
        return Becomes::set_aside;
    return Becomes::uncertain;
}

struct Found {
    Ahead ahead;
    std::vector<AheadItem> items;
    std::map<ParcelId, PostbookRecord> records;
};

Found look(Office& office) {
    Found found{.ahead = ahead_of(office), .items = {}, .records = {}};
    found.records = Postbook(office).since(found.ahead.fork);
    std::map<ParcelId, AheadItem> items;
    for (const std::string& text : found.ahead.leaves) {
        const auto leaf = archive::parse_leaf(text);
        if (!leaf) throw archive::ArchiveError(to_text(leaf.error()));
        AheadItem& item = items[leaf->parcel];
        // An acceptance is not undone by what a restored database may add later.
        if (is_sent(item.event) && leaf->event != "erased") continue;
        item.parcel = leaf->parcel;
        item.event = leaf->event;
        item.at = utc_text(leaf->at);
        item.channel = leaf->channel;
        item.becomes = becomes_after(leaf->event);
    }
    for (auto& [id, item] : items) {
        const auto record = found.records.find(id);
        const auto stored = office.outbox().load(id);
        const Parcel* parcel = record != found.records.end() ? &record->second.parcel
                               : stored                      ? &*stored
                                                             : nullptr;
        if (record != found.records.end() && record->second.certificate)
            item.becomes = Becomes::certificate;
        else if (parcel == nullptr && item.becomes != Becomes::erased)
            item.becomes = Becomes::unknown;
        if (parcel != nullptr) {
            item.case_reference = parcel->case_reference;
            item.step = parcel->step;
            item.recipient = parcel->recipient;
        }
        found.items.push_back(item);
    }
    return found;
}

bool was_rolled_back(Office& office) {
    const std::int64_t once = Watermark(office.config()).read();
    return once > 0 && once > std::max(office.outbox().leaf_count(), office.archive().size());
}

Reconciliation told(Office& office, const Found& found) {
    Reconciliation said;
    said.database_leaves = found.ahead.fork;
    said.archive_leaves = office.archive().size();
    said.restored_with_its_archive =
        was_rolled_back(office) || (office.cases().mark(restored_at).value_or(0) > 0 &&
                                    office.cases().mark(restored_archive_kept).value_or(0) == 0);
    said.items = found.items;
    std::set<CaseReference> missing;
    for (const AheadItem& item : found.items)
        if (!item.case_reference.empty() && item.becomes != Becomes::erased &&
            !office.cases().exists(item.case_reference))
            missing.insert(item.case_reference);
    said.missing_cases.assign(missing.begin(), missing.end());
    return said;
}

class TakingOver {
  public:
    /// `alone`: no archive says what went out since the backup.
    TakingOver(Office& office, const Found& found, bool alone, Instant at, Instant real_now)
        : office_(office),
          found_(found),
          alone_(alone),
          at_(at),
          real_now_(real_now),
          today_(london(at).day) {}

    /// Inside a transaction.
    void run() {
        office_.outbox().adopt_leaves(found_.ahead.fork, found_.ahead.leaves);
        // All rows first: the events of an acceptance get ids, and none that any of them names.
        for (const AheadItem& item : found_.items) put_back(item);
        for (const AheadItem& item : found_.items) settle(item);
        hold_where_more_was_lost();
        hold_what_may_have_gone();
        if (!alone_) return;
        for (Parcel parcel : office_.outbox().in_states({State::awaiting_approval})) {
            hold_for_person(parcel);
            office_.outbox().overwrite(parcel);
        }
        begin_hold_after_restore(office_, today_);
    }

  private:
    void put_back(const AheadItem& item) {
        const auto record = found_.records.find(item.parcel);
        if (item.becomes == Becomes::certificate) {
            add_key(record->second);
            office_.records().add({.id = item.parcel,
                                   .because = record->second.parcel.reason,
                                   .signed_at = record->second.parcel.created_at,
                                   .salt = record->second.salt});
            return;
        }
        if (item.becomes == Becomes::erased || office_.outbox().load(item.parcel)) return;
        Parcel parcel = record->second.parcel;
        parcel.state = State::rendered;
        add_key(record->second);
        office_.outbox().add(parcel, record->second.salt);
    }

    void add_key(const PostbookRecord& record) {
        const CaseReference& reference = record.parcel.case_reference;
        if (!record.wrapped_key.empty() && !office_.cases().wrapped_key(reference))
            office_.cases().set_wrapped_key(reference, record.wrapped_key);
    }

    void settle(const AheadItem& item) {
        if (item.becomes == Becomes::certificate || item.becomes == Becomes::erased) return;
        const auto stored = office_.outbox().load(item.parcel);
        // The same letter may be there under another id, when it was made again; and what this
        // database already calls sent stays so.
        if (!stored || outbox::is_end(stored->state)) return;
        const auto record = found_.records.find(item.parcel);
        Parcel parcel = record != found_.records.end() ? record->second.parcel : *stored;
        if (item.becomes == Becomes::accepted) {
            const Instant when = parcel.accepted_at.value_or(parse_instant(item.at).value_or(at_));
            take_over_acceptance(office_, parcel, parcel.accepted_on.value_or(london(when).day),
                                 when, real_now_);
            return;
        }
        if (item.becomes == Becomes::set_aside) {
            parcel.state = item.event == "refused"      ? State::refused
                           : item.event == "cancelled"  ? State::cancelled
                           : item.event == "superseded" ? State::superseded
                                                        : State::expired;
            office_.outbox().overwrite(parcel);
            return;
        }
        parcel.state = State::uncertain;
        parcel.held_for_person = false;
        parcel.reason = uncertain_after_restore;
        office_.outbox().overwrite(parcel);
        ask_about(office_, parcel,
                  "This letter was made after the backup was taken that is in use now; whether it "
                  "left is not on record. Look in the tray, the mail folder or the relay's log, "
                  "then resolve it as sent or not sent.",
                  today_);
    }

    /// Letters that went because of something that is not on record any more: whoever records it
    /// again sets them off again, under another event's id. So all of such a case waits for a
    /// person.
    void hold_where_more_was_lost() {
        std::map<CaseReference, int> letters;
        for (const AheadItem& item : found_.items)
            if ((item.becomes == Becomes::accepted || item.becomes == Becomes::uncertain) &&
                !item.case_reference.empty() && !is_explained(item.parcel))
                ++letters[item.case_reference];
        std::set<CaseReference> cases;
        for (const auto& [reference, count] : letters) {
            cases.insert(reference);
            ask_to_record_again(reference, count);
        }
        begin_hold_of(office_, cases, real_now_);
    }

    bool is_explained(const ParcelId& id) {
        const auto parcel = office_.outbox().load(id);
        if (!parcel) return true;
        auto loaded =
            office_.cases().load(parcel->case_reference, office_.content().declared_events());
        if (!loaded) return false;
        const auto look = look_at(loaded->file, office_.studio(), london(at_));
        return look && std::ranges::any_of(look->plan.steps, [&](const auto& planned) {
                   return planned.step->id == parcel->step &&
                          planned.occurrence == parcel->occurrence && planned.planned;
               });
    }

    void ask_to_record_again(const CaseReference& reference, int letters) {
        outbox::Task task;
        task.id = TaskId(archive::random_id());
        task.case_reference = reference;
        task.occurrence = "restored:" + std::to_string(real_now_.microseconds);
        task.reason =
            "A backup was restored that does not know why " + counted(letters, "letter") +
            " about this case went out after it was made. Record again what happened since, each "
            "event with its day. What that sets off is held: cancel what the letters on record "
            "(postroom outbox list --case) said already, and let the rest go.";
        task.for_role = "complaints_officer";
        task.due = today_;
        task.created_on = today_;
        office_.outbox().add(task);
    }

    /// What could go when the backup was made may have gone since, even if a crash kept that from
    /// the archive: it waits for a person. (What was committing becomes uncertain by itself.)
    void hold_what_may_have_gone() {
        for (Parcel parcel : office_.outbox().in_states(
                 {State::rendered, State::held, State::retry_wait, State::sending})) {
            const bool laid_in_tray =
                parcel.channel == cases::Channel::letter && !parcel.evidence.empty();
            if (parcel.state == State::sending && laid_in_tray) continue;  // waits for one already
            if (parcel.state == State::held && (parcel.held_for_person || !parcel.release_at ||
                                                (!alone_ && at_ < *parcel.release_at)))
                continue;
            if (!parcel.in_email_of.empty()) office_.outbox().part(parcel.in_email_of);
            hold_for_person(parcel);
            office_.outbox().overwrite(parcel);
        }
        // What was done about these since is not known either: no rule of a step sends them again.
        for (Parcel parcel : office_.outbox().in_states({State::uncertain})) {
            parcel.reason = uncertain_after_restore;
            office_.outbox().overwrite(parcel);
        }
    }

    Office& office_;
    const Found& found_;
    bool alone_;
    Instant at_;
    Instant real_now_;
    calendar::Day today_;
};

}  // namespace

std::string_view words_for(Becomes becomes) {
    switch (becomes) {
        case Becomes::accepted:
            return "was sent: goes on record as sent";
        case Becomes::uncertain:
            return "may have been sent: a person decides";
        case Becomes::set_aside:
            return "was stopped: goes on record as that";
        case Becomes::erased:
            return "was erased: is erased again";
        case Becomes::certificate:
            return "a certificate of erasure";
        case Becomes::unknown:
            return "UNKNOWN: the postbook has no record of it";
    }
    return "";
}

std::optional<Problem> why_to_reconcile(Office& office) {
    const std::string remedy =
        "look at what it would do with: postroom archive reconcile; then confirm";
    if (was_rolled_back(office))
        return Problem{.what =
                           "the ledger had more entries than database and archive have now "
                           "(archive.watermark_file): an old copy of the data directory was put "
                           "back; nothing is sent until a person has reconciled it",
                       .remedy = remedy};
    if (office.cases().mark(restored_at).value_or(0) > 0)
        return Problem{.what =
                           "the database was restored from a backup; nothing is sent until a "
                           "person has reconciled it",
                       .remedy = remedy};
    if (office.archive().size() > office.outbox().leaf_count())
        return Problem{.what =
                           "the archive is ahead of the database: an old database was "
                           "restored; nothing is sent until a person has reconciled them",
                       .remedy = remedy};
    return std::nullopt;
}

void require_not_rolled_back(Office& office) {
    if (was_rolled_back(office)) throw archive::ArchiveError(to_text(*why_to_reconcile(office)));
}

Reconciliation compare_with_archive(Office& office) {
    return told(office, look(office));
}

Expected<Reconciliation> reconcile(Office& office, Instant at, Instant real_now) {
    if (!office.take_sending_lock() || !office.take_or_keep_lead())
        return fail(Problem{.what = "another postroom is sending from this data directory or "
                                    "database",
                            .remedy = "stop it first"});
    const Found found = look(office);
    Reconciliation said = told(office, found);
    const auto unknown = std::ranges::count(found.items, Becomes::unknown, &AheadItem::becomes);
    if (unknown > 0)
        return fail(Problem{.what = std::to_string(unknown) +
                                    " parcels in the archive are in neither database nor postbook, "
                                    "so nobody can say which letters they are",
                            .remedy = "restore the newest copy of the file postbook you have"});
    // Restoring a backup must not bring back what was erased.
    std::set<CaseReference> erased;
    for (const AheadItem& item : found.items)
        if (item.becomes == Becomes::erased && !item.case_reference.empty())
            erased.insert(item.case_reference);
    for (const CaseReference& reference : erased) {
        remove_files_of(office, office.outbox().of_case(reference));
        Postbook(office).forget(reference);
    }
    office.database().in_transaction([&] {
        TakingOver(office, found, said.restored_with_its_archive, at, real_now).run();
        for (const CaseReference& reference : erased) office.records().erase_case(reference);
        office.cases().set_mark(restored_at, 0);
    });
    if (!erased.empty()) office.records().leave_no_traces();
    // What is held from here on is what the watermark was there for.
    Watermark(office.config()).write(office.outbox().leaf_count());
    office.give_up_lead();
    return said;
}

void mark_restored(storage::CaseStore& cases, Instant at, bool archive_kept) {
    cases.set_mark(restored_at, at.microseconds);
    cases.set_mark(restored_archive_kept, archive_kept ? 1 : 0);
}

}  // namespace postroom::daemon
