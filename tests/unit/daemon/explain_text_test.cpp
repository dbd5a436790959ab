#include <set>

#include <gmock/gmock.h>

#include "daemon/work/explain.hpp"

namespace postroom::daemon {
namespace {

using testing::HasSubstr;
using testing::Not;

/// A clock that counts every day from 1 April 2025 on; something falls on each of `events`.
Explanation clock_of(int days, const std::set<int>& events) {
    ExplainedClock clock{.title = "Stage 1", .summary = "day " + std::to_string(days)};
    const auto start = calendar::Day::from_iso("2025-03-31");
    for (int number = 1; number <= days; ++number)
        clock.days.push_back({.day = start->plus_days(number),
                              .number = number,
                              .counts = true,
                              .because = events.contains(number) ? "Apologise" : ""});
    return {.reference = "CC-1", .procedure = "Complaints", .clocks = {clock}};
}

TEST(ExplainedCase, LeavesOutTheQuietDaysLongAfterTheLastStep) {
    const std::string text = to_text(clock_of(60, {10}));
    EXPECT_THAT(text, HasSubstr("day 10  Thursday 10 April 2025  <- Apologise\n"));
    EXPECT_THAT(text, HasSubstr("day 17  Thursday 17 April 2025\n"));
    EXPECT_THAT(text, Not(HasSubstr("day 18 ")));
    EXPECT_THAT(text, HasSubstr("  ...     nothing of this clock falls on the days until\n"
                                "  day 60  Friday 30 May 2025\n"));
}

TEST(ExplainedCase, LeavesOutTheQuietDaysBetweenTwoSteps) {
    const std::string text = to_text(clock_of(50, {10, 50}));
    EXPECT_THAT(text, HasSubstr("day 17  Thursday 17 April 2025\n"
                                "  ...     nothing of this clock falls on the days until\n"
                                "  day 50  Tuesday 20 May 2025  <- Apologise\n"));
    EXPECT_THAT(text, Not(HasSubstr("day 18 ")));
    EXPECT_THAT(text, Not(HasSubstr("day 49 ")));
}

TEST(ExplainedCase, TellsEveryDayOfAClockThatIsStillWatched) {
    const std::string text = to_text(clock_of(24, {10}));
    EXPECT_THAT(text, HasSubstr("day 24  "));
    EXPECT_THAT(text, HasSubstr("day 17  "));
    EXPECT_THAT(text, Not(HasSubstr("...")));
}

TEST(ExplainedCase, NamesTheIdByWhichACorrectionSpeaksOfAnEvent) {
    Explanation explanation{.reference = "CC-1", .procedure = "Complaints"};
    explanation.events = {{.id = "e6",
                           .name = "panel_fixed",
                           .on = calendar::Day::of(2025, 3, 4),
                           .corrected_by = "e8"},
                          {.id = "e8", .name = "corrected", .on = calendar::Day::of(2025, 3, 5)}};
    EXPECT_THAT(to_text(explanation),
                HasSubstr("  [e6]   panel fixed on 4 March 2025; corrected by [e8]\n"
                          "  [e8]   corrected on 5 March 2025\n"));
}

TEST(ExplainedCase, TellsWhatHappenedBeforeWhatOnlyWaits) {
    Explanation explanation{.reference = "CC-1", .procedure = "Complaints"};
    explanation.steps = {{.title = "Confirm the withdrawal",
                          .catalogue = "W-01",
                          .source = "guidance, 3",
                          .state = "waiting",
                          .because = "waits for withdrawn"},
                         {.title = "Acknowledge",
                          .source = "guidance, 1",
                          .state = "sent",
                          .because = "sent on 3 March 2025",
                          .outbox = "complainant: accepted"},
                         {.title = "Answer",
                          .source = "guidance, 2",
                          .state = "waiting",
                          .because = "waits for stage1 drafted",
                          .outbox = "complainant: awaiting approval"}};
    EXPECT_THAT(to_text(explanation),
                HasSubstr("Steps\n"
                          "  sent       Acknowledge\n"
                          "             sent on 3 March 2025\n"
                          "             source: guidance, 1\n"
                          "             outbox: complainant: accepted\n"
                          "  waiting    Answer\n"
                          "             waits for stage1 drafted\n"
                          "             source: guidance, 2\n"
                          "             outbox: complainant: awaiting approval\n"
                          "\nWhat waits for something to happen, or is no longer needed\n"
                          "  Confirm the withdrawal [W-01]: waits for withdrawn  (guidance, 3)\n"));
}

}  // namespace
}  // namespace postroom::daemon
