#include "daemon/records/parcels.hpp"

#include <algorithm>

#include "cases/case_file.hpp"
#include "daemon/records/ledger.hpp"
#include "daemon/studio/write_letter.hpp"
#include "dispatch/manifest.hpp"
#include "dispatch/print_tray.hpp"

namespace postroom::daemon {

namespace {

using outbox::Happening;
using outbox::Parcel;
using outbox::State;

bool lies_in_tray(const Parcel& parcel) {
    return parcel.channel == cases::Channel::letter && parcel.state == State::sending;
}

/// Put on record as laid there: a claim alone may have been interrupted before that.
bool was_laid_in_tray(const Parcel& parcel) {
    return lies_in_tray(parcel) && !parcel.evidence.empty();
}

/// A letter in the tray has left nobody's hands: taking it out gives up the claim.
State without_claim(const Parcel& parcel) {
    return lies_in_tray(parcel) ? *outbox::after(parcel.state, Happening::give_up_claim)
                                : parcel.state;
}

/// The letter itself and its copies. A parcel of no case (a tracker) stands alone.
std::vector<Parcel> letter_and_copies(Office& office, const Parcel& parcel) {
    if (parcel.case_reference.empty()) return {parcel};
    std::vector<Parcel> all;
    for (Parcel& other : office.outbox().of_case(parcel.case_reference))
        if (other.step == parcel.step && other.occurrence == parcel.occurrence)
            all.push_back(std::move(other));
    return all;
}

Problem no_such(const std::string& what, const std::string& text, bool several) {
    return {.what = several ? "several " + what + "s have an id beginning with " + text
                            : "there is no " + what + " with the id " + text,
            .remedy = "postroom outbox list shows the ids"};
}

/// Only the letter itself is an event of the case, and only once a firing.
void append_sent_events(Office& office, const Parcel& parcel, calendar::Day on, Instant at) {
    const auto loaded = office.cases().load(parcel.case_reference);
    if (!loaded) return;
    const bool told = std::ranges::any_of(loaded->file.events, [&](const cases::CaseEvent& event) {
        return event.name == cases::letter_sent && event.text("step") == parcel.step.text &&
               event.text("occurrence") == parcel.occurrence;
    });
    if (told) return;
    office.cases().append(parcel.case_reference,
                          sent_event(parcel.step, parcel.occurrence, parcel.promised, on, at));
    if (parcel.appends.empty()) return;
    auto details = cases::details_from_json(parcel.appends);
    if (!details) throw std::runtime_error("a parcel's event cannot be read: " + parcel.id.text);
    const std::string name = std::get<std::string>(details->at("event"));
    details->erase("event");
    office.cases().append(parcel.case_reference, own_event(name, on, at, std::move(*details)));
}

/// It left: its tasks are done, and the case has an event and a promise more.
void tell_the_case(Office& office, const Parcel& parcel, calendar::Day on, Instant at) {
    office.outbox().close_tasks_of(parcel.id, "sent");
    if (parcel.case_reference.empty() || is_copy(parcel)) return;
    append_sent_events(office, parcel, on, at);
    if (const auto promised = calendar::Day::from_iso(parcel.promised))
        office.cases().add_promise(parcel.case_reference, parcel.step, parcel.id, *promised);
}

}  // namespace

bool is_copy(const Parcel& parcel) {
    return parcel.recipient.starts_with("copy.");
}

void accept(Office& office, Parcel& parcel, Happening how, calendar::Day on, Instant at,
            Instant real_now) {
    const State from = parcel.state;
    const auto next = outbox::after(from, how);
    if (!next) throw std::runtime_error(to_text(next.error()));
    parcel.state = *next;
    parcel.reason.clear();
    // One that came back and went again keeps the day it first went.
    if (!parcel.accepted_on) {
        parcel.accepted_at = at;
        parcel.accepted_on = on;
    }
    if (!office.outbox().move(parcel, from)) return;  // another was first
    add_leaf(office, "accepted", parcel, real_now);
    tell_the_case(office, parcel, on, at);
}

void take_over_acceptance(Office& office, Parcel& parcel, calendar::Day on, Instant at,
                          Instant real_now) {
    parcel.state = State::accepted;
    parcel.reason.clear();
    parcel.held_for_person = false;
    parcel.accepted_at = at;
    parcel.accepted_on = on;
    parcel.evidence = "the archive has it on record as sent";
    office.outbox().overwrite(parcel);
    add_leaf(office, "reconciled", parcel, real_now);
    tell_the_case(office, parcel, on, at);
}

void set_aside(Office& office, Parcel& parcel, Happening how, const std::string& reason,
               Instant real_now) {
    const State from = parcel.state;
    const auto next = outbox::after(without_claim(parcel), how);
    if (!next) throw std::runtime_error(to_text(next.error()));
    if (lies_in_tray(parcel)) dispatch::remove_from_tray(office.data() + "/tray", parcel);
    parcel.state = *next;
    parcel.reason = reason;
    if (!office.outbox().move(parcel, from)) return;
    add_leaf(office, outbox::name_of(parcel.state), parcel, real_now);
    office.outbox().close_tasks_of(parcel.id, reason);
}

std::string why_not_to_reader(const Parcel& parcel, const Look& look) {
    std::vector<const cases::Party*> parties = look.case_.parties_in(parcel.role);
    if (parties.empty()) return {};  // one of the team's own people
    std::erase_if(parties, [&](const cases::Party* party) {
        return envelope_of(*party, parcel.channel) != parcel.envelope_to;
    });
    if (parties.empty())
        return "the reader's address changed: the letter is written again to the new one";
    if (std::ranges::none_of(parties, [&](const cases::Party* party) {
            return made_for(*party) == made_for(parcel);
        }))
        return "the reader needs another format or language now: the letter is made again in it";
    const bool consented = cases::acts_for_the_council(parcel.role) || !is_copy(parcel) ||
                           std::ranges::any_of(parties, [](const cases::Party* party) {
                               return party->consent.given;
                           });
    return consented ? "" : "consent to this copy was withdrawn";
}

bool may_be_taken_back(const Parcel& parcel) {
    return outbox::can_be_stopped(without_claim(parcel));
}

std::string why_over(const Parcel& parcel, const Look& look) {
    for (const procedure::PlannedStep& planned : look.plan.steps) {
        if (planned.step->id != parcel.step || planned.occurrence != parcel.occurrence) continue;
        switch (planned.state) {
            case procedure::StepState::due:
            case procedure::StepState::sent:
                return {};
            case procedure::StepState::skipped:
                // Written because the letter that would have said it was written without it.
                if (planned.merged_into) return {};
                // Lateness alone does not overtake a letter that is already made.
                return planned.record_skip && planned.late ? "" : planned.because.text();
            case procedure::StepState::baselined:
            case procedure::StepState::later:
            case procedure::StepState::waiting:
                return planned.because;
        }
    }
    return "what this letter answered is no longer on the case";
}

namespace {

outbox::Task task_about(const Parcel& parcel, const std::string& reason, calendar::Day today) {
    outbox::Task task;
    task.id = TaskId(archive::random_id());
    task.case_reference = parcel.case_reference;
    task.step = parcel.step;
    task.catalogue = parcel.catalogue;
    task.occurrence = parcel.occurrence;
    task.reason = reason;
    task.for_role = "complaints_officer";
    task.due = std::max(parcel.due, today);
    task.created_on = today;
    task.parcel = parcel.id;
    return task;
}

}  // namespace

void ask_about(Office& office, const Parcel& parcel, const std::string& reason,
               calendar::Day today) {
    office.outbox().add_or_reopen(task_about(parcel, reason, today));
}

bool ask_once_about(Office& office, const Parcel& parcel, const std::string& reason,
                    calendar::Day today) {
    return office.outbox().add(task_about(parcel, reason, today));
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

/// A person's word is judged and carried out in one transaction: the daemon cannot come in between.
template <class Work>
Expected<int> in_one_transaction(Office& office, const Work& work) {
    Expected<int> answer = 0;
    office.database().in_transaction([&] { answer = work(); });
    return answer;
}

bool release_one(Office& office, Parcel& parcel) {
    parcel.state = State::rendered;
    parcel.held_for_person = false;
    parcel.reason.clear();
    parcel.release_at.reset();
    return office.outbox().move(parcel, State::held);
}

/// The letter, when it lies in the tray and may have been posted on that day; null when that was
/// confirmed before.
Expected<std::optional<Parcel>> to_confirm(Office& office, const ParcelId& id, calendar::Day on) {
    auto parcel = office.outbox().load(id);
    if (!parcel) return fail(no_such("parcel", id.text, false));
    if (parcel->state == State::accepted) return std::nullopt;
    if (!was_laid_in_tray(*parcel))
        return fail({.what = "parcel " + id.text + " does not lie in the print tray (it is " +
                             std::string(outbox::name_of(parcel->state)) + ")",
                     .remedy = "postroom outbox list --state sending shows what does"});
    if (on < parcel->created_on)
        return fail({.what = "parcel " + id.text + " was not yet written on that day",
                     .remedy = "give the day it was posted with --on"});
    return parcel;
}

}  // namespace

Expected<int> approve(Office& office, const ParcelId& id, Instant real_now) {
    return in_one_transaction(office, [&]() -> Expected<int> {
        const auto wanted = office.outbox().load(id);
        if (!wanted) return fail(no_such("parcel", id.text, false));
        const auto next = outbox::after(wanted->state, Happening::approve);
        if (!next) return fail(next.error());
        int count = 0;
        for (Parcel& parcel : letter_and_copies(office, *wanted)) {
            if (parcel.state != State::awaiting_approval) continue;
            parcel.state = *next;
            parcel.reason.clear();
            if (!office.outbox().move(parcel, State::awaiting_approval)) continue;
            add_leaf(office, "approved", parcel, real_now);
            ++count;
        }
        return count;
    });
}

Expected<int> cancel(Office& office, const ParcelId& id, const std::string& reason,
                     Instant real_now) {
    if (reason.empty())
        return fail(
            Problem{.what = "a letter is cancelled with a reason", .remedy = "add --reason"});
    return in_one_transaction(office, [&]() -> Expected<int> {
        const auto wanted = office.outbox().load(id);
        if (!wanted) return fail(no_such("parcel", id.text, false));
        if (const auto next = outbox::after(without_claim(*wanted), Happening::cancel); !next)
            return fail(next.error());
        int count = 0;
        std::vector<Parcel> all{*wanted};
        if (!is_copy(*wanted)) all = letter_and_copies(office, *wanted);
        for (Parcel& parcel : all) {
            if (!outbox::after(without_claim(parcel), Happening::cancel)) continue;
            set_aside(office, parcel, Happening::cancel, reason, real_now);
            ++count;
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
        return release_one(office, *parcel) ? 1 : 0;
    });
}

namespace {

int release_all_held(Office& office, std::string_view why) {
    int count = 0;
    office.database().in_transaction([&] {
        for (Parcel& parcel : office.outbox().in_states({State::held})) {
            if (parcel.held_for_person && parcel.reason.starts_with(why) &&
                release_one(office, parcel))
                ++count;
        }
    });
    return count;
}

}  // namespace

int release_flood(Office& office) {
    return release_all_held(office, held_by_flood_breaker);
}

int release_restored(Office& office) {
    return release_all_held(office, held_after_restore);
}

Expected<int> posted(Office& office, const std::vector<ParcelId>& ids, calendar::Day on, Instant at,
                     Instant real_now) {
    return in_one_transaction(office, [&]() -> Expected<int> {
        std::vector<Parcel> letters;
        for (const ParcelId& id : ids) {
            auto letter = to_confirm(office, id, on);
            if (!letter) return fail(letter.error());
            if (*letter) letters.push_back(std::move(**letter));
        }
        for (Parcel& letter : letters) {
            letter.evidence = "posting confirmed by a person";
            accept(office, letter, Happening::accept, on, at, real_now);
        }
        return static_cast<int>(letters.size());
    });
}

std::vector<ParcelId> in_tray_of(Office& office, calendar::Day day) {
    std::vector<ParcelId> ids;
    for (const Parcel& parcel : office.outbox().in_states({State::sending}))
        if (was_laid_in_tray(parcel) && parcel.tray_on == day) ids.push_back(parcel.id);
    return ids;
}

Expected<std::vector<ParcelId>> in_manifest(std::string_view text, const std::string& file) {
    return dispatch::read_manifest(text, file);
}

Expected<int> resolve_parcel(Office& office, const ParcelId& id, bool was_sent,
                             const std::string& note, calendar::Day on, Instant at,
                             Instant real_now) {
    return in_one_transaction(office, [&]() -> Expected<int> {
        auto parcel = office.outbox().load(id);
        if (!parcel) return fail(no_such("parcel", id.text, false));
        const Happening how = was_sent ? Happening::resolve_sent : Happening::resolve_unsent;
        const State from = parcel->state;
        const auto next = outbox::after(from, how);
        if (!next) return fail(next.error());
        parcel->evidence = note;
        if (was_sent) {
            accept(office, *parcel, how, on, at, real_now);
            return 1;
        }
        parcel->state = *next;
        parcel->retry_at = at;
        parcel->reason = "a person found that it was not sent; the same bytes go again";
        if (office.outbox().move(*parcel, from)) add_leaf(office, "retry", *parcel, real_now);
        office.outbox().close_tasks_of(parcel->id, note);
        return 1;
    });
}

Expected<int> resolve_task(Office& office, const TaskId& id, const std::string& note,
                           std::optional<calendar::Day> sent_on, Instant at) {
    if (note.empty())
        return fail(
            Problem{.what = "a task is closed with what was decided", .remedy = "add --note"});
    return in_one_transaction(office, [&]() -> Expected<int> {
        const auto task = office.outbox().task(id);
        if (!task) return fail(no_such("task", id.text, false));
        if (task->done) return fail(Problem{.what = "this task is done already"});
        if (sent_on && task->step.empty())
            return fail(Problem{.what = "this task is not about a letter",
                                .remedy = "leave out --sent-on"});
        office.outbox().close_task(id, note);
        if (sent_on)
            office.cases().append(task->case_reference,
                                  sent_event(task->step, task->occurrence, "", *sent_on, at));
        return 1;
    });
}

}  // namespace postroom::daemon
