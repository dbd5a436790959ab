#include "daemon/premises/clock_seen.hpp"

#include <gtest/gtest.h>

using namespace postroom;
using daemon::ClockSeen;

namespace {

constexpr std::int64_t an_hour = 60LL * 60 * 1'000'000;

ClockSeen seen(std::int64_t running_hours, std::int64_t wall_hours, std::string boot = "first") {
    return {.boot = std::move(boot),
            .running_for = running_hours * an_hour,
            .wall = Instant{wall_hours * an_hour}};
}

}  // namespace

TEST(TheMachinesClock, HasLeaptWhenItShowsADayMoreThanHasPassed) {
    EXPECT_TRUE(daemon::has_leapt(seen(10, 1000), seen(11, 1026)));
    EXPECT_EQ(daemon::expected_now(seen(10, 1000), seen(11, 1026)), Instant{1001 * an_hour});
}

TEST(TheMachinesClock, IsBelievedWhenTimePassedOrItWasCorrected) {
    EXPECT_FALSE(daemon::has_leapt(seen(10, 1000), seen(500, 1490)));  // three weeks asleep
    EXPECT_FALSE(daemon::has_leapt(seen(10, 1000), seen(11, 1025)));   // a day to the hour
    EXPECT_FALSE(daemon::has_leapt(seen(10, 1000), seen(11, 900)));    // backwards
}

TEST(TheMachinesClock, IsNotJudgedAcrossAStartOfTheMachine) {
    EXPECT_FALSE(daemon::has_leapt(seen(10, 1000), seen(1, 9000, "second")));
    EXPECT_FALSE(daemon::has_leapt(seen(10, 1000), seen(1, 9000)));
}

TEST(TheMachinesClock, IsReadBackAsItWasWritten) {
    const ClockSeen now = daemon::see_clock(SetClock(Instant{42}));
    EXPECT_EQ(daemon::clock_seen_in(daemon::to_text(now)), now);
    EXPECT_FALSE(daemon::clock_seen_in(""));
    EXPECT_FALSE(daemon::clock_seen_in("first one two"));
}
