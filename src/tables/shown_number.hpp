// A workbook keeps numbers and says how they look; a letter says what the sheet shows.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace postroom::tables {

/// `raw` as the cell of that number format shows it: "1,234.50", "5%", "007"; a date or time as
/// 2025-03-17, 2025-03-17 14:30 or 14:30. Nothing for a format that cannot be followed (fractions,
/// conditions, elapsed time) or a number that is no date.
std::optional<std::string> shown_number(const std::string& raw, std::string_view format,
                                        bool counts_from_1904);

/// The format behind one of the numbers below 164, which workbooks do not spell out; "" for none.
std::string_view built_in_format(int id);

}  // namespace postroom::tables
