#include "daemon/records/parcels.hpp"

#include <algorithm>
#include <charconv>

#include "daemon/premises/london_time.hpp"
#include "daemon/records/ledger.hpp"
#include "daemon/studio/renditions.hpp"
#include "daemon/studio/write_letter.hpp"
#include "dispatch/print_tray.hpp"

namespace postroom::daemon {

using outbox::Happening;
using outbox::Parcel;
using outbox::State;

bool lies_in_tray(const Parcel& parcel) {
    return parcel.channel == cases::Channel::letter && parcel.state == State::sending;
}

State without_claim(const Parcel& parcel) {
    return lies_in_tray(parcel) ? *outbox::after(parcel.state, Happening::give_up_claim)
                                : parcel.state;
}

bool grows_old(const Parcel& parcel) {
    if (parcel.case_reference.empty()) return false;
    return !cases::acts_for_the_council(parcel.role) || !parcel.promised.empty() ||
           !parcel.appends.empty();
}

bool was_written_long_before(calendar::Day day, const Parcel& parcel, const Office& office) {
    const auto last = office.calendar().add(parcel.created_on, procedure::days_to_read_and_approve);
    return last && *last < day;
}

bool went_by_the_rule(const Parcel& parcel, Office& office) {
    return std::ranges::any_of(office.outbox().attempts_of(parcel.id), [](const auto& attempt) {
        return attempt.second.starts_with(by_the_rule);
    });
}

bool was_kept_too_long(const Parcel& parcel, calendar::Day today, Office& office) {
    return parcel.channel == cases::Channel::email && parcel.state == State::retry_wait &&
           !parcel.accepted_on && !outbox::is_carried(parcel) && !outbox::carries(parcel) &&
           grows_old(parcel) && was_written_long_before(today, parcel, office) &&
           !went_by_the_rule(parcel, office);
}

std::vector<Parcel> letter_and_copies(Office& office, const Parcel& parcel) {
    if (parcel.case_reference.empty()) return {parcel};
    std::vector<Parcel> all;
    for (Parcel& other : office.outbox().of_case(parcel.case_reference))
        if (other.step == parcel.step && other.occurrence == parcel.occurrence)
            all.push_back(std::move(other));
    return all;
}

bool is_copy(const Parcel& parcel) {
    return parcel.recipient.starts_with("copy.");
}

namespace {

/// An email about several cases no longer goes as it is: what it says of the others is written
/// again.
void part_from_the_others(Office& office, Parcel& parcel, Instant real_now) {
    if (parcel.in_email_of.empty()) return;
    std::vector<Parcel> all = office.outbox().in_one_email(parcel);
    office.outbox().part(parcel.in_email_of);
    parcel.in_email_of = ParcelId();
    for (Parcel& other : all) {
        if (other.id == parcel.id) continue;
        other.in_email_of = ParcelId();
        set_aside(office, other, Happening::supersede,
                  "the email spoke of another case too, which moved on: it is written again",
                  real_now);
        office.cases().set_next_look(other.case_reference, other.created_at);
    }
}

}  // namespace

void set_aside(Office& office, Parcel& parcel, Happening how, const std::string& reason,
               Instant real_now) {
    part_from_the_others(office, parcel, real_now);
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

namespace {

/// 0 of "complainant", 1 of "copy.advocate.2".
std::size_t place_of_reader(std::string_view recipient) {
    const std::string_view number = recipient.substr(recipient.find_last_of('.') + 1);
    std::size_t place = 1;
    std::from_chars(number.data(), number.data() + number.size(), place);
    return place - 1;
}

/// Since it was written. One that goes by post because its email came back was never asked for so.
bool asked_for_another_channel(const cases::Party& party, const Parcel& parcel, const Look& look) {
    if (cases::is_council_officer(party.role) || !party.channel || *party.channel == parcel.channel)
        return false;
    return std::ranges::any_of(look.case_.events, [&](const cases::CaseEvent& event) {
        return event.name == "party_changed" && event.details.contains("channel") &&
               event.says("role", std::string(cases::name_of(party.role))) &&
               event.recorded_at > parcel.created_at;
    });
}

/// What a complainant said after the letter was written, and of which it speaks: read and approved
/// as it is, it would be as if nobody had heard that.
std::string said_since(const Parcel& parcel, const Look& look,
                       const composition::Catalogue& letters) {
    const composition::Letter* letter = letters.find(parcel.letter);
    if (parcel.state != State::awaiting_approval || letter == nullptr) return {};
    for (const cases::CaseEvent& event : look.case_.events)
        if (event.on > parcel.created_on &&
            cases::event_is(event.name, cases::EventIs::word_of_the_complaint) &&
            std::ranges::find(letter->front.fields, event.name) != letter->front.fields.end())
            return event.name;
    return {};
}

}  // namespace

std::string why_not_to_reader(const Parcel& parcel, const Look& look, Office& office) {
    std::vector<const cases::Party*> parties = look.case_.parties_in(parcel.role);
    const std::size_t place = place_of_reader(parcel.recipient);
    if (place >= parties.size()) return {};  // one of the team's own people
    if (parties[place]->left) return "the reader is on the case no more";
    std::erase_if(parties, [](const cases::Party* party) { return party->left; });
    std::erase_if(parties, [&](const cases::Party* party) {
        return envelope_of(*party, parcel.channel) != parcel.envelope_to;
    });
    if (parties.empty())
        return "the reader's address changed: the letter is written again to the new one";
    if (std::ranges::all_of(parties, [&](const cases::Party* party) {
            return asked_for_another_channel(*party, parcel, look);
        }))
        return "the reader asked for letters another way: it is made again to go so";
    if (std::ranges::none_of(parties, [&](const cases::Party* party) {
            return made_for(*party) == made_for(parcel);
        }))
        return "the reader needs another format or language now: the letter is made again in it";
    const composition::Catalogue& letters = office.content().letters_of(*look.procedure);
    if (!is_copy(parcel) && std::ranges::none_of(parties, [&](const cases::Party* party) {
            return is_worded_for(*party, parcel.letter, letters);
        }))
        return parcel.letter.find(".yp") != std::string::npos
                   ? "the reader is no young person any more: the letter is made again in other "
                     "words"
                   : "the reader is a young person: the letter is made again in words for them";
    if (const std::string said = said_since(parcel, look, letters); !said.empty())
        return "the letter speaks of what was said since it was written (" + said +
               "): it is written again with that";
    const bool consented = cases::acts_for_the_council(parcel.role) || !is_copy(parcel) ||
                           std::ranges::any_of(parties, [](const cases::Party* party) {
                               return party->consent.given;
                           });
    return consented ? "" : "consent to this copy was withdrawn";
}

calendar::Day last_tried_on(Office& office, const Parcel& parcel, calendar::Day today) {
    auto attempts = office.outbox().attempts_of(parcel.id);
    std::erase_if(attempts,
                  [](const auto& attempt) { return attempt.second.starts_with(by_the_rule); });
    return attempts.empty() ? today : std::min(today, london(attempts.back().first).day);
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
            case procedure::StepState::later:
                // Nor does a day without work on which it would not be written.
                return planned.is_overdue() ? "" : planned.because.text();
            case procedure::StepState::baselined:
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
    // Who has not had a letter waits for it now, whatever its own last day.
    task.due = parcel.state == outbox::State::bounced ? today : std::max(parcel.due, today);
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

}  // namespace postroom::daemon
