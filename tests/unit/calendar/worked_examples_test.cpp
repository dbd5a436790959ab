// The worked examples of the complaints procedure, one by one: dates reckoned by hand, by councils
// and by the Ombudsman, not by this program.
#include <utility>

#include <gtest/gtest.h>

#include "makers.hpp"

namespace postroom::calendar {
namespace {

using DayAndDate = std::pair<int, const char*>;

void expect_dates(const WorkingCalendar& calendar, const char* from,
                  std::initializer_list<DayAndDate> expected) {
    for (const auto& [n, date] : expected) {
        EXPECT_EQ(calendar.add(day(from), n).value().iso(), date) << from << " d" << n;
        EXPECT_EQ(calendar.count(day(from), day(date)).value(), n) << from << " to " << date;
    }
}

TEST(WorkedExample, 1_StageOneInMarch) {
    expect_dates(strict_calendar(), "2025-03-03",
                 {{3, "2025-03-06"},
                  {5, "2025-03-10"},
                  {7, "2025-03-12"},
                  {8, "2025-03-13"},
                  {10, "2025-03-17"},
                  {17, "2025-03-26"},
                  {20, "2025-03-31"},
                  {26, "2025-04-08"},
                  {30, "2025-04-14"}});
}

TEST(WorkedExample, 2_StageOneOverChristmas) {
    expect_dates(strict_calendar(), "2024-12-11",
                 {{3, "2024-12-16"},
                  {5, "2024-12-18"},
                  {7, "2024-12-20"},
                  {10, "2024-12-27"},
                  {17, "2025-01-08"},
                  {20, "2025-01-13"},
                  {26, "2025-01-21"},
                  {30, "2025-01-27"}});
}

TEST(WorkedExample, 3_StageOneOverEasterAndMay) {
    expect_dates(strict_calendar(), "2025-04-04",
                 {{7, "2025-04-15"},
                  {10, "2025-04-22"},
                  {17, "2025-05-01"},
                  {20, "2025-05-07"},
                  {26, "2025-05-15"},
                  {30, "2025-05-21"}});
}

TEST(WorkedExample, 4_CouncilClosureDaysStillCount) {
    expect_dates(strict_calendar(), "2025-12-15",
                 {{7, "2025-12-24"},
                  {10, "2025-12-31"},
                  {17, "2026-01-12"},
                  {20, "2026-01-15"},
                  {30, "2026-01-29"}});
    std::vector<Holiday> with_closure = england_and_wales();
    for (const char* closed : {"2025-12-24", "2025-12-29", "2025-12-30", "2025-12-31"})
        with_closure.push_back({day(closed), "Council closed"});
    const WorkingCalendar wrong(with_closure, ReceiptRule::strict);
    expect_dates(wrong, "2025-12-15", {{10, "2026-01-07"}, {20, "2026-01-21"}});
}

TEST(WorkedExample, 6_SubstituteDayOf28December2026) {
    expect_dates(strict_calendar(), "2026-12-17",
                 {{5, "2026-12-24"},
                  {7, "2026-12-30"},
                  {10, "2027-01-05"},
                  {17, "2027-01-14"},
                  {20, "2027-01-19"},
                  {26, "2027-01-27"},
                  {30, "2027-02-02"}});
    EXPECT_FALSE(strict_calendar().is_working_day(day("2026-12-28")));
}

TEST(WorkedExample, 8_TheOmbudsmansOwnSixtyFiveDays) {
    expect_dates(strict_calendar(), "2024-08-29", {{25, "2024-10-03"}, {65, "2024-11-28"}});
}

TEST(WorkedExample, 10_ReviewPanel) {
    expect_dates(strict_calendar(), "2025-11-10",
                 {{30, "2025-12-22"}, {20, "2025-12-08"}, {50, "2026-01-22"}});
    EXPECT_EQ(strict_calendar().add(day("2025-12-22"), -10).value().iso(), "2025-12-08");
    expect_dates(strict_calendar(), "2025-12-22", {{5, "2025-12-31"}});
    expect_dates(strict_calendar(), "2025-12-31", {{15, "2026-01-22"}});
}

TEST(WorkedExample, 11_TwentyWorkingDaysBeside28And30CalendarDays) {
    expect_dates(strict_calendar(), "2027-12-17", {{20, "2028-01-19"}});
    EXPECT_EQ(day("2027-12-17").plus_days(28).iso(), "2028-01-14");
    EXPECT_EQ(day("2027-12-17").plus_days(30).iso(), "2028-01-16");
    EXPECT_EQ(day("2028-01-16").weekday(), Weekday::sunday);
    expect_dates(strict_calendar(), "2025-06-02", {{20, "2025-06-30"}});
    EXPECT_EQ(day("2025-06-02").plus_days(28).iso(), "2025-06-30");
    EXPECT_EQ(day("2025-06-02").plus_days(30).iso(), "2025-07-02");
}

TEST(WorkedExample, 12_ReceivedOnASaturdayStrictAndRolled) {
    expect_dates(strict_calendar(), "2025-08-23", {{10, "2025-09-08"}, {20, "2025-09-22"}});
    expect_dates(roll_calendar(), "2025-08-23", {{10, "2025-09-09"}, {20, "2025-09-23"}});
    EXPECT_EQ(roll_calendar().add(day("2025-08-23"), 0).value().iso(), "2025-08-26");
    EXPECT_EQ(strict_calendar().add(day("2025-08-23"), 0).value().iso(), "2025-08-23");
}

TEST(WorkedExample, 14_AnEveningIsStillThatDay) {
    expect_dates(strict_calendar(), "2025-06-27", {{10, "2025-07-11"}});
    expect_dates(strict_calendar(), "2025-06-30", {{10, "2025-07-14"}});
}

TEST(WorkedExample, 15_APauseForAnAdvocate) {
    const WorkingCalendar& calendar = strict_calendar();
    expect_dates(calendar, "2025-06-02", {{10, "2025-06-16"}});
    const int elapsed = calendar.count(day("2025-06-02"), day("2025-06-05")).value();
    EXPECT_EQ(elapsed, 3);
    expect_dates(
        calendar, "2025-06-18",
        {{7 - elapsed, "2025-06-24"}, {10 - elapsed, "2025-06-27"}, {20 - elapsed, "2025-07-11"}});
}

TEST(WorkedExample, 16_AHolidayProclaimedLate) {
    std::vector<Holiday> before = england_and_wales();
    std::erase_if(before, [](const Holiday& holiday) { return holiday.day == day("2022-09-19"); });
    ASSERT_EQ(before.size() + 1, england_and_wales().size());
    expect_dates(WorkingCalendar(before, ReceiptRule::strict), "2022-09-05",
                 {{10, "2022-09-19"}, {20, "2022-10-03"}});
    expect_dates(strict_calendar(), "2022-09-05", {{10, "2022-09-20"}, {20, "2022-10-04"}});
}

TEST(WorkedExample, 19_EarlyMay2020FollowsTheProclamationNotTheRule) {
    expect_dates(strict_calendar(), "2020-04-27", {{5, "2020-05-04"}, {7, "2020-05-06"}});
    EXPECT_TRUE(strict_calendar().is_working_day(day("2020-05-04")));
    EXPECT_FALSE(strict_calendar().is_working_day(day("2020-05-08")));
    expect_dates(strict_calendar(), "2020-05-07", {{1, "2020-05-11"}});
}

TEST(WorkedExample, 20_FurtherTimeAgreedOnDay23) {
    expect_dates(strict_calendar(), "2026-01-05",
                 {{23, "2026-02-05"}, {26, "2026-02-10"}, {30, "2026-02-16"}});
}

TEST(WorkedExample, 21_AnOutageOverDay7) {
    expect_dates(strict_calendar(), "2025-09-01",
                 {{7, "2025-09-10"}, {10, "2025-09-15"}, {17, "2025-09-24"}, {20, "2025-09-29"}});
}

TEST(WorkedExample, 22_OneYearForAComplaint) {
    EXPECT_EQ(day("2024-03-15").plus_years(1).iso(), "2025-03-15");
    EXPECT_EQ(day("2025-03-15").weekday(), Weekday::saturday);
    EXPECT_EQ(day("2024-02-29").plus_years(1).iso(), "2025-02-28");
}

TEST(WorkedExample, SpringHolidayOf2022MovedToTheJubilee) {
    EXPECT_FALSE(strict_calendar().is_working_day(day("2022-06-02")));
    EXPECT_FALSE(strict_calendar().is_working_day(day("2022-06-03")));
    EXPECT_TRUE(strict_calendar().is_working_day(day("2022-05-30")));
    expect_dates(strict_calendar(), "2022-06-01", {{1, "2022-06-06"}});
}

}  // namespace
}  // namespace postroom::calendar
