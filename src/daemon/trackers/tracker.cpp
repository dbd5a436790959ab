#include "daemon/trackers/tracker.hpp"

#include "calendar/date_text.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/trackers/tracker_book.hpp"
#include "rendering/workbook.hpp"
#include "reports/tracker.hpp"

namespace postroom::daemon {

namespace {

rendering::Tone tone_of(const reports::TrackerCell& cell) {
    if (!cell.status) return rendering::Tone::none;
    switch (*cell.status) {
        case reports::Status::on_track:
            return rendering::Tone::good;
        case reports::Status::attention:
            return rendering::Tone::attention;
        case reports::Status::overdue:
            return rendering::Tone::bad;
        case reports::Status::waiting:
            break;
    }
    return rendering::Tone::none;
}

rendering::Cell written(const reports::TrackerCell& cell) {
    rendering::Cell out{.value = {}, .tone = tone_of(cell)};
    if (const auto* text = std::get_if<std::string>(&cell.value)) out.value = *text;
    if (const auto* number = std::get_if<long>(&cell.value)) out.value = *number;
    if (const auto* day = std::get_if<calendar::Day>(&cell.value))
        out.value = rendering::DateCell{day->number};
    return out;
}

rendering::Sheet written(const reports::TrackerTable& table) {
    rendering::Sheet sheet;
    sheet.name = table.name;
    sheet.title = table.title;
    sheet.notes = table.notes;
    for (std::size_t i = 0; i < table.headers.size(); ++i)
        sheet.columns.push_back(
            {.header = table.headers[i], .width = static_cast<double>(table.widths[i])});
    for (const auto& row : table.rows) {
        auto& cells = sheet.rows.emplace_back();
        for (const reports::TrackerCell& cell : row) cells.push_back(written(cell));
    }
    sheet.empty_text = table.empty_text;
    return sheet;
}

reports::TrackedCase tracked(const OpenCase& open) {
    reports::TrackedCase one{
        .case_ = &open.look.case_, .procedure = open.look.procedure, .plan = &open.look.plan};
    for (const outbox::Parcel& parcel : open.parcels) one.parcels.push_back(&parcel);
    for (const outbox::Task& task : open.tasks) one.tasks.push_back(&task);
    return one;
}

}  // namespace

Expected<TrackerFile> tracker_book(Office& office, const OpenCases& open, calendar::Day as_at,
                                   const WhichCases& belongs) {
    TrackerFile file;
    std::vector<reports::TrackedCase> chosen;
    for (const OpenCase& one : open.cases)
        if (belongs(one.look.case_)) chosen.push_back(tracked(one));
    std::vector<CaseReference> left_out;
    for (std::size_t i = 0; i < open.unplanned.size(); ++i) {
        if (!belongs(open.unplanned[i])) continue;
        left_out.push_back(open.unplanned[i].reference);
        file.problems.push_back(open.problems[i]);
    }
    file.cases = static_cast<int>(chosen.size());

    rendering::Workbook workbook;
    workbook.title = "Complaints tracker, " + calendar::long_date(as_at);
    workbook.author = office.config().text("council.team");
    workbook.marking = office.config().text("tracker.marking");
    workbook.created = instant_of({as_at, calendar::close_of_work});
    for (const reports::TrackerTable& table :
         reports::tracker(chosen, as_at, office.calendar(), left_out))
        workbook.sheets.push_back(written(table));
    auto bytes = rendering::render_workbook(workbook, office.data());
    if (!bytes) return fail(bytes.error());
    file.bytes = std::move(*bytes);
    return file;
}

Expected<TrackerFile> tracker_workbook(Office& office, calendar::Day as_at,
                                       const std::string& officer_email) {
    return tracker_book(office, open_cases(office, as_at), as_at, [&](const cases::Case& case_) {
        return officer_email.empty() || is_managed_by(case_, officer_email);
    });
}

}  // namespace postroom::daemon
