// Working days of England and Wales: counting is two look-ups in a table, never a loop over days.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.hpp"
#include "calendar/day.hpp"

namespace postroom::calendar {

struct Holiday {
    Day day;
    std::string title;
    bool operator==(const Holiday&) const = default;
};

/// What a complaint received on a day that is not a working day counts from (domain A2).
enum class ReceiptRule {
    strict,  ///< day 0 is the date of receipt, weekend or not
    roll     ///< day 0 rolls on to the next working day
};

/// GOV.UK's bank-holiday JSON: the named division's days in date order. The problem names file
/// and line.
Expected<std::vector<Holiday>> parse_holidays(std::string_view json, const std::string& file,
                                              const std::string& division);

/// Immutable; copies share nothing and may be read from any thread.
class WorkingCalendar {
  public:
    /// Covers whole years, from that of the first holiday to that of the last. Repeated days are
    /// one day. `holidays` must not be empty.
    WorkingCalendar(std::vector<Holiday> holidays, ReceiptRule rule);

    Day first_day() const;  ///< 1 January of the first year loaded
    Day last_day() const;   ///< 31 December of the last year loaded
    bool covers(Day day) const;
    ReceiptRule receipt_rule() const;

    /// The `n`th working day strictly after `from` (domain A2); for n = 0 `from` itself. Under
    /// ReceiptRule::roll a `from` that is no working day first rolls on to the next one. Negative
    /// n counts backwards. Error past the years loaded: it says which year to load.
    Expected<Day> add(Day from, int n) const;

    /// Working days after `from` up to and including `to`: the day number of `to` (under the same
    /// rule as add). Zero or negative when `to` is not after `from`; negative also before a day 0
    /// that rolled, so that for n >= 0 `count(from, to) >= n` is `add(from, n) <= to`.
    Expected<int> count(Day from, Day to) const;

    bool is_working_day(Day day) const;  ///< false outside the years loaded
    /// "Saturday", "Good Friday"; nothing for a working day.
    std::optional<std::string> why_not_working(Day day) const;
    /// `day` itself when it is a working day, else the next one.
    Expected<Day> working_day_on_or_after(Day day) const;

  private:
    std::vector<Holiday> holidays_;
    ReceiptRule rule_;
    Day first_;
    Day last_;
    std::vector<std::int32_t> working_up_to_;  ///< per day: working days in [first_, day]
    std::vector<std::int32_t> nth_;            ///< per working day: its offset from first_
};

}  // namespace postroom::calendar
