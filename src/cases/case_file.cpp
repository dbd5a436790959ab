#include "cases/case_file.hpp"

#include <algorithm>

#include "base/unicode.hpp"
#include "cases/case_readers.hpp"
#include "cases/event_checks.hpp"

namespace postroom::cases {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// UTF-8 never spans a line end, so the first line that fails alone is the one.
int first_line_not_utf8(std::string_view text) {
    int line = 1;
    for (std::size_t start = 0; start < text.size(); ++line) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        if (!is_utf8(text.substr(start, end - start))) return line;
        start = end + 1;
    }
    return line;
}

bool has_column(const CsvRow& header, std::string_view name) {
    return std::any_of(header.begin(), header.end(),
                       [name](const CsvCell& cell) { return cell.text == name; });
}

void read_csv(std::string_view text, Reading& reading, ReadCases& read) {
    const Expected<std::vector<CsvRow>> rows = parse_csv(text);
    if (!rows)
        return reading.problem({.line = rows.error().line}, rows.error().what, rows.error().remedy);
    if (rows->empty()) return reading.problem({}, "the file is empty", "give it a header and rows");
    const CsvRow& header = rows->front();
    if (has_column(header, "reference") && has_column(header, "received"))
        return read_csv_cases(*rows, reading, read);
    if (has_column(header, "reference") && has_column(header, "event") && has_column(header, "on"))
        return read_csv_events(*rows, reading, read);
    reading.problem({.line = header.front().line},
                    "neither JSON nor a header of cases (reference, …, received) or of events "
                    "(reference, event, on)",
                    "see docs/case-files.md; columns are parted by commas");
}

}  // namespace

ExpectedAll<ReadCases> read_cases(std::string_view text, const std::string& file,
                                  const Acceptance& acceptance) {
    Reading reading(file, acceptance);
    ReadCases read;
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (!is_utf8(text))
        reading.problem({.line = first_line_not_utf8(text)}, "not UTF-8", "save the file as UTF-8");
    else if (first != std::string_view::npos && text[first] == '{')
        read_json_cases(text, reading, read);
    else
        read_csv(text, reading, read);
    if (!reading.sound()) return fail(reading.problems());
    return read;
}

Expected<CaseEvent> read_event(std::string_view name, std::string_view on,
                               const std::vector<std::pair<std::string, std::string>>& details,
                               const Acceptance& acceptance) {
    Reading reading("", acceptance);
    WrittenEvent written{
        .name = std::string(name), .on = std::string(on), .id = {}, .details = {}, .line = 0};
    const auto check_utf8 = [&reading](std::string_view text, std::string field) {
        if (is_utf8(text)) return true;
        reading.problem({.field = std::move(field)}, "not UTF-8", "write it in UTF-8");
        return false;
    };
    for (const auto& [key, value] : details) {
        const auto is_it = [&key = key](const WrittenDetail& detail) { return detail.name == key; };
        if (std::any_of(written.details.begin(), written.details.end(), is_it))
            reading.problem({.field = field_named(key)}, "given twice", "keep one of them");
        else if (check_utf8(key, "(not a field name)") && check_utf8(value, field_named(key)))
            written.details.push_back({key, value});
    }
    if (!check_utf8(name, "event")) return fail(reading.problems().front());
    CaseEvent event = checked_event(reading, {}, written);
    if (!reading.sound()) return fail(reading.problems().front());
    return event;
}

}  // namespace postroom::cases
