// Two events that do not go together, or come in an odd order: somebody hears of the second one.
// Found by playing histories of two events (postroom check --dead-ends).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "timeline.hpp"

namespace postroom::procedure {

using namespace testing;
using ::testing::Contains;
using ::testing::Not;

namespace {

cases::Details of(const char* detail, const char* value) {
    return {{detail, std::string(value)}};
}

/// Received on 3 March 2025 (day 20 is 31 March), and a court is waited for as a whole from day 4.
ACase held_whole() {
    ACase a_case = acknowledged("2025-03-03");
    return a_case.with("court_hold", "2025-03-07", of("scope", "whole"));
}

template <class Visit>
void for_every_statutory(Visit&& visit) {
    for (const char* id : statutory) visit(council(id));
}

}  // namespace

TEST(TwoEvents, MoreTimeRecordedWhileTheComplaintWaitsReachesSomebody) {
    for_every_council([](const Procedure& procedure) {
        for (const char* event : {"extension_agreed", "delay_confirmed"}) {
            ACase a_case = held_whole();
            a_case.with(event, "2025-03-11");
            EXPECT_THAT(due_under(procedure, a_case, "2025-03-11"),
                        Contains("time-recorded-while-held"))
                << procedure.id << " " << event;
        }
        ACase going_on = acknowledged("2025-03-03");
        going_on.with("extension_agreed", "2025-03-11");
        EXPECT_THAT(due_under(procedure, going_on, "2025-03-11"),
                    Not(Contains("time-recorded-while-held")))
            << procedure.id;
    });
}

TEST(TwoEvents, FurtherTimeIsHeardOfWhileAnAdvocateIsAwaited) {
    for_every_statutory([](const Procedure& procedure) {
        ACase a_case = acknowledged("2025-03-03");
        a_case.sent("stage2-rights", "2025-03-31", "stage1:e1");
        a_case.with("advocate_awaited", "2025-03-31", {{"agreed", true}});
        a_case.with("further_time_agreed", "2025-04-14");
        EXPECT_THAT(due_under(procedure, a_case, "2025-04-14"), Contains("further-time-while-held"))
            << procedure.id;
    });
}

TEST(TwoEvents, ANewDateIsHeardOfWhileTheComplaintWaitsForACourt) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = acknowledged("2025-03-03");
        a_case.with("eligibility_decided", "2025-03-06", of("outcome", "court"));
        a_case.with("timescale_revised", "2025-03-20", of("to", "2025-05-01"));
        EXPECT_THAT(due_under(procedure, a_case, "2025-03-20"), Contains("stage1-new-date-court"))
            << procedure.id;
        a_case.with("eligibility_decided", "2025-03-20", of("outcome", "accepted"));
        EXPECT_THAT(due_under(procedure, a_case, "2025-03-20"),
                    Not(Contains("stage1-new-date-court")))
            << procedure.id;
    });
}

TEST(TwoEvents, ASecondMeetingIsToldAfterTheFirstWasHeld) {
    for_every_statutory([](const Procedure& procedure) {
        ACase a_case = acknowledged("2025-03-03");
        a_case.with("meeting_held", "2025-03-06", of("outcome", "not_resolved"));
        a_case.with("meeting_arranged", "2025-03-10", of("meeting_on", "2025-03-14"));
        EXPECT_THAT(due_under(procedure, a_case, "2025-03-10"), Contains("meeting-arranged"))
            << procedure.id;
        EXPECT_THAT(due_under(procedure, a_case, "2025-03-17"), Contains("meeting-summary"))
            << procedure.id;
        a_case.with("meeting_held", "2025-03-14", of("outcome", "resolved"));
        EXPECT_THAT(due_under(procedure, a_case, "2025-03-17"), Not(Contains("meeting-summary")))
            << procedure.id;
    });
}

TEST(TwoEvents, AMeetingAtStage2IsToldByAPerson) {
    for_every_statutory([](const Procedure& procedure) {
        ACase a_case = acknowledged("2025-03-03");
        a_case.with("stage2_begun", "2025-04-14", of("because", "day_30"));
        a_case.with("meeting_arranged", "2025-04-22", of("meeting_on", "2025-04-29"));
        const auto due = due_under(procedure, a_case, "2025-04-22");
        EXPECT_THAT(due, Contains("meeting-at-stage2")) << procedure.id;
        EXPECT_THAT(due, Not(Contains("meeting-arranged"))) << procedure.id;
    });
}

TEST(TwoEvents, APartAnsweredThatNeverWaitedIsAskedAbout) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = acknowledged("2025-03-03");
        a_case.with("part_answered", "2025-03-12");
        EXPECT_THAT(due_under(procedure, a_case, "2025-03-12"), Contains("part-answered-unheld"))
            << procedure.id;
        ACase held = acknowledged("2025-03-03");
        held.with("court_hold", "2025-03-05", of("scope", "part"));
        held.with("part_answered", "2025-03-12");
        EXPECT_THAT(due_under(procedure, held, "2025-03-12"), Not(Contains("part-answered-unheld")))
            << procedure.id;
    });
}

TEST(TwoEvents, Stage2BegunOnceMoreIsNoNewsForTheManagers) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = acknowledged("2025-03-03");
        a_case.with("stage1_responded", "2025-03-12", of("finding", "upheld"));
        a_case.with("stage2_requested", "2025-03-24");
        a_case.sent("stage2-acknowledgement", "2025-03-24", "once");
        a_case.with("stage2_begun", "2025-04-02");
        const auto due = due_under(procedure, a_case, "2025-04-02");
        EXPECT_THAT(due, Contains("stage2-begun-twice")) << procedure.id;
        EXPECT_THAT(due, Not(Contains("escalated-notice"))) << procedure.id;
    });
}

