// Turns taken a second time, or taken for what they are not: late requests, a panel put off,
// another representative, a decision on the wrong procedure.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "timeline.hpp"

namespace postroom::procedure {

using namespace testing;
using ::testing::Contains;
using ::testing::IsSupersetOf;
using ::testing::Not;

namespace {

constexpr const char* received = "2025-03-03";  // day 10 is 17 March, day 20 is 31 March

ACase answered() {
    ACase a_case = acknowledged(received);
    a_case.with("stage1_responded", "2025-03-12", {{"finding", std::string("upheld")}});
    return a_case;
}

cases::Details outcome(const char* value) {
    return {{"outcome", std::string(value)}, {"reasons", std::string("settled")}};
}

/// At stage 3, asked for on 2 June 2025.
ACase at_stage_three() {
    ACase a_case = answered();
    a_case.with("stage2_requested", "2025-03-20").with("stage2_begun", "2025-03-20");
    a_case.with("stage2_adjudicated", "2025-05-20", {{"finding", std::string("upheld")}});
    a_case.with("stage3_requested", "2025-06-02");
    return a_case;
}

}  // namespace

TEST(SecondTime, APanelAskedForLateAgainAfterARefusalIsATaskThatDayAndChased) {
    for (const char* id : statutory) {
        ACase a_case = answered();
        a_case.with("stage2_requested", "2025-03-20").with("stage2_begun", "2025-03-20");
        a_case.with("stage2_adjudicated", "2025-05-20", {{"finding", std::string("upheld")}});
        a_case.with("closed", "2025-07-01").with("stage3_requested", "2025-07-07");
        EXPECT_THAT(due_under(council(id), a_case, "2025-07-07"), Contains("stage3-late-request"));
        a_case.with("late_request_decided", "2025-07-09", outcome("refused"));
        EXPECT_THAT(due_under(council(id), a_case, "2025-07-25"),
                    Not(Contains("stage3-late-request")));
        a_case.with("stage3_requested", "2025-07-28");
        EXPECT_THAT(due_under(council(id), a_case, "2025-07-28"), Contains("stage3-late-request"))
            << id;
        EXPECT_THAT(due_under(council(id), a_case, "2025-08-05"),
                    Contains("stage3-late-request-chase"))
            << id;
    }
}

TEST(SecondTime, ACaseClosedAfterAPanelWasAskedForIsATask) {
    for (const char* id : statutory) {
        ACase a_case = at_stage_three();
        a_case.with("closed", "2025-06-05");
        const auto due = due_under(council(id), a_case, "2025-06-05");
        EXPECT_THAT(due, Contains("stage3-closed-after-request")) << id;
        EXPECT_THAT(due, Not(Contains("stage3-late-request"))) << id;
    }
}

TEST(SecondTime, StageTwoAskedForLateAgainAfterARefusalIsATaskThatDay) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = answered();
        a_case.with("closed", "2025-04-14").with("stage2_requested", "2025-05-01");
        a_case.with("late_stage2_decided", "2025-05-02", outcome("refused"));
        EXPECT_THAT(due_under(procedure, a_case, "2025-05-21"),
                    Not(Contains("stage2-asked-after-the-end")));
        a_case.with("stage2_requested", "2025-05-22");
        EXPECT_THAT(due_under(procedure, a_case, "2025-05-22"),
                    Contains("stage2-asked-after-the-end"))
            << procedure.id;
    });
}

TEST(SecondTime, ARequestInTimeIsNotWrittenToAsALateOne) {
    for_every_council([](const Procedure& procedure) {
        ACase running = answered();
        running.with("stage2_requested", "2025-03-20");
        running.sent("stage2-acknowledgement", "2025-03-20", "once");
        ACase early = acknowledged(received);
        early.with("stage2_requested", "2025-03-06");
        for (ACase* a_case : {&running, &early}) {
            ACase refused = *a_case;
            refused.with("late_stage2_decided", "2025-03-25", outcome("refused"));
            auto due = due_under(procedure, refused, "2025-03-25");
            EXPECT_THAT(due, Contains("stage2-not-late-refused")) << procedure.id;
            EXPECT_THAT(due, Not(Contains("stage2-late-refused"))) << procedure.id;

            ACase accepted = *a_case;
            accepted.with("late_stage2_decided", "2025-03-25", outcome("accepted"));
            due = due_under(procedure, accepted, "2025-03-25");
            EXPECT_THAT(due, Contains(a_case == &early ? "stage2-not-late-early"
                                                       : "stage2-not-late-accepted"))
                << procedure.id;
            EXPECT_THAT(due, Not(Contains("stage2-late-accepted"))) << procedure.id;
        }
    });
}

