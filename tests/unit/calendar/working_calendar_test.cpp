#include "calendar/working_calendar.hpp"

#include <set>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "makers.hpp"

namespace postroom::calendar {
namespace {

// The rule as a person with a wall calendar applies it, one day at a time.
class WallCalendar {
  public:
    WallCalendar() {
        for (const Holiday& holiday : england_and_wales()) crossed_out_.insert(holiday.day);
    }
    bool is_working(Day date) const {
        const bool weekend =
            date.weekday() == Weekday::saturday || date.weekday() == Weekday::sunday;
        return !weekend && !crossed_out_.contains(date);
    }
    Day roll(Day date) const {
        while (!is_working(date)) date = date.plus_days(1);
        return date;
    }
    Day add(Day from, int n) const {
        const int step = n < 0 ? -1 : 1;
        while (n != 0) {
            from = from.plus_days(step);
            if (is_working(from)) n -= step;
        }
        return from;
    }
    int count(Day from, Day to) const {
        int counted = 0;
        for (Day date = from.plus_days(1); date <= to; date = date.plus_days(1))
            counted += is_working(date) ? 1 : 0;
        for (Day date = to.plus_days(1); date <= from; date = date.plus_days(1))
            counted -= is_working(date) ? 1 : 0;
        return counted;
    }

