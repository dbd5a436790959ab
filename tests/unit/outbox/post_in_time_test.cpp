#include "outbox/post_in_time.hpp"

#include <gtest/gtest.h>

using namespace postroom;
using calendar::Day;

namespace {

Day day(const char* iso) {
    return *Day::from_iso(iso);
}

/// The evening before, as "2026-11-26 17:30".
std::string evening_before(const char* due) {
    const calendar::WorkingCalendar calendar(
        {{day("2026-01-01"), "New Year's Day"}, {day("2026-12-25"), "Christmas Day"}},
        calendar::ReceiptRule::strict);
    const auto found = outbox::time_to_think_of_post(day(due), calendar);
    if (!found) return "";
    EXPECT_EQ(found->minute, 17 * 60 + 30);
    return found->day.iso();
}

}  // namespace

TEST(PostInTime, IsThoughtOfAtTheCloseOfWorkBeforeTheDay) {
    EXPECT_EQ(evening_before("2026-11-27"), "2026-11-26");
}

TEST(PostInTime, LeavesAWholeWorkingDayAfterAWeekendAndBeforeAHoliday) {
    EXPECT_EQ(evening_before("2026-11-30"), "2026-11-27");  // a Monday: on Friday evening
    EXPECT_EQ(evening_before("2026-11-29"), "2026-11-26");  // a Sunday: to be posted on Friday
    EXPECT_EQ(evening_before("2026-12-25"), "2026-12-23");
}

TEST(PostInTime, IsNotKnownPastTheHolidaysLoaded) {
    EXPECT_EQ(evening_before("2027-01-04"), "");
}
