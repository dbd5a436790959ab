// Turns that every council's procedure has to meet, whatever its own document says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "timeline.hpp"

namespace postroom::procedure {

using namespace testing;
using ::testing::Contains;
using ::testing::Not;

namespace {

constexpr const char* received = "2025-03-03";  // day 10 is 17 March, day 20 is 31 March

ACase with_somebody(cases::Role role, bool consent) {
    ACase a_case = acknowledged(received);
    cases::Party party;
    party.role = role;
    party.name = "Jo Hale";
    party.email = "jo@hale.example";
    party.consent.given = consent;
    a_case.file().parties.push_back(party);
    return a_case;
}

cases::Details refused_by(const char* role) {
    return {{"role", std::string(role)}, {"consent.given", false}};
}

}  // namespace

TEST(EveryCouncil, TellsSomebodyWhenTheStatementsOwnDaySixtyFivePasses) {
    for (const char* id : statutory) {
        ACase a_case = acknowledged(received);
        ACase unasked = a_case;
        // Asked for early, and begun by nobody: stage 2 itself does not count.
        a_case.with("stage2_requested", received);
        a_case.with("stage2_extended", received, {{"until", std::string("2025-05-30")}});
        a_case.with("statement_agreed", received);
        // 18 and 21 April, 5 and 26 May do not count: day 65 is Friday 6 June.
        EXPECT_THAT(due_under(council(id), a_case, "2025-06-06"),
                    Not(Contains("stage2-statement-passed")))
            << id;
        EXPECT_THAT(due_under(council(id), a_case, "2025-06-09"),
                    Contains("stage2-statement-passed"))
            << id;
        // Stage 2's own letters speak where it counts.
        a_case.with("stage2_begun", received);
        EXPECT_THAT(due_under(council(id), a_case, "2025-06-09"),
                    Not(Contains("stage2-statement-passed")))
            << id;

        unasked.with("statement_agreed", received);
        EXPECT_THAT(due_under(council(id), unasked, received), Contains("stage2-without-request"));
        EXPECT_EQ(plan_under(council(id), unasked, received).clock("stage2_statement"), nullptr);
    }
}

TEST(EveryCouncil, TellsSomebodyWhenAConcernTurnsOutLateToBeAComplaint) {
    for (const char* id : statutory) {
        ACase a_case = acknowledged(received);
        a_case.with("concern_raised", received);
        ACase early = a_case;
        const cases::Details complaint{{"as", std::string("complaint")}};
        a_case.with("concern_clarified", "2025-04-16", complaint);
        EXPECT_THAT(due_under(council(id), a_case, "2025-04-16"),
                    Contains("concern-clarified-late"))
            << id;
        early.with("concern_clarified", "2025-03-06", complaint);
        EXPECT_THAT(due_under(council(id), early, "2025-03-06"),
                    Not(Contains("concern-clarified-late")))
            << id;
    }
}

TEST(EveryCouncil, ARefusedRepresentativeIsNotAskedForAndGoesToAPerson) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = with_somebody(cases::Role::representative, false);
        EXPECT_THAT(due_under(procedure, a_case, received), Contains("consent-request"));
        a_case.with("party_changed", received, refused_by("representative"));
        const auto due = due_under(procedure, a_case, received);
        EXPECT_THAT(due, Contains("consent-refused")) << procedure.id;
        for (const char* asks : {"consent-request", "consent-request-representative",
                                 "consent-withdrawn", "advocate-consent-ended"})
            EXPECT_THAT(due, Not(Contains(asks))) << procedure.id;
        EXPECT_EQ(step_of(plan_under(procedure, a_case, received), "consent-refused").deadline,
                  day("2025-03-06"));
        a_case.with("consent_requested", received);
        for (const char* asks : {"consent-chase", "consent-missing"})
            EXPECT_THAT(due_under(procedure, a_case, "2025-04-01"), Not(Contains(asks)));
    });
}

TEST(EveryCouncil, AnAdvocateWhoMayHearNoMoreGoesToAPerson) {
    for_every_council([](const Procedure& procedure) {
        for (const bool given_before : {true, false}) {
            ACase a_case = with_somebody(cases::Role::advocate, given_before);
            EXPECT_THAT(due_under(procedure, a_case, received),
                        Not(Contains("advocate-consent-ended")));
            a_case.with("party_changed", "2025-03-04", refused_by("advocate"));
            EXPECT_THAT(due_under(procedure, a_case, "2025-03-04"),
                        Contains("advocate-consent-ended"))
                << procedure.id;
        }
    });
}

