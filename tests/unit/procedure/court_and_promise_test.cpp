// A court that is waited for at stages 2 and 3, and days that a letter promised. Every council's
// own procedure.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "timeline.hpp"

namespace postroom::procedure {

using namespace testing;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Not;

namespace {

cases::Details scope(const char* what) {
    return {{"scope", std::string(what)}, {"reasons", std::string("Care proceedings.")}};
}

/// Answered at stage 1 on 12 March 2025 and at stage 2 on 24 April.
ACase answered_at_stage_two() {
    ACase a_case = acknowledged("2025-03-03");
    a_case.with("eligibility_decided", "2025-03-04", {{"outcome", std::string("accepted")}});
    a_case.with("stage1_responded", "2025-03-12", {{"finding", std::string("upheld")}});
    a_case.with("stage2_requested", "2025-03-24");
    a_case.sent("stage2-acknowledgement", "2025-03-24", "once");
    return a_case.with("stage2_adjudicated", "2025-04-24", {{"finding", std::string("upheld")}});
}

/// A panel of 20 June 2025, fixed on 20 May: its papers go out on 9 June, in Luton on 11 June.
ACase before_the_panel() {
    ACase a_case = answered_at_stage_two();
    a_case.with("stage3_requested", "2025-05-12");
    a_case.with("panel_fixed", "2025-05-20", {{"panel_on", std::string("2025-06-20")}});
    const std::string fixed = a_case.file().events.back().id.text;
    a_case.sent("stage3-panel-appointment", "2025-05-20", fixed);
    return a_case.sent("stage3-invitation", "2025-05-20", fixed);
}

/// The letter of that step left that day and named the other.
void promised(ACase& a_case, const char* step, const char* on, const char* named) {
    a_case.with(std::string(cases::letter_sent), on,
                {{"step", std::string(step)},
                 {"occurrence", std::string("once")},
                 {"promised", std::string(named)}});
}

/// Received that day, as the record has it now; a letter had named a day counted from 3 March.
ACase corrected_to(const char* received, const char* step, const char* on, const char* named) {
    ACase a_case(received);
    if (std::string_view(step) != "acknowledgement")
        a_case.sent("acknowledgement", received, "once");
    promised(a_case, step, on, named);
    return a_case;
}

}  // namespace

TEST(CourtAndPanel, PapersWaitWhileAllOfItWaits) {
    for (const char* id : statutory) {
        ACase held = before_the_panel();
        held.with("court_hold", "2025-05-28", scope("whole"));
        EXPECT_THAT(due_under(council(id), held, "2025-05-28"), Contains("stage3-court-hold"))
            << id;
        EXPECT_THAT(due_under(council(id), held, "2025-06-09"),
                    AllOf(Not(Contains("stage3-bundle")), Not(Contains("stage3-bundle-letter"))))
            << id;
        // Lifted in time, they go; not for a panel whose day is over.
        ACase in_time = held;
        in_time.with("court_hold_lifted", "2025-06-11");
        EXPECT_THAT(due_under(council(id), in_time, "2025-06-11"),
                    AllOf(Contains("stage3-bundle"), Contains("stage3-bundle-letter"),
                          Not(Contains("stage3-court-hold"))))
            << id;
        held.with("court_hold_lifted", "2025-07-01");
        EXPECT_THAT(due_under(council(id), held, "2025-07-01"),
                    AllOf(Not(Contains("stage3-bundle")), Not(Contains("stage3-bundle-letter"))))
            << id;
    }
}

TEST(CourtAndPanel, AHoldOfAPartKeepsNoPapersBack) {
    for (const char* id : statutory) {
        ACase held = before_the_panel();
        held.with("court_hold", "2025-05-28", scope("part"));
        EXPECT_THAT(due_under(council(id), held, "2025-06-11"),
                    AllOf(Contains("stage3-bundle"), Contains("stage3-bundle-letter"),
                          Not(Contains("stage3-court-hold"))))
            << id;
    }
}

TEST(CourtAndPanel, APanelFixedWhileAllOfItWaitsAndASecondHoldAreAskedAbout) {
    for (const char* id : statutory) {
        ACase fixed = answered_at_stage_two();
        fixed.with("stage3_requested", "2025-05-12");
        fixed.with("court_hold", "2025-05-14", scope("whole"));
        EXPECT_THAT(due_under(council(id), fixed, "2025-05-14"), Not(Contains("stage3-court-hold")))
            << id;
        fixed.with("panel_fixed", "2025-05-20", {{"panel_on", std::string("2025-06-20")}});
        EXPECT_THAT(due_under(council(id), fixed, "2025-05-20"), Contains("stage3-court-hold"))
            << id;
        ACase again = before_the_panel();
        again.with("court_hold", "2025-05-21", scope("whole"));
        again.with("court_hold_lifted", "2025-05-23");
        again.with("court_hold", "2025-05-28", scope("whole"));
        EXPECT_THAT(due_under(council(id), again, "2025-05-28"),
                    AllOf(Contains("stage3-court-hold"), Contains("court-hold-again")))
            << id;
        again.with("panel_adjourned", "2025-05-28");
        EXPECT_THAT(due_under(council(id), again, "2025-05-28"),
                    AllOf(Not(Contains("stage3-court-hold")), Not(Contains("stage3-adjourned-day")),
                          Contains("stage3-adjourned")))
            << id;
    }
}

TEST(CourtAndPart, NothingClosesOverAPartAfterTheStageTwoAnswer) {
    for (const char* id : statutory) {
        ACase held = answered_at_stage_two();
        held.with("court_hold", "2025-04-01", scope("part"));
        EXPECT_THAT(due_under(council(id), held, "2025-08-01"),
                    Not(Contains("stage3-not-asked-for")))
            << id;
        held.with("court_hold_lifted", "2025-08-04");
        EXPECT_THAT(due_under(council(id), held, "2025-08-04"), Contains("court-part-stage2"))
            << id;
        // 25 August is a holiday.
        EXPECT_THAT(due_under(council(id), held, "2025-08-19"), Contains("court-part-stage2-still"))
            << id;
        EXPECT_THAT(due_under(council(id), held, "2025-10-31"),
                    Not(Contains("stage3-not-asked-for")))
            << id;
        held.with("part_answered", "2025-09-01");
        EXPECT_THAT(
            due_under(council(id), held, "2025-09-10"),
            AllOf(Not(Contains("court-part-stage2-still")),
                  Not(Contains("court-part-stage2-window")), Not(Contains("court-part-window"))))
            << id;
        const auto at_last = due_under(council(id), held, "2025-10-02");
        EXPECT_THAT(at_last, AllOf(Contains("court-part-stage2-window"),
                                   Not(Contains("stage3-not-asked-for")),
                                   Not(Contains("court-part-window"))))
            << id;
    }
}

TEST(CourtAndPart, NothingClosesOverAPartAfterTheAnswerToThePanel) {
    for (const char* id : statutory) {
        ACase a_case = before_the_panel();
        a_case.with("panel_held", "2025-06-20").with("panel_reported", "2025-06-25");
        a_case.with("director_decided", "2025-06-30", {{"agrees", true}});
        ACase waits = a_case;
        waits.with("court_hold", "2025-07-01", scope("part"));
        waits.with("stage3_responded", "2025-07-10", {{"finding", std::string("upheld")}});
        EXPECT_THAT(due_under(council(id), waits, "2025-07-10"), Not(Contains("stage3-closed")))
            << id;
        waits.with("court_hold_lifted", "2025-08-04");
        EXPECT_THAT(due_under(council(id), waits, "2025-08-05"),
                    AllOf(Contains("court-part-stage2"), Not(Contains("stage3-closed"))))
            << id;
        a_case.with("stage3_responded", "2025-07-10", {{"finding", std::string("upheld")}});
        EXPECT_THAT(due_under(council(id), a_case, "2025-07-10"), Contains("stage3-closed")) << id;
    }
}

TEST(CourtAndPart, AHoldOfTheWholeLaterDoesNotMakeThePartForgotten) {
    for_every_council([](const Procedure& procedure) {
        ACase held = acknowledged("2025-03-03");
        held.with("eligibility_decided", "2025-03-04", {{"outcome", std::string("accepted")}});
        held.with("court_hold", "2025-03-05", scope("part"));
        held.with("stage1_responded", "2025-03-12", {{"finding", std::string("upheld")}});
        held.with("court_hold", "2025-03-25", scope("whole"));
        held.with("court_hold_lifted", "2025-05-01");
        EXPECT_THAT(due_under(procedure, held, "2025-05-01"), Contains("court-part-answer"))
            << procedure.id;
        EXPECT_THAT(due_under(procedure, held, "2025-07-31"),
                    AllOf(Contains("court-part-still"), Not(Contains("closed"))))
            << procedure.id;
        ACase at_two = answered_at_stage_two();
        at_two.with("court_hold", "2025-04-25", scope("part"));
        at_two.with("court_hold", "2025-04-28", scope("whole"));
        at_two.with("court_hold_lifted", "2025-06-02");
        EXPECT_THAT(due_under(procedure, at_two, "2025-06-02"), Contains("court-part-stage2"))
            << procedure.id;
    });
}

TEST(CourtAndPart, TheFinalCorporateAnswerIsNotClosedOverAPart) {
    for (const char* id : corporate) {
        ACase held = answered_at_stage_two();
        held.with("court_hold", "2025-04-01", scope("part"));
        EXPECT_THAT(due_under(council(id), held, "2025-07-01"),
                    Not(Contains("closed-after-stage2")))
            << id;
        held.with("court_hold_lifted", "2025-07-02");
        EXPECT_THAT(due_under(council(id), held, "2025-07-02"), Contains("court-part-stage2"))
            << id;
    }
}

TEST(Escalation, OnAWrongGroundIsAPersonsTask) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = acknowledged("2025-03-03");
        a_case.with("further_time_agreed", "2025-04-01");
        a_case.with("stage2_begun", "2025-04-15", {{"because", std::string("day_30")}});
        ACase in_time = a_case;
        // It had left on the day before, and we hear of it two days later.
        cases::CaseEvent answer = in_time.file().events.back();
        answer.id = EventId("late");
        answer.name = "stage1_responded";
        answer.on = day("2025-04-14");
        answer.recorded_on = day("2025-04-16");
        answer.details = {{"sent_by", std::string("service")}};
        in_time.file().events.push_back(answer);
        EXPECT_THAT(
            due_under(procedure, in_time, "2025-04-16"),
            AllOf(Contains("begun-although-answered"), Not(Contains("response-after-request"))))
            << procedure.id;
        in_time.with("stage2_requested", "2025-04-17");
        EXPECT_THAT(due_under(procedure, in_time, "2025-04-17"),
                    Not(Contains("begun-although-answered")))
            << procedure.id;
        a_case.with("stage1_responded", "2025-04-16");
        EXPECT_THAT(
            due_under(procedure, a_case, "2025-04-16"),
            AllOf(Not(Contains("begun-although-answered")), Contains("response-after-request")))
            << procedure.id;
    });
}