TEST(SecondTime, ALateRequestAcceptedAndTakenUpIsNotCalledInTime) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = answered();
        a_case.with("closed", "2025-04-14");
        const std::string closing = a_case.file().events.back().id.text;
        a_case.with("stage2_requested", "2025-05-01");
        a_case.with("late_stage2_decided", "2025-05-02", outcome("accepted"));
        a_case.with("corrected", "2025-05-02", {{"event", closing}, {"strike", true}});
        const auto due = due_under(procedure, a_case, "2025-05-02");
        for (const char* step :
             {"stage2-not-late-refused", "stage2-not-late-accepted", "stage2-not-late-early"})
            EXPECT_THAT(due, Not(Contains(step))) << procedure.id;
        EXPECT_THAT(due, Contains("stage2-acknowledgement")) << procedure.id;
    });
}

TEST(SecondTime, WhoAgreedThatThePanelMeetsWithoutThemIsAskedNothingMore) {
    for (const char* id : statutory) {
        ACase a_case = at_stage_three();
        a_case.with("panel_fixed", "2025-06-03", {{"panel_on", std::string("2025-06-30")}});
        a_case.with("cannot_attend", "2025-06-10");
        EXPECT_THAT(due_under(council(id), a_case, "2025-06-10"),
                    IsSupersetOf({"stage3-cannot-attend", "stage3-cannot-attend-decide"}));
        a_case.with("cannot_attend", "2025-06-12", {{"agreed", true}});
        const auto due = due_under(council(id), a_case, "2025-06-12");
        EXPECT_THAT(due, Not(Contains("stage3-cannot-attend"))) << id;
        EXPECT_THAT(due, Not(Contains("stage3-cannot-attend-decide"))) << id;
        EXPECT_THAT(due, Contains("stage3-meets-without")) << id;
    }
}

TEST(SecondTime, APanelPutOffIsFollowedUntilItHasANewDay) {
    for (const char* id : statutory) {
        ACase a_case = at_stage_three();
        a_case.with("panel_fixed", "2025-06-03", {{"panel_on", std::string("2025-06-23")}});
        a_case.with("panel_adjourned", "2025-06-16", {{"until", std::string("2025-07-07")}});
        // Stage 3's day 10 is 16 June.
        const auto that_day = due_under(council(id), a_case, "2025-06-16");
        EXPECT_THAT(that_day, Contains("stage3-adjourned-day")) << id;
        EXPECT_THAT(that_day, Not(Contains("stage3-panel-missing"))) << id;
        EXPECT_THAT(due_under(council(id), a_case, "2025-06-24"),
                    Contains("stage3-adjourned-still"))
            << id;
        EXPECT_THAT(due_under(council(id), a_case, "2025-07-07"),
                    Not(Contains("stage3-adjourned-day-passed")));
        EXPECT_THAT(due_under(council(id), a_case, "2025-07-08"),
                    Contains("stage3-adjourned-day-passed"))
            << id;
        a_case.with("panel_fixed", "2025-06-20", {{"panel_on", std::string("2025-07-07")}});
        const auto fixed = due_under(council(id), a_case, "2025-07-08");
        EXPECT_THAT(fixed, Not(Contains("stage3-adjourned-day-passed"))) << id;
        EXPECT_THAT(fixed, Not(Contains("stage3-adjourned-still"))) << id;
    }
}

