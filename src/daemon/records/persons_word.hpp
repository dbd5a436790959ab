// A person's word on letters and tasks (postroom outbox …); each is one transaction.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/records/office.hpp"
#include "outbox/parcel.hpp"

namespace postroom::daemon {

/// Says that no "parcel", or no "task", has that id, or that several have one that begins so.
Problem no_such(const std::string& what, const std::string& id, bool several = false);
/// A person's word is judged and carried out in one transaction: the daemon cannot come in between.
template <class Work>
Expected<int> in_one_transaction(Office& office, const Work& work) {
    Expected<int> answer = 0;
    office.database().in_transaction([&] { answer = work(); });
    return answer;
}

/// The parcel or task whose id begins with `text`; a problem when none or several do.
Expected<ParcelId> parcel_named(Office& office, const std::string& text);
Expected<TaskId> task_named(Office& office, const std::string& text);

/// Approves the letter, and its copies with the last letter of the step (several complainants have
/// one each).
Expected<int> approve(Office& office, const ParcelId& id, Instant real_now);
/// Cancels the letter with a reason, and its copies with the last letter of the step. A task asks
/// what its reader gets instead, unless they are owed nothing, or the reader is an officer.
Expected<int> cancel(Office& office, const ParcelId& id, const std::string& reason,
                     bool nothing_owed, Instant at, Instant real_now);
/// Lets a held letter go at once: that parcel alone.
Expected<int> release(Office& office, const ParcelId& id);
int release_flood(Office& office);
/// Lets go what was held after a backup was restored, and ends the hold: a person has made sure.
/// Not before the first run, which alone shows what there is to look at.
Expected<int> release_restored(Office& office);
/// An uncertain email: it was sent, on the day of its last attempt unless `sent_on` says another;
/// or it was not, and goes again.
Expected<int> resolve_parcel(Office& office, const ParcelId& id, bool was_sent,
                             std::optional<calendar::Day> sent_on, const std::string& note,
                             Instant at, Instant real_now);
/// An email that the relay refused for good goes again, the same bytes: what it was refused for is
/// mended.
Expected<int> send_again(Office& office, const ParcelId& id, Instant at, Instant real_now);
/// Refused emails that nobody has dealt with: their task is open.
std::vector<ParcelId> refused_and_open(Office& office);
/// A task is done; with `sent_on`, its letter was sent by hand on that day.
Expected<int> resolve_task(Office& office, const TaskId& id, const std::string& note,
                           std::optional<calendar::Day> sent_on, Instant at);

}  // namespace postroom::daemon