TEST(EveryCouncil, ChasesWhoDecidesOnALateRequestForStageTwo) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = acknowledged(received);
        a_case.with("stage1_responded", "2025-03-12", {{"finding", std::string("upheld")}});
        a_case.with("closed", "2025-04-14").with("stage2_requested", "2025-05-01");
        const Plan plan = plan_under(procedure, a_case, "2025-05-01");
        EXPECT_EQ(step_of(plan, "stage2-asked-after-the-end").state, StepState::due)
            << procedure.id;
        // In time or not, whoever decides looks at it by the next working day.
        EXPECT_EQ(step_of(plan, "stage2-asked-after-the-end").deadline, day("2025-05-02"));
        EXPECT_THAT(due_under(procedure, a_case, "2025-05-12"),
                    Contains("stage2-asked-after-the-end-chase"));

        ACase refused = a_case;
        refused.with("late_stage2_decided", "2025-05-08",
                     {{"outcome", std::string("refused")}, {"reasons", std::string("settled")}});
        const auto due = due_under(procedure, refused, "2025-05-12");
        EXPECT_THAT(due, Contains("stage2-late-refused")) << procedure.id;
        EXPECT_THAT(due, Not(Contains("stage2-asked-after-the-end")));
        EXPECT_THAT(due, Not(Contains("stage2-asked-after-the-end-chase")));
        EXPECT_EQ(procedure.step(StepId("stage2-late-refused"))->release, Release::approved);

        ACase accepted = a_case;
        accepted.with("late_stage2_decided", "2025-05-08", {{"outcome", std::string("accepted")}});
        EXPECT_THAT(due_under(procedure, accepted, "2025-05-08"), Contains("stage2-late-accepted"));
        EXPECT_THAT(due_under(procedure, accepted, "2025-05-08"),
                    Not(Contains("stage2-late-refused")));
        // With the closing struck out stage 2 goes on, counted from the request.
        std::string closing;
        for (const cases::CaseEvent& event : accepted.file().events)
            if (event.name == "closed") closing = event.id.text;
        accepted.with("corrected", "2025-05-08", {{"event", closing}, {"strike", true}});
        EXPECT_THAT(due_under(procedure, accepted, "2025-05-08"),
                    Contains("stage2-acknowledgement"));
        EXPECT_EQ(plan_under(procedure, accepted, "2025-05-08").clock("stage2")->started,
                  day("2025-05-01"));
    });
}

TEST(EveryCouncil, BringsARequestAfterStageTwoWasAnsweredAndClosedToAPerson) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = acknowledged(received);
        a_case.with("stage1_responded", "2025-03-12", {{"finding", std::string("upheld")}});
        a_case.with("stage2_requested", "2025-03-20").with("stage2_begun", "2025-03-20");
        a_case.with("stage2_adjudicated", "2025-05-01", {{"finding", std::string("upheld")}});
        a_case.with("closed", "2025-06-10").with("stage2_requested", "2025-07-01");
        EXPECT_THAT(due_under(procedure, a_case, "2025-07-01"),
                    Contains("stage2-asked-after-the-end"))
            << procedure.id;
        a_case.with("late_stage2_decided", "2025-07-02",
                    {{"outcome", std::string("refused")}, {"reasons", std::string("answered")}});
        EXPECT_THAT(due_under(procedure, a_case, "2025-07-02"), Contains("stage2-late-refused"))
            << procedure.id;
    });
}

TEST(EveryCouncil, KeepsAnAcceptedComplaintHoweverOftenItIsSaidNotToBeStatutory) {
    for (const char* id : statutory) {
        ACase a_case = acknowledged(received);
        for (const auto& [outcome, on] :
             {std::pair("accepted", "2025-03-04"), std::pair("not_statutory", "2025-03-05"),
              std::pair("not_statutory", "2025-03-06")})
            a_case.with("eligibility_decided", on, {{"outcome", std::string(outcome)}});
        const auto due = due_under(council(id), a_case, "2025-03-06");
        EXPECT_THAT(due, Contains("not-statutory-too-late")) << id;
        EXPECT_THAT(due, Not(Contains("not-statutory"))) << id;
        EXPECT_THAT(due, Not(Contains("not-statutory-handover"))) << id;
    }
}

