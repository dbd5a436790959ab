// Calendars and days for the calendar's tests.
#pragma once

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "calendar/working_calendar.hpp"

namespace postroom::calendar {

inline std::string holidays_json() {
    std::ifstream file(POSTROOM_SOURCE_TREE "/config/holidays/england-and-wales.json");
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

inline std::vector<Holiday> england_and_wales() {
    return parse_holidays(holidays_json(), "england-and-wales.json", "england-and-wales").value();
}

inline const WorkingCalendar& strict_calendar() {
    static const WorkingCalendar calendar(england_and_wales(), ReceiptRule::strict);
    return calendar;
}

inline const WorkingCalendar& roll_calendar() {
    static const WorkingCalendar calendar(england_and_wales(), ReceiptRule::roll);
    return calendar;
}

inline Day day(std::string_view iso) {
    const std::optional<Day> parsed = Day::from_iso(iso);
    if (!parsed) throw std::invalid_argument("a test uses a date that does not exist");
    return *parsed;
}

}  // namespace postroom::calendar
