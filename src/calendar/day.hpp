// Civil days: a date without a time, in Europe/London where it matters (domain A11).
#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace postroom::calendar {

enum class Weekday { monday, tuesday, wednesday, thursday, friday, saturday, sunday };

/// One day of the Gregorian calendar. Default-constructed: 1970-01-01.
struct Day {
    std::int32_t number = 0;  ///< days since 1970-01-01

    /// Strictly YYYY-MM-DD and a date that exists; years 1900 to 2199.
    static std::optional<Day> from_iso(std::string_view text);
    static Day of(int year, unsigned month, unsigned day);

    std::string iso() const;
    int year() const;
    unsigned month() const;  ///< 1 to 12
    unsigned day() const;    ///< 1 to 31
    Weekday weekday() const;
    Day plus_days(int days) const { return Day{number + days}; }
    /// Same date `years` later; 29 February becomes 28 February (domain A9).
    Day plus_years(int years) const;

    auto operator<=>(const Day&) const = default;
};

/// Later than every day: that of what has none. Only for whoever counts many days: an optional of a
/// Day is written as five bytes and read as eight, and the processor waits for it each time.
inline constexpr Day never{std::numeric_limits<std::int32_t>::max()};

/// A moment of a civil day in London: the day and minutes since its midnight (0 to 1439).
struct LocalTime {
    Day day;
    int minute = 0;
    auto operator<=>(const LocalTime&) const = default;
};

/// "09:00" to 540; nothing for anything that is not HH:MM within a day.
std::optional<int> minute_of_day(std::string_view text);

/// The close of work, at which a command given only a day takes its look: 17:30.
inline constexpr int close_of_work = 17 * 60 + 30;

}  // namespace postroom::calendar
