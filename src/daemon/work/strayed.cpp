#include "daemon/work/strayed.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

#include "calendar/date_text.hpp"
#include "cases/leavers.hpp"
#include "cases/names.hpp"
#include "daemon/records/parcels.hpp"
#include "daemon/studio/look.hpp"
#include "daemon/studio/readers.hpp"
#include "daemon/studio/write_letter.hpp"

namespace postroom::daemon {

namespace {

using calendar::Day;
using outbox::Parcel;
using outbox::State;

bool is_about_readers(const cases::CaseEvent& event, Day today) {
    return (event.name == "party_changed" || event.name == "corrected") && event.on <= today;
}

cases::CaseFile without_the_latest(cases::CaseFile file, std::int64_t seen, Day today) {
    std::int64_t number = 0;
    std::erase_if(file.events, [&](const cases::CaseEvent& event) {
        return is_about_readers(event, today) && ++number > seen;
    });
    return file;
}

/// The case as it was on that day, by all that was put right until today.
cases::Case as_it_was(cases::CaseFile file, Day on, Day today) {
    for (cases::CaseEvent& event : file.events)
        if (event.name == "corrected" && event.on <= today) event.on = std::min(event.on, on);
    return cases::fold(file, on);
}

bool lives_there(const cases::Party& party, const Parcel& parcel) {
    const std::string envelope = envelope_of(party, parcel.channel);
    if (parcel.channel == cases::Channel::email) return envelope == parcel.envelope_to;
    // The place alone: a name may be put right.
    Parcel there = parcel;
    there.envelope_to = envelope;
    return address_in(there) == address_in(parcel);
}

/// What it says to somebody who leaves with it is theirs: only who had left before it was written
/// was not to be written to.
bool had_left(const cases::Party& party, const Parcel& parcel, const cases::Case& then) {
    return party.left && std::ranges::none_of(then.events, [&](const cases::CaseEvent& event) {
               return cases::is_a_leaving(event.name) &&
                      (event.id.text == parcel.occurrence ||
                       cases::known_on(event, parcel.created_on) == parcel.created_on) &&
                      cases::complainant_of(event, then.parties) == &party;
           });
}

/// Empty when it went where it should have gone.
std::string why_it_strayed(const Parcel& parcel, const cases::Case& then) {
    std::vector<const cases::Party*> parties = then.parties_in(parcel.role);
    // Whose own letter came to their own door has it, though they had left by what we know now.
    bool came_home = false;
    std::erase_if(parties, [&](const cases::Party* party) {
        const bool left = had_left(*party, parcel, then);
        came_home = came_home || (left && parcel.role == cases::Role::complainant &&
                                  lives_there(*party, parcel));
        return left;
    });
    if (parties.empty()) return "its reader was not on the case";
    std::erase_if(parties, [&](const cases::Party* party) { return !lives_there(*party, parcel); });
    if (parties.empty()) return came_home ? "" : "the address was not its reader's";
    if (is_copy(parcel) && std::ranges::none_of(parties, [](const cases::Party* party) {
            return party->consent.given;
        }))
        return "nobody had agreed that its reader gets copies";
    return {};
}

std::string what_to_do(const Parcel& parcel, const std::string& why) {
    std::string text =
        "By what is on record now, this letter should not have gone where it went "
        "on " +
        calendar::weekday_date(*parcel.accepted_on) + ": " + why +
        ". Find out today who has it. If it may have been read by somebody whom it "
        "does not concern, ask for it back, and tell whoever looks after data "
        "protection. ";
    if (is_copy(parcel)) return text + "Note what was done, and close this task.";
    return text +
           "See that its reader has it. Their time to ask for the next stage waits until you close "
           "this task, with the day on which it left for them or reached them (--sent-on).";
}

bool left_for_outside(const Parcel& parcel) {
    return parcel.accepted_on && !cases::acts_for_the_council(parcel.role) &&
           (parcel.state == State::accepted || parcel.state == State::delivered);
}

/// Of the letters that wait, whoever speaks for one complainant has a copy of that one's: a copy
/// that was made when they spoke for another is written again, of whose letter it now is.
void take_back_copies_for_others(Office& office, const std::vector<Parcel>& parcels,
                                 const cases::Case& before, const cases::Case& now,
                                 Instant real_now) {
    for (Parcel copy : parcels) {
        if (!is_copy(copy) || cases::acts_for_the_council(copy.role) || !may_be_taken_back(copy))
            continue;
        std::vector<std::string> letters;
        for (const Parcel& one : parcels)
            if (!is_copy(one) && one.step == copy.step && one.occurrence == copy.occurrence)
                letters.push_back(one.recipient);
        if (letter_copied_to(copy.recipient, copy.role, before, letters) !=
            letter_copied_to(copy.recipient, copy.role, now, letters))
            set_aside(office, copy, outbox::Happening::supersede,
                      "its reader speaks for somebody else now", real_now);
    }
}

}  // namespace

int ask_about_strayed(Office& office, cases::CaseFile& file, Day today, Instant at,
                      Instant real_now) {
    const std::int64_t words = std::ranges::count_if(
        file.events, [&](const cases::CaseEvent& event) { return is_about_readers(event, today); });
    if (words == 0) return 0;
    const std::string mark = storage::CaseStore::readers_seen_of(file.reference);
    const std::int64_t seen = office.cases().mark(mark).value_or(0);
    if (seen >= words) return 0;
    office.cases().set_mark(mark, words);
    const cases::CaseFile before = without_the_latest(file, seen, today);
    const cases::CaseFile now = file;
    int asked = 0;
    const std::vector<Parcel> parcels = office.outbox().of_case(file.reference);
    take_back_copies_for_others(office, parcels, cases::fold(before, today),
                                cases::fold(now, today), real_now);
    for (const Parcel& parcel : parcels) {
        if (!left_for_outside(parcel)) continue;
        Day on = *parcel.accepted_on;
        // Until it counts as received whoever moves may miss it.
        if (parcel.channel == cases::Channel::letter)
            on = std::min(today,
                          office.calendar().add(on, procedure::days_in_the_post).value_or(on));
        const std::string why = why_it_strayed(parcel, as_it_was(now, on, today));
        if (why.empty() || !why_it_strayed(parcel, as_it_was(before, on, today)).empty()) continue;
        const std::string reader = reader_of(parcel);
        if (!is_copy(parcel) &&
            !leavings_of(file, parcel.step, parcel.occurrence, reader).missing) {
            file.events.push_back(own_event(cases::letter_missing, today, at,
                                            letter_for(parcel.step, parcel.occurrence, reader)));
            office.cases().append(file.reference, file.events.back());
        }
        ask_about(office, parcel, what_to_do(parcel, why), today);
        ++asked;
    }
    return asked;
}

}  // namespace postroom::daemon
