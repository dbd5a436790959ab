// Text of any origin, shown to people: on a terminal some characters are commands.
#pragma once

#include <string>
#include <string_view>

namespace postroom {

/// One line. Whatever could move the cursor, colour, hide, end a line or turn text about is shown
/// by its name, "<U+001B>"; bytes that are no UTF-8 as "?".
std::string visible_line(std::string_view text);

/// The same for a text of several lines: line feeds and tabs stay.
std::string visible_lines(std::string_view text);

}  // namespace postroom
