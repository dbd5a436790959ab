// What is struck out or put on another day after its letter has left: as if it had never been
// recorded so, to every clock and every rule. Every council's own procedure.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "timeline.hpp"

namespace postroom::procedure {

using namespace testing;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Not;

namespace {

constexpr const char* received = "2025-03-03";  // day 20 is 31 March, day 30 is 14 April

/// Stage 2 asked for by mistake the day after the notice of day 20, and acknowledged.
ACase asked_by_mistake() {
    ACase a_case = acknowledged(received);
    a_case.sent("stage2-rights", "2025-03-31", "stage1:e1");
    a_case.with("stage2_requested", "2025-04-01");
    a_case.sent("stage2-acknowledgement", "2025-04-01", "once");
    return a_case;
}

/// Answered on 12 March, asked for stage 2 on the 18th: day 65 is 23 June.
ACase at_stage_two() {
    ACase a_case = acknowledged(received);
    a_case.with("stage1_responded", "2025-03-12", {{"finding", std::string("upheld")}});
    a_case.with("stage2_requested", "2025-03-18");
    a_case.sent("stage2-acknowledgement", "2025-03-18", "once");
    return a_case;
}

}  // namespace

TEST(StruckOut, ARequestThatWasAcknowledgedLeavesStageOneRunning) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = asked_by_mistake();
        EXPECT_FALSE(plan_under(procedure, a_case, "2025-04-02").clock("stage1")->running());
        strike(a_case, "stage2_requested", "2025-04-02");
        const Plan now = plan_under(procedure, a_case, "2025-04-14");
        EXPECT_TRUE(now.clock("stage1")->running()) << procedure.id;
        EXPECT_EQ(now.clock("stage2"), nullptr) << procedure.id;
        EXPECT_THAT(due_under(procedure, a_case, "2025-04-03"), Contains("silence-call"))
            << procedure.id;
    });
}

TEST(StruckOut, ARequestLeavesTheNextOneToBeAcknowledged) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = asked_by_mistake();
        strike(a_case, "stage2_requested", "2025-04-02");
        a_case.with("stage2_requested", "2025-04-09");
        EXPECT_THAT(due_under(procedure, a_case, "2025-04-09"), Contains("stage2-acknowledgement"))
            << procedure.id;
        a_case.sent("stage2-acknowledgement", "2025-04-09", id_of(a_case, "stage2_requested"));
        EXPECT_THAT(due_under(procedure, a_case, "2025-04-10"),
                    Not(Contains("stage2-acknowledgement")))
            << procedure.id;
        EXPECT_EQ(plan_under(procedure, a_case, "2025-04-10").clock("stage1")->stopped,
                  day("2025-04-09"));
    });
}

TEST(StruckOut, ARequestLetsARefusalOfMoreTimeBeginStageTwo) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = asked_by_mistake();
        strike(a_case, "stage2_requested", "2025-04-02");
        a_case.with("further_time_refused", "2025-04-03");
        EXPECT_THAT(due_under(procedure, a_case, "2025-04-03"), Contains("escalated-at-request"))
            << procedure.id;
    });
}

TEST(StruckOut, WhatALetterAboutItPromisedIsNobodysTask) {
    const Procedure& procedure = council("leicestershire-statutory");
    ACase a_case = acknowledged(received);
    a_case.sent("stage2-rights", "2025-03-31", "stage1:e1");
    a_case.with("stage2_requested", "2025-04-01");
    a_case.with(std::string(cases::letter_sent), "2025-04-01",
                {{"step", std::string("stage2-acknowledgement")},
                 {"occurrence", std::string("once")},
                 {"promised", std::string("2025-05-08")}});
    strike(a_case, "stage2_requested", "2025-04-02");
    EXPECT_THAT(due_under(procedure, a_case, "2025-05-08"), Not(Contains("promised-stage2")));
}

TEST(PutOnAnotherDay, ARequestIsNotAskedForASecondTime) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = at_stage_two();
        move(a_case, "stage2_requested", "2025-03-25", "2025-03-24");
        EXPECT_THAT(due_under(procedure, a_case, "2025-03-25"), Not(Contains("stage2-asked-again")))
            << procedure.id;
        a_case.with("stage2_requested", "2025-03-27");
        EXPECT_THAT(due_under(procedure, a_case, "2025-03-27"), Contains("stage2-asked-again"))
            << procedure.id;
    });
}