TEST(TwoEvents, AComplaintHandedOverAfterItsAnswerWaitsForNoAcknowledgement) {
    for (const char* id : corporate) {
        ACase a_case("2025-03-03");
        a_case.with("stage1_responded", "2025-03-03", of("finding", "upheld"));
        a_case.with("handed_over", "2025-04-01");
        const Plan planned = plan_under(council(id), a_case, "2025-04-01");
        const ClockView* intake = planned.clock("intake");
        ASSERT_NE(intake, nullptr) << id;
        EXPECT_FALSE(intake->running()) << id;
    }
}

TEST(TwoEvents, ANewDateIsHeardOfWhileStage2IsInTime) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = acknowledged("2025-03-03");
        a_case.with("stage1_responded", "2025-03-12", of("finding", "upheld"));
        a_case.with("stage2_requested", "2025-03-24");
        a_case.with("timescale_revised", "2025-04-02", of("to", "2025-05-12"));
        EXPECT_THAT(due_under(procedure, a_case, "2025-04-02"), Contains("stage2-new-date-early"))
            << procedure.id;
        a_case.with("stage2_extended", "2025-04-02",
                    {{"until", std::string("2025-05-12")}, {"reason", std::string("Illness.")}});
        EXPECT_THAT(due_under(procedure, a_case, "2025-04-02"),
                    Not(Contains("stage2-new-date-early")))
            << procedure.id;
    });
}

TEST(TwoEvents, ANewDateIsHeardOfThoughStage2WasAskedForEarly) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = acknowledged("2025-03-03");
        a_case.with("stage2_requested", "2025-03-10");
        a_case.with("timescale_revised", "2025-03-12", of("to", "2025-03-24"));
        const auto due = due_under(procedure, a_case, "2025-03-12");
        EXPECT_THAT(due, Contains("stage1-new-date")) << procedure.id;
        EXPECT_THAT(due, Not(Contains("stage2-new-date-early"))) << procedure.id;
    });
}

TEST(TwoEvents, ASecondContactThatLeavesItOpenWhetherItIsAComplaintIsAskedAboutByTelephone) {
    for_every_statutory([](const Procedure& procedure) {
        ACase a_case = acknowledged("2025-03-03");
        a_case.with("concern_raised", "2025-03-06");
        EXPECT_THAT(due_under(procedure, a_case, "2025-03-06"),
                    Not(Contains("concern-raised-again")))
            << procedure.id;
        a_case.sent("concern-or-complaint", "2025-03-06", "once");
        a_case.with("concern_raised", "2025-04-16");
        EXPECT_THAT(due_under(procedure, a_case, "2025-04-16"), Contains("concern-raised-again"))
            << procedure.id;
        a_case.with("concern_clarified", "2025-04-16", of("as", "complaint"));
        EXPECT_THAT(due_under(procedure, a_case, "2025-04-16"),
                    Not(Contains("concern-raised-again")))
            << procedure.id;
    });
}

TEST(TwoEvents, Stage2AskedForAfterItWasStoppedIsNotAcknowledgedAsBegun) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = acknowledged("2025-03-03");
        a_case.with("stage2_begun", "2025-04-14", of("because", "day_30"));
        a_case.with("stage2_discontinued", "2025-04-28");
        a_case.with("stage2_requested", "2025-05-07");
        const auto due = due_under(procedure, a_case, "2025-05-07");
        EXPECT_THAT(due, Contains("stage2-request-after-stop")) << procedure.id;
        EXPECT_THAT(due, Not(Contains("stage2-acknowledgement"))) << procedure.id;
    });
}

TEST(TwoEvents, APartLeftOutAtStage2IsToldByAPerson) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = acknowledged("2025-03-03");
        a_case.with("stage2_requested", "2025-04-02");
        a_case.sent("stage2-acknowledgement", "2025-04-02", "once");
        a_case.with("eligibility_decided", "2025-04-09", of("outcome", "part_accepted"));
        const auto due = due_under(procedure, a_case, "2025-04-09");
        EXPECT_THAT(due, Contains("part-left-out-later")) << procedure.id;
        EXPECT_THAT(due, Not(Contains("part-accepted"))) << procedure.id;

        ACase in_time = acknowledged("2025-03-03");
        in_time.with("eligibility_decided", "2025-03-06", of("outcome", "part_accepted"));
        const auto due_then = due_under(procedure, in_time, "2025-03-06");
        EXPECT_THAT(due_then, Contains("part-accepted")) << procedure.id;
        EXPECT_THAT(due_then, Not(Contains("part-left-out-later"))) << procedure.id;
    });
}

TEST(TwoEvents, WhatIsAcceptedAtStage2BringsNoLetterAboutStage1) {
    for_every_statutory([](const Procedure& procedure) {
        ACase a_case = acknowledged("2025-03-03");
        a_case.with("stage2_requested", "2025-04-02");
        a_case.sent("stage2-acknowledgement", "2025-04-02", "once");
        a_case.with("eligibility_decided", "2025-04-09", of("outcome", "accepted"));
        EXPECT_THAT(due_under(procedure, a_case, "2025-04-09"),
                    Not(Contains("eligibility-accepted")))
            << procedure.id;
    });
}

}  // namespace postroom::procedure
