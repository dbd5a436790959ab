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
    before_.reserve(static_cast<std::size_t>(last_.number - first_.number) + 2);
    before_.push_back(0);
    auto holiday = holidays_.begin();
    for (Day day = first_; day <= last_; day = day.plus_days(1)) {
        const bool is_holiday = holiday != holidays_.end() && holiday->day == day;
        if (is_holiday) ++holiday;
        if (!is_holiday && day.weekday() < Weekday::saturday)
            nth_.push_back(day.number - first_.number);
        before_.push_back(static_cast<std::int32_t>(nth_.size()));
    }
}

Expected<Day> WorkingCalendar::add(Day from, int n) const {
    if (const Day day = nth_after(from, n); day != never) return day;
    if (!covers(from)) return fail(missing_year(from.year()));
    return fail(
        missing_year(day_zero(from) != never && n < 0 ? first_.year() - 1 : last_.year() + 1));
}

Expected<int> WorkingCalendar::count(Day from, Day to) const {
    if (const int days = counted(from, to); days != not_counted) return days;
    if (!covers(from)) return fail(missing_year(from.year()));
    return fail(missing_year(day_zero(from) != never ? to.year() : last_.year() + 1));
}

Expected<Day> WorkingCalendar::working_day_on_or_after(Day day) const {
    if (const Day found = next_working_day(day); found != never) return found;
    return fail(missing_year(covers(day) ? last_.year() + 1 : day.year()));
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
