// The managers' tracker as tables, before any workbook exists.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "calendar/day.hpp"
#include "calendar/working_calendar.hpp"
#include "cases/case.hpp"
#include "document/document.hpp"
#include "outbox/parcel.hpp"
#include "procedure/plan.hpp"

namespace postroom::reports {

/// A status in words; colour is the workbook's business.
enum class Status { on_track, attention, overdue, waiting };

struct TrackerCell {
    std::variant<std::monostate, std::string, long, calendar::Day> value;
    Status status = Status::on_track;
    bool is_status = false;  ///< this cell carries the status word
};

struct TrackerTable {
    std::string name;  ///< sheet name: "All open", "Due this week", a service area
    std::string title;
    std::vector<std::string> notes;
    std::vector<std::string> headers;
    std::vector<std::vector<TrackerCell>> rows;
    std::string empty_text;
};

/// One open case as the tracker needs it: folded and planned as at the day.
struct TrackedCase {
    const cases::Case* case_ = nullptr;
    const procedure::Plan* plan = nullptr;
    std::vector<const outbox::Parcel*> parcels;  ///< the case's own, for "last letter" and delivery
};

/// Sheets "All open", "Due this week" (to the end of that week), then one a service area in
/// alphabetical order. References only, no names, no narrative. Rows in order of due date, then
/// reference. Dates are days; numbers are numbers.
std::vector<TrackerTable> tracker(const std::vector<TrackedCase>& open_cases, calendar::Day as_at,
                                  const calendar::WorkingCalendar& calendar);

}  // namespace postroom::reports