TEST(PutOnAnotherDay, ARequestLeavesTheLastDayThatWasToldWhereItWas) {
    for (const char* id : statutory) {
        ACase a_case = at_stage_two();
        a_case.with(std::string(cases::dates_told), "2025-03-18",
                    {{"step", std::string("stage2-acknowledgement")},
                     {"stage2_day_65", std::string("2025-06-23")}});
        move(a_case, "stage2_requested", "2025-03-26", "2025-03-25");
        const Plan now = plan_under(council(id), a_case, "2025-03-26");
        EXPECT_EQ(now.clock("stage2")->started, day("2025-03-25"));
        EXPECT_EQ(*day_of(*now.clock("stage2"), 65, england()), day("2025-06-23")) << id;
    }
}

TEST(PutOnAnotherDay, AReceiptKeepsWhatWasDecidedOnceItWasKnown) {
    for (const char* id : statutory) {
        ACase a_case = acknowledged(received);
        a_case.with("eligibility_decided", "2025-03-05", {{"outcome", std::string("accepted")}});
        move(a_case, "received", "2025-03-12", "2025-03-10");
        EXPECT_FALSE(plan_under(council(id), a_case, "2025-03-13").clock("eligibility")->running())
            << id;
        EXPECT_THAT(due_under(council(id), a_case, "2025-03-13"),
                    Not(Contains("eligibility-chase")))
            << id;
    }
}

TEST(PutOnAnotherDay, AReceiptMovesNothingAwayFromTheDayThatWasAgreed) {
    for_every_council([](const Procedure& procedure) {
        if (procedure.id == "statutory-baseline") return;  // asks each week, on no day of its own
        // Day 30 was told as 14 April; counted from 24 February it is the 7th.
        ACase a_case = acknowledged(received);
        a_case.sent("stage2-rights", "2025-03-31", "stage1:e1");
        a_case.with(
            std::string(cases::dates_told), "2025-03-31",
            {{"step", std::string("stage2-rights")}, {"stage1_day_30", std::string("2025-04-14")}});
        a_case.with("further_time_agreed", "2025-04-01");
        if (procedure.id == "corporate-code")
            a_case.file().events[1].on = day("2025-02-24");  // its stage 1 counts from there
        else
            move(a_case, "received", "2025-04-02", "2025-02-24");
        EXPECT_THAT(due_under(procedure, a_case, "2025-04-07"),
                    Not(Contains("head-of-service-check")))
            << procedure.id;
        EXPECT_THAT(due_under(procedure, a_case, "2025-04-08"), Contains("head-of-service-check"))
            << procedure.id;
    });
}

TEST(CorrectedInPlace, AnAcceptanceThatWasToldIsAskedAboutEachWeek) {
    for (const char* id : statutory) {
        ACase a_case = acknowledged(received);
        a_case.with("eligibility_decided", "2025-03-05", {{"outcome", std::string("accepted")}});
        a_case.sent("eligibility-accepted", "2025-03-05", "once");
        EXPECT_THAT(due_under(council(id), a_case, "2025-03-12"),
                    Not(Contains("not-statutory-still-in-place")));
        a_case.with("corrected", "2025-03-13",
                    {{"event", id_of(a_case, "eligibility_decided")},
                     {"replace.outcome", std::string("not_statutory")}});
        EXPECT_THAT(due_under(council(id), a_case, "2025-03-13"),
                    AllOf(Contains("not-statutory-too-late"),
                          Not(Contains("not-statutory-still-in-place"))))
            << id;
        EXPECT_THAT(due_under(council(id), a_case, "2025-03-19"),
                    Contains("not-statutory-still-in-place"))
            << id;
    }
}

TEST(RecordedLate, StageTwoCountsFromTheDayOnWhichTheAgreedTimeRanOut) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = acknowledged(received);
        a_case.recorded("further_time_agreed", "2025-04-01", "2025-04-25");
        const PlannedStep escalated =
            step_of(plan_under(procedure, a_case, "2025-04-25"), "escalated");
        EXPECT_EQ(escalated.state, StepState::due) << procedure.id;
        EXPECT_EQ(escalated.in_fact, day("2025-04-15")) << procedure.id;
        EXPECT_EQ(escalated.planned->day, day("2025-04-25")) << procedure.id;
    });
}

}  // namespace postroom::procedure