TEST(EarlyRequest, WorkRecordedAfterDayTwentyIsAskedAbout) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = acknowledged("2025-03-03");
        a_case.with("stage2_requested", "2025-03-28");
        a_case.with("stage2_drafted", "2025-04-02");
        EXPECT_THAT(due_under(procedure, a_case, "2025-04-02"), Contains("stage2-early-work-later"))
            << procedure.id;
        ACase in_time = acknowledged("2025-03-03");
        in_time.with("stage2_requested", "2025-04-01");
        in_time.with("stage2_drafted", "2025-04-01");
        EXPECT_THAT(due_under(procedure, in_time, "2025-04-01"),
                    Not(Contains("stage2-early-work-later")))
            << procedure.id;
        ACase begun = acknowledged("2025-03-03");
        begun.with("stage2_requested", "2025-03-28").with("stage2_begun", "2025-03-31");
        begun.with("stage2_drafted", "2025-04-02");
        EXPECT_THAT(due_under(procedure, begun, "2025-04-02"),
                    Not(Contains("stage2-early-work-later")))
            << procedure.id;
    });
}

TEST(Promises, ADayThatTheAcknowledgementNamedIsATaskWhereTheClockMovedLater) {
    for (const char* id : {"leicestershire-statutory", "luton-statutory", "wokingham-statutory",
                           "statutory-baseline", "wokingham-corporate"}) {
        const auto due = [&](const ACase& a_case, const char* on) {
            return due_under(council(id), a_case, on);
        };
        const ACase as_told =
            corrected_to("2025-03-03", "acknowledgement", "2025-03-06", "2025-03-17");
        EXPECT_THAT(due(as_told, "2025-03-17"), Not(Contains("promised-day-10"))) << id;
        const ACase moved =
            corrected_to("2025-03-06", "acknowledgement", "2025-03-06", "2025-03-17");
        EXPECT_THAT(due(moved, "2025-03-14"), Not(Contains("promised-day-10"))) << id;
        EXPECT_THAT(due(moved, "2025-03-17"), Contains("promised-day-10")) << id;
        for (const char* over : {"stage1_responded", "delay_confirmed", "withdrawn"}) {
            ACase done = moved;
            done.with(over, "2025-03-13");
            EXPECT_THAT(due(done, "2025-03-17"), Not(Contains("promised-day-10"))) << id << over;
        }
    }
}

