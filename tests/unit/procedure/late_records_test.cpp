// What is recorded late, mistaken or changed later: no two letters that say different things, none
// that says what is not so. Every council's own procedure.
#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "timeline.hpp"

namespace postroom::procedure {

using namespace testing;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Not;

namespace {

/// Stage 2 asked for on 24 March 2025: day 25 is 30 April, day 65 is 27 June.
ACase at_stage_two() {
    ACase a_case = acknowledged("2025-03-03");
    a_case.with("stage1_responded", "2025-03-12", {{"finding", std::string("upheld")}});
    a_case.with("stage2_requested", "2025-03-24");
    a_case.sent("stage2-acknowledgement", "2025-03-24", "once");
    return a_case;
}

cases::Details until(const char* day) {
    return {{"until", std::string(day)}, {"reason", std::string("Somebody is ill.")}};
}

/// A panel asked for on 12 May 2025: day 25 is 17 June, day 30 is 24 June.
ACase at_stage_three() {
    ACase a_case = at_stage_two();
    a_case.with("stage2_adjudicated", "2025-04-24", {{"finding", std::string("upheld")}});
    a_case.with("stage3_requested", "2025-05-12");
    return a_case;
}

}  // namespace

TEST(LateRecords, PastDay65TheHoldingLetterAndTheTasksOfDay20And25StandBack) {
    for (const char* id : statutory) {
        const auto due = due_under(council(id), at_stage_two(), "2025-07-01");
        for (const char* over : {"stage2-holding", "stage2-day-20", "stage2-day-25"})
            EXPECT_THAT(due, Not(Contains(over))) << id;
        EXPECT_THAT(due, Contains("stage2-overdue")) << id;
        const auto in_time = due_under(council(id), at_stage_two(), "2025-04-30");
        EXPECT_THAT(in_time, AllOf(Contains("stage2-holding"), Contains("stage2-day-25"))) << id;
    }
}

TEST(LateRecords, AMistypedExtensionDoesNotUndoTheOneThatWasTold) {
    for (const char* id : statutory) {
        ACase a_case = at_stage_two();
        a_case.with("stage2_extended", "2025-04-28", until("2025-06-10"));
        a_case.sent("stage2-extension", "2025-04-28", a_case.file().events.back().id.text);
        a_case.with("stage2_extended", "2025-06-06", until("2025-08-10"));
        const auto due = due_under(council(id), a_case, "2025-06-06");
        EXPECT_THAT(due, Contains("stage2-extension-too-long")) << id;
        EXPECT_THAT(due, AllOf(Not(Contains("stage2-holding")), Not(Contains("stage2-day-25"))))
            << id;
    }
}

TEST(LateRecords, AnotherRequestForStageTwoWhileItRunsIsATask) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = at_stage_two();
        EXPECT_THAT(due_under(procedure, a_case, "2025-04-10"), Not(Contains("stage2-asked-again")))
            << procedure.id;
        a_case.with("stage2_requested", "2025-04-10");
        EXPECT_THAT(due_under(procedure, a_case, "2025-04-10"), Contains("stage2-asked-again"))
            << procedure.id;
    });
}

TEST(LateRecords, ARefusalThatWasToldIsTakenBackByALetterOfItsOwnHoweverLate) {
    for (const char* id : statutory)
        for (const bool corrected : {false, true}) {
            ACase a_case = acknowledged("2025-03-03");
            a_case.with("eligibility_decided", "2025-03-07",
                        {{"outcome", std::string("out_of_time")},
                         {"reasons", std::string("It was years ago.")}});
            const std::string refused = a_case.file().events.back().id.text;
            a_case.sent("out-of-time", "2025-03-10", refused);
            const cases::Details accepted{{"outcome", std::string("accepted")}};
            if (corrected)
                a_case.with("corrected", "2025-04-02",
                            {{"event", refused}, {"replace.outcome", std::string("accepted")}});
            else
                a_case.with("eligibility_decided", "2025-04-02", accepted);
            const auto due = due_under(council(id), a_case, "2025-04-02");
            EXPECT_THAT(due,
                        AllOf(Contains("accepted-after-all"), Contains("accepted-after-all-check"),
                              Not(Contains("eligibility-accepted"))))
                << id << corrected;
        }
}

TEST(LateRecords, AnAcceptanceWithNoRefusalBeforeItIsTheOrdinaryOne) {
    for (const char* id : statutory) {
        ACase a_case = acknowledged("2025-03-03");
        a_case.with("eligibility_decided", "2025-03-07", {{"outcome", std::string("accepted")}});
        EXPECT_THAT(due_under(council(id), a_case, "2025-03-07"),
                    AllOf(Contains("eligibility-accepted"), Not(Contains("accepted-after-all"))))
            << id;
    }
}