TEST(SecondTime, AHoldOfAPartKeepsThePromisedDayOfALateAcknowledgement) {
    for (const char* scope : {"part", "whole"}) {
        ACase a_case(received);
        a_case.with(std::string(cases::letter_sent), "2025-03-06",
                    {{"step", std::string("acknowledgement")},
                     {"occurrence", std::string("once")},
                     {"promised", std::string("2025-03-17")}});
        a_case.with("court_hold", "2025-03-10", {{"scope", std::string(scope)}});
        const bool part = std::string(scope) == "part";
        EXPECT_EQ(due_under(council("corporate-code"), a_case, "2025-03-14")
                      .contains("promised-answer-tomorrow"),
                  part);
        EXPECT_EQ(due_under(council("corporate-code"), a_case, "2025-03-17")
                      .contains("delay-apology-promised"),
                  part);
    }
}

TEST(SecondTime, WhoeverFollowsARepresentativeWhoLeftIsAskedAboutAndNotChasedBefore) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = acknowledged(received);
        cases::Party speaker;
        speaker.role = cases::Role::representative;
        speaker.name = "Cllr Hale";
        speaker.email = "hale@mail.example";
        a_case.file().parties.push_back(speaker);
        a_case.sent("consent-request", "2025-03-04", "once");
        a_case.sent("consent-request-representative", "2025-03-04", "once");
        a_case.with("consent_requested", "2025-03-04");
        // Day 10 of the consent, which the letter names, is 18 March.
        EXPECT_THAT(due_under(procedure, a_case, "2025-03-19"), Contains("consent-chase"));
        a_case.with("party_changed", "2025-03-07",
                    {{"role", std::string("representative")}, {"consent.given", false}});
        a_case.with("party_changed", "2025-03-10",
                    {{"role", std::string("representative")}, {"left", true}});
        EXPECT_THAT(due_under(procedure, a_case, "2025-03-10"),
                    Not(Contains("consent-request-again")));
        a_case.with("party_changed", "2025-03-11",
                    {{"role", std::string("representative")},
                     {"name", std::string("Jo Iqbal")},
                     {"email", std::string("jo@mail.example")}});
        const auto due = due_under(procedure, a_case, "2025-03-11");
        EXPECT_THAT(due, Contains("consent-request-again")) << procedure.id;
        EXPECT_THAT(due, Contains("consent-request-representative-again")) << procedure.id;
        EXPECT_THAT(due_under(procedure, a_case, "2025-03-19"), Not(Contains("consent-chase")))
            << procedure.id;
        a_case.with("consent_requested", "2025-03-12");
        EXPECT_THAT(due_under(procedure, a_case, "2025-03-27"), Contains("consent-chase"))
            << procedure.id;
    });
}

TEST(SecondTime, AReasonThatComesAfterTheApologyIsTelephoned) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = acknowledged(received);
        a_case.sent("delay-apology-silence", "2025-03-17", "once");
        EXPECT_THAT(due_under(procedure, a_case, "2025-03-18"), Not(Contains("reason-late")));
        a_case.with("delay_confirmed", "2025-03-19", {{"reason", std::string("leave")}});
        EXPECT_THAT(due_under(procedure, a_case, "2025-03-19"), Contains("reason-late"))
            << procedure.id;
        ACase told = acknowledged(received);
        told.with("delay_confirmed", "2025-03-14", {{"reason", std::string("leave")}});
        EXPECT_THAT(due_under(procedure, told, "2025-03-19"), Not(Contains("reason-late")));
    });
}

TEST(SecondTime, AnAcceptedComplaintSaidNotToBeStatutoryIsBroughtUpEachWeek) {
    for (const char* id : statutory) {
        ACase a_case = acknowledged(received);
        a_case.with("eligibility_decided", "2025-03-04", outcome("accepted"));
        a_case.with("eligibility_decided", "2025-03-05", outcome("not_statutory"));
        const std::string wrong = a_case.file().events.back().id.text;
        EXPECT_THAT(due_under(council(id), a_case, "2025-03-12"), Contains("not-statutory-still"))
            << id;
        const Plan later = plan_under(council(id), a_case, "2025-03-31");
        EXPECT_EQ(step_of(later, "not-statutory-still").planned->day, day("2025-03-26")) << id;
        a_case.with("corrected", "2025-03-20", {{"event", wrong}, {"strike", true}});
        EXPECT_THAT(due_under(council(id), a_case, "2025-03-31"),
                    Not(Contains("not-statutory-still")));
        ACase never = acknowledged(received);
        never.with("eligibility_decided", "2025-03-05", outcome("not_statutory"));
        EXPECT_THAT(due_under(council(id), never, "2025-03-12"),
                    Not(Contains("not-statutory-still")));
    }
}

