// Weekends and bank holidays: a letter that a clock or a date sets off is written on a working day,
// however late it is (domain A6); what is recorded on another day is answered that day.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "timeline.hpp"

namespace postroom::procedure {

using namespace testing;
using ::testing::Contains;
using ::testing::Not;

namespace {

/// Day 20 is Friday 4 April 2025, and nothing ran that day.
ACase overdue_since_friday() {
    ACase a_case("2025-03-07");
    a_case.sent("acknowledgement", "2025-03-07", "once");
    a_case.sent("delay-apology-silence", "2025-03-21", "stage1:e1");
    return a_case;
}

Procedure with_steps(const std::string& steps) {
    return procedure_of(
        "id: test\ntitle: Test\nclocks:\n"
        "  one: {title: One, starts: received, stops: [closed], target: {days: 10}}\nsteps:\n" +
        steps);
}

std::string step(const std::string& id, const std::string& what) {
    return "  - {id: " + id + ", title: t, source: p, to: complaints_officer, " + what + "}\n";
}

}  // namespace

TEST(DaysWithoutWork, Edge33_WhatIsOverdueOnADayWithoutWorkWaitsForTheNextWorkingDay) {
    const ACase a_case = overdue_since_friday();
    for (const char* weekend : {"2025-04-05", "2025-04-06"}) {
        const PlannedStep notice = step_of(plan_at(a_case, weekend), "stage2-rights");
        EXPECT_EQ(notice.state, StepState::later) << weekend;
        EXPECT_EQ(notice.because.text(),
                  "overdue, and due on Monday 7 April 2025, the next working day");
        EXPECT_EQ(plan_at(a_case, weekend).next_look->day, day("2025-04-07"));
    }
    const PlannedStep on_monday = step_of(plan_at(a_case, "2025-04-07"), "stage2-rights");
    EXPECT_EQ(on_monday.state, StepState::due);
    EXPECT_FALSE(on_monday.ask_first) << "it is one working day late";
}

TEST(DaysWithoutWork, FourDaysOfEasterMakeANoticeOneWorkingDayLate) {
    ACase a_case("2025-03-20");  // day 20 is Maundy Thursday
    EXPECT_EQ(step_of(plan_at(a_case, "2025-04-18"), "stage2-rights").planned->day,
              day("2025-04-22"));
    EXPECT_FALSE(step_of(plan_at(a_case, "2025-04-22"), "stage2-rights").ask_first);
    EXPECT_TRUE(step_of(plan_at(a_case, "2025-04-23"), "stage2-rights").ask_first);
}

TEST(DaysWithoutWork, WhatIsRecordedOnOneIsAnsweredThatDay) {
    EXPECT_THAT(due_steps(ACase("2025-04-05"), "2025-04-05"), Contains("acknowledgement"));
}

TEST(DaysWithoutWork, AStrongerLetterThatWaitsStillSpeaksForTheWeaker) {
    ACase a_case = overdue_since_friday();
    a_case.with("extension_refused", "2025-04-05");
    EXPECT_EQ(step_of(plan_at(a_case, "2025-04-05"), "extension-refused").state,
              StepState::skipped);
}

TEST(DaysWithoutWork, AReminderThatIsOfNoMoreUseIsDroppedOnAnyDay) {
    ACase a_case("2025-03-05");  // day 7 is Friday 14 March, day 9 Tuesday 18 March
    EXPECT_EQ(step_of(plan_at(a_case, "2025-03-15"), "update-reminder").state, StepState::later);
    EXPECT_EQ(step_of(plan_at(a_case, "2025-03-22"), "due-tomorrow").state, StepState::skipped);
}

TEST(DaysWithoutWork, HoldBackLettersOfClocksAndDatesAndNoTask) {
    const Procedure procedure =
        with_steps(step("clocked", "letter: a/b, when: {clock: one, day: 5}") +
                   step("dated", "letter: a/b, when: {date: panel_fixed.panel_on, days: -1}") +
                   step("done", "task: t, when: {clock: one, day: 5}") +
                   step("told", "letter: a/b, when: {event: panel_fixed}"));
    ACase a_case("2025-03-07");  // day 5 is Friday 14 March
    a_case.with("panel_fixed", "2025-03-14", {{"panel_on", std::string("2025-03-17")}});
    EXPECT_EQ(due_under(procedure, a_case, "2025-03-15"), (std::set<std::string>{"done", "told"}));
    EXPECT_EQ(due_under(procedure, a_case, "2025-03-17").size(), 4U);
}

TEST(DaysWithoutWork, ALetterWhoseConditionIsMetOnOneIsNotLateOnTheNextWorkingDay) {
    const Procedure procedure =
        with_steps(step("a",
                        "letter: a/b, when: {clock: one, day: 5, at: \"16:00\"}, require: "
                        "[further_time_agreed]"));
    ACase a_case("2025-03-07");
    a_case.with("further_time_agreed", "2025-03-15");
    EXPECT_EQ(due_under(procedure, a_case, "2025-03-15").size(), 0U);
    const PlannedStep on_monday = step_of(plan_under(procedure, a_case, "2025-03-17"), "a");
    EXPECT_EQ(on_monday.state, StepState::due);
    EXPECT_FALSE(on_monday.late);
    EXPECT_EQ(on_monday.deadline, day("2025-03-17"));
}

}  // namespace postroom::procedure