TEST(LateRecords, OneApologyIsEnoughForAPanelThatIsTwiceTooLate) {
    for (const char* id : statutory) {
        const auto due = due_under(council(id), at_stage_three(), "2025-07-02");
        EXPECT_THAT(due,
                    AllOf(Contains("stage3-panel-overdue"), Not(Contains("stage3-panel-late"))))
            << id;
        EXPECT_THAT(due_under(council(id), at_stage_three(), "2025-06-17"),
                    Contains("stage3-panel-late"))
            << id;
    }
}

TEST(LateRecords, TheLetterThatPutsThePanelOffSaysWhatTheApologyOfDay25Would) {
    for (const char* id : statutory) {
        ACase a_case = at_stage_three();
        a_case.with("panel_fixed", "2025-05-20", {{"panel_on", std::string("2025-06-20")}});
        a_case.with("panel_adjourned", "2025-06-18");
        const auto due = due_under(council(id), a_case, "2025-06-18");
        EXPECT_THAT(due, AllOf(Contains("stage3-adjourned"), Not(Contains("stage3-panel-late"))))
            << id;
    }
}

TEST(LateRecords, TheDirectorWhoHasDecidedIsNotAskedToDecide) {
    for (const char* id : statutory) {
        ACase a_case = at_stage_three();
        a_case.with("panel_held", "2025-06-20").with("panel_reported", "2025-06-23");
        ACase undecided = a_case;
        a_case.with("director_decided", "2025-07-08", {{"agrees", true}});
        EXPECT_THAT(due_under(council(id), a_case, "2025-07-17"),
                    Not(Contains("stage3-decision-request")))
            << id;
        EXPECT_THAT(due_under(council(id), undecided, "2025-06-23"),
                    Contains("stage3-decision-request"))
            << id;
    }
}

TEST(LateRecords, AWholeHoldOverAPanelWithADayIsATaskToPutItOff) {
    for (const char* id : statutory) {
        ACase a_case = at_stage_three();
        a_case.with("panel_fixed", "2025-05-20", {{"panel_on", std::string("2025-06-20")}});
        a_case.with("court_hold", "2025-06-02", {{"scope", std::string("whole")}});
        EXPECT_THAT(due_under(council(id), a_case, "2025-06-02"), Contains("stage3-court-hold"))
            << id;
        ACase part = at_stage_three();
        part.with("panel_fixed", "2025-05-20", {{"panel_on", std::string("2025-06-20")}});
        part.with("court_hold", "2025-06-02", {{"scope", std::string("part")}});
        EXPECT_THAT(due_under(council(id), part, "2025-06-02"), Not(Contains("stage3-court-hold")))
            << id;
    }
}

TEST(LateRecords, WhoCannotComeIsToldToAllAndAskedAboutEachWeekUntilThereIsADay) {
    for (const char* id : statutory) {
        ACase a_case = at_stage_three();
        a_case.with("panel_fixed", "2025-05-20", {{"panel_on", std::string("2025-06-20")}});
        a_case.with("cannot_attend", "2025-06-09");
        EXPECT_THAT(due_under(council(id), a_case, "2025-06-09"),
                    Contains("stage3-cannot-attend-notice"))
            << id;
        EXPECT_THAT(due_under(council(id), a_case, "2025-07-07"),
                    Contains("stage3-cannot-attend-still"))
            << id;
        ACase anyhow = a_case;
        anyhow.with("cannot_attend", "2025-06-10", {{"agreed", true}});
        EXPECT_THAT(due_under(council(id), anyhow, "2025-07-07"),
                    Not(Contains("stage3-cannot-attend-still")))
            << id;
        a_case.with("panel_fixed", "2025-06-11", {{"panel_on", std::string("2025-07-16")}});
        EXPECT_THAT(due_under(council(id), a_case, "2025-07-07"),
                    Not(Contains("stage3-cannot-attend-still")))
            << id;
    }
}

TEST(AMissingLetter, KeepsTheReadersTimeWaitingWhateverElsePausesItLater) {
    for (const char* id : statutory) {
        ACase a_case = acknowledged("2025-03-03");
        a_case.sent("stage1-response", "2025-03-12", "e9");
        a_case.with("stage1_responded", "2025-03-12",
                    {{"finding", std::string("upheld")}, {"step", std::string("stage1-response")}});
        a_case.with("letter_returned", "2025-03-17",
                    {{"step", std::string("stage1-response")}, {"occurrence", std::string("e9")}});
        a_case.with("court_hold", "2025-05-06", {{"scope", std::string("whole")}});
        a_case.with("court_hold_lifted", "2025-05-20");
        EXPECT_THAT(due_under(council(id), a_case, "2025-06-30"), Not(Contains("closed"))) << id;
    }
}

