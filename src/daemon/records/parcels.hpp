// What becomes of parcels: accepted, set aside, asked about.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "daemon/records/office.hpp"
#include "daemon/studio/look.hpp"
#include "daemon/studio/on_its_way.hpp"
#include "outbox/parcel.hpp"

namespace postroom::daemon {

/// Why an email is uncertain: its sending broke off, with this database in use.
inline constexpr std::string_view not_confirmed =
    "may have been sent: the relay did not confirm it";
inline constexpr std::string_view interrupted_at_the_dot =
    "may have been sent: Postroom was interrupted at the last moment";

/// How it is put on record among an email's attempts that its step's rule for the uncertain was
/// carried out.
inline constexpr std::string_view by_the_rule = "by the step's rule: ";

/// The day on which an uncertain email left if it did, that of the last attempt, and `today` at the
/// latest: attempts bear the real clock, which a run of an earlier day has not reached.
calendar::Day last_tried_on(Office& office, const outbox::Parcel& parcel, calendar::Day today);

/// Marks a parcel as gone: state, ledger, letter_sent, the event its step appends, the promise,
/// and the end of its tasks. Inside a transaction.
void accept(Office& office, outbox::Parcel& parcel, outbox::Happening how, calendar::Day on,
            Instant at, Instant real_now);

/// The same for a parcel that the archive has on record as sent and the database has not: no second
/// entry says so in the ledger. Inside a transaction.
void take_over_acceptance(Office& office, outbox::Parcel& parcel, calendar::Day on, Instant at,
                          Instant real_now);

/// A letter of a case that left: as a parcel, or by hand.
struct Left {
    CaseReference case_reference;
    StepId step;
    std::string occurrence;
    std::string reader;  ///< for whom (reader_of); "": for all it is for
    bool to_officer = false;
    cases::Channel channel = cases::Channel::letter;
    std::string promised;                        ///< the date it names, or ""
    std::vector<cases::CaseEvent> brings_about;  ///< what its step appends once it has left
};
/// As whom a letter's own record knows its reader; "" for an officer, and for a copy.
std::string reader_of(const outbox::Parcel& parcel);
/// What is on record of a letter's leaving.
struct Leavings {
    std::optional<calendar::Day> last;  ///< the latest day on which it left; nothing: it has not
    std::optional<calendar::Day> last_for_reader;
    bool missing = false;  ///< came back, or was not made for the reader, since that
};
/// `reader`: "" for whoever reads it.
Leavings leavings_of(const cases::CaseFile& file, const StepId& step, const std::string& occurrence,
                     const std::string& reader = {});
/// Puts on record that the letter has not reached its reader: the time that runs from it waits
/// (decision 0113). Of the case are its readers' letters, not the copies and not our own people's.
void record_as_returned(Office& office, const outbox::Parcel& parcel, calendar::Day on,
                        const std::string& reason, Instant at);

/// Puts on record that a person stopped it for its reader, who is owed none.
void record_as_not_owed(Office& office, const outbox::Parcel& parcel, calendar::Day on, Instant at);

/// Only the letter itself is an event of the case, not its copies. It is told once a firing; when
/// it leaves for another reader who is no officer, or again on a later day, that is told too: the
/// time of each runs from their own. Inside a transaction.
void tell_that_it_left(Office& office, const Left& letter, calendar::Day on, Instant at);

/// Once a letter has left for one of several complainants: puts on record of each other that they
/// have none, where theirs waits for a person, or a task asks what they get instead. Inside a
/// transaction.
void tell_who_has_none(Office& office, const outbox::Parcel& letter, calendar::Day on, Instant at);

/// Those of a case's letters that bring something about and have not left as far as anybody has
/// said: the approved ones, or those that wait for a person. One that lies in the tray leaves by
/// itself until the next working day is over: then its posting should have been confirmed, and
/// somebody was asked.
std::vector<OnItsWay> on_their_way(const std::vector<outbox::Parcel>& parcels, Leaving how,
                                   const calendar::WorkingCalendar& calendar, calendar::Day today,
                                   Instant at);

/// The same of a case. Of those that wait for a person, the ones too that a person cancelled and is
/// still asked about.
std::vector<OnItsWay> on_their_way(Office& office, const CaseReference& reference, Leaving how,
                                   calendar::Day today, Instant at);

/// Superseded or cancelled, with its reason; a letter leaves the tray. Inside a transaction.
void set_aside(Office& office, outbox::Parcel& parcel, outbox::Happening how,
               const std::string& reason, Instant real_now);

/// Not handed over yet: made, held, waiting, to be tried again, or lying in the tray.
bool may_be_taken_back(const outbox::Parcel& parcel);

/// Why a parcel's step is no longer right to send; empty when it is.
std::string why_over(const outbox::Parcel& parcel, const Look& look);

/// Why its reader may no longer be sent it: moved since, or consent to a copy was withdrawn; empty
/// when nothing changed.
std::string why_not_to_reader(const outbox::Parcel& parcel, const Look& look, Office& office);

/// Or is about to be laid there: an interrupted claim has no evidence yet.
bool lies_in_tray(const outbox::Parcel& parcel);

/// The letter itself and its copies. A parcel of no case (a tracker) stands alone.
std::vector<outbox::Parcel> letter_and_copies(Office& office, const outbox::Parcel& parcel);
/// The state a parcel is stopped from: one that lies in the tray has left nobody's hands.
outbox::State without_claim(const outbox::Parcel& parcel);

bool is_copy(const outbox::Parcel& parcel);

/// Days after it was written it is not what its reader ought to get: a letter to somebody outside
/// bears its date and may name others; one that makes a promise or begins something counts from the
/// day it leaves.
bool grows_old(const outbox::Parcel& parcel);
/// More than two working days before that day: one that is approved sooner goes as it was read
/// (decision 0099).
bool was_written_long_before(calendar::Day day, const outbox::Parcel& parcel, const Office& office);
/// An email that no relay has taken, and that is written again rather than sent as it is. Not one
/// that may have been sent: it goes once more under the same Message-ID.
bool was_kept_too_long(const outbox::Parcel& parcel, calendar::Day today, Office& office);
/// A rule said what to do about it when nobody knew whether it was sent.
bool went_by_the_rule(const outbox::Parcel& parcel, Office& office);

/// Something new happened to a parcel and a person must know, whatever was asked about it before.
/// Inside a transaction.
void ask_about(Office& office, const outbox::Parcel& parcel, const std::string& reason,
               calendar::Day today);

/// The same, but only once: false when anything was asked about the parcel before.
bool ask_once_about(Office& office, const outbox::Parcel& parcel, const std::string& reason,
                    calendar::Day today);

/// How the reason of what the flood breaker held begins; release_flood() knows it by this.
inline constexpr std::string_view held_by_flood_breaker = "held by the flood breaker";

}  // namespace postroom::daemon
