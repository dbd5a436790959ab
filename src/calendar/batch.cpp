#include "calendar/batch.hpp"

#include <algorithm>
#include <charconv>

namespace postroom::calendar {

namespace {

constexpr std::size_t iso_length = 10;

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

Problem wrong_line(std::string what, const std::string& file, int line) {
    return Problem{.what = std::move(what),
                   .remedy = "write each line as DATE N, for example 2025-03-03 10",
                   .file = file,
                   .line = line};
}

}  // namespace

Expected<std::string> add_lines(std::string_view lines, const WorkingCalendar& calendar,
                                const std::string& file, int first_line) {
    std::string dates;
    dates.reserve(lines.size());
    int line = first_line;
    for (std::size_t start = 0; start < lines.size(); ++line) {
        const std::size_t end = std::min(lines.find('\n', start), lines.size());
        std::string_view text = lines.substr(start, end - start);
        start = end + 1;
        if (!text.empty() && text.back() == '\r') text.remove_suffix(1);

        const std::optional<Day> from = Day::from_iso(text.substr(0, iso_length));
        if (!from) return fail(wrong_line("not a date that exists, as YYYY-MM-DD", file, line));
        std::size_t at = iso_length;
        while (at < text.size() && is_blank(text[at])) ++at;
        std::size_t stop = text.size();
        while (stop > at && is_blank(text[stop - 1])) --stop;
        int n = 0;
        const char* const number_end = text.data() + stop;
        const auto [parsed_to, error] = std::from_chars(text.data() + at, number_end, n);
        if (at == iso_length || error != std::errc{} || parsed_to != number_end)
            return fail(wrong_line("no whole number of working days after the date", file, line));

        const Expected<Day> date = calendar.add(*from, n);
        if (!date) {
            Problem problem = date.error();
            problem.file = file;
            problem.line = line;
            return fail(std::move(problem));
        }
        dates += date->iso();
        dates += '\n';
    }
    return dates;
}

}  // namespace postroom::calendar
