#include "calendar/day.hpp"

#include <cassert>
#include <chrono>

namespace postroom::calendar {

namespace {

constexpr int first_year = 1900;
constexpr int last_year = 2199;

std::chrono::year_month_day civil(Day day) {
    return std::chrono::sys_days{std::chrono::days{day.number}};
}

Day from_civil(std::chrono::year_month_day date) {
    const auto since_epoch = std::chrono::sys_days{date}.time_since_epoch();
    return Day{static_cast<std::int32_t>(since_epoch.count())};
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// -1 when either is no digit.
int two_digits(std::string_view text, std::size_t at) {
    if (!is_digit(text[at]) || !is_digit(text[at + 1])) return -1;
    return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

}  // namespace

std::optional<Day> Day::from_iso(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const int century = two_digits(text, 0);
    const int year_of_century = two_digits(text, 2);
    const int month = two_digits(text, 5);
    const int day = two_digits(text, 8);
    if (century < 0 || year_of_century < 0 || month < 0 || day < 0) return std::nullopt;
    const int year = century * 100 + year_of_century;
    if (year < first_year || year > last_year) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return std::nullopt;
    return from_civil(date);
}

Day Day::of(int year, unsigned month, unsigned day) {
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                                           std::chrono::day{day}};
    assert(date.ok());
    return from_civil(date);
}

std::string Day::iso() const {
    const std::chrono::year_month_day date = civil(*this);
    const auto digit = [](int value) { return static_cast<char>('0' + value % 10); };
    const int y = static_cast<int>(date.year());
    const int m = static_cast<int>(static_cast<unsigned>(date.month()));
    const int d = static_cast<int>(static_cast<unsigned>(date.day()));
    assert(y >= 0 && y <= 9999);
    return {digit(y / 1000), digit(y / 100), digit(y / 10), digit(y),      '-',
            digit(m / 10),   digit(m),       '-',           digit(d / 10), digit(d)};
}

int Day::year() const {
    return static_cast<int>(civil(*this).year());
}
unsigned Day::month() const {
    return static_cast<unsigned>(civil(*this).month());
}
unsigned Day::day() const {
    return static_cast<unsigned>(civil(*this).day());
}

Weekday Day::weekday() const {
    // 1970-01-01 was a Thursday, three days after a Monday.
    const std::int32_t since_monday = ((number + 3) % 7 + 7) % 7;
    return static_cast<Weekday>(since_monday);
}

Day Day::plus_years(int years) const {
    std::chrono::year_month_day date = civil(*this) + std::chrono::years{years};
    if (!date.ok()) date = date.year() / std::chrono::February / 28;
    return from_civil(date);
}

std::optional<int> minute_of_day(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const int hour = two_digits(text, 0);
    const int minute = two_digits(text, 3);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
    return hour * 60 + minute;
}

}  // namespace postroom::calendar
