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

/// Only the letter itself is an event of the case. It is told once a firing; when it leaves again
/// on a later day, for a reader who is no officer, that is told too: their time runs from the last.
void append_sent_events(Office& office, const Parcel& parcel, calendar::Day on, Instant at) {
    const auto loaded = office.cases().load(parcel.case_reference);
    if (!loaded) return;
    std::optional<calendar::Day> told;
    for (const cases::CaseEvent& event : loaded->file.events)
        if ((event.name == cases::letter_sent || event.name == cases::letter_sent_again) &&
            event.says("step", parcel.step.text) && event.says("occurrence", parcel.occurrence))
            told = std::max(told, std::optional(event.on));
    if (told) {
        if (*told < on && !cases::is_council_officer(parcel.role))
            office.cases().append(parcel.case_reference,
                                  sent_again_event(parcel.step, parcel.occurrence, parcel.channel,
                                                   parcel.promised, on, at));
        return;
    }
    office.cases().append(parcel.case_reference,
                          sent_event(parcel.step, parcel.occurrence, parcel.promised, on, at));
    if (parcel.appends.empty()) return;
    auto details = cases::details_from_json(parcel.appends);
    if (!details) throw std::runtime_error("a parcel's event cannot be read: " + parcel.id.text);
    const std::string name = std::get<std::string>(details->at("event"));
    details->erase("event");
    office.cases().append(parcel.case_reference, own_event(name, on, at, std::move(*details)));
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
    append_sent_events(office, parcel, on, at);
    if (const auto promised = calendar::Day::from_iso(parcel.promised))
        office.cases().add_promise(parcel.case_reference, parcel.step, parcel.id, *promised);
}

}  // namespace

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
