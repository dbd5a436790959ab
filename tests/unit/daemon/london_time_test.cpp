#include "daemon/premises/london_time.hpp"

#include <gtest/gtest.h>

namespace postroom::daemon {

using calendar::Day;
using calendar::LocalTime;

Instant at(const char* text) {
    return parse_instant(text).value();
}

TEST(London, EveningInSummerIsTheNextDayAfterElevenUtc) {
    EXPECT_EQ(london(at("2025-06-30T22:59:00Z")), (LocalTime{Day::of(2025, 6, 30), 23 * 60 + 59}));
    EXPECT_EQ(london(at("2025-06-30T23:00:00Z")), (LocalTime{Day::of(2025, 7, 1), 0}));
    EXPECT_EQ(london(at("2025-01-31T23:30:00Z")).day, Day::of(2025, 1, 31));
}

TEST(London, CloseOfWorkIsHalfPastFiveOnBothSidesOfTheClockChange) {
    EXPECT_EQ(utc_text(instant_of({Day::of(2025, 3, 28), 17 * 60 + 30})), "2025-03-28T17:30:00Z");
    EXPECT_EQ(utc_text(instant_of({Day::of(2025, 3, 31), 17 * 60 + 30})), "2025-03-31T16:30:00Z");
    EXPECT_EQ(utc_text(instant_of({Day::of(2025, 10, 27), 9 * 60})), "2025-10-27T09:00:00Z");
}

TEST(London, TimesOfTheDayComeBackOnEveryDayOfBothClockChanges) {
    for (int year = 2024; year <= 2037; ++year) {
        for (const Day start : {Day::of(year, 3, 24), Day::of(year, 10, 24)}) {
            for (int i = 0; i < 9; ++i) {
                for (const int minute : {7 * 60, 9 * 60, 13 * 60, 16 * 60, 17 * 60 + 30}) {
                    const LocalTime local{start.plus_days(i), minute};
                    EXPECT_EQ(london(instant_of(local)), local);
                }
            }
        }
    }
}

TEST(London, AnHourThatDoesNotExistIsTheMomentAfterTheGap) {
    EXPECT_EQ(utc_text(instant_of({Day::of(2025, 3, 30), 90})), "2025-03-30T01:00:00Z");
}

TEST(ParseInstant, ReadsZonesAndRefusesWhatIsNoTime) {
    EXPECT_EQ(at("2025-06-01T10:00:00+01:00"), at("2025-06-01T09:00:00Z"));
    EXPECT_EQ(at("2025-06-01T10:00"), at("2025-06-01T09:00:00Z"));
    EXPECT_FALSE(parse_instant("2025-06-01"));
    EXPECT_FALSE(parse_instant("2025-02-30T10:00:00Z"));
    EXPECT_FALSE(parse_instant("2025-06-01T24:00:00Z"));
    EXPECT_FALSE(parse_instant("2025-06-01T10:00:00ZZ"));
}

}  // namespace postroom::daemon
