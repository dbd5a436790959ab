// What goes on in stages 2 and 3 when something comes in between: a court, a closing, a stop.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "timeline.hpp"

namespace postroom::procedure {

using namespace testing;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::Not;

namespace {

constexpr const char* received = "2025-03-03";

/// Answered by email on 14 March: the time to ask for stage 2 ends on Friday 11 April.
ACase answered() {
    ACase a_case = acknowledged(received);
    a_case.with("stage1_responded", "2025-03-14", {{"finding", std::string("upheld")}});
    return a_case;
}

/// Stage 2 asked for on 24 March and answered on 20 May: a panel may be asked for until 19 June.
ACase answered_at_stage_two() {
    ACase a_case = answered();
    a_case.with("stage2_requested", "2025-03-24");
    a_case.sent("stage2-acknowledgement", "2025-03-24", "once");
    a_case.with("stage2_adjudicated", "2025-05-20", {{"finding", std::string("upheld")}});
    return a_case;
}

cases::Details of_the_whole() {
    return {{"scope", std::string("whole")}, {"reasons", std::string("Care proceedings.")}};
}

std::set<std::string> due(const Procedure& procedure, const ACase& a_case, const char* iso) {
    return due_under(procedure, a_case, iso);
}

}  // namespace

TEST(LaterStages, ARequestForStageTwoToldOfAfterTheEndIsATaskUntilItIsSettled) {
    for_every_council([](const Procedure& procedure) {
        for (const char* end : {"closed", "resolved", "withdrawn"}) {
            ACase a_case = answered();
            a_case.recorded("stage2_requested", "2025-04-09", "2025-04-16");
            a_case.with(end, "2025-04-14");
            EXPECT_THAT(due(procedure, a_case, "2025-04-16"),
                        Contains("stage2-closed-after-request"))
                << procedure.id << end;
            a_case.with("late_stage2_decided", "2025-04-17",
                        {{"outcome", std::string("refused")}, {"reasons", std::string("late")}});
            EXPECT_THAT(due(procedure, a_case, "2025-04-17"),
                        Not(Contains("stage2-closed-after-request")))
                << procedure.id << end;

            // Who gives it up after it was acknowledged has changed their mind.
            ACase given_up = answered();
            given_up.with("stage2_requested", "2025-03-24");
            given_up.sent("stage2-acknowledgement", "2025-03-24", "once");
            given_up.with(end, "2025-04-14");
            EXPECT_THAT(due(procedure, given_up, "2025-04-16"),
                        Not(Contains("stage2-closed-after-request")))
                << procedure.id << end;
        }
    });
}

TEST(LaterStages, AHoldOfTheWholeKeepsTheReadersTimeAndTheCaseStaysOpen) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = answered();
        a_case.with("court_hold", "2025-03-18", of_the_whole());
        EXPECT_EQ(plan_under(procedure, a_case, "2025-05-20").clock("stage2_window")->due,
                  std::nullopt)
            << procedure.id;
        EXPECT_THAT(due(procedure, a_case, "2025-05-20"), Contains("court-hold-review"))
            << procedure.id;
        a_case.with("court_hold_lifted", "2025-05-30");
        // Two of the twenty days had passed.
        EXPECT_EQ(plan_under(procedure, a_case, "2025-05-30").clock("stage2_window")->due->iso(),
                  "2025-06-25")
            << procedure.id;
    });
}

TEST(LaterStages, ThePanelsWindowHasItsCalendarDaysAfterAHoldToo) {
    for (const char* id : statutory) {
        ACase a_case = answered_at_stage_two();
        // After its twenty working days, within its thirty days.
        a_case.with("court_hold", "2025-06-18", of_the_whole());
        EXPECT_EQ(plan_under(council(id), a_case, "2025-06-25").clock("stage3_window")->due,
                  std::nullopt)
            << id;
        a_case.with("court_hold_lifted", "2025-08-04");
        EXPECT_EQ(plan_under(council(id), a_case, "2025-08-04").clock("stage3_window")->due->iso(),
                  "2025-08-05")
            << id;
    }
}

TEST(LaterStages, StageThreeWaitsForACourtAsTheOthersDo) {
    for (const char* id : statutory) {
        ACase a_case = answered_at_stage_two();
        a_case.with("stage3_requested", "2025-06-03");
        ACase held = a_case;
        held.with("court_hold", "2025-06-12", of_the_whole());
        const auto of_the_panel = AnyOf("stage3-panel-late", "stage3-panel-missing");
        EXPECT_THAT(due(council(id), a_case, "2025-07-08"), Contains(of_the_panel)) << id;
        EXPECT_THAT(due(council(id), held, "2025-07-08"), Not(Contains(of_the_panel))) << id;
        held.with("court_hold_lifted", "2025-08-04");
        EXPECT_EQ(plan_under(council(id), held, "2025-08-04").clock("stage3")->due->iso(),
                  "2025-09-05")
            << id;

        // The report and the answer wait with it.
        for (const char* last : {"panel_held", "panel_reported"}) {
            ACase heard = a_case;
            heard.with("panel_held", "2025-06-10");
            if (std::string(last) == "panel_reported") heard.with(last, "2025-06-11");
            heard.with("court_hold", "2025-06-12", of_the_whole());
            EXPECT_THAT(
                due(council(id), heard, "2025-07-15"),
                Not(Contains(AnyOf("stage3-report-late", "stage3-response-late",
                                   "stage3-response-late-decide", "stage3-decision-chase"))))
                << id << last;
        }
    }
}

TEST(LaterStages, WhatIsAskedForAfterStageTwoWasStoppedIsATask) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = answered();
        a_case.with("stage2_requested", "2025-03-24");
        a_case.sent("stage2-acknowledgement", "2025-03-24", "once");
        a_case.with("stage2_discontinued", "2025-04-22");
        ACase panel = a_case;
        a_case.with("stage2_requested", "2025-05-12");
        EXPECT_THAT(due(procedure, a_case, "2025-05-12"), Contains("stage2-request-after-stop"))
            << procedure.id;
        if (!procedure.id.ends_with("statutory") && procedure.id != "statutory-baseline") return;
        panel.with("stage3_requested", "2025-04-30");
        EXPECT_THAT(due(procedure, panel, "2025-04-30"), Contains("stage3-request-after-stop"))
            << procedure.id;
        // No answer of stage 2 will ever come.
        EXPECT_THAT(due(procedure, panel, "2025-04-30"), Not(Contains("stage3-early-request")))
            << procedure.id;
    });
}

TEST(LaterStages, TheCaseStaysOpenWhileTheOmbudsmanIsAskedEarly) {
    for (const char* id : statutory) {
        ACase a_case = answered_at_stage_two();
        EXPECT_THAT(due(council(id), a_case, "2025-07-01"), Contains("stage3-not-asked-for")) << id;
        a_case.with("early_referral_agreed", "2025-06-03", {{"reasons", std::string("upheld")}});
        a_case.sent("early-referral", "2025-06-03", "once");
        EXPECT_THAT(due(council(id), a_case, "2025-07-01"), Not(Contains("stage3-not-asked-for")))
            << id;
        EXPECT_THAT(due(council(id), a_case, "2025-07-01"), Contains("early-referral-check")) << id;
        // They may still have the panel.
        a_case.with("stage3_requested", "2025-07-02");
        EXPECT_THAT(due(council(id), a_case, "2025-07-02"), Contains("stage3-acknowledgement"))
            << id;
    }
}

}  // namespace postroom::procedure
