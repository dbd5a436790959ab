// Working-day sums by the million: one line in, one date out.
#pragma once

#include <string>
#include <string_view>

#include "base/expected.hpp"
#include "calendar/working_calendar.hpp"

namespace postroom::calendar {

/// For each line "DATE N" (ISO date, spaces or tabs, a whole number that may be negative) the date
/// of WorkingCalendar::add as one ISO line. Lines end in LF or CRLF; the last may lack its end.
/// Large inputs are given in chunks of whole lines: `first_line` is the number of the chunk's first
/// line. The first line that cannot be answered is a Problem with `file` and line, and the chunk
/// gives nothing.
Expected<std::string> add_lines(std::string_view lines, const WorkingCalendar& calendar,
                                const std::string& file, int first_line = 1);

}  // namespace postroom::calendar
