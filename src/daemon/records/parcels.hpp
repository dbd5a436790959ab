// What persons and senders do to parcels: accept, set aside, approve, confirm posting, resolve.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "daemon/records/office.hpp"
#include "daemon/studio/look.hpp"
#include "outbox/parcel.hpp"

namespace postroom::daemon {

/// Marks a parcel as gone: state, ledger, letter_sent, the event its step appends, the promise,
/// and the end of its tasks. Inside a transaction.
void accept(Office& office, outbox::Parcel& parcel, outbox::Happening how, calendar::Day on,
            Instant at, Instant real_now);

/// The same for a parcel that the archive has on record as sent and the database has not: no second
/// entry says so in the ledger. Inside a transaction.
void take_over_acceptance(Office& office, outbox::Parcel& parcel, calendar::Day on, Instant at,
                          Instant real_now);

/// Superseded or cancelled, with its reason; a letter leaves the tray. Inside a transaction.
void set_aside(Office& office, outbox::Parcel& parcel, outbox::Happening how,
               const std::string& reason, Instant real_now);

/// Not handed over yet: made, held, waiting, to be tried again, or lying in the tray.
bool may_be_taken_back(const outbox::Parcel& parcel);

/// Why a parcel's step is no longer right to send; empty when it is.
std::string why_over(const outbox::Parcel& parcel, const Look& look);

/// Why its reader may no longer be sent it: moved since, or consent to a copy was withdrawn; empty
/// when nothing changed.
std::string why_not_to_reader(const outbox::Parcel& parcel, const Look& look);

bool is_copy(const outbox::Parcel& parcel);

/// Something new happened to a parcel and a person must know, whatever was asked about it before.
/// Inside a transaction.
void ask_about(Office& office, const outbox::Parcel& parcel, const std::string& reason,
               calendar::Day today);

/// The same, but only once: false when anything was asked about the parcel before.
bool ask_once_about(Office& office, const outbox::Parcel& parcel, const std::string& reason,
                    calendar::Day today);

// --- a person's word (postroom outbox …); each is one transaction ---------------------------

/// The parcel or task whose id begins with `text`; a problem when none or several do.
Expected<ParcelId> parcel_named(Office& office, const std::string& text);
Expected<TaskId> task_named(Office& office, const std::string& text);

/// Approves the letter and its copies.
Expected<int> approve(Office& office, const ParcelId& id, Instant real_now);
/// Cancels the letter and its copies, with a reason.
Expected<int> cancel(Office& office, const ParcelId& id, const std::string& reason,
                     Instant real_now);
/// How the reason of what the flood breaker held begins; release_flood() knows it by this.
inline constexpr std::string_view held_by_flood_breaker = "held by the flood breaker";
/// The same for what reconciling holds; release_restored() knows it by this.
inline constexpr std::string_view held_after_restore = "held after a backup was restored";

/// Lets a held letter go at once: that parcel alone.
Expected<int> release(Office& office, const ParcelId& id);
int release_flood(Office& office);
/// Lets go what reconciling held after a backup was restored: a person has made sure.
int release_restored(Office& office);
/// Confirms that letters in the tray were posted on `on`.
Expected<int> posted(Office& office, const std::vector<ParcelId>& ids, calendar::Day on, Instant at,
                     Instant real_now);
/// Letters that lie in the tray of that day.
std::vector<ParcelId> in_tray_of(Office& office, calendar::Day day);
/// Letters that a manifest, read back from the post room, names.
Expected<std::vector<ParcelId>> in_manifest(std::string_view text, const std::string& file);
/// An uncertain email: it was sent, or it was not and goes again.
Expected<int> resolve_parcel(Office& office, const ParcelId& id, bool was_sent,
                             const std::string& note, calendar::Day on, Instant at,
                             Instant real_now);
/// A task is done; with `sent_on`, its letter was sent by hand on that day.
Expected<int> resolve_task(Office& office, const TaskId& id, const std::string& note,
                           std::optional<calendar::Day> sent_on, Instant at);

}  // namespace postroom::daemon