  private:
    std::set<Day> crossed_out_;
};

// 2017 to 2027, so that 200 working days either way stay within the years loaded.
Day some_day() {
    return Day{*rc::gen::inRange(day("2017-01-01").number, day("2028-01-01").number)};
}

TEST(WorkingCalendar, AgreesWithAWallCalendarDayByDay) {
    const WallCalendar wall;
    for (Day date = day("2016-01-01"); date <= day("2028-12-31"); date = date.plus_days(1)) {
        ASSERT_EQ(strict_calendar().is_working_day(date), wall.is_working(date)) << date.iso();
        ASSERT_EQ(strict_calendar().why_not_working(date).has_value(), !wall.is_working(date));
    }
}

TEST(WorkingCalendar, AddsAsAWallCalendarDoes) {
    const WallCalendar wall;
    EXPECT_TRUE(rc::check([&] {
        const Day from = some_day();
        const int n = *rc::gen::inRange(-200, 200);
        RC_ASSERT(strict_calendar().add(from, n).value() == wall.add(from, n));
        RC_ASSERT(roll_calendar().add(from, n).value() == wall.add(wall.roll(from), n));
    }));
}

TEST(WorkingCalendar, CountsAsAWallCalendarDoes) {
    const WallCalendar wall;
    EXPECT_TRUE(rc::check([&] {
        const Day from = some_day();
        const Day to = some_day();
        RC_ASSERT(strict_calendar().count(from, to).value() == wall.count(from, to));
        RC_ASSERT(roll_calendar().count(from, to).value() == wall.count(wall.roll(from), to));
    }));
}

TEST(WorkingCalendar, ADayNumberIsReachedExactlyWhenItsDateIs) {
    EXPECT_TRUE(rc::check([] {
        const Day from = some_day();
        const Day today = from.plus_days(*rc::gen::inRange(0, 100));
        const int n = *rc::gen::inRange(0, 60);
        for (const WorkingCalendar* calendar : {&strict_calendar(), &roll_calendar()})
            RC_ASSERT((calendar->count(from, today).value() >= n) ==
                      (calendar->add(from, n).value() <= today));
    }));
}

TEST(WorkingCalendar, NamesWhyADayIsNotWorked) {
    EXPECT_EQ(strict_calendar().why_not_working(day("2025-04-18")), "Good Friday");
    EXPECT_EQ(strict_calendar().why_not_working(day("2025-04-19")), "Saturday");
    EXPECT_EQ(strict_calendar().why_not_working(day("2025-04-20")), "Sunday");
    EXPECT_EQ(strict_calendar().why_not_working(day("2025-04-22")), std::nullopt);
    EXPECT_EQ(strict_calendar().why_not_working(day("2029-01-02")),
              "the bank holidays of 2029 are not loaded");
}

TEST(WorkingCalendar, CoversWholeYears) {
    const WorkingCalendar& calendar = strict_calendar();
    EXPECT_EQ(calendar.first_day().iso(), "2016-01-01");
    EXPECT_EQ(calendar.last_day().iso(), "2028-12-31");
    EXPECT_TRUE(calendar.covers(day("2016-01-01")));
    EXPECT_TRUE(calendar.covers(day("2028-12-31")));
    EXPECT_FALSE(calendar.covers(day("2015-12-31")));
    EXPECT_FALSE(calendar.covers(day("2029-01-01")));
    EXPECT_FALSE(calendar.is_working_day(day("2029-01-02")));
    EXPECT_EQ(calendar.receipt_rule(), ReceiptRule::strict);
}

TEST(WorkingCalendar, RefusesToGuessPastItsLastYear) {
    const Expected<Day> date = strict_calendar().add(day("2028-12-20"), 10);
    ASSERT_FALSE(date);
    EXPECT_NE(to_text(date.error()).find("2029"), std::string::npos);
    EXPECT_EQ(strict_calendar().add(day("2028-12-20"), 5).value().iso(), "2028-12-29");
    EXPECT_FALSE(strict_calendar().add(day("2028-12-20"), 6));

    EXPECT_NE(to_text(strict_calendar().add(day("2031-05-01"), 1).error()).find("2031"),
              std::string::npos);
    EXPECT_NE(to_text(strict_calendar().add(day("2016-01-05"), -10).error()).find("2015"),
              std::string::npos);
    EXPECT_NE(to_text(strict_calendar().add(day("2015-06-01"), 0).error()).find("2015"),
              std::string::npos);
    EXPECT_NE(
        to_text(strict_calendar().count(day("2028-12-01"), day("2030-01-01")).error()).find("2030"),
        std::string::npos);
    EXPECT_NE(
        to_text(strict_calendar().count(day("2014-12-01"), day("2020-01-01")).error()).find("2014"),
        std::string::npos);
}

TEST(WorkingCalendar, RefusesToRollPastItsLastYear) {
    // 30 and 31 December 2028 are a Saturday and a Sunday.
    for (const Expected<Day>& date : {roll_calendar().add(day("2028-12-30"), 0),
                                      roll_calendar().working_day_on_or_after(day("2028-12-30"))}) {
        ASSERT_FALSE(date);
        EXPECT_NE(to_text(date.error()).find("2029"), std::string::npos);
    }
    EXPECT_FALSE(roll_calendar().count(day("2028-12-31"), day("2028-12-31")));
}

TEST(WorkingCalendar, HugeDayNumbersAreRefusedNotOverflowed) {
    EXPECT_FALSE(strict_calendar().add(day("2025-03-03"), 2'147'483'647));
    EXPECT_FALSE(strict_calendar().add(day("2025-03-03"), -2'147'483'647 - 1));
}

TEST(WorkingCalendar, RepeatedAndUnorderedHolidaysAreOneDayEach) {
    const WorkingCalendar calendar({{day("2025-12-26"), "Boxing Day"},
                                    {day("2025-12-25"), "Christmas Day"},
                                    {day("2025-12-26"), "Boxing Day again"}},
                                   ReceiptRule::strict);
    EXPECT_EQ(calendar.add(day("2025-12-24"), 1).value().iso(), "2025-12-29");
    EXPECT_EQ(calendar.why_not_working(day("2025-12-26")), "Boxing Day");
    EXPECT_EQ(calendar.first_day().iso(), "2025-01-01");
}

TEST(WorkingCalendar, FindsTheNextWorkingDay) {
    EXPECT_EQ(strict_calendar().working_day_on_or_after(day("2025-04-18")).value().iso(),
              "2025-04-22");
    EXPECT_EQ(strict_calendar().working_day_on_or_after(day("2025-04-22")).value().iso(),
              "2025-04-22");
    EXPECT_FALSE(strict_calendar().working_day_on_or_after(day("2029-04-22")));
}

}  // namespace
}  // namespace postroom::calendar
