// What goes on in stages 2 and 3 when something comes in between: a court, a closing, a stop.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "timeline.hpp"

namespace postroom::procedure {

using namespace testing;
using ::testing::AllOf;
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

TEST(LaterStages, WhatWentBeforeThePanelMetStaysOnRecordAsSent) {
    ACase a_case = answered_at_stage_two();
    a_case.with("stage3_requested", "2025-05-28")
        .with("panel_fixed", "2025-06-04", {{"panel_on", std::string("2025-07-01")}});
    const auto invitation_on = [&](const char* iso) {
        return step_of(plan_under(council("luton-statutory"), a_case, iso), "stage3-invitation");
    };
    const PlannedStep invited = invitation_on("2025-06-04");
    ASSERT_EQ(invited.state, StepState::due);
    a_case.sent("stage3-invitation", "2025-06-04", invited.occurrence.text());
    a_case.with("panel_held", "2025-07-01");
    EXPECT_EQ(invitation_on("2025-07-02").state, StepState::sent);
}

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

TEST(LaterStages, AClosingBeforeAnyAnswerAsksWhatTheComplainantIsTold) {
    for_every_council([](const Procedure& procedure) {
        const auto asks = [&](const ACase& a_case) {
            return due(procedure, a_case, "2025-04-16").contains("closed-unanswered");
        };
        ACase closed = acknowledged(received);
        closed.with("closed", "2025-03-11", {{"because", std::string("no answer needed")}});
        const Plan told = plan_under(procedure, closed, "2025-03-11");
        EXPECT_EQ(step_of(told, "closed-unanswered").deadline, day("2025-03-12")) << procedure.id;
        EXPECT_TRUE(asks(closed)) << procedure.id;
        // Also when stage 2 had begun over our silence.
        ACase begun = acknowledged(received);
        begun.with("stage2_requested", "2025-04-02")
            .sent("stage2-acknowledgement", "2025-04-02", "once");
        EXPECT_TRUE(asks(begun.with("closed", "2025-04-08"))) << procedure.id;

        // One task is enough where a request was never acknowledged; what has a letter of its own
        // needs none.
        ACase asked = acknowledged(received);
        asked.with("stage2_requested", "2025-04-02").with("closed", "2025-04-08");
        EXPECT_FALSE(asks(asked)) << procedure.id;
        for (const char* over : {"withdrawn", "resolved", "deceased", "stage1_responded"}) {
            ACase a_case = acknowledged(received);
            a_case.with(over, "2025-03-10").with("closed", "2025-03-11");
            EXPECT_FALSE(asks(a_case)) << procedure.id << over;
        }
        ACase refused = acknowledged(received);
        refused.with("eligibility_decided", "2025-03-10",
                     {{"outcome", std::string("out_of_time")}});
        EXPECT_FALSE(asks(refused.with("closed", "2025-03-11"))) << procedure.id;
    });
}

TEST(LaterStages, AClosingAfterThePanelMetAsksForItsAnswer) {
    for (const char* id : statutory) {
        ACase a_case = answered_at_stage_two();
        a_case.with("stage3_requested", "2025-05-28")
            .with("panel_held", "2025-07-01")
            .with("stage3_responded", "2025-07-10")
            .with("closed", "2025-07-11");
        EXPECT_THAT(due(council(id), a_case, "2025-07-14"), Not(Contains("stage3-closed-by-hand")))
            << id;
        strike(a_case, "stage3_responded", "2025-07-21");
        EXPECT_THAT(due(council(id), a_case, "2025-07-21"), Contains("stage3-closed-by-hand"))
            << id;
    }
}

TEST(LaterStages, ALimitOnContactDecidedAnewAfterAReviewIsReviewedAgain) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = acknowledged(received);
        a_case.with("conduct_decided", "2025-03-10", {{"until", std::string("2025-05-12")}})
            .with("conduct_reviewed", "2025-04-22", {{"until", std::string("2025-08-01")}});
        EXPECT_THAT(due(procedure, a_case, "2025-04-25"), Not(Contains("conduct-review-due")))
            << procedure.id;
        a_case.with("conduct_decided", "2025-06-02", {{"until", std::string("2025-09-30")}});
        EXPECT_THAT(due(procedure, a_case, "2025-09-16"),
                    AllOf(Contains("conduct-review-due"), Not(Contains("conduct-review-again"))))
            << procedure.id;
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

TEST(LaterStages, AnEarlyReferralThatDoesNotLeaveIsAskedAboutEachWeek) {
    for (const char* id : statutory) {
        ACase a_case = answered_at_stage_two();
        a_case.with("early_referral_agreed", "2025-06-03");
        EXPECT_THAT(due(council(id), a_case, "2025-06-09"), Not(Contains("early-referral-unsent")))
            << id;
        EXPECT_THAT(due(council(id), a_case, "2025-06-10"), Contains("early-referral-unsent"))
            << id;
        EXPECT_THAT(due(council(id), a_case, "2025-06-03"),
                    Not(Contains("early-referral-too-soon")))
            << id;
        a_case.sent("early-referral", "2025-06-06", "once");
        EXPECT_THAT(due(council(id), a_case, "2025-06-10"), Not(Contains("early-referral-unsent")))
            << id;
    }
}

TEST(LaterStages, AnEarlyReferralAgreedBeforeTheStageTwoAnswerIsATask) {
    for (const char* id : statutory) {
        ACase a_case = answered();
        a_case.with("stage2_requested", "2025-03-24");
        a_case.with("early_referral_agreed", "2025-04-15");
        EXPECT_THAT(due(council(id), a_case, "2025-04-15"), Contains("early-referral-too-soon"))
            << id;
        EXPECT_THAT(due(council(id), a_case, "2025-06-15"), Not(Contains("early-referral-unsent")))
            << id;
    }
}

TEST(LaterStages, ADateThatIsNoMoreTimeIsNoExtension) {
    for (const char* id : statutory) {
        // Day 25 is Wednesday 30 April, day 65 Thursday 26 June.
        const auto extended_to = [](const char* until) {
            ACase a_case = answered();
            a_case.with("stage2_requested", "2025-03-24");
            a_case.sent("stage2-acknowledgement", "2025-03-24", "once");
            return a_case.with("stage2_extended", "2025-04-10",
                               {{"until", std::string(until)}, {"reason", std::string("ill")}});
        };
        const ACase too_far = extended_to("2025-07-10");
        const ACase too_near = extended_to("2025-04-24");
        const ACase good = extended_to("2025-06-20");
        EXPECT_THAT(due(council(id), too_far, "2025-04-10"), Not(Contains("stage2-extension")));
        EXPECT_THAT(due(council(id), too_near, "2025-04-10"), Not(Contains("stage2-extension")));
        const ACase no_reason =  // its letter cannot be made
            answered()
                .with("stage2_requested", "2025-03-24")
                .with("stage2_extended", "2025-04-10", {{"until", std::string("2025-06-20")}});
        for (const ACase* none : {&too_far, &too_near, &no_reason}) {
            EXPECT_THAT(due(council(id), *none, "2025-05-02"), Contains("stage2-day-25")) << id;
            EXPECT_THAT(due(council(id), *none, "2025-05-02"), Contains("stage2-holding")) << id;
        }
        EXPECT_THAT(due(council(id), too_near, "2025-04-10"),
                    Contains("stage2-extension-too-short"))
            << id;
        EXPECT_THAT(due(council(id), good, "2025-04-10"), Contains("stage2-extension")) << id;
        EXPECT_THAT(
            due(council(id), good, "2025-05-02"),
            Not(Contains(AnyOf("stage2-day-25", "stage2-holding", "stage2-extension-too-short"))))
            << id;
    }
}

TEST(LaterStages, TheDayThatTheHoldingLetterPromisedIsATask) {
    for (const char* id : statutory) {
        ACase a_case = answered();
        a_case.with("stage2_requested", "2025-03-24");
        a_case.with(std::string(cases::letter_sent), "2025-05-01",
                    {{"step", std::string("stage2-holding")},
                     {"occurrence", std::string("stage2:e4:25")},
                     {"promised", std::string("2025-05-09")}});
        EXPECT_THAT(due(council(id), a_case, "2025-05-08"), Not(Contains("stage2-holding-promise")))
            << id;
        EXPECT_THAT(due(council(id), a_case, "2025-05-09"), Contains("stage2-holding-promise"))
            << id;
        a_case.with("stage2_extended", "2025-05-09", {{"until", std::string("2025-06-20")}});
        EXPECT_THAT(due(council(id), a_case, "2025-05-09"), Contains("stage2-holding-promise"))
            << id << ": a date without its reason cannot be told";
        a_case.with("stage2_extended", "2025-05-09",
                    {{"until", std::string("2025-06-20")},
                     {"reason", std::string("The log book is missing.")}});
        EXPECT_THAT(due(council(id), a_case, "2025-05-09"), Not(Contains("stage2-holding-promise")))
            << id;
    }
}

TEST(LaterStages, NobodyIsRemindedOfAPastDayOnTheDayTheReportsComeIn) {
    for (const char* id : statutory) {
        ACase a_case = answered();
        a_case.with("stage2_requested", "2025-03-24");
        ACase late = a_case;
        a_case.with("stage2_reported", "2025-06-19");
        EXPECT_THAT(due(council(id), a_case, "2025-06-20"), Contains("stage2-day-60")) << id;
        late.with("stage2_reported", "2025-07-14");
        EXPECT_THAT(due(council(id), late, "2025-07-14"), Not(Contains("stage2-day-60"))) << id;
    }
}

TEST(LaterStages, APanelPutOffWithoutADayIsApologisedForAgain) {
    for (const char* id : statutory) {
        ACase a_case = answered_at_stage_two();
        a_case.with("stage3_requested", "2025-06-03");
        a_case.with("panel_fixed", "2025-06-10", {{"panel_on", std::string("2025-07-08")}});
        ACase with_a_day = a_case;
        a_case.with("panel_adjourned", "2025-06-20");
        // The promised day, and the one after day 34.
        EXPECT_THAT(due(council(id), a_case, "2025-06-27"), Contains("stage3-adjourned-still"))
            << id;
        EXPECT_THAT(due(council(id), a_case, "2025-07-22"),
                    Contains("stage3-panel-overdue-put-off"))
            << id;
        with_a_day.with("panel_adjourned", "2025-06-20", {{"until", std::string("2025-07-30")}});
        EXPECT_THAT(due(council(id), with_a_day, "2025-07-22"),
                    Not(Contains("stage3-panel-overdue-put-off")))
            << id;
    }
}

TEST(LaterStages, APanelThatMeetsAgainIsAPanelLikeTheFirst) {
    for (const char* id : statutory) {
        ACase a_case = answered_at_stage_two();
        a_case.with("stage3_requested", "2025-06-03");
        a_case.with("panel_fixed", "2025-06-10", {{"panel_on", std::string("2025-07-01")}});
        a_case.with("panel_held", "2025-07-01");
        a_case.with("panel_adjourned", "2025-07-02", {{"until", std::string("2025-07-16")}});
        EXPECT_THAT(due(council(id), a_case, "2025-07-02"), Contains("stage3-adjourned")) << id;
        EXPECT_THAT(due(council(id), a_case, "2025-07-09"),
                    Not(Contains(AnyOf("stage3-report-chase", "stage3-report-late"))))
            << id;
        a_case.with("panel_fixed", "2025-07-03", {{"panel_on", std::string("2025-07-16")}});
        EXPECT_THAT(due(council(id), a_case, "2025-07-03"), Contains("stage3-invitation")) << id;
        a_case.with("panel_held", "2025-07-16");
        EXPECT_EQ(plan_under(council(id), a_case, "2025-07-16").clock("stage3_report")->due->iso(),
                  "2025-07-23")
            << id;
        EXPECT_THAT(due(council(id), a_case, "2025-07-24"), Contains("stage3-report-late")) << id;
    }
}

}  // namespace postroom::procedure
