#include "reports/tracker.hpp"

#include <algorithm>
#include <map>

#include "base/counted.hpp"
#include "calendar/date_text.hpp"
#include "reports/sheet_names.hpp"
#include "reports/tracker_row.hpp"

namespace postroom::reports {

using calendar::Day;

std::string_view words_for(Status status) {
    switch (status) {
        case Status::on_track:
            return "On track";
        case Status::attention:
            return "Due soon";
        case Status::overdue:
            return "Overdue";
        case Status::waiting:
            break;
    }
    return "Waiting";
}

namespace {

Day sunday_of(Day day) {
    return day.plus_days(6 - static_cast<int>(day.weekday()));
}

std::string as_at_line(Day as_at) {
    return "As at the close of work on " + calendar::weekday_date(as_at) + ".";
}

/// "7 complaints: 1 overdue, 2 due soon, 3 on track, 1 waiting."
std::string count_line(const std::vector<const TrackerRow*>& rows) {
    const auto count = [&](Status status) {
        return std::to_string(std::ranges::count(rows, status, &TrackerRow::status));
    };
    return counted(rows.size(), "complaint") + ": " + count(Status::overdue) + " overdue, " +
           count(Status::attention) + " due soon, " + count(Status::on_track) + " on track, " +
           count(Status::waiting) + " waiting.";
}

TrackerTable table_of(std::string name, std::string title, const std::string& which,
                      const std::vector<const TrackerRow*>& rows, Day as_at) {
    TrackerTable table;
    table.name = std::move(name);
    table.title = std::move(title);
    table.notes = {as_at_line(as_at) + " " + count_line(rows),
                   which +
                       " This worksheet contains one table; the sheet Notes explains its "
                       "columns. An empty cell means that there is nothing to say."};
    for (const TrackerColumn& column : tracker_columns) {
        table.headers.emplace_back(column.header);
        table.widths.push_back(column.width);
    }
    for (const TrackerRow* row : rows) table.rows.push_back(row->cells);
    table.empty_text = "None";
    return table;
}

TrackerTable notes_table(std::string name, Day as_at, const std::vector<CaseReference>& left_out) {
    TrackerTable table;
    table.name = std::move(name);
    table.title = "What the columns mean";
    table.notes = {as_at_line(as_at),
                   "This worksheet contains one table. How letters were delivered and which tasks "
                   "are done is shown as it was known when the workbook was made."};
    if (!left_out.empty()) {
        std::string line = "Left out, because their dates cannot be worked out:";
        for (const CaseReference& reference : left_out)
            line += (&reference == &left_out.front() ? " " : ", ") + reference.text;
        table.notes.push_back(line + ". The outbox has a task for each.");
    }
    table.headers = {"Column or status", "What it means"};
    table.widths = {22, 100};
    const auto add = [&](std::string_view what, std::string_view meaning,
                         std::optional<Status> status = {}) {
        table.rows.push_back({{std::string(what), status}, {std::string(meaning)}});
    };
    for (const TrackerColumn& column : tracker_columns) add(column.header, column.meaning);
    add("On track", "More than three working days are left.", Status::on_track);
    add("Due soon", "Three working days or fewer are left.", Status::attention);
    add("Overdue", "The due date has passed.", Status::overdue);
    add("Waiting",
        "No limit of the council's runs: the clock is paused, or the complainant has time to "
        "decide.",
        Status::waiting);
    return table;
}

}  // namespace

std::vector<TrackerTable> tracker(const std::vector<TrackedCase>& open_cases, Day as_at,
                                  const calendar::WorkingCalendar& calendar,
                                  const std::vector<CaseReference>& left_out) {
    std::vector<TrackerRow> rows;
    rows.reserve(open_cases.size());
    for (const TrackedCase& one : open_cases) rows.push_back(tracker_row(one, as_at, calendar));
    std::ranges::sort(rows, [](const TrackerRow& a, const TrackerRow& b) {
        if (a.due.has_value() != b.due.has_value()) return a.due.has_value();
        return a.due != b.due ? *a.due < *b.due : a.reference < b.reference;
    });

    const Day sunday = sunday_of(as_at);
    std::vector<const TrackerRow*> all;
    std::vector<const TrackerRow*> due;
    std::map<std::string, std::vector<const TrackerRow*>> areas;
    for (const TrackerRow& row : rows) {
        all.push_back(&row);
        if (row.due_by(sunday)) due.push_back(&row);
        areas[row.service_area].push_back(&row);
    }

    SheetNames names;
    const std::string all_name = names.name_for("All open");
    const std::string due_name = names.name_for("Due this week");
    const std::string notes_name = names.name_for("Notes");
    const std::string on_day = ", " + calendar::long_date(as_at);
    std::vector<TrackerTable> tables;
    tables.push_back(
        table_of(all_name, "All open complaints" + on_day, "In order of due date.", all, as_at));
    tables.push_back(table_of(due_name, "Due this week" + on_day,
                              "Overdue, due or promised by " + calendar::weekday_date(sunday) +
                                  ", or with a task due by then.",
                              due, as_at));
    for (const auto& [area, of_area] : areas)
        tables.push_back(
            table_of(names.name_for(area), area + on_day, "In order of due date.", of_area, as_at));
    tables.push_back(notes_table(notes_name, as_at, left_out));
    return tables;
}

}  // namespace postroom::reports
