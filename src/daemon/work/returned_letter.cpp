#include "daemon/work/returned_letter.hpp"

#include <algorithm>

#include "base/unicode.hpp"
#include "cases/case.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/records/ledger.hpp"
#include "daemon/records/parcels.hpp"
#include "daemon/records/persons_word.hpp"
#include "daemon/studio/look.hpp"
#include "daemon/studio/write_letter.hpp"
#include "dispatch/print_tray.hpp"

namespace postroom::daemon {

namespace {

using outbox::Happening;
using outbox::Parcel;
using outbox::State;

constexpr std::size_t longest_reason = 200;
const std::string held_for_address = "a letter to this address came back";

bool was_posted(const Parcel& parcel) {
    return parcel.channel == cases::Channel::letter &&
           (parcel.state == State::accepted || parcel.state == State::delivered ||
            parcel.state == State::bounced);
}

Problem no_such_letter() {
    return {.what = "no letter that was posted has this id, code or case reference",
            .remedy = "postroom outbox list shows the ids"};
}

Problem several(const std::vector<Parcel>& letters) {
    std::string ids;
    for (const Parcel& letter : letters)
        ids +=
            (ids.empty() ? "" : ", ") + letter.id.text.substr(0, 10) + " (" + letter.letter + ")";
    return {.what = "several letters of this case were posted",
            .remedy = "scan the code on the letter, or give the id: " + ids};
}

std::string in_small_letters(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

}  // namespace

Expected<ParcelId> posted_letter_named(Office& office, const std::string& text) {
    std::vector<Parcel> letters = office.outbox().of_case(CaseReference(text));
    std::erase_if(letters, [](const Parcel& parcel) { return !was_posted(parcel); });
    if (letters.empty()) {
        const auto id = parcel_named(office, in_small_letters(text));
        if (!id) return fail(no_such_letter());
        return *id;
    }
    if (letters.size() > 1) return fail(several(letters));
    return letters.front().id;
}

bool is_held_for_returned(const Parcel& parcel) {
    return parcel.state == State::held && parcel.held_for_person &&
           parcel.reason.starts_with(held_for_address);
}

std::string why_held_for_returned(const Parcel& parcel) {
    return held_for_address +
           "; decide in its task first. If the address is right, "
           "let this letter go with: postroom outbox release " +
           parcel.id.text;
}

namespace {

/// The time of a reader whose letter has left before, for another reader or by an email that came
/// back, runs from then: it waits as well.
void let_its_readers_time_wait(Office& office, const Parcel& parcel, Instant at) {
    if (parcel.case_reference.empty()) return;
    const auto loaded = office.cases().load(parcel.case_reference);
    if (!loaded) return;
    const Leavings before =
        leavings_of(loaded->file, parcel.step, parcel.occurrence, reader_of(parcel));
    if (!before.last || before.missing) return;
    record_as_returned(office, parcel, london(at).day,
                       "held: another letter to its address came back", at);
}

}  // namespace

bool hold_for_returned(Office& office, Parcel& parcel, Instant at, Instant real_now) {
    const State from = parcel.state;
    State state = from;
    if (from == State::sending) {
        state = *outbox::after(from, Happening::give_up_claim);
        dispatch::remove_from_tray(office.data() + "/tray", parcel);
    }
    if (state != State::held) {
        const auto held = outbox::after(state, Happening::hold);
        if (!held) return false;
        state = *held;
    }
    parcel.state = state;
    parcel.held_for_person = true;
    parcel.release_at.reset();
    parcel.retry_at.reset();
    parcel.reason = why_held_for_returned(parcel);
    if (!office.outbox().move(parcel, from)) return false;
    // What waited because this letter would overtake it is owed again.
    office.cases().set_next_look(parcel.case_reference, parcel.created_at);
    add_leaf(office, "held", parcel, real_now);
    let_its_readers_time_wait(office, parcel, at);
    return true;
}

Expected<int> record_returned(Office& office, const ParcelId& id, calendar::Day on,
                              const std::string& reason, Instant at, Instant real_now) {
    if (is_blank(reason) || reason.size() > longest_reason || forbidden_in_a_line(reason))
        return fail(
            Problem{.what = "a returned letter is recorded with the reason on it, in a line",
                    .remedy = "add --reason, as \"addressee gone away\""});
    Expected<int> answer = 0;
    office.database().in_transaction([&] {
        auto parcel = office.outbox().load(id);
        if (!parcel || parcel->channel != cases::Channel::letter) {
            answer = fail(no_such_letter());
            return;
        }
        if (parcel->state == State::bounced) return;  // recorded before
        const auto next = outbox::after(parcel->state, Happening::bounce);
        if (!next || !parcel->accepted_on) {
            answer =
                fail(Problem{.what = "this letter was not recorded as posted, so it cannot have "
                                     "come back",
                             .remedy = "confirm first: postroom outbox posted " + id.text});
            return;
        }
        if (on < *parcel->accepted_on) {
            answer = fail(Problem{.what = "the letter was posted after that day",
                                  .remedy = "give the day it came back with --on"});
            return;
        }
        const State from = parcel->state;
        parcel->state = *next;
        parcel->reason = "the post brought it back on " + on.iso();
        if (!office.outbox().move(*parcel, from)) return;
        add_leaf(office, "bounced", *parcel, real_now);
        record_as_returned(office, *parcel, on, reason, at);
        ask_about(
            office, *parcel,
            "This letter came back from the post (" + reason +
                "). Nothing more goes to that address until you close this task. Find out "
                "from the reader, not from whoever lives there, where they can safely be "
                "written to; record it, and see that they get this letter." +
                (is_copy(*parcel) ? ""
                                  : " Their time to ask for the next stage waits until you close "
                                    "this task, with the day it left (--sent-on)."),
            on);
        int held = 0;
        for (Parcel& other : office.outbox().in_states(
                 {State::rendered, State::held, State::retry_wait, State::sending}))
            if (other.channel == cases::Channel::letter &&
                address_in(other) == address_in(*parcel) &&
                hold_for_returned(office, other, at, real_now))
                ++held;
        answer = held;
    });
    return answer;
}

}  // namespace postroom::daemon
