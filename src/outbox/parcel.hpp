// A parcel: frozen bytes for one recipient on one channel, and what may happen to it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/expected.hpp"
#include "base/ids.hpp"
#include "calendar/day.hpp"
#include "cases/vocabulary.hpp"

namespace postroom::outbox {

/// Design 6. A parcel is written to the outbox once its bytes are frozen, so `rendered` is the
/// first state stored.
enum class State {
    rendered,           ///< bytes frozen; may go
    held,               ///< goes at its time unless a person stops it; or waits for a person (see
                        ///< Parcel::held_for_person)
    awaiting_approval,  ///< goes only when a person approves it
    sending,            ///< claimed by a sender; on paper: lies in the print tray
    committing,         ///< SMTP: the final dot may have been sent
    retry_wait,         ///< refused for now; goes again at retry_at
    uncertain,          ///< no answer after the final dot: a person or evidence decides
    accepted,           ///< the relay took it; on paper: a person confirmed posting
    delivered,
    refused,
    bounced,
    superseded,
    cancelled,
    expired
};

std::string_view name_of(State state);
std::optional<State> state_named(std::string_view name);
/// accepted, delivered, refused, bounced, superseded, cancelled, expired.
bool is_end(State state);
/// Not an end, and not handed over yet: a person may still cancel it.
bool can_be_stopped(State state);

/// What happens to a parcel.
enum class Happening {
    hold,            ///< rendered, retry_wait → held
    ask_approval,    ///< rendered → awaiting_approval
    release,         ///< held → rendered (its time came, or a person released it)
    approve,         ///< awaiting_approval → rendered
    claim,           ///< rendered, retry_wait → sending
    commit,          ///< sending → committing
    accept,          ///< sending (paper, Maildir), committing → accepted
    refuse_for_now,  ///< sending, committing → retry_wait (an explicit 4xx, or no connection)
    refuse,          ///< sending, committing → refused (an explicit 5xx)
    lose_answer,     ///< committing → uncertain
    resolve_sent,    ///< uncertain → accepted
    resolve_unsent,  ///< uncertain → retry_wait: the same bytes again
    give_up_claim,   ///< sending → retry_wait: nothing was handed over
    supersede,       ///< any that can be stopped → superseded: the case moved on; uncertain →
                     ///< superseded: its letter went by post
    cancel,          ///< any that can be stopped → cancelled: a person's word
    deliver,
    bounce,          ///< accepted → delivered, bounced
    bounce_for_now,  ///< accepted → retry_wait: the reader's server gave up for now
    send_again       ///< refused → retry_wait: what it was refused for is mended, says a person
};

/// The next state, or a problem in words a person understands ("a parcel that is accepted cannot
/// be cancelled").
Expected<State> after(State state, Happening happening);

struct Parcel {
    ParcelId id;
    CaseReference case_reference;  ///< empty: belongs to no case (a tracker)
    StepId step;
    std::string catalogue;  ///< the catalogue id of the step, for people
    std::string occurrence;
    std::string letter;
    std::string recipient;  ///< role, with the party's place where there are several:
                            ///< "complainant", "complainant.2", "copy.team_manager"
    cases::Role role = cases::Role::complainant;
    cases::Channel channel = cases::Channel::letter;
    State state = State::rendered;
    std::string reason;                 ///< why it waits, a sentence for the officer
    bool held_for_person = false;       ///< held until a person releases it, not until a time
    std::optional<Instant> release_at;  ///< held: when it goes by itself
    std::optional<Instant> retry_at;
    int attempts = 0;
    std::int64_t epoch = 0;  ///< raised at each claim; fences a sender that lost its claim
    calendar::Day due;       ///< the step's deadline, for alerts and retries
    /// "application/pdf", "message/rfc822", or a bundle's with what it holds: see base/bundle.hpp.
    std::string content_type;
    std::int64_t size = 0;    ///< of the frozen bytes
    std::string message_id;   ///< email; without brackets
    std::string envelope_to;  ///< email: RCPT TO
    std::string promised;     ///< ISO date this letter promises, or ""
    std::string appends;      ///< JSON of the event to append on acceptance, or ""
    Instant created_at;
    calendar::Day created_on;  ///< London day, under --on the day given
    std::optional<Instant> accepted_at;
    std::optional<calendar::Day> accepted_on;
    std::optional<calendar::Day> tray_on;  ///< paper: the day's tray it was laid in
    std::string evidence;                  ///< the relay's answer, or how posting was confirmed
    /// Emails of several cases to one officer go as one: then every one of these parcels holds the
    /// same bytes, and this is the id of the one that is sent, in that one too. Empty: it goes
    /// alone.
    ParcelId in_email_of;
};

/// Goes in another parcel's email, and follows it from state to state.
bool is_carried(const Parcel& parcel);
/// Its email carries others.
bool carries(const Parcel& parcel);

/// What a letter on paper bears as a 2D code: the first 20 digits of the parcel's random id, in
/// capitals. It says nothing of the case or of anybody; with it a letter that comes back is found.
std::string printed_code(const ParcelId& parcel);

/// Something only a person can decide.
struct Task {
    TaskId id;
    CaseReference case_reference;
    StepId step;
    std::string catalogue;
    std::string occurrence;
    std::string reason;    ///< what to decide, a sentence
    std::string for_role;  ///< who decides: a role's name
    calendar::Day due;
    bool done = false;
    bool by_itself = false;  ///< done because nothing is to be asked any more, not by a person
    std::string resolution;  ///< what the person said, or why it is asked no more
    calendar::Day created_on;
    /// When it was first asked, by tasks that this one follows; nothing: by this one.
    std::optional<calendar::Day> asked_since;
    std::optional<ParcelId> parcel;  ///< the parcel it is about, if any
};

/// Attempt n (1-based) failed for now at `now`: 1, 2, 4, 8, then every 15 minutes.
Instant next_attempt(int attempts_made, Instant now);

}  // namespace postroom::outbox
