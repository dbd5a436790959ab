// Facts that must not be split over two lines: dates, references, postcodes, periods (UKAAF clear
// print, "no single fact split over two lines").
#pragma once

#include <string_view>

namespace postroom::document {

/// True when the space between two words must not end a line: "17 March", "March 2025",
/// "Monday 17", "10 working", "Stage 2", "LE3 8RA", "0116 305", "Ms Patel"; English and Welsh.
bool keeps_together(std::string_view word, std::string_view next);

/// False for words that are facts themselves, such as a reference or a date in figures; web
/// addresses may break where Unicode allows.
bool may_break_inside(std::string_view word);

}  // namespace postroom::document