TEST(SecondTime, NobodyIsChasedAboutAConcernThatMayBeNoComplaint) {
    for (const char* id : statutory) {
        ACase a_case(received);
        a_case.with("concern_raised", received);
        for (const char* on : {"2025-03-06", "2025-03-11", "2025-03-12", "2025-03-14"})
            for (const char* step :
                 {"eligibility-chase", "eligibility-breach", "update-reminder", "due-tomorrow"})
                EXPECT_THAT(due_under(council(id), a_case, on), Not(Contains(step))) << id << on;
        a_case.with("concern_clarified", "2025-03-10", {{"as", std::string("complaint")}});
        EXPECT_THAT(due_under(council(id), a_case, "2025-03-10"), Contains("allocation")) << id;
        EXPECT_THAT(due_under(council(id), a_case, "2025-03-11"), Contains("eligibility-breach"));
    }
}

TEST(SecondTime, NoTeamIsGivenANewDeadlineForWhatMayBeNoComplaint) {
    for (const char* id : statutory) {
        ACase a_case(received);
        a_case.with("concern_raised", received);
        a_case.sent("delay-apology-silence", "2025-03-17", "stage1:e1");
        EXPECT_THAT(due_under(council(id), a_case, "2025-03-17"), Not(Contains("new-deadline")));
        a_case.with("concern_clarified", "2025-03-18", {{"as", std::string("complaint")}});
        EXPECT_THAT(due_under(council(id), a_case, "2025-03-18"), Contains("new-deadline")) << id;
    }
}

TEST(SecondTime, WorkOfAStageTwoThatHasNotBegunIsOneTask) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = acknowledged(received);
        a_case.with("stage2_requested", "2025-03-06");
        a_case.with("stage2_extended", "2025-03-10", {{"until", std::string("2025-05-01")}});
        a_case.with("stage2_drafted", "2025-03-11");
        const Plan plan = plan_under(procedure, a_case, "2025-03-11");
        int tasks = 0;
        for (const PlannedStep& planned : plan.steps)
            tasks +=
                planned.step->id.text == "stage2-early-work" && planned.state == StepState::due;
        EXPECT_EQ(tasks, 1) << procedure.id;
        a_case.with("stage2_begun", "2025-03-12");
        EXPECT_THAT(due_under(procedure, a_case, "2025-03-12"), Not(Contains("stage2-early-work")));
    });
}

TEST(SecondTime, ADraftAfterAnAnswerThatLeftElsewhereIsATaskThatPromisesNoLetter) {
    for_every_council([](const Procedure& procedure) {
        const bool children =
            procedure.id.ends_with("statutory") || procedure.id == "statutory-baseline";
        ACase a_case = acknowledged("2025-03-03");
        a_case.with("stage1_responded", "2025-03-12", {{"finding", std::string("upheld")}});
        a_case.with("stage2_requested", "2025-03-24");
        ACase ours = a_case;
        a_case.with("stage2_adjudicated", "2025-04-01", {{"finding", std::string("upheld")}});
        a_case.with("stage2_drafted", "2025-04-03");
        const auto due = due_under(procedure, a_case, "2025-04-03");
        EXPECT_THAT(due, Contains("stage2-draft-after-another-answer")) << procedure.id;
        EXPECT_THAT(due, Not(Contains("stage2-answer-again"))) << procedure.id;
        ours.sent(children ? "stage2-adjudication" : "stage2-response", "2025-04-01", "e9");
        ours.with("stage2_adjudicated", "2025-04-01", {{"finding", std::string("upheld")}});
        ours.with("stage2_drafted", "2025-04-03");
        const auto again = due_under(procedure, ours, "2025-04-03");
        EXPECT_THAT(again, Contains("stage2-answer-again")) << procedure.id;
        EXPECT_THAT(again, Not(Contains("stage2-draft-after-another-answer"))) << procedure.id;
    });
}

