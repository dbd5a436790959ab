// What is told of after its own day, and what closed by itself before its time: every council's
// own procedure.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "timeline.hpp"

namespace postroom::procedure {

using namespace testing;
using ::testing::Contains;
using ::testing::Not;

namespace {

constexpr const char* received = "2025-03-03";

/// Answered on 12 March: the time to ask for stage 2 ends on 9 April.
ACase answered() {
    ACase a_case = acknowledged(received);
    a_case.with("stage1_responded", "2025-03-12", {{"finding", std::string("upheld")}});
    return a_case;
}

ACase closed_by_itself() {
    ACase a_case = answered();
    a_case.with("closed", "2025-04-10", {{"because", std::string("no_stage2_request")}});
    return a_case;
}

/// Stage 2 asked for on 18 March and answered on 25 March: a panel may be asked for until 24 April.
ACase answered_at_stage_two() {
    ACase a_case = answered();
    a_case.with("stage2_requested", "2025-03-18");
    a_case.sent("stage2-acknowledgement", "2025-03-18", "once");
    a_case.with("stage2_adjudicated", "2025-03-25", {{"finding", std::string("upheld")}});
    return a_case;
}

ACase closed_after_stage_two() {
    ACase a_case = answered_at_stage_two();
    a_case.with("closed", "2025-04-28", {{"because", std::string("no_stage3_request")}});
    return a_case;
}

ACase panel_on(const char* panel_day, const char* on, const char* recorded_on) {
    ACase a_case = answered_at_stage_two();
    a_case.with("stage3_requested", "2025-03-31");
    a_case.recorded("panel_fixed", on, recorded_on, {{"panel_on", std::string(panel_day)}});
    return a_case;
}

}  // namespace

TEST(DayThatIsOver, NobodyIsInvitedToAPanelThatShouldHaveMetYesterday) {
    for (const char* id : statutory) {
        for (const char* step : {"stage3-invitation", "stage3-papers-call", "stage3-short-notice",
                                 "stage3-panel-incomplete"}) {
            const ACase late = panel_on("2025-04-16", "2025-04-08", "2025-04-17");
            EXPECT_THAT(due_under(council(id), late, "2025-04-17"), Not(Contains(step))) << id;
            const ACase that_day = panel_on("2025-04-17", "2025-04-08", "2025-04-17");
            EXPECT_THAT(due_under(council(id), that_day, "2025-04-17"), Contains(step)) << id;
        }
        const ACase late = panel_on("2025-04-16", "2025-04-08", "2025-04-17");
        EXPECT_THAT(due_under(council(id), late, "2025-04-17"), Contains("stage3-panel-day-passed"))
            << id;
    }
}

TEST(DayThatIsOver, AnInvitationThatLeftBeforeItStaysOnRecordAsSent) {
    ACase a_case = panel_on("2025-04-16", "2025-04-01", "2025-04-01");
    const auto invitation_on = [&](const char* iso) {
        return step_of(plan_under(council("luton-statutory"), a_case, iso), "stage3-invitation");
    };
    const PlannedStep invited = invitation_on("2025-04-01");
    ASSERT_EQ(invited.state, StepState::due);
    a_case.sent("stage3-invitation", "2025-04-01", invited.occurrence.text());
    EXPECT_EQ(invitation_on("2025-04-17").state, StepState::sent);
}

TEST(ClosedByItself, AStageTwoAnswerStruckOutAfterwardsIsATask) {
    for (const char* id : statutory) {
        ACase a_case = closed_after_stage_two();
        EXPECT_THAT(due_under(council(id), a_case, "2025-05-12"),
                    Not(Contains("stage2-closed-unanswered")))
            << id;
        strike(a_case, "stage2_adjudicated", "2025-05-12");
        EXPECT_THAT(due_under(council(id), a_case, "2025-05-12"),
                    Contains("stage2-closed-unanswered"))
            << id;
        // Its days go on once the closing is struck out too.
        strike(a_case, "closed", "2025-05-12");
        EXPECT_THAT(due_under(council(id), a_case, "2025-05-12"),
                    Not(Contains("stage2-closed-unanswered")))
            << id;
        EXPECT_TRUE(plan_under(council(id), a_case, "2025-05-12").clock("stage2")->running()) << id;
    }
}

TEST(ClosedByItself, AnAnswerToThePanelStruckOutAfterwardsIsATask) {
    for (const char* id : statutory) {
        ACase a_case = panel_on("2025-04-16", "2025-04-01", "2025-04-01");
        a_case.with("panel_held", "2025-04-16").with("panel_reported", "2025-04-22");
        a_case.with("stage3_responded", "2025-05-06");
        a_case.with("closed", "2025-05-06", {{"because", std::string("stage3_responded")}});
        EXPECT_THAT(due_under(council(id), a_case, "2025-05-07"),
                    Not(Contains("stage3-closed-unanswered")))
            << id;
        strike(a_case, "stage3_responded", "2025-05-07");
        EXPECT_THAT(due_under(council(id), a_case, "2025-05-07"),
                    Contains("stage3-closed-unanswered"))
            << id;
    }
}

TEST(ClosedByItself, AnAnswerThatLeftAfterTheClosingIsATask) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = closed_by_itself();
        EXPECT_THAT(due_under(procedure, a_case, "2025-04-23"), Not(Contains("closed-in-time")))
            << procedure.id;
        // Earlier than we thought: the time was over all the same.
        ACase earlier = closed_by_itself();
        move(earlier, "stage1_responded", "2025-04-23", "2025-03-10");
        EXPECT_THAT(due_under(procedure, earlier, "2025-04-23"), Not(Contains("closed-in-time")))
            << procedure.id;
        for (const char* left : {"2025-04-02", "2025-04-16"}) {
            ACase later = closed_by_itself();
            move(later, "stage1_responded", "2025-04-23", left);
            EXPECT_THAT(due_under(procedure, later, "2025-04-23"), Contains("closed-in-time"))
                << procedure.id << left;
            strike(later, "closed", "2025-04-23");
            EXPECT_THAT(due_under(procedure, later, "2025-04-23"), Not(Contains("closed")))
                << procedure.id << left;
            EXPECT_TRUE(
                plan_under(procedure, later, "2025-04-23").clock("stage2_window")->running())
                << procedure.id << left;
        }
    });
}

TEST(ClosedByItself, AStageTwoAnswerThatLeftAfterTheClosingIsATask) {
    for (const char* id : statutory) {
        ACase a_case = closed_after_stage_two();
        EXPECT_THAT(due_under(council(id), a_case, "2025-05-12"),
                    Not(Contains("stage2-closed-in-time")))
            << id;
        move(a_case, "stage2_adjudicated", "2025-05-12", "2025-04-30");
        EXPECT_THAT(due_under(council(id), a_case, "2025-05-12"), Contains("stage2-closed-in-time"))
            << id;
    }
}

}  // namespace postroom::procedure
