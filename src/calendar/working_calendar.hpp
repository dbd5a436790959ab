// Working days of England and Wales: counting is two look-ups in a table, never a loop over days.
#pragma once

#include <limits>
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

    Day first_day() const { return first_; }  ///< 1 January of the first year loaded
    Day last_day() const { return last_; }    ///< 31 December of the last year loaded
    bool covers(Day day) const { return first_ <= day && day <= last_; }
    ReceiptRule receipt_rule() const { return rule_; }

    /// The `n`th working day strictly after `from` (domain A2); for n = 0 `from` itself. Under
    /// ReceiptRule::roll a `from` that is no working day first rolls on to the next one. Negative
    /// n counts backwards. Error past the years loaded: it says which year to load.
    Expected<Day> add(Day from, int n) const;

    /// Working days after `from` up to and including `to`: the day number of `to` (under the same
    /// rule as add). Zero or negative when `to` is not after `from`; negative also before a day 0
    /// that rolled, so that for n >= 0 `count(from, to) >= n` is `add(from, n) <= to`.
    Expected<int> count(Day from, Day to) const;

    /// False outside the years loaded.
    bool is_working_day(Day day) const { return covers(day) && up_to(day) > before(day); }
    /// "Saturday", "Good Friday"; nothing for a working day.
    std::optional<std::string> why_not_working(Day day) const;
    /// `day` itself when it is a working day, else the next one.
    Expected<Day> working_day_on_or_after(Day day) const;

    // The same three for whoever counts many days: `never` (`not_counted`) past the years loaded.
    static constexpr int not_counted = std::numeric_limits<int>::min();
    Day nth_after(Day from, int n) const {
        const Day zero = day_zero(from);
        if (zero == never || n == 0) return zero;
        return nth(n > 0 ? std::int64_t{up_to(zero)} + n - 1 : std::int64_t{before(zero)} + n);
    }
    int counted(Day from, Day to) const {
        const Day zero = day_zero(from);
        return zero == never || !covers(to) ? not_counted : up_to(to) - up_to(zero);
    }
    Day next_working_day(Day day) const {
        if (!covers(day)) return never;
        return up_to(day) > before(day) ? day : nth(up_to(day));
    }

  private:
    /// Working days before a day that is covered; up to and including it.
    std::int32_t before(Day day) const {
        return before_[static_cast<std::size_t>(day.number - first_.number)];
    }
    std::int32_t up_to(Day day) const {
        return before_[static_cast<std::size_t>(day.number - first_.number) + 1];
    }
    Day nth(std::int64_t index) const {
        if (index < 0 || static_cast<std::size_t>(index) >= nth_.size()) return never;
        return first_.plus_days(nth_[static_cast<std::size_t>(index)]);
    }
    /// What days are counted from.
    Day day_zero(Day from) const {
        if (rule_ == ReceiptRule::roll) return next_working_day(from);
        return covers(from) ? from : never;
    }

    std::vector<Holiday> holidays_;
    ReceiptRule rule_;
    Day first_;
    Day last_;
    std::vector<std::int32_t> before_;  ///< per day: working days in [first_, day); and the end
    std::vector<std::int32_t> nth_;     ///< per working day: its offset from first_
};

}  // namespace postroom::calendar
