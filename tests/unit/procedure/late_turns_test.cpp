// Turns a case may take late in stage 1: stage 2 asked for, an answer that comes after all, a
// letter that went late, a baseline in the middle.
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "timeline.hpp"

namespace postroom::procedure {

using namespace testing;
using ::testing::Contains;
using ::testing::Not;

constexpr const char* received = "2025-03-03";
constexpr const char* day_20 = "2025-03-31";

ACase silent_to_day_20() {
    ACase a_case(received);
    a_case.sent("acknowledgement", received, "once");
    a_case.sent("stage2-rights", day_20, "stage1:e1");
    return a_case;
}

TEST(StageTwoRequest, FromDayTwentyEndsStageOneWhateverWasAgreed) {
    ACase a_case = silent_to_day_20();
    a_case.with("further_time_agreed", "2025-04-01").with("stage2_requested", "2025-04-07");
    EXPECT_FALSE(plan_at(a_case, "2025-04-07").clock("stage1")->running());
    EXPECT_THAT(due_steps(a_case, "2025-04-08"), Not(Contains("head-of-service-check")));
    EXPECT_THAT(due_steps(a_case, "2025-04-15"), Not(Contains("day-30-passed")));
    EXPECT_THAT(due_steps(a_case, "2025-04-15"), Not(Contains("escalated")));
    EXPECT_EQ(plan_at(a_case, "2025-04-15").clock("stage2")->started, day("2025-04-07"));
}

TEST(StageTwoRequest, OnDayTwentyItselfIsNotEarly) {
    ACase a_case(received);
    a_case.with("stage2_requested", day_20);
    const auto due = due_steps(a_case, day_20);
    EXPECT_THAT(due, Contains("stage2-acknowledgement"));
    EXPECT_THAT(due, Not(Contains("stage2-rights")));
    EXPECT_THAT(due, Not(Contains("stage2-early-request")));
}

TEST(StageTwoRequest, MadeEarlyIsNoAnswerToTheLetterOfDayTwenty) {
    ACase a_case(received);
    a_case.with("stage2_requested", "2025-03-07");
    EXPECT_THAT(due_steps(a_case, day_20), Contains("stage2-rights"));
    a_case.sent("stage2-rights", day_20, "stage1:e1");
    EXPECT_THAT(due_steps(a_case, "2025-04-03"), Contains("silence-call"));
    a_case.with("further_time_agreed", "2025-04-03");
    EXPECT_THAT(due_steps(a_case, "2025-04-15"), Contains("escalated"));
}

TEST(StageTwoRequest, AfterTheCaseWasClosedGoesToAPerson) {
    ACase a_case(received);
    a_case.with("stage1_responded", "2025-03-12", {{"finding", "upheld"}});
    a_case.with("closed", "2025-04-10").with("stage2_requested", "2025-05-01");
    const auto due = due_steps(a_case, "2025-05-01");
    EXPECT_THAT(due, Contains("stage2-asked-after-the-end"));
    EXPECT_THAT(due, Not(Contains("stage2-acknowledgement")));
}

TEST(StageTwoRequest, AfterTheCaseHadEndedOtherwiseGoesToAPersonAndNothingCounts) {
    for (const char* end : {"resolved", "withdrawn", "informally_resolved"}) {
        ACase a_case(received);
        a_case.with("stage1_responded", "2025-03-12", {{"finding", "upheld"}});
        a_case.with(end, "2025-03-13").with("stage2_requested", "2025-03-20");
        EXPECT_THAT(due_steps(a_case, "2025-03-20"), Contains("stage2-asked-after-the-end")) << end;
        EXPECT_THAT(due_steps(a_case, "2025-03-20"), Not(Contains("stage2-acknowledgement")))
            << end;
        EXPECT_EQ(plan_at(a_case, "2025-03-20").clock("stage2"), nullptr) << end;
    }
}

TEST(StageTwoRequest, AfterMoreTimeWasRefusedIsNotEarly) {
    ACase a_case(received);
    a_case.with("extension_refused", "2025-03-12").with("stage2_requested", "2025-03-14");
    const auto due = due_steps(a_case, "2025-03-14");
    EXPECT_THAT(due, Contains("stage2-acknowledgement"));
    EXPECT_THAT(due, Not(Contains("stage2-early-request")));
    a_case.sent("stage2-acknowledgement", "2025-03-14", "once");
    EXPECT_FALSE(plan_at(a_case, "2025-03-14").clock("stage1")->running());
    EXPECT_EQ(plan_at(a_case, "2025-03-14").clock("stage2")->started, day("2025-03-14"));
    EXPECT_THAT(due_steps(a_case, day_20), Not(Contains("stage2-rights")));
}

TEST(StageTwoRequest, MadeEarlyIsAcknowledgedWhenAPersonBeginsStageTwo) {
    ACase a_case(received);
    a_case.with("stage2_requested", "2025-03-07");
    EXPECT_THAT(due_steps(a_case, "2025-03-07"), Not(Contains("stage2-begun-by-agreement")));
    a_case.with("stage2_begun", "2025-03-10",
                {{"because", "agreed with the complainant"}, {"counts_from", "2025-03-07"}});
    EXPECT_THAT(due_steps(a_case, "2025-03-10"), Contains("stage2-begun-by-agreement"));
    EXPECT_EQ(plan_at(a_case, "2025-03-10").clock("stage2")->started, day("2025-03-07"));
}

TEST(StageTwoBegun, ByAPersonWithoutARequestAsksForTheRequest) {
    ACase a_case(received);
    a_case.with("stage2_begun", "2025-03-10", {{"because", "agreed on the phone"}});
    EXPECT_THAT(due_steps(a_case, "2025-03-10"), Contains("stage2-begun-unasked"));
    a_case.with("stage2_requested", "2025-03-11");
    EXPECT_THAT(due_steps(a_case, "2025-03-11"), Contains("stage2-acknowledgement"));
    EXPECT_THAT(due_steps(a_case, "2025-03-11"), Not(Contains("stage2-begun-unasked")));
}

TEST(StageTwoBegun, AfterTheCaseHadEndedCountsNothingAndGoesToAPerson) {
    ACase a_case(received);
    a_case.with("resolved", "2025-03-10").with("stage2_requested", "2025-03-11");
    a_case.with("stage2_begun", "2025-03-12", {{"because", "agreed on the phone"}});
    const auto due = due_steps(a_case, "2025-03-12");
    EXPECT_THAT(due, Contains("stage2-begun-after-its-end"));
    EXPECT_THAT(due, Not(Contains("stage2-begun-by-agreement")));
    EXPECT_EQ(plan_at(a_case, "2025-03-12").clock("stage2"), nullptr);
}

TEST(StageTwoRequest, MadeEarlyIsNotAcknowledgedBesideTheLetterOfDayThirty) {
    ACase a_case = silent_to_day_20();
    a_case.with("stage2_requested", "2025-03-28").with("further_time_agreed", "2025-04-03");
    a_case.with("stage2_begun", "2025-04-15", {{"because", "day_30"}});
    EXPECT_THAT(due_steps(a_case, "2025-04-15"), Not(Contains("stage2-begun-by-agreement")));
}

TEST(FurtherTime, AgreedAfterDayThirtyOpensNoStageTwoAndGoesToAPerson) {
    const char* day_31 = "2025-04-15";
    ACase in_time = silent_to_day_20();
    in_time.with("further_time_agreed", "2025-04-14");
    EXPECT_THAT(due_steps(in_time, day_31), Contains("escalated"));

    ACase too_late = silent_to_day_20();
    too_late.with("further_time_agreed", day_31);
    const auto due = due_steps(too_late, day_31);
    for (const char* step : {"escalated", "day-30-passed", "head-of-service-reissue",
                             "head-of-service-check", "further-time-recorded-late"})
        EXPECT_THAT(due, Not(Contains(step)));
    EXPECT_THAT(due, Contains("further-time-agreed-after-day-30"));
    EXPECT_THAT(due_steps(too_late, "2025-04-24"), Contains("further-time-agreed-late-weekly"));
}

TEST(Concern, ThatWasSortedOutAndBecomesAComplaintGoesToAPerson) {
    ACase a_case(received);
    a_case.with("concern_clarified", "2025-03-04", {{"as", "local"}});
    a_case.with("informally_resolved", "2025-03-10");
    a_case.with("concern_clarified", "2025-03-20", {{"as", "complaint"}});
    EXPECT_THAT(due_steps(a_case, "2025-03-20"), Contains("complaint-after-informal-resolution"));
}

TEST(PanelRequest, AfterTheCaseHadEndedGoesToAPersonAndNothingCounts) {
    ACase a_case = silent_to_day_20();
    a_case.with("stage2_requested", "2025-04-01").with("stage2_adjudicated", "2025-05-01");
    a_case.with("resolved", "2025-05-08").with("stage3_requested", "2025-05-12");
    const auto due = due_steps(a_case, "2025-05-12");
    EXPECT_THAT(due, Contains("stage3-request-after-the-end"));
    EXPECT_THAT(due, Not(Contains("stage3-acknowledgement")));
    EXPECT_EQ(plan_at(a_case, "2025-05-12").clock("stage3"), nullptr);
}

TEST(StageTwoRequest, AfterAResponseAsksForALastLocalResolution) {
    ACase answered(received);
    answered.with("stage1_responded", "2025-03-12", {{"finding", "upheld"}});
    answered.with("stage2_requested", "2025-03-20");
    const Plan plan = plan_at(answered, "2025-03-20");
    EXPECT_EQ(step_of(plan, "last-local-resolution").state, StepState::due);
    EXPECT_EQ(step_of(plan, "last-local-resolution").deadline, day("2025-03-27"));

    ACase unanswered = silent_to_day_20();
    unanswered.with("stage2_requested", "2025-04-02");
    EXPECT_THAT(due_steps(unanswered, "2025-04-02"), Not(Contains("last-local-resolution")));
}

TEST(StageTwoRequest, OnTheDayMoreTimeIsRefusedIsSaidInOneLetter) {
    ACase a_case = silent_to_day_20();
    a_case.with("further_time_refused", "2025-04-02").with("stage2_requested", "2025-04-02");
    const Plan plan = plan_at(a_case, "2025-04-02");
    EXPECT_EQ(step_of(plan, "escalated-at-request").state, StepState::due);
    EXPECT_EQ(step_of(plan, "stage2-acknowledgement").merged_into->id,
              StepId("escalated-at-request"));
}

TEST(StageTwo, BegunByARefusalOnDayTwentyFiveAsksTheHeadOfServiceNoMore) {
    ACase a_case = silent_to_day_20();
    a_case.with("further_time_refused", "2025-04-07");
    const auto due = due_steps(a_case, "2025-04-07");
    EXPECT_THAT(due, Contains("escalated-at-request"));
    EXPECT_THAT(due, Not(Contains("head-of-service-weekly")));
}

TEST(Withdrawal, IsConfirmedAndStopsTheRest) {
    ACase a_case = silent_to_day_20();
    a_case.with("withdrawn", "2025-04-02");
    EXPECT_THAT(due_steps(a_case, "2025-04-02"),
                ::testing::ElementsAre("withdrawal", "withdrawal-look-into"));
}

TEST(Reopening, LeavesTheChoiceToAPersonAndSendsNothing) {
    ACase a_case = silent_to_day_20();
    a_case.with("closed", "2025-04-02").with("reopened", "2025-04-10");
    EXPECT_THAT(due_steps(a_case, "2025-04-10"),
                ::testing::ElementsAre("closed-unanswered", "reopened"));
}

cases::Party officer(cases::Role role, const char* email, bool complained_about = false) {
    cases::Party party;
    party.role = role;
    party.name = "An Officer";
    party.email = email;
    party.complained_about = complained_about;
    return party;
}

TEST(Recipients, AnOfficerComplainedAboutGetsNothingInAnotherRoleEither) {
    ACase a_case(received);
    for (const cases::Party& party :
         {officer(cases::Role::team_manager, "t.meyer@council.example", true),
          officer(cases::Role::service_manager, "T.Meyer@council.example"),
          officer(cases::Role::head_of_service, "h.stone@council.example")})
        a_case.file().parties.push_back(party);
    const cases::Case folded = a_case.at(day(received));
    const Resolved resolved =
        resolve_recipients(*leicestershire().step(StepId("allocation")), folded, {});
    ASSERT_EQ(resolved.to.size(), 1U);
    EXPECT_EQ(resolved.to.front()->role, cases::Role::head_of_service);
    EXPECT_TRUE(resolved.cc.empty());
}

TEST(Recipients, AreOnlyThoseOfTheKindThatTheStepIsFor) {
    ACase a_case(received);
    cases::Party child = a_case.file().parties.front();
    child.name = "Kai Lowe";
    child.kind = "young_person";
    a_case.file().parties.push_back(child);
    Step offer = *leicestershire().step(StepId("advocacy-offer"));
    offer.kinds = {"young_person", "care_leaver"};
    const cases::Case folded = a_case.at(day(received));
    const Resolved resolved = resolve_recipients(offer, folded, {});
    ASSERT_EQ(resolved.to.size(), 1U);
    EXPECT_EQ(resolved.to.front()->name, "Kai Lowe");
    offer.kinds.clear();
    EXPECT_EQ(resolve_recipients(offer, folded, {}).to.size(), 2U);
}

TEST(Recipients, AnAdvocateIsCopiedWithConsentOnly) {
    ACase a_case(received);
    cases::Party advocate;
    advocate.role = cases::Role::advocate;
    advocate.name = "Rhys Wyn";
    advocate.email = "rhys@advocates.example";
    a_case.file().parties.push_back(advocate);
    const Step& rights = *leicestershire().step(StepId("stage2-rights"));
    const cases::Case without = a_case.at(day(received));
    EXPECT_TRUE(resolve_recipients(rights, without, {}).cc.empty());
    a_case.file().parties.back().consent.given = true;
    const cases::Case with = a_case.at(day(received));
    const Resolved resolved = resolve_recipients(rights, with, {});
    ASSERT_EQ(resolved.cc.size(), 1U);
    EXPECT_EQ(resolved.cc.front()->role, cases::Role::advocate);
}

/// Asha Lowe and Kai Lowe complain together; this advocate has consent.
ACase joint_complaint(const std::string& represents) {
    ACase a_case(received);
    cases::Party& asha = a_case.file().parties.front();
    asha.title = "Mrs";
    asha.first_name = "Asha";
    asha.last_name = "Lowe";
    asha.name.clear();
    cases::Party kai = asha;
    kai.name = "Kai Lowe";
    a_case.file().parties.push_back(kai);
    cases::Party advocate;
    advocate.role = cases::Role::advocate;
    advocate.name = "Rhys Wyn";
    advocate.email = "rhys@advocates.example";
    advocate.represents = represents;
    advocate.consent.given = true;
    a_case.file().parties.push_back(advocate);
    return a_case;
}

Resolved rights_of(const ACase& a_case) {
    return resolve_recipients(*leicestershire().step(StepId("stage2-rights")),
                              a_case.at(day(received)), {});
}

TEST(Copies, FollowTheComplainantWhomTheAdvocateSpeaksFor) {
    EXPECT_EQ(rights_of(joint_complaint("Asha Lowe")).cc.size(), 1U);
    ACase alone = joint_complaint("Asha Lowe");
    alone.with("withdrawn", received, {{"by", std::string("Asha Lowe")}});
    const cases::Case folded = alone.at(day(received));
    const Resolved kais =
        resolve_recipients(*leicestershire().step(StepId("stage2-rights")), folded, {});
    ASSERT_EQ(kais.to.size(), 1U);
    EXPECT_EQ(kais.to.front()->name, "Kai Lowe");
    EXPECT_TRUE(kais.cc.empty());
}

TEST(Copies, GoToNobodyWhenTheyAreOfWhoKnowsWhom) {
    for (const char* name : {"Aisha Low", ""}) {
        const Resolved unknown = rights_of(joint_complaint(name));
        EXPECT_TRUE(unknown.cc.empty()) << name;
        EXPECT_EQ(unknown.to.size(), 2U) << name;
        EXPECT_EQ(unknown.problem, "") << name;
        EXPECT_THAT(unknown.no_copy, ::testing::HasSubstr("`represents` names none of them"));
    }
    // One who complains alone is whom they speak for, however the name is written.
    ACase single = joint_complaint("Aisha Low");
    single.file().parties.erase(single.file().parties.begin() + 1);
    EXPECT_EQ(rights_of(single).cc.size(), 1U);
}

TEST(Copies, GoWithoutConsentToThoseWhomTheCouncilAppointed) {
    ACase a_case("2025-03-03");
    for (const cases::Role role :
         {cases::Role::advocate, cases::Role::independent_person, cases::Role::panel_chair}) {
        cases::Party party;
        party.role = role;
        party.name = std::string(cases::name_of(role));
        a_case.file().parties.push_back(party);
    }
    Step step = *leicestershire().step(StepId("stage2-rights"));
    step.cc = {"advocate", "independent_person", "panel_chair", "panel_member"};
    const cases::Case folded = a_case.at(day("2025-03-03"));
    std::vector<cases::Role> copied;
    for (const cases::Party* party : resolve_recipients(step, folded, {}).cc)
        copied.push_back(party->role);
    EXPECT_EQ(copied, (std::vector{cases::Role::independent_person, cases::Role::panel_chair}));
}

TEST(LateResponse, OpensNoWindowThatWouldCloseStageTwo) {
    ACase a_case = silent_to_day_20();
    a_case.with("stage2_begun", "2025-04-02").with("stage1_responded", "2025-04-07");
    EXPECT_EQ(plan_at(a_case, "2025-04-07").clock("stage2_window"), nullptr);
    EXPECT_THAT(due_steps(a_case, "2025-04-07"), Contains("response-after-request"));
    EXPECT_THAT(due_steps(a_case, "2025-06-10"), Not(Contains("closed")));
    EXPECT_TRUE(plan_at(a_case, "2025-06-10").clock("stage2")->running());
}

TEST(LateResponse, InTimeRaisesNoTaskAndOpensTheWindow) {
    ACase a_case(received);
    a_case.with("stage1_responded", "2025-03-12", {{"finding", "upheld"}});
    EXPECT_THAT(due_steps(a_case, "2025-03-12"), Not(Contains("response-after-request")));
    EXPECT_NE(plan_at(a_case, "2025-03-12").clock("stage2_window"), nullptr);
}

TEST(Pause, BegunOnAStepsOwnDayHoldsThatStepToo) {
    ACase a_case(received);
    a_case.with("advocate_awaited", "2025-03-17", {{"agreed", true}});
    EXPECT_THAT(due_steps(a_case, "2025-03-17"), Not(Contains("delay-apology-silence")));
    EXPECT_THAT(due_steps(a_case, "2025-03-20"), Not(Contains("delay-apology-silence")));
    a_case.with("advocate_appointed", "2025-03-22");  // a Saturday
    const Plan plan = plan_at(a_case, "2025-03-22");
    EXPECT_EQ(step_of(plan, "delay-apology-silence").planned->day, day("2025-03-24"));
    EXPECT_EQ(step_of(plan, "stage2-rights").planned->day, day("2025-04-04"));
}

TEST(Pause, BegunTheDayAfterAStepLeavesItWhereItWas) {
    ACase a_case(received);
    a_case.with("advocate_awaited", "2025-03-15", {{"agreed", true}});  // the Saturday after day 9
    EXPECT_EQ(step_of(plan_at(a_case, "2025-03-17"), "due-tomorrow").planned->day,
              day("2025-03-14"));
}

TEST(FollowUp, KeepsItsDistanceFromALetterThatWentLate) {
    ACase a_case(received);
    a_case.sent("acknowledgement", received, "once");
    a_case.sent("stage2-rights", "2025-04-14", "stage1:e1");
    const auto due = due_steps(a_case, "2025-04-14");
    EXPECT_THAT(due, Not(Contains("silence-call")));
    EXPECT_THAT(due, Not(Contains("right-reminder")));
    EXPECT_THAT(due, Not(Contains("head-of-service-weekly")));
    const Plan plan = plan_at(a_case, "2025-04-14");
    EXPECT_EQ(step_of(plan, "silence-call").planned->day, day("2025-04-17"));
    EXPECT_EQ(step_of(plan, "silence-call").deadline, day("2025-04-17"));
    EXPECT_EQ(step_of(plan, "right-reminder").planned->day, day("2025-04-30"));
    EXPECT_THAT(due_steps(a_case, "2025-04-17"), Contains("silence-call"));
}

TEST(FollowUp, KeepsItsDayWhenTheLetterWasPostedADayLater) {
    ACase a_case(received);
    a_case.sent("stage2-rights", "2025-04-01", "stage1:e1");
    EXPECT_EQ(step_of(plan_at(a_case, "2025-04-01"), "silence-call").planned->day,
              day("2025-04-03"));
}

TEST(DueTomorrow, GoesOnDayNineAndNeverLate) {
    ACase a_case(received);
    EXPECT_THAT(due_steps(a_case, "2025-03-14"), Contains("due-tomorrow"));
    EXPECT_EQ(step_of(plan_at(a_case, "2025-03-17"), "due-tomorrow").state, StepState::skipped);
    a_case.with("delay_confirmed", "2025-03-13");
    EXPECT_THAT(due_steps(a_case, "2025-03-14"), Not(Contains("due-tomorrow")));
}

TEST(Baseline, AsksToBeRecordedOnTheDayTheStepFellDue) {
    ACase a_case(received);
    a_case.file().baseline_on = day("2025-04-02");
    const PlannedStep rights = step_of(plan_at(a_case, "2025-04-02"), "stage2-rights");
    EXPECT_TRUE(rights.record_baseline);
    EXPECT_EQ(rights.planned->day, day(day_20));
}

TEST(Baseline, OnRecordIsFollowedUpOnTheUsualDay) {
    ACase a_case(received);
    a_case.file().baseline_on = day("2025-04-02");
    a_case.recorded(std::string(cases::step_baselined), day_20, "2025-04-02",
                    {{"step", "stage2-rights"}, {"occurrence", "stage1:e1"}});
    EXPECT_FALSE(step_of(plan_at(a_case, "2025-04-02"), "stage2-rights").record_baseline);
    EXPECT_THAT(due_steps(a_case, "2025-04-03"), Contains("silence-call"));
}

TEST(Baseline, WhatWaitsForABaselinedLetterIsHistoryToo) {
    ACase a_case(received);
    a_case.file().baseline_on = day("2025-03-20");
    a_case.recorded(std::string(cases::step_baselined), "2025-03-17", "2025-03-20",
                    {{"step", "delay-apology-silence"}, {"occurrence", "stage1:e1"}});
    EXPECT_EQ(step_of(plan_at(a_case, "2025-03-20"), "new-deadline").state, StepState::baselined);
}

TEST(Baseline, CountsNothingAsDoneThatWasNotNeeded) {
    ACase a_case(received);
    a_case.with("stage1_responded", "2025-03-12", {{"finding", "upheld"}});
    a_case.file().baseline_on = day("2025-03-20");
    const Plan plan = plan_at(a_case, "2025-03-20");
    EXPECT_EQ(step_of(plan, "delay-apology-silence").state, StepState::waiting);
    EXPECT_EQ(step_of(plan, "escalated").state, StepState::waiting);
    EXPECT_EQ(plan.clock("stage1")->target, 10);
}

}  // namespace postroom::procedure
