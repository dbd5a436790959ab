// What a parcel's leaving brings about: for the outbox, the ledger and the case.
#include <algorithm>

#include "cases/case_file.hpp"
#include "daemon/records/ledger.hpp"
#include "daemon/records/parcels.hpp"

namespace postroom::daemon {

namespace {

using outbox::Happening;
using outbox::Parcel;
using outbox::State;

/// What the step appends once its letter has left, as it was frozen with the parcel.
std::vector<cases::CaseEvent> brought_about_by(const Parcel& parcel, calendar::Day on, Instant at) {
    if (parcel.appends.empty()) return {};
    auto details = cases::details_from_json(parcel.appends);
    if (!details) throw std::runtime_error("a parcel's event cannot be read: " + parcel.id.text);
    const std::string name = std::get<std::string>(details->at("event"));
    details->erase("event");
    return {own_event(name, on, at, std::move(*details))};
}

/// Nobody knows whether the email of this letter went, and nobody needs to any more.
void end_email_in_place_of(Office& office, const Parcel& posted, Instant real_now) {
    if (posted.channel != cases::Channel::letter || posted.case_reference.empty()) return;
    for (Parcel& other : office.outbox().of_case(posted.case_reference))
        if (other.step == posted.step && other.occurrence == posted.occurrence &&
            other.recipient == posted.recipient && other.channel == cases::Channel::email &&
            other.state == State::uncertain)
            set_aside(office, other, Happening::supersede,
                      "nobody knows whether this email was sent; its letter went by post",
                      real_now);
}

/// It left: its tasks are done, and the case has an event and a promise more.
void tell_the_case(Office& office, const Parcel& parcel, calendar::Day on, Instant at) {
    office.outbox().close_tasks_of(parcel.id, "sent");
    if (parcel.case_reference.empty() || is_copy(parcel)) return;
    tell_that_it_left(office,
                      {.case_reference = parcel.case_reference,
                       .step = parcel.step,
                       .occurrence = parcel.occurrence,
                       .reader = reader_of(parcel),
                       .to_officer = cases::is_council_officer(parcel.role),
                       .channel = parcel.channel,
                       .promised = parcel.promised,
                       .brings_about = brought_about_by(parcel, on, at)},
                      on, at);
    tell_who_has_none(office, parcel, on, at);
    if (const auto promised = calendar::Day::from_iso(parcel.promised))
        office.cases().add_promise(parcel.case_reference, parcel.step, parcel.id, *promised);
}

}  // namespace

std::vector<OnItsWay> on_their_way(const std::vector<Parcel>& parcels, Leaving how,
                                   const calendar::WorkingCalendar& calendar, calendar::Day today,
                                   Instant at) {
    std::vector<OnItsWay> letters;
    for (const Parcel& parcel : parcels) {
        if (parcel.appends.empty() || outbox::is_end(parcel.state)) continue;
        bool waits = parcel.state == State::held || parcel.state == State::awaiting_approval;
        if (parcel.tray_on) {
            const auto next = calendar.add(*parcel.tray_on, 1);
            waits = waits || !next || today > *next;
        }
        if (waits != (how == Leaving::once_a_person_says_so)) continue;
        // Days that it told overtake nothing.
        for (cases::CaseEvent& event : brought_about_by(parcel, today, at))
            if (event.name != cases::dates_told)
                letters.push_back({parcel.step, parcel.occurrence, std::move(event)});
    }
    return letters;
}

std::vector<OnItsWay> on_their_way(Office& office, const CaseReference& reference, Leaving how,
                                   calendar::Day today, Instant at) {
    const std::vector<Parcel> parcels = office.outbox().of_case(reference);
    std::vector<OnItsWay> letters = on_their_way(parcels, how, office.calendar(), today, at);
    if (how == Leaving::by_itself) return letters;
    for (const Parcel& parcel : parcels)
        if (parcel.state == State::cancelled && !is_copy(parcel) &&
            office.outbox().is_asked_about(parcel.id))
            for (cases::CaseEvent& event : brought_about_by(parcel, today, at))
                if (event.name != cases::dates_told)
                    letters.push_back({.step = parcel.step,
                                       .occurrence = parcel.occurrence,
                                       .brings_about = std::move(event),
                                       .stopped = true});
    return letters;
}

std::string reader_of(const Parcel& parcel) {
    return cases::is_council_officer(parcel.role) || is_copy(parcel) ? "" : parcel.recipient;
}

Leavings leavings_of(const cases::CaseFile& file, const StepId& step, const std::string& occurrence,
                     const std::string& reader) {
    Leavings found;
    for (const cases::CaseEvent& event : file.events) {
        if (!event.says("step", step.text) || !event.says("occurrence", occurrence)) continue;
        const std::string whose = event.text("reader").value_or("");
        // One that names nobody speaks of all.
        const bool is_theirs = reader.empty() || whose.empty() || whose == reader;
        const bool again = event.name == cases::letter_sent_again;
        if (event.name == cases::letter_sent || again) {
            found.last = std::max(found.last, std::optional(event.on));
            if (is_theirs)
                found.last_for_reader = std::max(found.last_for_reader, std::optional(event.on));
        }
        if (!is_theirs) continue;
        if (event.name == cases::letter_returned || event.name == cases::letter_missing)
            found.missing = true;
        else if (again || event.name == cases::letter_not_owed || !whose.empty())
            found.missing = false;
    }
    return found;
}

namespace {

/// Nothing of it leaves before a person says so.
bool waits_for_a_person(const Parcel& letter, Office& office) {
    return letter.state == State::awaiting_approval ||
           (letter.state == State::held && letter.held_for_person) ||
           office.outbox().is_asked_about(letter.id);
}

}  // namespace

void tell_who_has_none(Office& office, const Parcel& letter, calendar::Day on, Instant at) {
    if (letter.case_reference.empty() || is_copy(letter) || cases::is_council_officer(letter.role))
        return;
    std::vector<Parcel> others = letter_and_copies(office, letter);
    std::erase_if(others, [&](const Parcel& one) {
        return is_copy(one) || one.recipient == letter.recipient;
    });
    if (others.empty()) return;
    const auto loaded = office.cases().load(letter.case_reference);
    if (!loaded) return;
    for (const Parcel& one : others) {
        if (!waits_for_a_person(one, office)) continue;
        const std::string reader = reader_of(one);
        const Leavings known = leavings_of(loaded->file, one.step, one.occurrence, reader);
        if (known.missing || known.last_for_reader) continue;
        office.cases().append(
            letter.case_reference,
            own_event(cases::letter_missing, on, at, letter_for(one.step, one.occurrence, reader)));
    }
}

void record_as_returned(Office& office, const Parcel& parcel, calendar::Day on,
                        const std::string& reason, Instant at) {
    if (parcel.case_reference.empty() || is_copy(parcel) || cases::is_council_officer(parcel.role))
        return;
    cases::Details details = letter_for(parcel.step, parcel.occurrence, reader_of(parcel));
    details["reason"] = reason;
    office.cases().append(parcel.case_reference,
                          own_event(cases::letter_returned, on, at, std::move(details)));
}

namespace {

bool is_on_record(const cases::CaseEvent& event, const cases::CaseFile& file) {
    return std::ranges::any_of(file.events, [&](const cases::CaseEvent& other) {
        return other.name == event.name && other.details == event.details;
    });
}

}  // namespace

void tell_that_it_left(Office& office, const Left& letter, calendar::Day on, Instant at) {
    const auto loaded = office.cases().load(letter.case_reference);
    if (!loaded) return;
    const Leavings before =
        leavings_of(loaded->file, letter.step, letter.occurrence, letter.reader);
    const auto to_its_reader = [&](cases::CaseEvent event) {
        if (!letter.reader.empty()) {
            event.details["reader"] = letter.reader;
            event.details["channel"] = std::string(cases::name_of(letter.channel));
        }
        return event;
    };
    if (before.last) {
        const auto& had = before.last_for_reader;
        if ((!had || *had < on || before.missing) && !letter.to_officer)
            office.cases().append(
                letter.case_reference,
                to_its_reader(sent_again_event(letter.step, letter.occurrence, letter.channel,
                                               letter.promised, on, at)));
        // An adult is told of other days than a young person who complains beside them.
        for (const cases::CaseEvent& event : letter.brings_about)
            if (event.name == cases::dates_told && !is_on_record(event, loaded->file))
                office.cases().append(letter.case_reference, event);
        return;
    }
    office.cases().append(
        letter.case_reference,
        to_its_reader(sent_event(letter.step, letter.occurrence, letter.promised, on, at)));
    for (const cases::CaseEvent& event : letter.brings_about)
        office.cases().append(letter.case_reference, event);
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
    add_leaves(office, "accepted", parcel, real_now);
    for (const Parcel& one : office.outbox().in_one_email(parcel))
        tell_the_case(office, one, on, at);
    end_email_in_place_of(office, parcel, real_now);
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
    end_email_in_place_of(office, parcel, real_now);
}

}  // namespace postroom::daemon