TEST(EveryCouncil, WritesASecondNewDateOfStageTwoAtOnce) {
    for_every_council([](const Procedure& procedure) {
        const bool is_corporate = procedure.step(StepId("stage2-extension")) == nullptr;
        const char* letter = is_corporate ? "stage2-delay" : "stage2-extension";
        ACase a_case = acknowledged(received);
        a_case.with("stage1_responded", "2025-03-12", {{"finding", std::string("upheld")}});
        a_case.with("stage2_requested", "2025-03-20");
        a_case.sent("stage2-acknowledgement", "2025-03-20", "once");
        a_case.with("stage2_extended", "2025-04-03", {{"until", std::string("2025-05-01")}});
        // Day 20 of a corporate stage 2 is 17 April, day 25 of a statutory one 28 April.
        EXPECT_EQ(step_of(plan_under(procedure, a_case, "2025-04-03"), letter).deadline,
                  day(is_corporate ? "2025-04-17" : "2025-04-28"))
            << procedure.id;
        a_case.sent(letter, "2025-04-03", a_case.file().events.back().id.text);
        a_case.with("stage2_extended", "2025-04-30", {{"until", std::string("2025-05-16")}});
        for (const PlannedStep& planned : plan_under(procedure, a_case, "2025-04-30").steps) {
            if (planned.step->id.text != letter || planned.state != StepState::due) continue;
            EXPECT_EQ(planned.deadline, day("2025-05-01")) << procedure.id;
            return;
        }
        ADD_FAILURE() << procedure.id << " does not write the second date";
    });
}

TEST(EveryCouncil, GoesOnForTheOtherWhenOneComplainantDies) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = acknowledged(received);
        cases::Party other = a_case.file().parties.front();
        other.email = "imran@mail.example";
        a_case.file().parties.push_back(other);
        ACase unsaid = a_case;
        unsaid.with("deceased", "2025-03-10");
        EXPECT_FALSE(plan_under(procedure, unsaid, "2025-03-10").open) << procedure.id;

        a_case.with("deceased", "2025-03-10",
                    {{"role", std::string("complainant")}, {"which", std::string("1")}});
        const auto due = due_under(procedure, a_case, "2025-03-10");
        EXPECT_THAT(due, Contains("complainant-died")) << procedure.id;
        EXPECT_THAT(due, Not(Contains("death")));
        EXPECT_TRUE(plan_under(procedure, a_case, "2025-03-31").open);
        EXPECT_THAT(due_under(procedure, a_case, "2025-03-31"), Contains("stage2-rights"));
        const cases::Case folded = a_case.at(day("2025-03-31"));
        const Resolved readers =
            resolve_recipients(*procedure.step(StepId("stage2-rights")), folded, {});
        ASSERT_EQ(readers.to.size(), 1U);
        EXPECT_EQ(readers.to.front()->email, "imran@mail.example");

        a_case.with("deceased", "2025-03-12",
                    {{"role", std::string("complainant")}, {"which", std::string("2")}});
        EXPECT_THAT(due_under(procedure, a_case, "2025-03-12"), Contains("death"));
        EXPECT_FALSE(plan_under(procedure, a_case, "2025-03-12").open);
    });
}

TEST(EveryCouncil, BringsFurtherTimeWhileAllWaitsForACourtToAPerson) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = acknowledged(received);
        a_case.with("eligibility_decided", "2025-03-31", {{"outcome", std::string("court")}});
        a_case.with("further_time_agreed", "2025-04-30");
        EXPECT_THAT(due_under(procedure, a_case, "2025-04-30"),
                    Contains("further-time-recorded-late"))
            << procedure.id;
    });
}

TEST(EveryCouncil, BringsADecisionToWaitForACourtAfterALiftedHoldToAPerson) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = acknowledged(received);
        a_case.with("court_hold", "2025-03-04", {{"scope", std::string("whole")}});
        a_case.with("court_hold_lifted", "2025-03-18");
        a_case.with("eligibility_decided", "2025-03-20", {{"outcome", std::string("court")}});
        EXPECT_THAT(due_under(procedure, a_case, "2025-03-20"),
                    Contains("court-refused-while-held"))
            << procedure.id;
    });
}

