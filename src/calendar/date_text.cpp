#include "calendar/date_text.hpp"

#include <array>
#include <cassert>

namespace postroom::calendar {

namespace {

struct DateWords {
    std::array<std::string_view, 12> months;
    std::array<std::string_view, 7> weekdays;  ///< Monday first
};

constexpr DateWords english{
    {"January", "February", "March", "April", "May", "June", "July", "August", "September",
     "October", "November", "December"},
    {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}};

constexpr DateWords welsh{{"Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf",
                           "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"},
                          {"dydd Llun", "dydd Mawrth", "dydd Mercher", "dydd Iau", "dydd Gwener",
                           "dydd Sadwrn", "dydd Sul"}};

const DateWords& words_of(std::string_view language) {
    return language == "cy" ? welsh : english;
}

}  // namespace

std::string long_date(Day day, std::string_view language) {
    std::string text = std::to_string(day.day());
    text += ' ';
    text += words_of(language).months[day.month() - 1];
    text += ' ';
    text += std::to_string(day.year());
    return text;
}

std::string weekday_date(Day day, std::string_view language) {
    std::string text(words_of(language).weekdays[static_cast<std::size_t>(day.weekday())]);
    text += ' ';
    text += long_date(day, language);
    return text;
}

std::string clock_time(int minute_of_day) {
    assert(minute_of_day >= 0 && minute_of_day < 24 * 60);
    const auto two = [](int value) {
        return std::string{static_cast<char>('0' + value / 10),
                           static_cast<char>('0' + value % 10)};
    };
    return two(minute_of_day / 60) + ":" + two(minute_of_day % 60);
}

}  // namespace postroom::calendar
