#include "rendering/workbook_checks.hpp"

#include <algorithm>
#include <cassert>
#include <set>

#include "base/unicode.hpp"

namespace postroom::rendering {

namespace {

constexpr std::size_t longest_sheet_name = 31;
constexpr std::size_t longest_header = 255;
constexpr std::size_t longest_title = 255;
constexpr std::size_t longest_marking = 100;  // a footer holds 255 in all
constexpr std::size_t longest_cell = 32'767;
constexpr std::size_t most_columns = 16'384;
constexpr std::size_t most_rows = 1'000'000;  // title and notes stand above them
constexpr long largest_number = 1L << 53;     // beyond it a double skips whole numbers
constexpr int first_sound_date = -25'508;     // 1900-03-01: Excel believes in 29 February 1900
constexpr int last_date = 2'932'896;          // 9999-12-31
constexpr std::string_view not_in_names = "[]:*?/\\";

/// Excel counts UTF-16 units.
std::size_t excel_length(std::string_view text) {
    std::size_t length = 0;
    for (std::size_t at = 0; at < text.size();)
        length += next_code_point(text, at) > 0xFFFF ? 2 : 1;
    return length;
}

/// Names that differ only in case are one name to Excel. Letters beyond ASCII all count as the same
/// here: two names are rather called alike once too often than a workbook damaged.
std::string folded(std::string_view text) {
    std::string key;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t point = next_code_point(text, at);
        if (point >= 'A' && point <= 'Z')
            key += static_cast<char>(point - 'A' + 'a');
        else
            key += point < 0x80 ? static_cast<char>(point) : '\x7F';
    }
    return key;
}

std::optional<std::string> trouble_in_line(std::string_view text, std::size_t longest) {
    if (!is_utf8(text)) return "is not UTF-8";
    if (const auto character = forbidden_in_a_line(text))
        return "holds the character " + *character;
    if (text.find("\xEF\xBF\xBE") != text.npos || text.find("\xEF\xBF\xBF") != text.npos)
        return "holds a character that XML cannot hold";
    if (excel_length(text) > longest)
        return "is longer than " + std::to_string(longest) + " characters";
    return std::nullopt;
}

std::optional<std::string> trouble_in_name(std::string_view name) {
    if (name.empty()) return "is empty";
    if (auto trouble = trouble_in_line(name, longest_sheet_name)) return trouble;
    if (name.find_first_of(not_in_names) != name.npos) return "holds one of []:*?/\\";
    if (name.front() == '\'' || name.back() == '\'') return "begins or ends with an apostrophe";
    if (folded(name) == "history") return "is one Excel keeps for itself";
    return std::nullopt;
}

std::optional<std::string> trouble_in_value(const CellValue& value) {
    if (const auto* text = std::get_if<std::string>(&value)) {
        if (!is_utf8(*text)) return "a text that is not UTF-8";
        if (excel_length(stored_text(*text)) > longest_cell)
            return "a text longer than " + std::to_string(longest_cell) + " characters";
    } else if (const auto* number = std::get_if<long>(&value)) {
        if (*number > largest_number || *number < -largest_number)
            return "a number that Excel would round";
    } else if (const auto* date = std::get_if<DateCell>(&value)) {
        if (date->days < first_sound_date || date->days > last_date)
            return "a date before March 1900 or after 9999";
    }
    return std::nullopt;
}

/// Sheets are named by their place: a name may be the very thing that is wrong.
Problem of_sheet(std::size_t sheet, const std::string& what) {
    return {.what = "sheet " + std::to_string(sheet + 1) + " of the workbook " + what};
}

std::optional<Problem> trouble_in_columns(const Sheet& sheet, std::size_t place) {
    if (sheet.columns.empty()) return of_sheet(place, "has no columns");
    if (sheet.columns.size() > most_columns) return of_sheet(place, "has too many columns");
    std::set<std::string> headers;
    for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
        const std::string header = "has a header, column " + std::to_string(i + 1) + ", that ";
        const Column& column = sheet.columns[i];
        if (column.header.empty()) return of_sheet(place, header + "is empty");
        if (const auto trouble = trouble_in_line(column.header, longest_header))
            return of_sheet(place, header + *trouble);
        if (!headers.insert(folded(column.header)).second)
            return of_sheet(place, header + "repeats another");
        // Written so that a width that is no number fails too.
        if (!(column.width > 0 && column.width <= 255))
            return of_sheet(place, header + "has no width between 0 and 255");
    }
    return std::nullopt;
}

std::optional<Problem> trouble_in_sheet(const Sheet& sheet, std::size_t place) {
    if (sheet.title.empty()) return of_sheet(place, "has no title");
    for (const std::string& line : {sheet.title, sheet.empty_text}) {
        if (const auto trouble = trouble_in_value(line))
            return of_sheet(place, "holds " + *trouble);
    }
    for (const std::string& note : sheet.notes) {
        if (const auto trouble = trouble_in_value(note))
            return of_sheet(place, "holds, in its notes, " + *trouble);
    }
    if (auto trouble = trouble_in_columns(sheet, place)) return trouble;
    if (sheet.rows.size() > most_rows) return of_sheet(place, "has too many rows");
    for (const auto& row : sheet.rows) {
        assert(row.size() == sheet.columns.size());
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (const auto trouble = trouble_in_value(row[i].value)) {
                Problem problem = of_sheet(place, "holds " + *trouble);
                problem.field = sheet.columns[i].header;
                return problem;
            }
        }
    }
    return std::nullopt;
}

bool is_hexadecimal(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
    });
}

/// "_x0041_" typed by a person would be read back as "A".
bool reads_as_escape(std::string_view text) {
    return text.size() >= 7 && text.starts_with("_x") && text[6] == '_' &&
           is_hexadecimal(text.substr(2, 4));
}

std::string escape_of(char32_t point) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string escape = "_x";
    for (const int shift : {12, 8, 4, 0}) escape += digits[(point >> shift) & 0xF];
    return escape + "_";
}

}  // namespace

std::optional<Problem> trouble_with(const Workbook& workbook) {
    if (const auto trouble = trouble_in_line(workbook.title, longest_title))
        return Problem{.what = "the workbook's title " + *trouble};
    if (const auto trouble = trouble_in_line(workbook.author, longest_title))
        return Problem{.what = "the workbook's author " + *trouble};
    if (const auto trouble = trouble_in_line(workbook.marking, longest_marking))
        return Problem{.what = "the workbook's marking " + *trouble};
    if (workbook.sheets.empty()) return Problem{.what = "the workbook has no sheets"};
    std::set<std::string> names;
    for (std::size_t i = 0; i < workbook.sheets.size(); ++i) {
        const Sheet& sheet = workbook.sheets[i];
        if (const auto trouble = trouble_in_name(sheet.name))
            return of_sheet(i, "has a name that " + *trouble);
        if (!names.insert(folded(sheet.name)).second) return of_sheet(i, "has the name of another");
        if (auto trouble = trouble_in_sheet(sheet, i)) return trouble;
    }
    return std::nullopt;
}

std::string stored_text(std::string_view text) {
    std::string stored;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        const char32_t point = next_code_point(text, at);
        const bool control = point < 0x20 && point != '\t' && point != '\n';
        if (control || point == 0xFFFE || point == 0xFFFF)
            stored += escape_of(point);
        else if (reads_as_escape(text.substr(start)))
            stored += escape_of('_');
        else
            stored += text.substr(start, at - start);
    }
    return stored;
}

}  // namespace postroom::rendering
