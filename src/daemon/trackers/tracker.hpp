// The managers' tracker: a workbook for whoever asks, and every week one for each manager.
#pragma once

#include <optional>
#include <string>

#include "daemon/records/office.hpp"

namespace postroom::daemon {

struct TrackerFile {
    Bytes bytes;
    int cases = 0;      ///< open cases in it
    Problems problems;  ///< cases it names as left out, because they could not be planned
};

/// The open cases as at that day's close of work. With an email address, only those in which that
/// officer is team manager, service manager or head of service. Same database, same bytes. The
/// problem is the workbook's; throws when the scratch file, in the data directory, fails.
Expected<TrackerFile> tracker_workbook(Office& office, calendar::Day as_at,
                                       const std::string& officer_email = {});

/// When `tracker.weekly` is on and it is past 07:00 of this week's first working day: freezes, once
/// a week, an email with the workbook of their own cases for each manager of an open case, and one
/// of all cases for the complaints manager. Weeks that were missed are not made up for. Cases that
/// complain about an officer are not in that officer's workbook. Returns how many emails it made; a
/// tracker that cannot be made is a task. Takes transactions of its own.
int make_weekly_trackers(Office& office, Instant at, const Clock& clock);

/// When make_weekly_trackers() next has work to do by the calendar; nothing when it is off or the
/// calendar ends. Past when this week's are still to be made.
std::optional<Instant> next_weekly_trackers(Office& office, Instant at);

}  // namespace postroom::daemon
