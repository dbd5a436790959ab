// The managers' tracker as tables, before any workbook exists.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "calendar/day.hpp"
#include "calendar/working_calendar.hpp"
#include "cases/case.hpp"
#include "outbox/parcel.hpp"
#include "procedure/plan.hpp"

namespace postroom::reports {

/// How a complaint stands against its limit. In words first; colour is the workbook's business.
enum class Status {
    on_track,
    attention,  ///< within three working days of the limit
    overdue,    ///< the limit has passed
    waiting     ///< no limit of the council's runs: a pause, or the complainant's own time
};
/// "On track", "Due soon", "Overdue", "Waiting".
std::string_view words_for(Status status);

struct TrackerCell {
    std::variant<std::monostate, std::string, long, calendar::Day> value;
    std::optional<Status> status = {};  ///< this cell carries the status word
    bool operator==(const TrackerCell&) const = default;
};

struct TrackerTable {
    std::string name;  ///< a sheet name Excel accepts, unique among the tables
    std::string title;
    std::vector<std::string> notes;
    std::vector<std::string> headers;
    std::vector<int> widths;  ///< characters, one a header
    std::vector<std::vector<TrackerCell>> rows;
    std::string empty_text;
};

/// One open case as the tracker needs it: folded and planned as at the day. Refers to the caller's
/// objects.
struct TrackedCase {
    const cases::Case* case_ = nullptr;
    const procedure::Procedure* procedure = nullptr;
    const procedure::Plan* plan = nullptr;
    std::vector<const outbox::Parcel*> parcels;  ///< the case's own; those made later are ignored
    std::vector<const outbox::Task*> tasks;      ///< the same of its tasks, done or not
};

/// Sheets "All open", "Due this week" (to its Sunday, what is overdue included), one a service area
/// in alphabetical order, and "Notes". References only: no names, no narrative. Rows in order of
/// due date, then reference. `left_out` are open cases that could not be planned; Notes names them.
/// Delivery and tasks are as they are known now; the tables of a past day hold them too.
std::vector<TrackerTable> tracker(const std::vector<TrackedCase>& open_cases, calendar::Day as_at,
                                  const calendar::WorkingCalendar& calendar,
                                  const std::vector<CaseReference>& left_out = {});

}  // namespace postroom::reports