TEST(LateRecords, NobodyIsInvitedToADayThatIsOver) {
    for (const char* id : statutory) {
        ACase panel = at_stage_three();
        panel.recorded("panel_fixed", "2025-05-20", "2025-06-23",
                       {{"panel_on", std::string("2025-06-19")}});
        const auto due = due_under(council(id), panel, "2025-06-23");
        for (const char* step :
             {"stage3-invitation", "stage3-panel-appointment", "stage3-papers-call"})
            EXPECT_THAT(due, Not(Contains(step))) << id;

        ACase meeting = acknowledged("2025-03-03");
        meeting.recorded("meeting_arranged", "2025-03-06", "2025-03-13",
                         {{"meeting_on", std::string("2025-03-11")}});
        EXPECT_THAT(due_under(council(id), meeting, "2025-03-13"),
                    Not(Contains("meeting-arranged")))
            << id;

        ACase interviews = at_stage_two();
        interviews.recorded("interviews_fixed", "2025-03-31", "2025-04-10",
                            {{"interview_on", std::string("2025-04-08")}});
        EXPECT_THAT(due_under(council(id), interviews, "2025-04-10"),
                    Not(Contains("stage2-interviews")))
            << id;
        // Each by its own day, whichever was recorded last.
        ACase two = at_stage_two();
        two.recorded("interviews_fixed", "2025-03-31", "2025-04-10",
                     {{"interview_on", std::string("2025-04-15")}});
        two.recorded("interviews_fixed", "2025-04-01", "2025-04-10",
                     {{"interview_on", std::string("2025-04-08")}});
        EXPECT_THAT(due_under(council(id), two, "2025-04-10"), Contains("stage2-interviews")) << id;
    }
}

TEST(LateRecords, AnAcknowledgementWhosePostingIsConfirmedLateIsMissingNoMore) {
    const Procedure& code = council("corporate-code");
    ACase a_case("2025-03-03");
    a_case.with("acknowledgement_missing", "2025-03-10", {{"day_5", std::string("2025-03-10")}});
    EXPECT_THAT(due_under(code, a_case, "2025-03-18"), Contains("acknowledgement-still-missing"));
    a_case.recorded(
        std::string(cases::letter_sent), "2025-03-04", "2025-03-19",
        {{"step", std::string("acknowledgement")}, {"occurrence", std::string("once")}});
    EXPECT_THAT(due_under(code, a_case, "2025-03-25"),
                Not(Contains("acknowledgement-still-missing")));
    EXPECT_EQ(plan_under(code, a_case, "2025-03-25").clock("stage1")->started, day("2025-03-04"));
}

TEST(LateRecords, AReasonThatWasRecordedAfterTheApologyWithNoneIsToldByTelephone) {
    for_every_council([](const Procedure& procedure) {
        const auto recorded_on = [&](const char* recorded, bool after_the_letter) {
            ACase a_case = acknowledged("2025-03-03");
            if (procedure.id.find("corporate") == std::string::npos)
                a_case.with("eligibility_decided", "2025-03-06",
                            {{"outcome", std::string("accepted")}});
            a_case.sent("delay-apology-silence", "2025-03-17", "stage1/1");
            a_case.file().events.back().recorded_at = {2};
            a_case.recorded("delay_confirmed", "2025-03-14", recorded,
                            {{"reason", std::string("Two workers were ill.")}});
            a_case.file().events.back().recorded_at = {after_the_letter ? 3 : 1};
            return due_under(procedure, a_case, "2025-03-19");
        };
        EXPECT_THAT(recorded_on("2025-03-19", true), Contains("reason-late")) << procedure.id;
        EXPECT_THAT(recorded_on("2025-03-17", true), Contains("reason-late")) << procedure.id;
        for (const char* before : {"2025-03-14", "2025-03-17"})
            EXPECT_THAT(recorded_on(before, false), Not(Contains("reason-late")))
                << procedure.id << before;
    });
}

TEST(LateRecords, NobodyIsAskedWhetherAMeetingSettledWhatWasAnsweredOnTheSameDay) {
    for (const char* id : statutory)
        for (const bool answered : {true, false}) {
            ACase a_case = acknowledged("2025-03-03");
            a_case.with("eligibility_decided", "2025-03-06",
                        {{"outcome", std::string("accepted")}});
            a_case.with("meeting_held", "2025-03-13");
            const std::string held = a_case.file().events.back().id.text;
            if (answered)
                a_case.with("stage1_responded", "2025-03-17", {{"finding", std::string("upheld")}});
            a_case.sent("meeting-outcome", "2025-03-17", held);
            const auto due = due_under(council(id), a_case, "2025-04-17");
            EXPECT_EQ(std::ranges::count(due, "meeting-reply"), answered ? 0 : 1) << id;
        }
}

}  // namespace postroom::procedure
