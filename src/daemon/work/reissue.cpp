#include "daemon/work/reissue.hpp"

#include <algorithm>

#include "cases/names.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/records/held_after_restore.hpp"
#include "daemon/records/ledger.hpp"
#include "daemon/records/parcels.hpp"
#include "daemon/studio/look.hpp"
#include "daemon/studio/once_left.hpp"
#include "daemon/studio/readers.hpp"
#include "daemon/studio/release.hpp"
#include "daemon/studio/way.hpp"
#include "daemon/studio/write_letter.hpp"
#include "outbox/reader_in_words.hpp"

namespace postroom::daemon {

namespace {

constexpr int first_post = 9 * 60;

const procedure::PlannedStep* planned_of(const outbox::Parcel& parcel, const Look& look) {
    const auto found =
        std::ranges::find_if(look.plan.steps, [&](const procedure::PlannedStep& planned) {
            return planned.step->id == parcel.step && planned.occurrence == parcel.occurrence;
        });
    return found == look.plan.steps.end() ? nullptr : &*found;
}

std::optional<Reader> reader_of(const outbox::Parcel& parcel, const procedure::PlannedStep& planned,
                                const Look& look, Office& office) {
    std::string nobody;
    auto readers = readers_of(planned, look.case_, office.studio(), nobody);
    const auto found = std::ranges::find(readers, parcel.recipient, &Reader::recipient);
    return found == readers.end() ? std::nullopt : std::optional(std::move(*found));
}

/// The same letter for the same reader.
outbox::Parcel as_before(const outbox::Parcel& emailed) {
    outbox::Parcel parcel;
    parcel.id = ParcelId(archive::random_id());
    parcel.case_reference = emailed.case_reference;
    parcel.step = emailed.step;
    parcel.catalogue = emailed.catalogue;
    parcel.occurrence = emailed.occurrence;
    parcel.recipient = emailed.recipient;
    parcel.role = emailed.role;
    return parcel;
}

/// The same letter for the same reader: by post for whoever was emailed, to go on the next working
/// day; else as they are written to now. `approved`: whoever approved the one before approved its
/// words.
std::string write_once_more(Office& office, const outbox::Parcel& before,
                            const std::optional<Reader::Emailed>& emailed, bool approved,
                            Instant at, Instant real_now) {
    auto loaded = office.cases().load(before.case_reference, office.content().declared_events());
    if (!loaded) return "the case is no longer there";
    const auto look = look_at(loaded->file, office.studio(), london(at));
    if (!look) return "the case cannot be planned";
    const procedure::PlannedStep* planned = planned_of(before, *look);
    if (planned == nullptr) return "what this letter answered is no longer on the case";
    std::optional<Reader> reader = reader_of(before, *planned, *look, office);
    if (!reader) return "its reader is no longer on the case";
    reader->emailed = emailed;
    const Wording wording =
        wording_of(*planned->step, *reader, office.content().letters_of(*look->procedure));
    if (wording.letter == nullptr) return "there is no such letter in the reader's language";
    const Way way = emailed ? way_by(*reader, *wording.letter, cases::Channel::letter)
                            : way_to(*reader, *wording.letter);
    if (!way.channel) return way.problem;

    const auto next = office.calendar().add(london(at).day, 1);
    if (!next) return to_text(next.error());
    const Instant leaves = emailed ? instant_of({*next, first_post}) : at;
    outbox::Parcel parcel = as_before(before);
    parcel.channel = *way.channel;
    const auto written =
        write_letter(*look, *planned, *reader, wording, *way.channel, office.studio(), leaves,
                     parcel.id, office.archive().checkpoint_summary());
    if (!written)
        return written.error().empty() ? "it could not be written"
                                       : to_text(written.error().front());
    parcel.letter = wording.letter->name;
    if (emailed) {
        parcel.state = outbox::State::held;
        parcel.release_at = leaves;
        parcel.reason = emailed->came_back
                            ? "the email came back; goes by post on the next working day"
                            : "nobody knows of the email; goes by post on the next working day";
    } else {
        set_release(look->case_, *planned, *reader, *wording.letter, at, parcel);
        approved = approved && parcel.state == outbox::State::awaiting_approval;
        if (approved) {
            parcel.state = outbox::State::rendered;
            parcel.reason.clear();
        }
    }
    parcel.due = emailed ? *next : before.due;
    parcel.content_type = written->content_type;
    parcel.size = static_cast<std::int64_t>(written->bytes.size());
    parcel.message_id = written->message_id;
    parcel.envelope_to = written->envelope_to;
    parcel.promised = written->promised;
    // What its leaving tells the case: nothing was told while nobody knew of the email.
    parcel.appends = before.appends;
    parcel.created_at = at;
    parcel.created_on = london(at).day;
    if (const auto hold = hold_after_restore(office); hold && hold->covers(loaded->file, office))
        hold_for_person(parcel);
    if (!add_frozen(office, parcel, written->bytes, real_now))
        return "the letter was sent by post before";
    if (approved) add_leaf(office, "approved", parcel, real_now);
    return {};
}

/// The email in whose place a letter goes.
std::optional<outbox::Parcel> email_before(const outbox::Parcel& letter, Office& office) {
    if (letter.channel != cases::Channel::letter || letter.case_reference.empty()) return {};
    for (outbox::Parcel& other : office.outbox().of_case(letter.case_reference))
        if (other.step == letter.step && other.occurrence == letter.occurrence &&
            other.recipient == letter.recipient && other.channel == cases::Channel::email &&
            (other.state == outbox::State::bounced || other.state == outbox::State::uncertain))
            return std::move(other);
    return {};
}

bool may_only_be_reached_safely(const outbox::Parcel& parcel, const Look& look) {
    return parcel.channel == cases::Channel::letter &&
           std::ranges::any_of(look.case_.parties_in(parcel.role), [&](const cases::Party* party) {
               return !party->safe_contact.empty() &&
                      envelope_of(*party, parcel.channel) == parcel.envelope_to;
           });
}

bool has_left_before(const outbox::Parcel& parcel, const Look& look) {
    return std::ranges::any_of(look.case_.events, [&](const cases::CaseEvent& event) {
        return event.name == cases::letter_sent && event.says("step", parcel.step.text) &&
               event.says("occurrence", parcel.occurrence);
    });
}

}  // namespace

std::string why_not_now(const outbox::Parcel& parcel, const Look& look, Office& office,
                        Instant at) {
    if (!has_left_before(parcel, look)) return why_over(parcel, look);
    const bool emailed = email_before(parcel, office).has_value();
    if (is_copy(parcel) && !parcel.accepted_on && !emailed) return why_over(parcel, look);
    if (emailed && may_only_be_reached_safely(parcel, look))
        return "it goes only in the safe way on record";
    const procedure::Step* step = look.procedure->step(parcel.step);
    auto loaded = office.cases().load(parcel.case_reference, office.content().declared_events());
    if (step == nullptr || !loaded) return why_over(parcel, look);
    const auto before = look_at(
        as_if_it_had_not_left(std::move(loaded->file), *look.procedure, *step, parcel.occurrence),
        office.studio(), london(at));
    return why_over(parcel, before ? *before : look);
}

void after_setting_aside(const outbox::Parcel& parcel, const Look& look, const SetAside& aside,
                         Office& office, Instant at, Instant real_now) {
    if (!has_left_before(parcel, look)) return;
    const auto email = email_before(parcel, office);
    std::string why = aside.reason;
    if (aside.anew) {
        const procedure::PlannedStep* planned = planned_of(parcel, look);
        if (planned == nullptr || !reader_of(parcel, *planned, look, office)) {
            // Nobody's time waits for somebody who has left; they may come back, and get it then.
            if (planned == nullptr && !is_copy(parcel) && !cases::is_council_officer(parcel.role))
                record_as_not_owed(office, parcel, london(at).day, at);
            return;
        }
        std::optional<Reader::Emailed> emailed;
        if (email)
            emailed = Reader::Emailed{.on = email->accepted_on.value_or(email->created_on),
                                      .came_back = email->state == outbox::State::bounced};
        why = write_once_more(office, parcel, emailed, aside.approved, at, real_now);
        if (why.empty()) return;
    }
    // What is over needs nobody's hand among our own people; nor does a copy of what has left.
    const bool inside = cases::is_council_officer(parcel.role);
    if ((inside && !aside.anew) || (is_copy(parcel) && !email)) return;
    const calendar::Day today = london(at).day;
    record_as_returned(office, parcel, today, "it was not written again", at);
    ask_about(
        office, parcel,
        "This letter has left before, for another reader or by an email that came back, and "
        "does not go once more: " +
            why +
            ". If its reader is still owed it, see that they get it, and close this task "
            "with the day it left (--sent-on). If they are owed nothing, close it with the "
            "reason." +
            (inside || is_copy(parcel) ? ""
                                       : " Their time to ask for the next stage waits until then."),
        today);
}

void write_copies_for(const std::string& reader, const outbox::Parcel& letter, bool approved,
                      Office& office, Instant at, Instant real_now) {
    const auto loaded =
        office.cases().load(letter.case_reference, office.content().declared_events());
    if (!loaded) return;
    const auto look = look_at(loaded->file, office.studio(), london(at));
    const procedure::PlannedStep* planned = look ? planned_of(letter, *look) : nullptr;
    if (planned == nullptr) return;
    std::string nobody;
    for (const Reader& copied : readers_of(*planned, look->case_, office.studio(), nobody)) {
        if (!copied.copy || cases::acts_for_the_council(copied.party->role) ||
            cases::reader_known_as(reader, look->case_.parties) != copied.primary ||
            office.outbox().exists(letter.case_reference, letter.step, letter.occurrence,
                                   copied.recipient))
            continue;
        outbox::Parcel copy = letter;
        copy.recipient = copied.recipient;
        copy.role = copied.party->role;
        copy.appends.clear();
        if (const std::string why = write_once_more(office, copy, {}, approved, at, real_now);
            !why.empty())
            ask_once_about(office, letter,
                           "The " + outbox::reader_in_words(reader) +
                               " gets this letter later than the others, and the " +
                               outbox::reader_in_words(copied.recipient) +
                               " that goes with it could not be made: " + why +
                               ". See that they have it.",
                           london(at).day);
    }
}

std::string write_for(const std::string& reader, const outbox::Parcel& others, Office& office,
                      Instant at, Instant real_now) {
    outbox::Parcel theirs = others;
    theirs.recipient = reader;
    std::string why = write_once_more(office, theirs, {}, false, at, real_now);
    if (why.empty()) write_copies_for(reader, others, false, office, at, real_now);
    return why;
}

std::string reissue_by_post(Office& office, const outbox::Parcel& email,
                            const Reader::Emailed& emailed, Instant at, Instant real_now) {
    if (cases::is_council_officer(email.role) || email.case_reference.empty())
        return "it was to an officer, who is not written to by post";
    return write_once_more(office, email, emailed, false, at, real_now);
}

}  // namespace postroom::daemon