TEST(Promises, ADayPromisedInTheApologyOrForStageTwoOrThePanelIsATaskToo) {
    for_every_council([](const Procedure& procedure) {
        EXPECT_THAT(due_under(procedure,
                              corrected_to("2025-03-03", "delay-apology-silence", "2025-03-17",
                                           "2025-03-31"),
                              "2025-03-31"),
                    Not(Contains("promised-day-20")))
            << procedure.id;
        EXPECT_THAT(due_under(procedure,
                              corrected_to("2025-03-06", "delay-apology-silence", "2025-03-17",
                                           "2025-03-31"),
                              "2025-03-31"),
                    Contains("promised-day-20"))
            << procedure.id;
        ACase at_two = acknowledged("2025-03-03");
        at_two.with("stage1_responded", "2025-03-12", {{"finding", std::string("upheld")}});
        at_two.with("stage2_requested", "2025-03-27");
        promised(at_two, "stage2-acknowledgement", "2025-03-24", "2025-04-22");
        EXPECT_THAT(due_under(procedure, at_two, "2025-04-22"), Contains("promised-stage2"))
            << procedure.id;
        at_two.with("stage2_extended", "2025-04-15",
                    {{"until", std::string("2025-05-09")},
                     {"reason", std::string("The log book is missing.")}});
        EXPECT_THAT(due_under(procedure, at_two, "2025-04-22"), Not(Contains("promised-stage2")))
            << procedure.id;
    });
    for (const char* id : statutory) {
        ACase at_three = answered_at_stage_two();
        at_three.with("stage3_requested", "2025-05-15");
        promised(at_three, "stage3-acknowledgement", "2025-05-12", "2025-06-24");
        EXPECT_THAT(due_under(council(id), at_three, "2025-06-24"), Contains("promised-stage3"))
            << id;
        at_three.with("panel_fixed", "2025-05-20", {{"panel_on", std::string("2025-06-20")}});
        EXPECT_THAT(due_under(council(id), at_three, "2025-06-24"),
                    Not(Contains("promised-stage3")))
            << id;
    }
}

