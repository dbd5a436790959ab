// What a person says by closing a task.
#include <algorithm>

#include "daemon/premises/london_time.hpp"
#include "daemon/records/parcels.hpp"
#include "daemon/records/persons_word.hpp"
#include "daemon/studio/readers.hpp"

namespace postroom::daemon {

namespace {

using outbox::Parcel;
using outbox::State;

std::optional<Look> look_of(Office& office, const outbox::Task& task, Instant at) {
    const auto loaded =
        office.cases().load(task.case_reference, office.content().declared_events());
    if (!loaded) return std::nullopt;
    auto look = look_at(loaded->file, office.studio(), london(at));
    return look ? std::optional(std::move(*look)) : std::nullopt;
}

const procedure::PlannedStep* planned_of(const outbox::Task& task, const Look& look) {
    const auto found = std::ranges::find_if(look.plan.steps, [&](const auto& planned) {
        return planned.step->id == task.step && planned.occurrence == task.occurrence;
    });
    return found == look.plan.steps.end() ? nullptr : &*found;
}

/// What the step of a letter that only people could make appends once it has left.
std::vector<cases::CaseEvent> brought_about_by(Office& office, const outbox::Task& task,
                                               calendar::Day on, Instant at) {
    const auto look = look_of(office, task, at);
    const procedure::PlannedStep* planned = look ? planned_of(task, *look) : nullptr;
    std::vector<cases::CaseEvent> events;
    if (planned == nullptr) return events;
    for (const procedure::Append& wanted : planned->step->appends)
        if (wanted.when_sent)
            events.push_back(appended_event(wanted, *planned, look->case_, on, at));
    return events;
}

/// Of whose letter the task speaks: of that of its parcel, else of those that could not be made.
/// Nobody: of a copy's. "": of whoever reads it.
std::vector<std::string> readers_spoken_of(Office& office, const outbox::Task& task,
                                           const std::optional<Parcel>& parcel, Instant at) {
    if (parcel) {
        if (is_copy(*parcel)) return {};
        return {reader_of(*parcel)};
    }
    std::vector<std::string> without;
    const auto look = look_of(office, task, at);
    if (const auto* planned = look ? planned_of(task, *look) : nullptr; planned != nullptr) {
        std::string nobody;
        for (const Reader& reader : readers_of(*planned, look->case_, office.studio(), nobody))
            if (!reader.copy && !cases::is_council_officer(reader.party->role) &&
                !office.outbox().exists(task.case_reference, task.step, task.occurrence,
                                        reader.recipient))
                without.push_back(reader.recipient);
    }
    return without.empty() ? std::vector<std::string>{""} : without;
}

/// Nobody will send it but the person who was asked.
bool is_in_a_persons_hands(const std::optional<Parcel>& parcel) {
    return !parcel || parcel->state == State::cancelled || parcel->state == State::refused;
}

/// A case that was logged late may have had its letter before there was a task.
bool may_have_been_sent(Office& office, const outbox::Task& task, calendar::Day on,
                        calendar::Day today) {
    const auto loaded = office.cases().load(task.case_reference);
    if (on > today || !loaded) return false;
    const cases::Case folded = cases::fold(loaded->file, today);  // the receipt may be corrected
    return std::ranges::none_of(folded.events, [&](const cases::CaseEvent& event) {
        return event.name == "received" && on < event.on;
    });
}

/// Whoever closes the task about a letter that is missing says that its reader has it now, or
/// needs it no more: their time runs from then. Of one that a person stopped, or that has left for
/// nobody yet, a note alone says that this one is owed none.
void without_a_day(Office& office, const outbox::Task& task, const std::string& reader,
                   const std::optional<Parcel>& parcel, Instant at) {
    if (task.step.empty()) return;
    const auto loaded = office.cases().load(task.case_reference);
    if (!loaded) return;
    const Leavings letter = leavings_of(loaded->file, task.step, task.occurrence, reader);
    const calendar::Day today = london(at).day;
    const bool never = !reader.empty() && !letter.last_for_reader && is_in_a_persons_hands(parcel);
    if (!letter.missing && !never) return;
    const bool stopped = parcel && parcel->state == State::cancelled;
    if (letter.last && !stopped)
        tell_that_it_left(office,
                          {.case_reference = task.case_reference,
                           .step = task.step,
                           .occurrence = task.occurrence,
                           .reader = reader},
                          today, at);
    else if (!reader.empty() && std::ranges::count(loaded->file.parties, cases::Role::complainant,
                                                   &cases::Party::role) > 1)
        office.cases().append(task.case_reference,
                              own_event(cases::letter_not_owed, today, at,
                                        letter_for(task.step, task.occurrence, reader)));
}

}  // namespace

void record_as_not_owed(Office& office, const Parcel& parcel, calendar::Day on, Instant at) {
    office.cases().append(parcel.case_reference,
                          own_event(cases::letter_not_owed, on, at,
                                    letter_for(parcel.step, parcel.occurrence, reader_of(parcel))));
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
        if (sent_on && !may_have_been_sent(office, *task, *sent_on, london(at).day))
            return fail({.what = "this letter cannot have been sent on that day",
                         .remedy = "give a day from the receipt of the complaint to today with "
                                   "--sent-on",
                         .case_reference = task->case_reference.text});
        office.outbox().close_task(id, note);
        const auto parcel = task->parcel ? office.outbox().load(*task->parcel) : std::nullopt;
        for (const std::string& reader : readers_spoken_of(office, *task, parcel, at)) {
            if (sent_on)
                tell_that_it_left(office,
                                  {.case_reference = task->case_reference,
                                   .step = task->step,
                                   .occurrence = task->occurrence,
                                   .reader = reader,
                                   .brings_about = brought_about_by(office, *task, *sent_on, at)},
                                  *sent_on, at);
            else
                without_a_day(office, *task, reader, parcel, at);
        }
        return 1;
    });
}

}  // namespace postroom::daemon
