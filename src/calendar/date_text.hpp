// Dates as people read them.
#pragma once

#include <string>
#include <string_view>

#include "calendar/day.hpp"

namespace postroom::calendar {

/// "17 March 2025" ("17 Mawrth 2025" for language "cy"; every other language reads English).
std::string long_date(Day day, std::string_view language = "en");
/// "Monday 17 March 2025" ("dydd Llun 17 Mawrth 2025").
std::string weekday_date(Day day, std::string_view language = "en");
/// "09:00" for 540.
std::string clock_time(int minute_of_day);

}  // namespace postroom::calendar
