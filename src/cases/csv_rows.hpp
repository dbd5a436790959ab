// CSV as RFC 4180 has it, with the line each cell stands on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/expected.hpp"

namespace postroom::cases {

struct CsvCell {
    std::string text;  ///< CR LF inside quotes is LF; spaces around an unquoted cell are gone
    int line = 0;
};

using CsvRow = std::vector<CsvCell>;

/// Rows in order, the header among them; rows without a single filled cell are left out. LF or CR
/// LF ends a row; a quoted cell may hold either, and quotes doubled. The problem has the line.
Expected<std::vector<CsvRow>> parse_csv(std::string_view text);

}  // namespace postroom::cases
