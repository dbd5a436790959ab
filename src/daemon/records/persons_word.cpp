#include "daemon/records/persons_word.hpp"

#include <algorithm>
#include <set>

#include "calendar/date_text.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/records/held_after_restore.hpp"
#include "daemon/records/ledger.hpp"
#include "daemon/records/meant_with.hpp"
#include "daemon/records/parcels.hpp"
#include "daemon/records/returned_addresses.hpp"

namespace postroom::daemon {

namespace {

using outbox::Happening;
using outbox::Parcel;
using outbox::State;

}  // namespace

Problem no_such(const std::string& what, const std::string& text, bool several) {
    return {.what = several ? "several " + what + "s have an id beginning with " + text
                            : "there is no " + what + " with the id " + text,
            .remedy = "postroom outbox list shows the ids"};
}

Expected<ParcelId> parcel_named(Office& office, const std::string& text) {
    std::vector<ParcelId> found;
    for (const Parcel& parcel : office.outbox().all())
        if (!text.empty() && parcel.id.text.starts_with(text)) found.push_back(parcel.id);
    if (found.size() != 1) return fail(no_such("parcel", text, found.size() > 1));
    return found.front();
}

Expected<TaskId> task_named(Office& office, const std::string& text) {
    std::vector<TaskId> found;
    for (const outbox::Task& task : office.outbox().tasks(false))
        if (!text.empty() && task.id.text.starts_with(text)) found.push_back(task.id);
    if (found.size() != 1) return fail(no_such("task", text, found.size() > 1));
    return found.front();
}

namespace {

/// It may overtake what was made meanwhile, and name dates of an earlier day: the next run looks,
/// whatever its day.
void look_again(Office& office, const Parcel& parcel) {
    if (grows_old(parcel)) office.cases().set_next_look(parcel.case_reference, parcel.created_at);
}

bool release_one(Office& office, Parcel& parcel) {
    parcel.state = State::rendered;
    parcel.held_for_person = false;
    parcel.reason.clear();
    parcel.release_at.reset();
    if (!office.outbox().move(parcel, State::held)) return false;
    look_again(office, parcel);
    return true;
}

/// Nothing else would ever ask about a letter that a person stopped: it is not written again.
const std::string what_instead =
    "This letter was cancelled, and is not written again. If its reader is still owed it, see that "
    "they have it by then, and close this task with the day on which it was sent (--sent-on). If "
    "it was an answer, record the draft anew, mended: a new letter is made of it, and this task "
    "closes itself. If a date was wrong, strike it out (corrected) and record it anew. If they are "
    "owed nothing, close this task with the reason.";

/// What waits for the person who stopped an answer, so that nobody leaves the question open
/// unawares.
std::string what_waits(Office& office, const Parcel& parcel) {
    const auto loaded =
        office.cases().load(parcel.case_reference, office.content().declared_events());
    const procedure::Procedure* rules =
        loaded ? office.content().procedures.find(loaded->file.procedure) : nullptr;
    if (rules == nullptr) return {};
    const procedure::Step* step = rules->step(parcel.step);
    if (step == nullptr || step->if_cancelled.empty()) return {};
    const std::string reader = reader_of(parcel);
    const cases::CaseEvent* had = nullptr;
    bool has_left = false;
    for (const cases::CaseEvent& event : loaded->file.events) {
        const bool left =
            event.name == cases::letter_sent || event.name == cases::letter_sent_again;
        if (!left || !event.says("step", parcel.step.text)) continue;
        has_left = true;
        if (event.text("reader").value_or(reader) == reader) had = &event;
    }
    if (had != nullptr)
        return " They have our answer of " + calendar::weekday_date(had->on, "en") +
               ": it stands, and so does the day by which it lets them ask for the next stage. The "
               "case does not close by itself while this task is open.";
    return has_left ? " Their time to ask for the next stage waits while this task is open, and "
                      "the case does not close by itself."
                    : "";
}

/// An answer that nobody will send is spoken of as written no more. One that has left already, for
/// another of its readers, or that still waits for one, stays said.
void tell_that_it_was_cancelled(Office& office, const Parcel& parcel, Instant at) {
    const auto loaded =
        office.cases().load(parcel.case_reference, office.content().declared_events());
    if (!loaded || leavings_of(loaded->file, parcel.step, parcel.occurrence).last) return;
    const procedure::Procedure* rules = office.content().procedures.find(loaded->file.procedure);
    if (rules == nullptr) return;
    const procedure::Step* step = rules->step(parcel.step);
    if (step == nullptr || step->if_cancelled.empty()) return;
    if (has_another_reader(parcel, open_for(Happening::cancel, office, parcel))) return;
    office.cases().append(parcel.case_reference, own_event(step->if_cancelled, london(at).day, at,
                                                           {{"step", parcel.step.text},
                                                            {"occurrence", parcel.occurrence}}));
}

void write_again(Office& office, const Meant& meant, Instant real_now) {
    for (Parcel copy : meant.written_again)
        set_aside(office, copy, Happening::supersede,
                  "a copy of a letter that does not go now: it is written again, of one that does",
                  real_now);
}

}  // namespace

Expected<int> approve(Office& office, const ParcelId& id, Instant real_now) {
    return in_one_transaction(office, [&]() -> Expected<int> {
        const auto wanted = office.outbox().load(id);
        if (!wanted) return fail(no_such("parcel", id.text, false));
        const auto next = outbox::after(wanted->state, Happening::approve);
        if (!next) return fail(next.error());
        const Meant meant = meant_with(office, *wanted, Happening::approve, real_now);
        const auto is_letter = [](const Parcel& one) { return !is_copy(one); };
        if (is_copy(*wanted) && std::ranges::count_if(meant.with_it, is_letter) > 1)
            return fail(Problem{.what = "several letters wait with this copy",
                                .remedy = "read each, and approve it by its own id; the copy goes "
                                          "with the letter that it is a copy of",
                                .case_reference = wanted->case_reference.text});
        int count = 0;
        for (Parcel parcel : meant.with_it) {
            parcel.state = *next;
            parcel.reason.clear();
            if (!office.outbox().move(parcel, State::awaiting_approval)) continue;
            add_leaf(office, "approved", parcel, real_now);
            ++count;
            look_again(office, parcel);
        }
        write_again(office, meant, real_now);
        return count;
    });
}

Expected<int> cancel(Office& office, const ParcelId& id, const std::string& reason,
                     bool nothing_owed, Instant at, Instant real_now) {
    if (reason.empty())
        return fail(
            Problem{.what = "a letter is cancelled with a reason", .remedy = "add --reason"});
    return in_one_transaction(office, [&]() -> Expected<int> {
        const auto wanted = office.outbox().load(id);
        if (!wanted) return fail(no_such("parcel", id.text, false));
        if (const auto next = outbox::after(without_claim(*wanted), Happening::cancel); !next)
            return fail(next.error());
        int count = 0;
        Meant meant{.with_it = {*wanted}};
        if (!is_copy(*wanted)) meant = meant_with(office, *wanted, Happening::cancel, at);
        write_again(office, meant, real_now);
        for (Parcel& parcel : meant.with_it) {
            set_aside(office, parcel, Happening::cancel, reason, real_now);
            ++count;
            const bool of_a_case = !parcel.case_reference.empty();  // not the witness's mail
            // What waited because this letter would overtake it is owed again.
            if (of_a_case) office.cases().set_next_look(parcel.case_reference, parcel.created_at);
            if (of_a_case && count == 1 && !is_copy(*wanted))
                tell_that_it_was_cancelled(office, *wanted, at);
            if (!of_a_case || is_copy(parcel) || cases::is_council_officer(parcel.role)) continue;
            if (nothing_owed)
                record_as_not_owed(office, parcel, london(at).day, at);
            else
                ask_about(office, parcel, what_instead + what_waits(office, parcel),
                          london(at).day);
        }
        return count;
    });
}

Expected<int> release(Office& office, const ParcelId& id) {
    return in_one_transaction(office, [&]() -> Expected<int> {
        auto parcel = office.outbox().load(id);
        if (!parcel) return fail(no_such("parcel", id.text, false));
        if (const auto next = outbox::after(parcel->state, Happening::release); !next)
            return fail(next.error());
        // It would be held again at once.
        const ReturnedAddresses returned(office);
        if (const TaskId* task = returned.task_about(*parcel))
            return fail(
                Problem{.what = "a letter to this address came back, and its task is still open",
                        .remedy = "decide there first; if the address is right: postroom outbox "
                                  "resolve " +
                                  task->text + " --note \"why\""});
        return release_one(office, *parcel) ? 1 : 0;
    });
}

namespace {

/// Inside a transaction.
int release_all_held(Office& office, std::string_view why) {
    int count = 0;
    for (Parcel& parcel : office.outbox().in_states({State::held})) {
        if (parcel.held_for_person && parcel.reason.starts_with(why) && release_one(office, parcel))
            ++count;
    }
    return count;
}

}  // namespace

int release_flood(Office& office) {
    int count = 0;
    office.database().in_transaction(
        [&] { count = release_all_held(office, held_by_flood_breaker); });
    return count;
}

Expected<int> release_restored(Office& office) {
    return in_one_transaction(office, [&]() -> Expected<int> {
        const auto hold = hold_after_restore(office);
        if (hold && hold->everything)
            return fail(
                Problem{.what = "no run was made since the backup was restored, so nothing shows "
                                "yet what may have gone out before",
                        .remedy = "make one: postroom run; then look at postroom outbox list "
                                  "--state held"});
        end_hold_after_restore(office);
        return release_all_held(office, held_after_restore);
    });
}

Expected<int> resolve_parcel(Office& office, const ParcelId& id, bool was_sent,
                             std::optional<calendar::Day> sent_on, const std::string& note,
                             Instant at, Instant real_now) {
    return in_one_transaction(office, [&]() -> Expected<int> {
        auto parcel = office.outbox().load(id);
        if (!parcel) return fail(no_such("parcel", id.text, false));
        if (outbox::is_carried(*parcel)) parcel = office.outbox().load(parcel->in_email_of);
        const Happening how = was_sent ? Happening::resolve_sent : Happening::resolve_unsent;
        const State from = parcel->state;
        const auto next = outbox::after(from, how);
        if (!next) return fail(next.error());
        const calendar::Day today = london(at).day;
        if (sent_on && (*sent_on < parcel->created_on || *sent_on > today))
            return fail({.what = "parcel " + parcel->id.text + " cannot have been sent on that day",
                         .remedy = "give a day from its writing to today with --sent-on, or none"});
        parcel->evidence = note;
        if (was_sent) {
            accept(office, *parcel, how, sent_on ? *sent_on : last_tried_on(office, *parcel, today),
                   at, real_now);
            return 1;
        }
        parcel->state = *next;
        parcel->retry_at = at;
        parcel->reason = "a person found that it was not sent; the same bytes go again";
        if (office.outbox().move(*parcel, from)) add_leaves(office, "retry", *parcel, real_now);
        office.outbox().close_tasks_of(parcel->id, note);
        return 1;
    });
}

Expected<int> send_again(Office& office, const ParcelId& id, Instant at, Instant real_now) {
    return in_one_transaction(office, [&]() -> Expected<int> {
        auto parcel = office.outbox().load(id);
        if (!parcel) return fail(no_such("parcel", id.text, false));
        if (outbox::is_carried(*parcel)) parcel = office.outbox().load(parcel->in_email_of);
        const State from = parcel->state;
        const auto next = outbox::after(from, Happening::send_again);
        if (!next) return fail(next.error());
        parcel->state = *next;
        parcel->retry_at = at;
        parcel->reason = "a person has it sent again, the same bytes";
        if (!office.outbox().move(*parcel, from)) return 0;
        add_leaves(office, "retry", *parcel, real_now);
        office.outbox().close_tasks_of(parcel->id, "sent again");
        return 1;
    });
}

std::vector<ParcelId> refused_and_open(Office& office) {
    std::set<ParcelId> asked;
    for (const outbox::Task& task : office.outbox().tasks(true))
        if (task.parcel) asked.insert(*task.parcel);
    std::vector<ParcelId> ids;
    for (const Parcel& parcel : office.outbox().in_states({State::refused}))
        if (asked.contains(parcel.id)) ids.push_back(parcel.id);
    return ids;
}

}  // namespace postroom::daemon
