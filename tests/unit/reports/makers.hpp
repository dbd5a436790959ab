// Tracked cases for tests: invented events through the real procedure and the real plan.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "../procedure/timeline.hpp"
#include "reports/tracker.hpp"

namespace postroom::reports::testing {

using procedure::testing::ACase;
using procedure::testing::day;
using procedure::testing::england;
using procedure::testing::leicestershire;

inline ACase a_case(const std::string& reference, const char* received,
                    const std::string& area = "Children in Care") {
    ACase made(received);
    made.file().reference = CaseReference(reference);
    made.file().service_area = area;
    return made;
}

/// Parcel and task of one step, made on `on`.
inline outbox::Parcel a_parcel(const std::string& step, const std::string& occurrence,
                               outbox::State state, const char* on) {
    outbox::Parcel parcel;
    parcel.id = ParcelId("p-" + step);
    parcel.step = StepId(step);
    parcel.occurrence = occurrence;
    parcel.recipient = "complainant";
    parcel.channel = cases::Channel::email;
    parcel.state = state;
    parcel.created_on = day(on);
    return parcel;
}
inline outbox::Task a_task(const std::string& step, const std::string& occurrence, const char* due,
                           bool done = false) {
    outbox::Task task;
    task.id = TaskId("t-" + step + occurrence);
    task.step = StepId(step);
    task.occurrence = occurrence;
    task.due = day(due);
    task.created_on = day(due);
    task.done = done;
    return task;
}

/// Cases folded and planned as at one day, and their tables.
class Week {
  public:
    explicit Week(const char* as_at) : as_at_(day(as_at)) {}

    Week& with(const ACase& a_case, std::vector<outbox::Parcel> parcels = {},
               std::vector<outbox::Task> tasks = {}) {
        Kept& kept = kept_.emplace_back();
        kept.case_ = a_case.at(as_at_);
        auto plan = procedure::plan(kept.case_, leicestershire(), england(),
                                    {as_at_, calendar::close_of_work});
        if (!plan) throw std::runtime_error(to_text(plan.error()));
        kept.plan = std::move(*plan);
        kept.parcels = std::move(parcels);
        kept.tasks = std::move(tasks);
        return *this;
    }

    std::vector<TrackerTable> tables(const std::vector<CaseReference>& left_out = {}) const {
        std::vector<TrackedCase> tracked;
        for (const Kept& kept : kept_) {
            TrackedCase one{
                .case_ = &kept.case_, .procedure = &leicestershire(), .plan = &kept.plan};
            for (const outbox::Parcel& parcel : kept.parcels) one.parcels.push_back(&parcel);
            for (const outbox::Task& task : kept.tasks) one.tasks.push_back(&task);
            tracked.push_back(std::move(one));
        }
        return tracker(tracked, as_at_, england(), left_out);
    }

  private:
    struct Kept {
        cases::Case case_;
        procedure::Plan plan;
        std::vector<outbox::Parcel> parcels;
        std::vector<outbox::Task> tasks;
    };
    calendar::Day as_at_;
    std::deque<Kept> kept_;  // addresses stay
};

inline std::string in_text(const TrackerCell& cell) {
    if (const auto* text = std::get_if<std::string>(&cell.value)) return *text;
    if (const auto* number = std::get_if<long>(&cell.value)) return std::to_string(*number);
    if (const auto* date = std::get_if<calendar::Day>(&cell.value)) return date->iso();
    return "";
}

inline const TrackerCell& cell_of(const TrackerTable& table, const std::string& header,
                                  std::size_t row = 0) {
    for (std::size_t i = 0; i < table.headers.size(); ++i)
        if (table.headers[i] == header) return table.rows.at(row).at(i);
    throw std::runtime_error("no such column: " + header);
}

/// What the sheet "All open" says of the one case there is.
inline std::string said(const Week& week, const std::string& header) {
    return in_text(cell_of(week.tables().front(), header));
}

inline std::vector<std::string> references(const TrackerTable& table) {
    std::vector<std::string> found;
    for (const auto& row : table.rows) found.push_back(in_text(row.front()));
    return found;
}

inline std::vector<std::string> names(const std::vector<TrackerTable>& tables) {
    std::vector<std::string> found;
    for (const TrackerTable& table : tables) found.push_back(table.name);
    return found;
}

}  // namespace postroom::reports::testing
