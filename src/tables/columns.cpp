#include "tables/columns.hpp"

#include <algorithm>

#include "base/unicode.hpp"

namespace postroom::tables {

std::string field_of(std::string_view title) {
    std::string name;
    for (const char c : title) {
        if (c == ' ' || c == '-' || c == '_' || c == '\t' || c == '\n') {
            if (!name.empty() && name.back() != '_') name += '_';
        } else {
            name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
    }
    while (!name.empty() && name.back() == '_') name.pop_back();
    return name;
}

namespace {

bool is_field_name(std::string_view name) {
    return !name.empty() && name.size() <= 100 && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    });
}

}  // namespace

std::optional<Problem> read_columns(const std::vector<std::string>& titles, int line,
                                    std::vector<std::string>& columns) {
    columns.clear();
    for (const std::string& title : titles) columns.push_back(field_of(title));
    while (!columns.empty() && columns.back().empty()) columns.pop_back();
    if (columns.size() > most_columns)
        return Problem{.what = "more than " + std::to_string(most_columns) + " columns",
                       .remedy = "keep those the letter needs",
                       .line = line};
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (!is_field_name(columns[i]))
            return Problem{.what = "column " + std::to_string(i + 1) + " has no name of a field",
                           .remedy =
                               "name it with letters, digits and spaces, as first_name; the "
                               "first row names the columns",
                           .line = line};
        if (std::find(columns.begin(), columns.begin() + static_cast<std::ptrdiff_t>(i),
                      columns[i]) != columns.begin() + static_cast<std::ptrdiff_t>(i))
            return Problem{.what = "a column that stands there twice",
                           .remedy = "keep one of them",
                           .line = line,
                           .field = columns[i]};
    }
    return std::nullopt;
}

std::optional<Problem> trouble_in(std::string_view cell, const std::string& column) {
    if (!is_utf8(cell))
        return Problem{.what = "holds text that is not UTF-8",
                       .remedy = "save the file as CSV UTF-8",
                       .field = column};
    if (cell.size() > longest_cell)
        return Problem{
            .what = "is longer than any letter", .remedy = "shorten it", .field = column};
    if (const auto character = forbidden_in_prose(cell))
        return Problem{
            .what = "holds the character " + *character + ", which may not stand in a text",
            .remedy = "remove it",
            .field = column};
    return std::nullopt;
}

bool is_empty(const std::vector<std::string>& cells) {
    return std::all_of(cells.begin(), cells.end(),
                       [](const std::string& cell) { return cell.empty(); });
}

}  // namespace postroom::tables