TEST(EveryCouncil, BringsFurtherTimeDuringAHoldOfTheWholeToAPerson) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = acknowledged(received);
        a_case.sent("stage2-rights", "2025-03-31", "stage1:e1");
        a_case.with("court_hold", "2025-04-01", {{"scope", std::string("whole")}});
        ACase lifted = a_case;
        a_case.with("further_time_agreed", "2025-05-01");
        EXPECT_THAT(due_under(procedure, a_case, "2025-05-01"), Contains("further-time-while-held"))
            << procedure.id;
        lifted.with("court_hold_lifted", "2025-04-07").with("further_time_agreed", "2025-04-08");
        EXPECT_THAT(due_under(procedure, lifted, "2025-04-08"),
                    Not(Contains("further-time-while-held")));
    });
}

TEST(EveryCouncil, AsksWhoTheRepresentativeIsWhoseConsentWasAskedFor) {
    for_every_council([](const Procedure& procedure) {
        ACase nobody = acknowledged(received);
        nobody.with("consent_requested", "2025-03-06");
        EXPECT_THAT(due_under(procedure, nobody, "2025-03-06"), Contains("consent-for-nobody"))
            << procedure.id;
        ACase somebody = with_somebody(cases::Role::representative, false);
        somebody.with("consent_requested", "2025-03-06");
        EXPECT_THAT(due_under(procedure, somebody, "2025-03-06"),
                    Not(Contains("consent-for-nobody")));
        EXPECT_THAT(due_under(procedure, somebody, "2025-03-21"), Contains("consent-chase"));
    });
}

TEST(EveryCouncil, BringsTheCorrectionOfADeathToAPerson) {
    for_every_council([](const Procedure& procedure) {
        const cases::Details whole;
        const cases::Details first{{"role", std::string("complainant")},
                                   {"which", std::string("1")}};
        for (const cases::Details& who : {whole, first}) {
            ACase a_case = acknowledged(received);
            a_case.file().parties.push_back(a_case.file().parties.front());
            a_case.with("deceased", "2025-03-10", who);
            EXPECT_THAT(due_under(procedure, a_case, "2025-03-10"),
                        Not(Contains("death-corrected")));
            const std::string death = a_case.file().events.back().id.text;
            a_case.with("corrected", "2025-03-12", {{"event", death}, {"strike", true}});
            const Plan plan = plan_under(procedure, a_case, "2025-03-12");
            EXPECT_EQ(step_of(plan, "death-corrected").state, StepState::due) << procedure.id;
            EXPECT_EQ(step_of(plan, "death-corrected").deadline, day("2025-03-13"));
            EXPECT_TRUE(plan.open);
        }
    });
}

TEST(EveryCouncil, CopiesNothingToWhoSpokeForAComplainantWhoDied) {
    ACase a_case = with_somebody(cases::Role::advocate, true);
    cases::Party& first = a_case.file().parties.front();
    first.name = "Asha Patel";
    cases::Party other = first;
    other.name = "Imran Patel";
    other.email = "imran@mail.example";
    a_case.file().parties.push_back(other);
    for (cases::Party& party : a_case.file().parties)
        if (party.role == cases::Role::advocate) party.represents = "Asha Patel";
    const Step& rights = *leicestershire().step(StepId("stage2-rights"));
    const cases::Case before = a_case.at(day(received));
    EXPECT_EQ(resolve_recipients(rights, before, {}).cc.size(), 1U);
    a_case.with("deceased", "2025-03-10",
                {{"role", std::string("complainant")}, {"which", std::string("1")}});
    const cases::Case after = a_case.at(day("2025-03-10"));
    EXPECT_TRUE(resolve_recipients(rights, after, {}).cc.empty());
}

TEST(EveryCouncil, AsksAboutStageTwoAskedForAfterItsAnswer) {
    for (const char* id : statutory) {
        ACase a_case = acknowledged(received);
        a_case.with("stage1_responded", "2025-03-12", {{"finding", std::string("upheld")}});
        a_case.with("stage2_requested", "2025-03-20");
        a_case.with("stage2_adjudicated", "2025-05-01", {{"finding", std::string("upheld")}});
        EXPECT_THAT(due_under(council(id), a_case, "2025-05-01"),
                    Not(Contains("stage2-request-after-answer")));
        a_case.with("stage2_requested", "2025-05-12");
        EXPECT_THAT(due_under(council(id), a_case, "2025-05-12"),
                    Contains("stage2-request-after-answer"))
            << id;
    }
}

}  // namespace postroom::procedure
