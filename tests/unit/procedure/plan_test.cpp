#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "timeline.hpp"

namespace postroom::procedure {

using namespace testing;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

/// Says what was sent so far, as a case in order would have it.
ACase in_good_order(const char* received) {
    ACase a_case(received);
    a_case.sent("acknowledgement", received, "once");
    a_case.sent("allocation", received, "once");
    a_case.sent("eligibility-question", received, "once");
    return a_case;
}

TEST(StageOneTimeline, MatchesWorkedExampleOne) {
    const ACase a_case("2025-03-03");
    const Plan plan = plan_at(a_case, "2025-03-03");
    EXPECT_EQ(step_of(plan, "acknowledgement").deadline->iso(), "2025-03-06");
    EXPECT_EQ(step_of(plan, "eligibility-question").deadline->iso(), "2025-03-10");
    EXPECT_EQ(step_of(plan, "update-reminder").planned->day.iso(), "2025-03-12");
    EXPECT_EQ(step_of(plan, "update-reminder").planned->minute, 9 * 60);
    EXPECT_EQ(step_of(plan, "delay-apology-silence").planned->day.iso(), "2025-03-17");
    EXPECT_EQ(step_of(plan, "head-of-service-referral").planned->day.iso(), "2025-03-26");
    EXPECT_EQ(step_of(plan, "stage2-rights").planned->day.iso(), "2025-03-31");
    EXPECT_EQ(step_of(plan, "head-of-service-check").planned->day.iso(), "2025-04-08");
    EXPECT_EQ(step_of(plan, "escalated").planned->day.iso(), "2025-04-15");
}

TEST(StageOneTimeline, ExtensionKeepsTheSameDayNought) {
    ACase a_case("2025-03-03");
    EXPECT_EQ(plan_at(a_case, "2025-03-12").clock("stage1")->due->iso(), "2025-03-17");
    a_case.with("extension_agreed", "2025-03-13");
    EXPECT_EQ(plan_at(a_case, "2025-03-13").clock("stage1")->due->iso(), "2025-03-31");
}

TEST(StageOneTimeline, CountsAroundChristmasAndItsSubstituteDay) {
    const Plan plan = plan_at(ACase("2026-12-17"), "2026-12-17");
    EXPECT_EQ(step_of(plan, "update-reminder").planned->day.iso(), "2026-12-30");
    EXPECT_EQ(step_of(plan, "delay-apology-silence").planned->day.iso(), "2027-01-05");
    EXPECT_EQ(step_of(plan, "stage2-rights").planned->day.iso(), "2027-01-19");
}

TEST(StageOneTimeline, ComplaintReceivedOnASaturdayCountsFromSaturday) {
    const Plan plan = plan_at(ACase("2025-08-23"), "2025-08-26");
    EXPECT_EQ(plan.clock("stage1")->due->iso(), "2025-09-08");
    EXPECT_EQ(step_of(plan, "stage2-rights").planned->day.iso(), "2025-09-22");
}

TEST(Acknowledgement, IsDueTheDayTheComplaintIsLogged) {
    EXPECT_THAT(
        due_steps(ACase("2025-03-03"), "2025-03-03"),
        ::testing::UnorderedElementsAre("acknowledgement", "allocation", "eligibility-question"));
}

TEST(Acknowledgement, IsNeverDroppedHoweverLate) {
    ACase a_case("2025-03-03");
    a_case.file().events.front().recorded_on = day("2025-04-14");
    a_case.file().logged_on = day("2025-04-14");
    EXPECT_THAT(due_steps(a_case, "2025-04-14"), Contains("acknowledgement"));
}

TEST(LateLogging, LeavesOneApologyAndOneTask) {
    ACase a_case("2025-03-03");
    a_case.file().events.front().recorded_on = day("2025-04-15");
    a_case.file().logged_on = day("2025-04-15");
    const Plan plan = plan_at(a_case, "2025-04-15");
    EXPECT_EQ(step_of(plan, "update-reminder").state, StepState::skipped);
    EXPECT_EQ(step_of(plan, "delay-apology-silence").state, StepState::skipped);
    EXPECT_EQ(step_of(plan, "head-of-service-referral").state, StepState::skipped);
    EXPECT_EQ(step_of(plan, "late-logging").state, StepState::due);
    const PlannedStep rights = step_of(plan, "stage2-rights");
    EXPECT_EQ(rights.state, StepState::due);
    EXPECT_TRUE(rights.ask_first);
}

TEST(Reminder, DoesNotGoOnceADelayIsConfirmed) {
    ACase a_case = in_good_order("2025-03-03");
    EXPECT_THAT(due_steps(a_case, "2025-03-12"), Contains("update-reminder"));
    a_case.with("delay_confirmed", "2025-03-11", {{"reason", "staff are on leave"}});
    const auto due = due_steps(a_case, "2025-03-12");
    EXPECT_THAT(due, Not(Contains("update-reminder")));
    EXPECT_THAT(due, Contains("delay-apology-confirmed"));
}

TEST(Reminder, WaitsForNineInTheMorning) {
    const ACase a_case = in_good_order("2025-03-03");
    EXPECT_EQ(step_of(plan_at(a_case, {day("2025-03-12"), 8 * 60 + 59}), "update-reminder").state,
              StepState::later);
    EXPECT_EQ(step_of(plan_at(a_case, {day("2025-03-12"), 9 * 60}), "update-reminder").state,
              StepState::due);
}

TEST(DelayApology, ForSilenceGoesAtFourOrByPostAtOne) {
    const Plan by_email = plan_at(ACase("2025-03-03"), "2025-03-03");
    EXPECT_EQ(step_of(by_email, "delay-apology-silence").planned->minute, 16 * 60);
    const Plan by_post = plan_at(ACase("2025-03-03", cases::Channel::letter), "2025-03-03");
    EXPECT_EQ(step_of(by_post, "delay-apology-silence").planned->minute, 13 * 60);
}

TEST(DelayApology, ForSilenceExtendsTheTargetOnceSent) {
    ACase a_case = in_good_order("2025-03-03");
    a_case.sent("delay-apology-silence", "2025-03-17", "stage1:e1");
    const Plan plan = plan_at(a_case, "2025-03-18");
    EXPECT_EQ(plan.clock("stage1")->due->iso(), "2025-03-31");
    EXPECT_EQ(step_of(plan, "new-deadline").state, StepState::due);
}

TEST(DelayApology, AgreedExtensionIsConfirmedInsteadOfAskedFor) {
    ACase a_case = in_good_order("2025-03-03");
    a_case.with("delay_confirmed", "2025-03-11", {{"reason", "complexity"}});
    a_case.with("extension_agreed", "2025-03-11");
    const auto due = due_steps(a_case, "2025-03-11");
    EXPECT_THAT(due, Contains("extension-confirmed"));
    EXPECT_THAT(due, Not(Contains("delay-apology-confirmed")));
}

TEST(DelayApology, RefusalPromisesNoDateButLaterLettersStillGo) {
    ACase a_case = in_good_order("2025-03-03");
    a_case.with("delay_confirmed", "2025-03-11", {{"reason", "complexity"}});
    a_case.sent("delay-apology-confirmed", "2025-03-11", "once");
    a_case.with("extension_refused", "2025-03-13");
    const Plan plan = plan_at(a_case, "2025-03-13");
    EXPECT_EQ(plan.clock("stage1")->due->iso(), "2025-03-17");
    EXPECT_THAT(due_steps(a_case, "2025-03-13"),
                ::testing::IsSupersetOf({"extension-refused", "extension-refused-task"}));
    EXPECT_EQ(step_of(plan, "head-of-service-referral").planned->day.iso(), "2025-03-26");
    EXPECT_EQ(step_of(plan, "stage2-rights").planned->day.iso(), "2025-03-31");
}

TEST(Response, OnTheLastDayStopsTheApology) {
    ACase a_case = in_good_order("2025-03-03");
    a_case.with("stage1_responded", "2025-03-17", {{"finding", "upheld"}});
    const Plan plan = plan_at(a_case, "2025-03-17");
    EXPECT_EQ(step_of(plan, "delay-apology-silence").state, StepState::waiting);
    EXPECT_THAT(step_of(plan, "delay-apology-silence").because, HasSubstr("stage1 responded"));
    EXPECT_EQ(step_of(plan, "stage2-rights").state, StepState::waiting);
}

TEST(Response, WindowClosesTwentyWorkingDaysAfterReceipt) {
    ACase by_post("2025-03-03", cases::Channel::letter);
    by_post.with("stage1_responded", "2025-03-17", {{"finding", "upheld"}});
    // Posted Monday 17 March, received Wednesday 19, day 20 Wednesday 16 April.
    EXPECT_EQ(plan_at(by_post, "2025-03-20").clock("stage2_window")->due->iso(), "2025-04-16");
    EXPECT_EQ(step_of(plan_at(by_post, "2025-03-20"), "closed").planned->day.iso(), "2025-04-17");
}

TEST(Response, ANewDraftTakesTheOldOnesPlace) {
    ACase a_case = in_good_order("2025-03-03");
    a_case.with("stage1_drafted", "2025-03-10");
    a_case.with("stage1_drafted", "2025-03-12");
    const Plan plan = plan_at(a_case, "2025-03-12");
    int due = 0;
    for (const PlannedStep& planned : plan.steps)
        if (planned.step->id.text == "stage1-response" && planned.state == StepState::due) {
            ++due;
            EXPECT_EQ(planned.trigger()->text, "e6");
        }
    EXPECT_EQ(due, 1);
}

TEST(DayThirty, IsFixedHoweverLateTheAgreement) {
    ACase a_case("2026-01-05");
    a_case.sent("stage2-rights", "2026-02-02", "stage1:e1");
    a_case.with("further_time_agreed", "2026-02-05");
    const Plan plan = plan_at(a_case, "2026-02-05");
    EXPECT_EQ(step_of(plan, "head-of-service-check").planned->day.iso(), "2026-02-10");
    EXPECT_EQ(day_of(*plan.clock("stage1"), 30, england()).value()->iso(), "2026-02-16");
    EXPECT_EQ(step_of(plan, "escalated").planned->day.iso(), "2026-02-17");
}

TEST(DayThirty, BeginsStageTwoAtFourOnTheNextDay) {
    ACase a_case("2025-03-03");
    a_case.sent("stage2-rights", "2025-03-31", "stage1:e1");
    a_case.with("further_time_agreed", "2025-04-01");
    EXPECT_EQ(step_of(plan_at(a_case, {day("2025-04-15"), 12 * 60}), "escalated").state,
              StepState::later);
    EXPECT_EQ(step_of(plan_at(a_case, {day("2025-04-15"), 12 * 60}), "day-30-passed").state,
              StepState::due);
    EXPECT_EQ(step_of(plan_at(a_case, "2025-04-15"), "escalated").state, StepState::due);
}

TEST(DayThirty, ItsOwnConsequenceDoesNotUndoTheLetter) {
    ACase a_case("2025-03-03");
    a_case.sent("stage2-rights", "2025-03-31", "stage1:e1");
    a_case.with("further_time_agreed", "2025-04-01");
    a_case.with("stage2_begun", "2025-04-15", {{"because", "day_30"}, {"step", "escalated"}});
    const Plan plan = plan_at(a_case, "2025-04-15");
    EXPECT_EQ(step_of(plan, "escalated").state, StepState::due);
    EXPECT_EQ(step_of(plan, "escalated-notice").state, StepState::due);
    EXPECT_FALSE(plan.clock("stage1")->running());
    EXPECT_EQ(plan.clock("stage2")->started.iso(), "2025-04-15");
}

TEST(DayThirty, ResponseBeforeFourStopsBoth) {
    ACase a_case("2025-03-03");
    a_case.sent("stage2-rights", "2025-03-31", "stage1:e1");
    a_case.with("further_time_agreed", "2025-04-01");
    a_case.with("stage1_responded", "2025-04-15", {{"finding", "upheld"}});
    const Plan plan = plan_at(a_case, "2025-04-15");
    EXPECT_EQ(step_of(plan, "escalated").state, StepState::waiting);
    EXPECT_EQ(step_of(plan, "day-30-passed").state, StepState::waiting);
}

TEST(Silence, IsNeitherAgreementNorARequest) {
    ACase a_case("2025-03-03");
    a_case.sent("stage2-rights", "2025-03-31", "stage1:e1");
    EXPECT_THAT(due_steps(a_case, "2025-04-03"), Contains("silence-call"));
    EXPECT_THAT(due_steps(a_case, "2025-04-07"), Contains("head-of-service-weekly"));
    EXPECT_THAT(due_steps(a_case, "2025-04-14"), Contains("right-reminder"));
    EXPECT_THAT(due_steps(a_case, "2025-04-15"), Not(Contains("escalated")));
    EXPECT_EQ(plan_at(a_case, "2025-05-30").clock("stage2"), nullptr);
}

TEST(StageTwoRequest, BeforeDayTwentyIsEarlyAndGoesToAPerson) {
    ACase a_case = in_good_order("2025-03-03");
    a_case.with("stage2_requested", "2025-03-10");
    const auto due = due_steps(a_case, "2025-03-10");
    EXPECT_THAT(due, Contains("stage2-early-request"));
    EXPECT_THAT(due, Not(Contains("stage2-acknowledgement")));
    EXPECT_TRUE(plan_at(a_case, "2025-03-10").clock("stage1")->running());
}

TEST(StageTwoRequest, AfterTheResponseIsAcknowledgedByDayThree) {
    ACase a_case = in_good_order("2025-03-03");
    a_case.with("stage1_responded", "2025-03-14", {{"finding", "not_upheld"}});
    a_case.with("stage2_requested", "2025-03-20");
    const Plan plan = plan_at(a_case, "2025-03-20");
    const PlannedStep acknowledgement = step_of(plan, "stage2-acknowledgement");
    EXPECT_EQ(acknowledgement.state, StepState::due);
    EXPECT_EQ(acknowledgement.deadline->iso(), "2025-03-25");
    EXPECT_EQ(step_of(plan, "closed").state, StepState::waiting);
}

TEST(StageTwoClock, GivesTheOmbudsmansDateInTheCornwallDecision) {
    ACase a_case("2024-07-01");
    a_case.with("stage1_responded", "2024-07-12", {{"finding", "upheld"}});
    a_case.with("stage2_requested", "2024-08-29");
    const Plan plan = plan_at(a_case, "2024-08-29");
    EXPECT_EQ(day_of(*plan.clock("stage2"), 25, england()).value()->iso(), "2024-10-03");
    EXPECT_EQ(day_of(*plan.clock("stage2"), 65, england()).value()->iso(), "2024-11-28");
}

TEST(Pause, MovesTheRemainingDaysToTheResumption) {
    ACase a_case("2025-06-02");
    a_case.with("advocate_awaited", "2025-06-05", {{"agreed", true}});
    EXPECT_FALSE(plan_at(a_case, "2025-06-10").clock("stage1")->due.has_value());
    a_case.with("advocate_appointed", "2025-06-18");
    const Plan plan = plan_at(a_case, "2025-06-18");
    EXPECT_EQ(step_of(plan, "update-reminder").planned->day.iso(), "2025-06-24");
    EXPECT_EQ(step_of(plan, "delay-apology-silence").planned->day.iso(), "2025-06-27");
    EXPECT_EQ(step_of(plan, "stage2-rights").planned->day.iso(), "2025-07-11");
}

TEST(Pause, LastsWhileAnythingAsksForIt) {
    // Three working days count before both; the eleventh of April is a Sunday, as is day ten's eve.
    ACase a_case("2027-03-12");
    a_case.with("advocate_awaited", "2027-03-17", {{"agreed", true}})
        .with("court_hold", "2027-03-19", {{"scope", std::string("whole")}})
        .with("advocate_appointed", "2027-03-25");
    EXPECT_TRUE(plan_at(a_case, "2027-03-30").clock("stage1")->paused());
    a_case.with("court_hold_lifted", "2027-04-01");
    EXPECT_EQ(plan_at(a_case, "2027-04-01").clock("stage1")->due->iso(), "2027-04-12");
}

TEST(Pause, ThatBeganBeforeAClockHoldsItFromItsFirstDay) {
    ACase a_case = in_good_order("2025-06-02");
    a_case.with("stage1_responded", "2025-06-06", {{"finding", std::string("upheld")}})
        .with("court_hold", "2025-06-10", {{"scope", std::string("whole")}})
        .with("stage2_requested", "2025-06-12");
    EXPECT_TRUE(plan_at(a_case, "2025-06-20").clock("stage2")->paused());
    EXPECT_EQ(plan_at(a_case, "2025-06-20").clock("stage2")->day_number, 0);
    a_case.with("court_hold_lifted", "2025-06-26");
    // Twenty-five working days from the day the hold was lifted.
    EXPECT_EQ(plan_at(a_case, "2025-06-26").clock("stage2")->due->iso(), "2025-07-31");
    // One that was over before the clock began holds nothing.
    ACase over = in_good_order("2025-06-02");
    over.with("court_hold", "2025-06-03", {{"scope", std::string("whole")}})
        .with("court_hold_lifted", "2025-06-04")
        .with("stage1_responded", "2025-06-06", {{"finding", std::string("upheld")}})
        .with("stage2_requested", "2025-06-12");
    EXPECT_EQ(plan_at(over, "2025-06-12").clock("stage2")->due->iso(), "2025-07-17");
}

TEST(Pause, EndsWithALaterWordThatNoLongerAsksForIt) {
    ACase hold("2027-02-01");
    hold.with("court_hold", "2027-02-04", {{"scope", std::string("whole")}})
        .with("court_hold", "2027-02-09", {{"scope", std::string("part")}});
    EXPECT_FALSE(plan_at(hold, "2027-02-10").clock("stage1")->paused());
    ACase advocate("2027-04-06");
    advocate.with("advocate_awaited", "2027-04-09", {{"agreed", true}})
        .with("advocate_awaited", "2027-04-14", {{"agreed", false}});
    EXPECT_FALSE(plan_at(advocate, "2027-04-14").clock("stage1")->paused());
}

TEST(Pause, NeedsTheYoungPersonsAgreement) {
    ACase a_case("2025-06-02");
    a_case.with("advocate_awaited", "2025-06-05", {{"agreed", false}});
    EXPECT_EQ(plan_at(a_case, "2025-06-10").clock("stage1")->due->iso(), "2025-06-16");
}

TEST(Outage, LeavesOnlyTheLatestThatIsStillTrue) {
    ACase a_case = in_good_order("2025-09-01");
    const Plan plan = plan_at(a_case, "2025-09-15");
    EXPECT_EQ(step_of(plan, "update-reminder").state, StepState::skipped);
    EXPECT_TRUE(step_of(plan, "update-reminder").record_skip);
    EXPECT_EQ(step_of(plan, "delay-apology-silence").state, StepState::due);
    EXPECT_EQ(step_of(plan, "head-of-service-referral").planned->day.iso(), "2025-09-24");
    EXPECT_EQ(step_of(plan, "stage2-rights").planned->day.iso(), "2025-09-29");
}

TEST(Baseline, WhatFellDueBeforeItCountsAsDone) {
    ACase a_case("2025-03-03");
    a_case.file().baseline_on = day("2025-03-20");
    const Plan plan = plan_at(a_case, "2025-03-20");
    EXPECT_EQ(step_of(plan, "acknowledgement").state, StepState::baselined);
    EXPECT_EQ(step_of(plan, "delay-apology-silence").state, StepState::baselined);
    EXPECT_EQ(step_of(plan, "head-of-service-referral").state, StepState::later);
}

TEST(Eligibility, AcceptanceIsSaidInTheAcknowledgementThatHasNotGone) {
    ACase a_case("2025-03-03");
    a_case.with("eligibility_decided", "2025-03-03", {{"outcome", "accepted"}});
    const Plan plan = plan_at(a_case, "2025-03-03");
    EXPECT_EQ(step_of(plan, "eligibility-accepted").state, StepState::skipped);
    EXPECT_EQ(step_of(plan, "eligibility-accepted").merged_into->id, StepId("acknowledgement"));
    EXPECT_EQ(step_of(plan, "eligibility-question").state, StepState::waiting);
}

TEST(Eligibility, RefusalStopsStageOneAndIsWrittenToTheComplainant) {
    ACase a_case = in_good_order("2025-03-03");
    a_case.with("eligibility_decided", "2025-03-07", {{"outcome", "not_statutory"}});
    const Plan plan = plan_at(a_case, "2025-03-07");
    EXPECT_FALSE(plan.clock("stage1")->running());
    EXPECT_FALSE(plan.open);
    EXPECT_EQ(step_of(plan, "not-statutory").state, StepState::due);
    EXPECT_EQ(step_of(plan, "not-statutory").step->release, Release::approved);
    EXPECT_EQ(step_of(plan, "not-statutory-handover").state, StepState::due);
    EXPECT_EQ(step_of(plan, "out-of-time").state, StepState::waiting);
    EXPECT_EQ(step_of(plan, "eligibility-accepted").state, StepState::waiting);
}

TEST(Safeguarding, HoldsEverythingButTheAcknowledgementAndTheReferral) {
    ACase a_case("2025-03-03");
    a_case.with("safeguarding_flagged", "2025-03-03");
    EXPECT_THAT(due_steps(a_case, "2025-03-03"),
                ::testing::ElementsAre("acknowledgement", "safeguarding-referral"));
    a_case.with("safeguarding_cleared", "2025-03-04");
    EXPECT_THAT(due_steps(a_case, "2025-03-04"), Contains("allocation"));
}

TEST(Death, StopsEverythingAndAsksAPerson) {
    ACase a_case("2025-03-03");
    a_case.with("deceased", "2025-03-03");
    EXPECT_THAT(due_steps(a_case, "2025-03-03"), ::testing::ElementsAre("death"));
}

TEST(NextLook, IsTheNextMomentThePlanChangesByItself) {
    const ACase a_case = in_good_order("2025-03-03");
    const Plan plan = plan_at(a_case, "2025-03-03");
    ASSERT_TRUE(plan.next_look);
    EXPECT_EQ(*plan.next_look, (LocalTime{day("2025-03-06"), 9 * 60}));
}

TEST(CalendarEnd, IsAnErrorThatNamesWhatToLoad) {
    const ACase a_case("2028-12-18");
    const auto planned =
        plan(a_case.at(day("2028-12-18")), leicestershire(), england(), close_of("2028-12-18"));
    ASSERT_FALSE(planned);
    EXPECT_THAT(to_text(planned.error()), HasSubstr("2029"));
}

}  // namespace postroom::procedure
