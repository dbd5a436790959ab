// What a postal address must be for the Royal Mail, and GOV.UK Notify, to take it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postroom::composition {

/// "le15 6qt" and "LE156QT" become "LE15 6QT"; what is no postcode stays as it is.
std::string written_postcode(std::string_view recorded);

/// A line as it is printed: without spaces and commas at its ends.
std::string written_address_line(std::string_view recorded);

/// Has the shape of one of the United Kingdom's, in any spelling, in an area that exists.
/// Whether anybody lives there it cannot know.
bool is_postcode(std::string_view text);

/// What keeps a letter with these lines, name first and postcode last, from being posted: a clause
/// that holds no words of the address. Nothing when it may go.
std::optional<std::string> why_not_postable(const std::vector<std::string>& lines);

}  // namespace postroom::composition
