#include "calendar/working_calendar.hpp"

#include <algorithm>
#include <cassert>

namespace postroom::calendar {

namespace {

Problem missing_year(int year) {
    return Problem{.what = "the bank holidays of " + std::to_string(year) + " are not loaded",
                   .remedy = "add the year " + std::to_string(year) +
                             " to the holidays file (gov.uk/bank-holidays.json)"};
}

}  // namespace

WorkingCalendar::WorkingCalendar(std::vector<Holiday> holidays, ReceiptRule rule)
    : holidays_(std::move(holidays)), rule_(rule) {
    assert(!holidays_.empty());
    const auto by_day = [](const Holiday& a, const Holiday& b) { return a.day < b.day; };
    const auto same_day = [](const Holiday& a, const Holiday& b) { return a.day == b.day; };
    std::stable_sort(holidays_.begin(), holidays_.end(), by_day);
    holidays_.erase(std::unique(holidays_.begin(), holidays_.end(), same_day), holidays_.end());

    first_ = Day::of(holidays_.front().day.year(), 1, 1);
    last_ = Day::of(holidays_.back().day.year(), 12, 31);
    working_up_to_.reserve(static_cast<std::size_t>(last_.number - first_.number) + 1);
    auto holiday = holidays_.begin();
    for (Day day = first_; day <= last_; day = day.plus_days(1)) {
        const bool is_holiday = holiday != holidays_.end() && holiday->day == day;
        if (is_holiday) ++holiday;
        if (!is_holiday && day.weekday() < Weekday::saturday)
            nth_.push_back(day.number - first_.number);
        working_up_to_.push_back(static_cast<std::int32_t>(nth_.size()));
    }
}

Day WorkingCalendar::first_day() const {
    return first_;
}
Day WorkingCalendar::last_day() const {
    return last_;
}
bool WorkingCalendar::covers(Day day) const {
    return first_ <= day && day <= last_;
}
ReceiptRule WorkingCalendar::receipt_rule() const {
    return rule_;
}

bool WorkingCalendar::is_working_day(Day day) const {
    if (!covers(day)) return false;
    const auto offset = static_cast<std::size_t>(day.number - first_.number);
    const std::int32_t before = offset == 0 ? 0 : working_up_to_[offset - 1];
    return working_up_to_[offset] > before;
}

Expected<Day> WorkingCalendar::add(Day from, int n) const {
    if (rule_ == ReceiptRule::roll) {
        const Expected<Day> rolled = working_day_on_or_after(from);
        if (!rolled) return rolled;
        from = *rolled;
    }
    if (!covers(from)) return fail(missing_year(from.year()));
    if (n == 0) return from;

    const std::int64_t up_to =
        working_up_to_[static_cast<std::size_t>(from.number - first_.number)];
    const std::int64_t strictly_before = up_to - (is_working_day(from) ? 1 : 0);
    const std::int64_t index = n > 0 ? up_to + n - 1 : strictly_before + n;
    if (index < 0) return fail(missing_year(first_.year() - 1));
    if (index >= static_cast<std::int64_t>(nth_.size()))
        return fail(missing_year(last_.year() + 1));
    return first_.plus_days(nth_[static_cast<std::size_t>(index)]);
}

Expected<int> WorkingCalendar::count(Day from, Day to) const {
    if (rule_ == ReceiptRule::roll) {
        const Expected<Day> rolled = working_day_on_or_after(from);
        if (!rolled) return fail(rolled.error());
        from = *rolled;
    }
    if (!covers(from)) return fail(missing_year(from.year()));
    if (!covers(to)) return fail(missing_year(to.year()));
    const auto up_to = [this](Day day) {
        return working_up_to_[static_cast<std::size_t>(day.number - first_.number)];
    };
    return up_to(to) - up_to(from);
}

Expected<Day> WorkingCalendar::working_day_on_or_after(Day day) const {
    if (!covers(day)) return fail(missing_year(day.year()));
    if (is_working_day(day)) return day;
    const auto next = static_cast<std::size_t>(
        working_up_to_[static_cast<std::size_t>(day.number - first_.number)]);
    if (next >= nth_.size()) return fail(missing_year(last_.year() + 1));
    return first_.plus_days(nth_[next]);
}

std::optional<std::string> WorkingCalendar::why_not_working(Day day) const {
    if (is_working_day(day)) return std::nullopt;
    if (day.weekday() == Weekday::saturday) return "Saturday";
    if (day.weekday() == Weekday::sunday) return "Sunday";
    const auto found =
        std::lower_bound(holidays_.begin(), holidays_.end(), day,
                         [](const Holiday& holiday, Day wanted) { return holiday.day < wanted; });
    if (found != holidays_.end() && found->day == day) return found->title;
    return "the bank holidays of " + std::to_string(day.year()) + " are not loaded";
}

}  // namespace postroom::calendar
