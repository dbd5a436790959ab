// One open case as one line of the tracker.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/tracker.hpp"

namespace postroom::reports {

struct TrackerColumn {
    std::string_view header;
    int width;
    std::string_view meaning;  ///< for the sheet "Notes"
};
extern const std::array<TrackerColumn, 21> tracker_columns;

struct TrackerRow {
    std::string reference;
    std::string service_area;  ///< as the sheet of its area is called
    std::optional<calendar::Day> due;
    Status status = Status::waiting;
    /// The limit or a promised date (while no answer is out), or a task, falls by that day.
    bool due_by(calendar::Day last) const;
    std::optional<calendar::Day> promised;
    std::optional<calendar::Day> first_task;
    std::vector<TrackerCell> cells;  ///< one for each of tracker_columns
};

TrackerRow tracker_row(const TrackedCase& tracked, calendar::Day as_at,
                       const calendar::WorkingCalendar& calendar);

}  // namespace postroom::reports
