// New bank holidays: checked, put into the data directory, and what they move in open cases.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "daemon/records/office.hpp"

namespace postroom::daemon {

/// A date of an open case that another calendar moves.
struct MovedDate {
    std::string case_reference;
    std::string kind;   ///< "clock" (its limit) or "step" (when it falls due)
    std::string id;     ///< of the clock or step
    std::string title;  ///< as people call it
    std::optional<calendar::Day> before;
    std::optional<calendar::Day> after;
    /// A letter gave the old date to somebody: the earlier of the two is ours to keep.
    std::optional<calendar::Day> promised;
    /// … unless it ends a time of the reader's own: then the later one is theirs.
    bool readers_time = false;
};

struct CalendarChange {
    std::vector<calendar::Holiday> added;
    std::vector<calendar::Holiday> removed;
    std::vector<MovedDate> moved;
    int cases = 0;      ///< cases with a date that moved
    int rewritten = 0;  ///< letters not yet sent that are written again with the new dates
    int tasks = 0;      ///< appointments that now fall on a day without work
    Problems problems;  ///< open cases that cannot be planned under the new calendar
};

/// Reads GOV.UK's bank holidays and compares every open case, as it stands at `at`, under the old
/// and the new calendar. Unless `dry_run`, the file then stands in the data directory, the cases
/// are looked at anew, and letters not yet sent are written again. Refused: a file that is no
/// calendar, lacks a year that is loaded now, or leaves open cases without dates.
Expected<CalendarChange> load_calendar_file(Office& office, std::string_view text,
                                            const std::string& file, Instant at, bool dry_run,
                                            const Clock& clock);

}  // namespace postroom::daemon