TEST(LateReasons, OneThatCameAfterTheLetterIsToldByTelephone) {
    for (const char* id : statutory) {
        ACase a_case = answered_at_stage_two();
        a_case.with("stage3_requested", "2025-05-12");
        a_case.with("timescale_revised", "2025-06-12");
        EXPECT_THAT(due_under(council(id), a_case, "2025-06-12"),
                    Not(Contains("stage3-reason-late")))
            << id;
        a_case.sent("stage3-panel-late", "2025-06-17", "once");
        a_case.with("timescale_revised", "2025-06-18");
        EXPECT_THAT(due_under(council(id), a_case, "2025-06-18"), Contains("stage3-reason-late"))
            << id;
    }
}

TEST(LateReasons, OfStage2AreToldByTelephoneAndTheNewDateIsATaskOnItsDay) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case("2025-03-03");
        a_case.with("stage1_responded", "2025-03-10");
        a_case.with("stage2_requested", "2025-03-13");  // day 65 is Wednesday 18 June 2025
        a_case.sent("stage2-overdue", "2025-06-19", "once");
        a_case.with("timescale_revised", "2025-06-23", {{"to", std::string("2025-07-04")}});
        const auto due = [&](const char* on) { return due_under(procedure, a_case, on); };
        EXPECT_THAT(due("2025-06-23"), Contains("stage2-overdue-reason")) << procedure.id;
        EXPECT_THAT(due("2025-07-03"), Not(Contains("stage2-new-date"))) << procedure.id;
        EXPECT_THAT(due("2025-07-04"), Contains("stage2-new-date")) << procedure.id;
        a_case.with("stage2_adjudicated", "2025-07-04");
        EXPECT_THAT(due("2025-07-04"), Not(Contains("stage2-new-date"))) << procedure.id;
    });
}

