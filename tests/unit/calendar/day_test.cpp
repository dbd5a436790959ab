#include "calendar/day.hpp"

#include <gtest/gtest.h>

#include "calendar/date_text.hpp"
#include "makers.hpp"

namespace postroom::calendar {
namespace {

bool is_leap(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

TEST(CivilDay, EveryDayFrom1900To2199FollowsTheOneBefore) {
    // Walks the Gregorian calendar by its school rules, from Monday 1 January 1900.
    const unsigned lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int weekday = 0;
    std::int32_t number = day("1900-01-01").number;
    for (int year = 1900; year <= 2199; ++year) {
        for (unsigned month = 1; month <= 12; ++month) {
            const unsigned length = lengths[month - 1] + (month == 2 && is_leap(year) ? 1U : 0U);
            for (unsigned d = 1; d <= length; ++d) {
                char iso[16];
                std::snprintf(iso, sizeof iso, "%04d-%02u-%02u", year % 10000, month, d);
                const std::optional<Day> parsed = Day::from_iso(iso);
                ASSERT_TRUE(parsed) << iso;
                ASSERT_EQ(parsed->number, number) << iso;
                ASSERT_EQ(*parsed, Day::of(year, month, d));
                ASSERT_EQ(parsed->iso(), iso);
                ASSERT_EQ(parsed->year(), year);
                ASSERT_EQ(parsed->month(), month);
                ASSERT_EQ(parsed->day(), d);
                ASSERT_EQ(static_cast<int>(parsed->weekday()), weekday) << iso;
                ++number;
                weekday = (weekday + 1) % 7;
            }
        }
    }
}

TEST(CivilDay, IsCountedFromTheFirstDayOf1970) {
    EXPECT_EQ(day("1970-01-01").number, 0);
    EXPECT_EQ(day("1969-12-31").number, -1);
    EXPECT_EQ(day("2000-03-01").number, 11017);
    EXPECT_EQ(Day{}.iso(), "1970-01-01");
}

TEST(CivilDay, RefusesDatesThatDoNotExist) {
    for (const char* text : {"2025-02-29", "1900-02-29", "2100-02-29", "2025-04-31", "2025-13-01",
                             "2025-00-10", "2025-01-00", "2025-01-32"})
        EXPECT_FALSE(Day::from_iso(text)) << text;
    EXPECT_TRUE(Day::from_iso("2000-02-29"));
    EXPECT_TRUE(Day::from_iso("2024-02-29"));
}

TEST(CivilDay, RefusesEverySpellingButTheStrictOne) {
    for (const char* text :
         {"", "2025", "2025-3-03", "2025-03-3", "25-03-03", "2025/03/03", "03-03-2025",
          "2025-03-03 ", " 2025-03-03", "2025-03-03T00:00", "+025-03-03", "2025-+3-03",
          "2O25-03-03", "1899-12-31", "2200-01-01", "20250303", "2025-03--3"})
        EXPECT_FALSE(Day::from_iso(text)) << text;
    EXPECT_FALSE(Day::from_iso(std::string_view("2025-03-0\0", 10)));
}

TEST(CivilDay, SameDateNextYearMovesALeapDayToThe28th) {
    EXPECT_EQ(day("2024-03-15").plus_years(1), day("2025-03-15"));
    EXPECT_EQ(day("2024-02-29").plus_years(1), day("2025-02-28"));
    EXPECT_EQ(day("2024-02-29").plus_years(4), day("2028-02-29"));
    EXPECT_EQ(day("2024-02-29").plus_years(-1), day("2023-02-28"));
}

TEST(CivilDay, ClocksOfLondonAreReadStrictly) {
    EXPECT_EQ(minute_of_day("00:00"), 0);
    EXPECT_EQ(minute_of_day("09:00"), 540);
    EXPECT_EQ(minute_of_day("23:59"), 1439);
    for (const char* text : {"", "9:00", "24:00", "12:60", "12.30", "12:3", "12:30 ", "-1:00"})
        EXPECT_FALSE(minute_of_day(text)) << text;
}

TEST(DateText, ReadsAsPeopleWriteIt) {
    EXPECT_EQ(long_date(day("2025-03-17")), "17 March 2025");
    EXPECT_EQ(long_date(day("2025-12-01")), "1 December 2025");
    EXPECT_EQ(weekday_date(day("2025-03-17")), "Monday 17 March 2025");
    EXPECT_EQ(weekday_date(day("2025-03-23")), "Sunday 23 March 2025");
}

TEST(DateText, WelshNamesItsMonthsAndWeekdays) {
    EXPECT_EQ(long_date(day("2025-03-17"), "cy"), "17 Mawrth 2025");
    EXPECT_EQ(weekday_date(day("2025-03-17"), "cy"), "dydd Llun 17 Mawrth 2025");
    const char* const week[] = {"dydd Llun 1 Medi 2025",    "dydd Mawrth 2 Medi 2025",
                                "dydd Mercher 3 Medi 2025", "dydd Iau 4 Medi 2025",
                                "dydd Gwener 5 Medi 2025",  "dydd Sadwrn 6 Medi 2025",
                                "dydd Sul 7 Medi 2025"};
    for (int i = 0; i < 7; ++i)
        EXPECT_EQ(weekday_date(day("2025-09-01").plus_days(i), "cy"), week[i]);
    const char* const months[] = {"Ionawr", "Chwefror", "Mawrth",     "Ebrill",
                                  "Mai",    "Mehefin",  "Gorffennaf", "Awst",
                                  "Medi",   "Hydref",   "Tachwedd",   "Rhagfyr"};
    for (unsigned month = 1; month <= 12; ++month)
        EXPECT_EQ(long_date(Day::of(2026, month, 5), "cy"),
                  "5 " + std::string(months[month - 1]) + " 2026");
}

TEST(DateText, EveryOtherLanguageReadsEnglish) {
    EXPECT_EQ(long_date(day("2025-03-17"), "pl"), "17 March 2025");
}

TEST(DateText, TimesHaveTwoDigitsEach) {
    EXPECT_EQ(clock_time(540), "09:00");
    EXPECT_EQ(clock_time(0), "00:00");
    EXPECT_EQ(clock_time(close_of_work), "17:30");
}

}  // namespace
}  // namespace postroom::calendar
