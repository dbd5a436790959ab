// What Excel would call a damaged file, found before it is written: libxlsxwriter checks little.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/problem.hpp"
#include "rendering/workbook.hpp"

namespace postroom::rendering {

/// The first thing in the workbook that Excel could not hold.
std::optional<Problem> trouble_with(const Workbook& workbook);

/// Text as Excel stores it: what XML cannot hold, and what would read as such an escape, becomes
/// _xHHHH_. The text must be UTF-8.
std::string stored_text(std::string_view text);

}  // namespace postroom::rendering