TEST(ADateOfStageTwo, ThatACourtHoldTookBackIsNobodysTask) {
    for_every_council([](const Procedure& procedure) {
        const auto passed = [&](bool held) {
            ACase a_case = acknowledged("2025-03-03");
            a_case.with("stage1_responded", "2025-03-12", {{"finding", std::string("upheld")}});
            a_case.with("court_hold", "2025-03-13", scope("whole"));
            a_case.with("court_hold_lifted", "2025-03-14");
            a_case.with("stage2_requested", "2025-03-24");
            a_case.with("stage2_extended", "2025-04-07", {{"until", std::string("2025-05-15")}});
            EXPECT_FALSE(
                due_under(procedure, a_case, "2025-05-16").contains("stage2-extension-passed"));
            a_case.sent(
                procedure.step(StepId("stage2-extension")) ? "stage2-extension" : "stage2-delay",
                "2025-04-07", a_case.file().events.back().id.text);
            if (held) {
                a_case.with("court_hold", "2025-04-28", scope("whole"));
                a_case.with("court_hold_lifted", "2025-05-06");
            }
            return due_under(procedure, a_case, "2025-05-16").contains("stage2-extension-passed");
        };
        EXPECT_TRUE(passed(false)) << procedure.id;
        EXPECT_FALSE(passed(true)) << procedure.id;
    });
}

TEST(MoreTime, AgreedWhileAWholeComplaintWaitsForACourtIsConfirmedWhenItGoesOn) {
    for_every_council([](const Procedure& procedure) {
        for (const char* said : {"extension_agreed", "delay_confirmed"}) {
            const std::string letter = said == std::string("extension_agreed")
                                           ? "extension-confirmed"
                                           : "delay-apology-confirmed";
            ACase a_case = acknowledged("2025-03-03");
            a_case.with("court_hold", "2025-03-10", scope("whole"));
            a_case.with(said, "2025-03-12", {{"reason", std::string("Somebody is ill.")}});
            EXPECT_THAT(due_under(procedure, a_case, "2025-03-13"), Not(Contains(letter)))
                << procedure.id;
            a_case.with("court_hold_lifted", "2025-03-18");
            EXPECT_THAT(due_under(procedure, a_case, "2025-03-18"), Contains(letter))
                << procedure.id;
            a_case.with("advocate_awaited", "2025-03-18", {{"agreed", true}});
            const bool waits =
                procedure.id != "corporate-code" && procedure.id != "wokingham-corporate";
            EXPECT_EQ(!due_under(procedure, a_case, "2025-03-19").contains(letter), waits)
                << procedure.id;
        }
    });
}

TEST(LateReasons, ATaskAboutAnInvitationThatGoesTheSameMinuteDoesNotOrderASecondOne) {
    for (const char* id : statutory) {
        ACase a_case = answered_at_stage_two();
        a_case.with("stage3_requested", "2025-05-12");
        a_case.recorded("panel_fixed", "2025-05-30", "2025-06-11",
                        {{"panel_on", std::string("2025-06-20")}});
        EXPECT_THAT(due_under(council(id), a_case, "2025-06-11"),
                    AllOf(Contains("stage3-invitation"), Contains("stage3-invitation-waits")))
            << id;
        const Plan plan = plan_under(council(id), a_case, "2025-06-11");
        EXPECT_THAT(step_of(plan, "stage3-invitation-waits").step->task,
                    ::testing::HasSubstr("leaves by itself today; if it does not, send it"))
            << id;
    }
}

}  // namespace postroom::procedure