TEST(SecondTime, ALetterThatLeftLateIsFollowedAtTheDistanceThatItNamed) {
    ACase a_case = acknowledged("2025-03-03");
    a_case.with("stage1_responded", "2025-03-12", {{"finding", std::string("upheld")}});
    a_case.with("stage2_requested", "2025-03-24");  // day 66 is 30 June, day 86 is 28 July
    const std::string first = step_of(plan_at(a_case, "2025-06-30"), "stage2-overdue").occurrence;
    ACase in_time = a_case;
    in_time.sent("stage2-overdue", "2025-07-01", first);
    EXPECT_THAT(due_steps(in_time, "2025-07-28"), Contains("stage2-overdue"));
    a_case.sent("stage2-overdue", "2025-07-23", first);
    EXPECT_THAT(due_steps(a_case, "2025-07-28"), Not(Contains("stage2-overdue")));
    EXPECT_THAT(due_steps(a_case, "2025-08-19"), Not(Contains("stage2-overdue")));
    EXPECT_THAT(due_steps(a_case, "2025-08-20"), Contains("stage2-overdue"));
    // Not moved on by the days that were planned while it waits.
    EXPECT_EQ(step_of(plan_at(a_case, "2025-08-27"), "stage2-overdue").planned->day,
              step_of(plan_at(a_case, "2025-08-20"), "stage2-overdue").planned->day);
}

TEST(SecondTime, AnExtensionThatIsOverIsToldInTheApologyAlone) {
    for (const char* id : statutory) {
        ACase a_case = acknowledged("2025-03-03");
        a_case.with("stage1_responded", "2025-03-12", {{"finding", std::string("upheld")}});
        a_case.with("stage2_requested", "2025-03-24");  // day 25 is 30 April, day 65 is 27 June
        a_case.recorded("stage2_extended", "2025-04-28", "2025-06-30",
                        {{"until", std::string("2025-06-20")}, {"reason", std::string("Ill.")}});
        EXPECT_THAT(due_under(council(id), a_case, "2025-04-28"), Contains("stage2-extension"));
        const auto due = due_under(council(id), a_case, "2025-06-30");
        EXPECT_THAT(due, Contains("stage2-overdue")) << id;
        EXPECT_THAT(due, Not(Contains("stage2-extension"))) << id;
    }
}

TEST(SecondTime, AnotherDeciderWhileAnAnswerWaitsIsATask) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = acknowledged("2025-03-03");
        a_case.with("stage1_responded", "2025-03-12", {{"finding", std::string("upheld")}});
        a_case.with("stage2_requested", "2025-03-24");
        const cases::Details nia{{"role", std::string("adjudicating_officer")},
                                 {"name", std::string("Nia Newman")}};
        ACase before = a_case;
        before.with("party_changed", "2025-04-01", nia).with("stage2_drafted", "2025-04-02");
        EXPECT_THAT(due_under(procedure, before, "2025-04-02"),
                    Not(Contains("stage2-decided-by-another")))
            << procedure.id;
        cases::Party ana;
        ana.role = cases::Role::adjudicating_officer;
        ana.name = "Ana Quist";
        a_case.file().parties.push_back(ana);
        a_case.with("stage2_drafted", "2025-04-01").with("party_changed", "2025-04-07", nia);
        EXPECT_THAT(due_under(procedure, a_case, "2025-04-07"),
                    Contains("stage2-decided-by-another"))
            << procedure.id;
        a_case.with("stage2_adjudicated", "2025-04-08", {{"finding", std::string("upheld")}});
        EXPECT_THAT(due_under(procedure, a_case, "2025-04-08"),
                    Not(Contains("stage2-decided-by-another")))
            << procedure.id;
    });
}

}  // namespace postroom::procedure
