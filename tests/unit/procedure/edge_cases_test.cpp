// The edge cases of docs/edge-cases.md that the plan decides, by number. Those that live in the
// shell (outbox, import, archive) are in tests/flow/test_edge_cases.py and the files it names.
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "timeline.hpp"

namespace postroom::procedure {

using namespace testing;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

namespace {

constexpr const char* received = "2025-03-03";
constexpr const char* day_10 = "2025-03-17";
constexpr const char* day_20 = "2025-03-31";

ACase in_order(cases::Channel channel = cases::Channel::email) {
    ACase a_case(received, channel);
    for (const char* step : {"acknowledgement", "allocation", "eligibility-question"})
        a_case.sent(step, received, "once");
    a_case.with("eligibility_decided", "2025-03-06", {{"outcome", std::string("accepted")}});
    a_case.sent("eligibility-accepted", "2025-03-06", "e5");
    return a_case;
}

ACase silent_to_day_20() {
    ACase a_case = in_order();
    a_case.sent("delay-apology-silence", day_10, "stage1:e1");
    a_case.sent("stage2-rights", day_20, "stage1:e1");
    return a_case;
}

cases::Party officer(cases::Role role, const std::string& name, const std::string& email) {
    cases::Party party;
    party.role = role;
    party.name = name;
    party.email = email;
    return party;
}

std::vector<std::string> emails(const std::vector<const cases::Party*>& parties) {
    std::vector<std::string> all;
    all.reserve(parties.size());
    for (const cases::Party* party : parties) all.push_back(party->email);
    return all;
}

Resolved readers_of(const ACase& a_case, const std::string& step, const char* on) {
    static cases::Case kept;
    kept = a_case.at(day(on));
    return resolve_recipients(*leicestershire().step(StepId(step)), kept, {});
}

/// The tasks due that day.
std::set<std::string> tasks_due(const ACase& a_case, const char* on) {
    std::set<std::string> due;
    for (const PlannedStep& planned : plan_at(a_case, on).steps)
        if (planned.state == StepState::due && !planned.step->task.empty())
            due.insert(planned.step->id.text);
    return due;
}

/// Due letters to the complainant that promise or tell them anything of a delay or a right.
int apologies_due(const ACase& a_case, const char* on) {
    int count = 0;
    for (const std::string& step : due_steps(a_case, on))
        count += step == "delay-apology-confirmed" || step == "delay-apology-silence" ||
                 step == "extension-confirmed" || step == "stage2-rights";
    return count;
}

}  // namespace

TEST(EdgeCases, Edge01_ResponseOnTheMorningItIsDueStopsTheLetter) {
    ACase a_case = in_order();
    EXPECT_THAT(due_steps(a_case, day_10), Contains("delay-apology-silence"));
    a_case.with("stage1_responded", day_10, {{"finding", std::string("upheld")}});
    EXPECT_THAT(due_steps(a_case, day_10), Not(Contains("delay-apology-silence")));
}

TEST(EdgeCases, Edge02_ResponseLoggedLateCountsFromTheDayItWasSent) {
    ACase a_case = in_order();
    a_case.recorded("stage1_responded", day_10, "2025-03-19", {{"finding", std::string("upheld")}});
    EXPECT_EQ(plan_at(a_case, "2025-03-19").clock("stage1")->day_number, 10);
}

TEST(EdgeCases, Edge03_OfTwoMilestonesTheStrongerGoes) {
    ACase a_case = in_order();
    // Nothing ran until day 20: the notice of the right stands for the apology and the reminders.
    const auto due = due_steps(a_case, day_20);
    EXPECT_THAT(due, Contains("stage2-rights"));
    for (const char* weaker :
         {"update-reminder", "due-tomorrow", "delay-apology-silence", "head-of-service-referral"})
        EXPECT_THAT(due, Not(Contains(weaker)));
}

TEST(EdgeCases, Edge03_CourtHoldOnDayTwentyStopsTheNotice) {
    ACase a_case = in_order();
    a_case.with("court_hold", day_20, {{"scope", std::string("whole")}});
    EXPECT_THAT(due_steps(a_case, day_20), Not(Contains("stage2-rights")));
}

TEST(EdgeCases, Edge04_DelayToldBeforeDaySevenReplacesTheReminder) {
    ACase a_case = in_order();
    a_case.with("delay_confirmed", "2025-03-11", {{"reason", std::string("staff on leave")}});
    const auto due = due_steps(a_case, "2025-03-12");
    EXPECT_THAT(due, Not(Contains("update-reminder")));
    EXPECT_THAT(due, Contains("delay-apology-confirmed"));
}

TEST(EdgeCases, Edge05_ExtensionAgreedAfterDayTenKeepsTheBreach) {
    ACase a_case = in_order();
    a_case.sent("delay-apology-silence", day_10, "stage1:e1");
    a_case.with("extension_agreed", "2025-03-19");
    const Plan plan = plan_at(a_case, "2025-03-19");
    EXPECT_EQ(plan.clock("stage1")->due->iso(), day_20);
    EXPECT_EQ(plan.clock("stage1")->day_number, 12);
    EXPECT_EQ(plan.clock("stage1")->started.iso(), received);
}

TEST(EdgeCases, Edge06_RefusedExtensionPromisesNothingAndOffersStageTwo) {
    ACase a_case = in_order();
    a_case.with("extension_refused", "2025-03-12");
    const Plan plan = plan_at(a_case, "2025-03-12");
    EXPECT_EQ(plan.clock("stage1")->target, 10);
    EXPECT_EQ(step_of(plan, "extension-refused").state, StepState::due);
    EXPECT_THAT(tasks_due(a_case, "2025-03-12"), Contains("extension-refused-task"));
}

TEST(EdgeCases, Edge07_ExtensionAskedTwiceStaysAtTwenty) {
    ACase a_case = in_order();
    a_case.with("extension_agreed", "2025-03-12").with("extension_agreed", "2025-03-26");
    EXPECT_EQ(plan_at(a_case, "2025-03-26").clock("stage1")->due->iso(), day_20);
    EXPECT_THAT(due_steps(a_case, day_20), Contains("stage2-rights"));
}

TEST(EdgeCases, Edge08_EarlyRequestForStageTwoGoesToAPersonAndKeepsItsDate) {
    ACase a_case = in_order();
    a_case.with("stage2_requested", "2025-03-11");
    EXPECT_THAT(tasks_due(a_case, "2025-03-11"), Contains("stage2-early-request"));
    EXPECT_TRUE(plan_at(a_case, "2025-03-12").clock("stage1")->running());
    EXPECT_EQ(a_case.at(day("2025-04-01")).latest("stage2_requested")->on.iso(), "2025-03-11");
}

TEST(EdgeCases, Edge09_ResponseAfterStageTwoBeganLeavesItOpen) {
    ACase a_case = silent_to_day_20();
    a_case.with("stage2_requested", "2025-04-02");
    a_case.with("stage1_responded", "2025-04-07", {{"finding", std::string("upheld")}});
    const Plan plan = plan_at(a_case, "2025-04-07");
    EXPECT_TRUE(plan.clock("stage2")->running());
    EXPECT_TRUE(plan.open);
    EXPECT_FALSE(tasks_due(a_case, "2025-04-07").empty());
    EXPECT_EQ(plan.clock("stage2_window"), nullptr);
}

TEST(EdgeCases, Edge11_EstrangedParentsAreTwoReadersAndNeitherIsCopied) {
    ACase a_case = in_order();
    cases::Party other = a_case.file().parties.front();
    other.first_name = "Imran";
    other.email = "imran@mail.example";
    a_case.file().parties.push_back(other);
    const Resolved resolved = readers_of(a_case, "acknowledgement", received);
    EXPECT_THAT(emails(resolved.to),
                ::testing::ElementsAre("asha@mail.example", "imran@mail.example"));
    EXPECT_TRUE(resolved.cc.empty());
}

TEST(EdgeCases, Edge12_AChildsLetterIsNotCopiedToTheParent) {
    ACase a_case = in_order();
    a_case.file().parties.front().kind = "young_person";
    cases::Party parent = officer(cases::Role::other_body, "A Parent", "parent@mail.example");
    parent.kind = "parent";
    a_case.file().parties.push_back(parent);
    EXPECT_TRUE(readers_of(a_case, "stage2-rights", day_20).cc.empty());
}

TEST(EdgeCases, Edge13_WithdrawnConsentStopsCopiesAtOnce) {
    ACase a_case = in_order();
    cases::Party advocate = officer(cases::Role::advocate, "Ffion Rees", "ffion@mail.example");
    advocate.consent.given = true;
    a_case.file().parties.push_back(advocate);
    EXPECT_THAT(emails(readers_of(a_case, "stage2-rights", day_20).cc),
                ::testing::ElementsAre("ffion@mail.example"));
    a_case.with("party_changed", "2025-03-28",
                {{"role", std::string("advocate")}, {"consent.given", false}});
    EXPECT_TRUE(readers_of(a_case, "stage2-rights", day_20).cc.empty());
}

TEST(EdgeCases, Edge13_WithdrawnConsentIsNotAskedForAndGoesToAPerson) {
    ACase a_case(received);
    cases::Party speaker = officer(cases::Role::representative, "Cllr Hale", "hale@mail.example");
    speaker.consent.given = true;
    a_case.file().parties.push_back(speaker);
    EXPECT_THAT(due_steps(a_case, "2025-03-10"), Not(Contains("consent-request")));
    a_case.with("party_changed", "2025-03-11",
                {{"role", std::string("representative")}, {"consent.given", false}});
    const auto due = due_steps(a_case, "2025-03-11");
    EXPECT_THAT(due, Contains("consent-withdrawn"));
    EXPECT_THAT(due, Not(Contains("consent-request")));
    EXPECT_THAT(due, Not(Contains("consent-request-representative")));
}

TEST(EdgeCases, Edge13_ConsentAskedForAndGivenAndWithdrawnIsNotChased) {
    ACase a_case(received);
    a_case.file().parties.push_back(
        officer(cases::Role::representative, "Cllr Hale", "hale@mail.example"));
    a_case.with("consent_requested", received);
    // The letter names day 10: whoever answers on it has not kept us waiting.
    const char* day_11 = "2025-03-18";
    EXPECT_THAT(due_steps(a_case, day_10), Not(Contains("consent-chase")));
    EXPECT_THAT(due_steps(a_case, day_11), Contains("consent-chase"));
    for (const bool given : {true, false})
        a_case.with("party_changed", given ? "2025-03-05" : "2025-03-07",
                    {{"role", std::string("representative")}, {"consent.given", given}});
    EXPECT_THAT(due_steps(a_case, day_11), Not(Contains("consent-chase")));
    EXPECT_THAT(due_steps(a_case, "2025-03-25"), Not(Contains("consent-missing")));
}

TEST(EdgeCases, Edge13_APostedQuestionAboutConsentIsChasedAfterTheDayItNames) {
    ACase a_case(received, cases::Channel::letter);
    a_case.file().parties.push_back(
        officer(cases::Role::representative, "Cllr Hale", "hale@mail.example"));
    a_case.with("consent_requested", received);
    // Received on 5 March, it asks for word by 19 March.
    for (const char* before : {"2025-03-18", "2025-03-19"})
        EXPECT_THAT(due_steps(a_case, before), Not(Contains("consent-chase")));
    EXPECT_THAT(due_steps(a_case, "2025-03-20"), Contains("consent-chase"));
    a_case.sent("consent-chase", "2025-03-20", "consent:e2");
    EXPECT_THAT(due_steps(a_case, "2025-03-26"), Not(Contains("consent-missing")));
    EXPECT_THAT(due_steps(a_case, "2025-03-27"), Contains("consent-missing"));
}

TEST(EdgeCases, Edge13_WhoeverComesAfterARepresentativeWhoLeftIsAskedAbout) {
    ACase a_case(received);
    cases::Party speaker = officer(cases::Role::representative, "Cllr Hale", "hale@mail.example");
    speaker.consent.given = true;
    a_case.file().parties.push_back(speaker);
    a_case.with("party_changed", "2025-03-04",
                {{"role", std::string("representative")}, {"left", true}});
    a_case.with("party_changed", "2025-03-05",
                {{"role", std::string("representative")}, {"name", std::string("Cllr Iqbal")}});
    EXPECT_THAT(due_steps(a_case, "2025-03-05"), Contains("consent-request"));
}

TEST(EdgeCases, Edge14_AParentsOwnComplaintNeedsNoConsentOfTheChild) {
    ACase a_case(received);
    cases::Party child = officer(cases::Role::young_person, "Tariq", "");
    child.kind = "young_person";
    a_case.file().parties.push_back(child);
    EXPECT_THAT(due_steps(a_case, received), Contains("acknowledgement"));
    EXPECT_THAT(due_steps(in_order(), day_20), Contains("stage2-rights"));
}

TEST(EdgeCases, Edge15_ARepresentativeWithoutConsentDoesNotStopTheClock) {
    ACase a_case = in_order();
    a_case.file().parties.push_back(
        officer(cases::Role::representative, "Cllr Hale", "hale@mail.example"));
    a_case.with("consent_requested", "2025-03-04");
    const Plan plan = plan_at(a_case, day_20);
    EXPECT_TRUE(plan.clock("stage1")->running());
    EXPECT_FALSE(plan.clock("stage1")->paused());
    EXPECT_TRUE(readers_of(a_case, "stage2-rights", day_20).cc.empty());
}

TEST(EdgeCases, Edge17_LeaverTeamManagerFallsToServiceManager) {
    ACase a_case = in_order();
    a_case.file().parties.push_back(
        officer(cases::Role::team_manager, "Beth", "beth@council.example"));
    a_case.file().parties.push_back(
        officer(cases::Role::service_manager, "Rhys", "rhys@council.example"));
    a_case.with("party_changed", "2025-03-10",
                {{"role", std::string("team_manager")}, {"left", true}});
    EXPECT_THAT(emails(readers_of(a_case, "update-reminder", "2025-03-12").to),
                ::testing::ElementsAre("rhys@council.example"));
    EXPECT_THAT(emails(readers_of(a_case, "update-reminder", "2025-03-07").to),
                ::testing::ElementsAre("beth@council.example"));
}

TEST(EdgeCases, Edge17_NobodyAtAllIsAProblemAndNeverSilence) {
    const ACase a_case = in_order();
    const Resolved resolved = readers_of(a_case, "update-reminder", "2025-03-12");
    EXPECT_TRUE(resolved.to.empty());
    EXPECT_THAT(resolved.problem, HasSubstr("nobody is recorded as team manager"));
}

TEST(EdgeCases, Edge18_OnePersonInTwoRolesGetsOneEmail) {
    ACase a_case = in_order();
    for (const cases::Role role : {cases::Role::team_manager, cases::Role::service_manager})
        a_case.file().parties.push_back(officer(role, "Beth", "beth@council.example"));
    const Resolved resolved = readers_of(a_case, "update-reminder", "2025-03-12");
    EXPECT_EQ(resolved.to.size(), 1U);
    EXPECT_TRUE(resolved.cc.empty());
}

TEST(EdgeCases, Edge19_DeathStopsEverythingAtOnce) {
    ACase a_case = in_order();
    a_case.with("deceased", day_10);
    for (const PlannedStep& planned : plan_at(a_case, day_20).steps) {
        if (planned.step->task.empty()) {
            EXPECT_NE(planned.state, StepState::due) << planned.step->id.text;
        }
    }
}

TEST(EdgeCases, Edge19_WhatIsRecordedAfterADeathWaitsForAPerson) {
    ACase a_case = in_order();
    a_case.with("deceased", day_10)
        .with("ombudsman_enquired", "2025-03-19", {{"until", std::string("2025-04-02")}});
    const Plan plan = plan_at(a_case, "2025-03-19");
    EXPECT_EQ(step_of(plan, "ombudsman-enquiry").state, StepState::due);
    EXPECT_TRUE(step_of(plan, "ombudsman-enquiry").ask_first);
}

TEST(EdgeCases, Edge20_OfADuplicateTheEarlierReceiptCounts) {
    ACase a_case("2025-03-05");
    a_case.with("complaint_linked", "2025-03-06", {{"case", std::string("CC-2025-0002")}});
    a_case.with("corrected", "2025-03-06",
                {{"event", std::string("e1")}, {"replace.on", std::string(received)}});
    EXPECT_EQ(plan_at(a_case, "2025-03-06").clock("stage1")->due->iso(), day_10);
}

TEST(EdgeCases, Edge22_AReopenedCaseIsAPersonsChoiceAndResendsNothing) {
    ACase a_case = silent_to_day_20();
    a_case.with("closed", "2025-04-02").with("reopened", "2025-04-10");
    EXPECT_THAT(due_steps(a_case, "2025-04-10"),
                ::testing::ElementsAre("closed-unanswered", "reopened"));
    // Going on means: it was never closed. What went stays gone.
    a_case.with("corrected", "2025-04-10",
                {{"event", a_case.file().events[a_case.file().events.size() - 2].id.text},
                 {"strike", true}});
    const Plan plan = plan_at(a_case, "2025-04-10");
    EXPECT_TRUE(plan.clock("stage1")->running());
    EXPECT_EQ(step_of(plan, "stage2-rights").state, StepState::sent);
}

TEST(EdgeCases, Edge23_AfterAnOutageOnlyWhatIsStillTrueGoes) {
    // Worked example 21: down on 10 to 12 September, back on Monday 15 September, day 10.
    ACase a_case("2025-09-01");
    for (const char* step : {"acknowledgement", "allocation", "eligibility-question"})
        a_case.sent(step, "2025-09-01", "once");
    a_case.with("eligibility_decided", "2025-09-03", {{"outcome", std::string("accepted")}});
    a_case.sent("eligibility-accepted", "2025-09-03", "e5");
    const Plan plan = plan_at(a_case, "2025-09-15");
    EXPECT_EQ(step_of(plan, "update-reminder").state, StepState::skipped);
    EXPECT_EQ(apologies_due(a_case, "2025-09-15"), 1);
    EXPECT_EQ(step_of(plan, "head-of-service-referral").planned->day.iso(), "2025-09-24");
    EXPECT_EQ(step_of(plan, "stage2-rights").planned->day.iso(), "2025-09-29");
}

TEST(EdgeCases, Edge23_ANoticeOfARightThatIsLateGoesThroughAPerson) {
    ACase a_case = in_order();
    a_case.sent("delay-apology-silence", day_10, "stage1:e1");
    const PlannedStep rights = step_of(plan_at(a_case, "2025-04-03"), "stage2-rights");
    EXPECT_EQ(rights.state, StepState::due);
    EXPECT_TRUE(rights.ask_first);
}

TEST(EdgeCases, Edge27_LoggedThirtyDaysLateGetsOneApologyNotFour) {
    ACase a_case(received);
    a_case.file().events.front().recorded_on = day("2025-04-15");
    a_case.file().logged_on = day("2025-04-15");
    EXPECT_EQ(apologies_due(a_case, "2025-04-15"), 1);
    const Plan plan = plan_at(a_case, "2025-04-15");
    for (const char* missed :
         {"update-reminder", "delay-apology-silence", "head-of-service-referral"}) {
        EXPECT_EQ(step_of(plan, missed).state, StepState::skipped) << missed;
        EXPECT_FALSE(step_of(plan, missed).because.empty());
    }
    EXPECT_THAT(tasks_due(a_case, "2025-04-15"), Contains("late-logging"));
}

TEST(EdgeCases, Edge28_ACorrectedReceiptDateMovesEveryDate) {
    ACase a_case(received);
    a_case.with("corrected", "2025-03-05",
                {{"event", std::string("e1")}, {"replace.on", std::string("2025-02-27")}});
    const Plan plan = plan_at(a_case, "2025-03-05");
    EXPECT_EQ(plan.clock("stage1")->started.iso(), "2025-02-27");
    EXPECT_EQ(step_of(plan, "delay-apology-silence").planned->day.iso(), "2025-03-13");
}

TEST(EdgeCases, Edge30_APartHoldLeavesTheClockRunningForTheRest) {
    ACase part = in_order();
    part.with("court_hold", "2025-03-10", {{"scope", std::string("part")}});
    EXPECT_EQ(plan_at(part, "2025-03-12").clock("stage1")->due->iso(), day_10);
    ACase whole = in_order();
    whole.with("court_hold", "2025-03-10", {{"scope", std::string("whole")}});
    EXPECT_TRUE(plan_at(whole, "2025-03-12").clock("stage1")->paused());
    EXPECT_FALSE(plan_at(whole, "2025-03-12").clock("stage1")->due);
}

/// Letters, not tasks, that are to go to the complainant now or later by what is known now.
std::set<std::string> letters_ahead(const ACase& a_case, const char* on) {
    std::set<std::string> ahead;
    for (const PlannedStep& planned : plan_at(a_case, on).steps)
        if ((planned.state == StepState::due || planned.state == StepState::later) &&
            planned.step->task.empty() && planned.step->to.front() == "complainant")
            ahead.insert(planned.step->id.text);
    return ahead;
}

TEST(EdgeCases, Edge31_ARefusalEndsTheStatutoryClockAndIsWrittenByAPerson) {
    // On day 7, after the five days for that decision.
    const char* day_7 = "2025-03-12";
    ACase a_case(received);
    a_case.sent("acknowledgement", received, "once");
    a_case.with("eligibility_decided", day_7, {{"outcome", std::string("not_statutory")}});
    const Plan plan = plan_at(a_case, day_7);
    EXPECT_FALSE(plan.clock("stage1")->running());
    EXPECT_FALSE(plan.open);
    // The decision is the only letter still to come, a person's, and a person logs the new case.
    EXPECT_THAT(letters_ahead(a_case, day_7), ElementsAre("not-statutory"));
    EXPECT_EQ(step_of(plan, "not-statutory").step->release, Release::approved);
    EXPECT_THAT(tasks_due(a_case, day_7), ElementsAre("not-statutory-handover"));
    // Nothing of the statutory procedure follows on its days.
    a_case.sent("not-statutory", day_7, step_of(plan, "not-statutory").occurrence);
    for (const char* later : {day_10, "2025-03-26", day_20, "2025-04-14"})
        EXPECT_THAT(letters_ahead(a_case, later), IsEmpty()) << later;
}

TEST(EdgeCases, Edge31_OnceAcceptedItKeepsItsStagesAndAPersonCorrectsTheDecision) {
    const char* day_7 = "2025-03-12";
    const auto decided_otherwise = [&](const auto& before) {
        ACase a_case(received);
        a_case.sent("acknowledgement", received, "once");
        before(a_case);
        a_case.with("eligibility_decided", day_7, {{"outcome", std::string("not_statutory")}});
        EXPECT_THAT(letters_ahead(a_case, day_7), IsEmpty());
        EXPECT_THAT(tasks_due(a_case, day_7), ElementsAre("not-statutory-too-late"));
    };
    decided_otherwise([](ACase& a_case) {
        a_case.with("eligibility_decided", "2025-03-05", {{"outcome", std::string("accepted")}});
        const Plan plan = plan_at(a_case, "2025-03-05");
        a_case.sent("eligibility-accepted", "2025-03-05",
                    step_of(plan, "eligibility-accepted").occurrence);
    });
    // Told in the acknowledgement, or in the letter about a late complaint.
    decided_otherwise([](ACase& a_case) {
        a_case.with("eligibility_decided", received, {{"outcome", std::string("accepted")}});
    });
    decided_otherwise([](ACase& a_case) {
        a_case.with("stage1_drafted", "2025-03-10");
        a_case.with("stage1_responded", "2025-03-11");
    });
}

TEST(EdgeCases, Edge33_LettersOnPaperGoBeforeTheLastPostAndNeverOnADayWithoutWork) {
    const Plan by_post = plan_at(ACase("2025-04-04", cases::Channel::letter), "2025-04-04");
    EXPECT_EQ(step_of(by_post, "stage2-rights").planned->minute, 13 * 60);
    for (const PlannedStep& planned : by_post.steps) {
        if (planned.state == StepState::later) {
            EXPECT_TRUE(england().is_working_day(planned.planned->day)) << planned.step->id.text;
        }
    }
}

TEST(EdgeCases, Edge37_APanelAfterDayThirtyIsOnRecordWithWhoAskedForIt) {
    const auto at_stage3 = [] {
        ACase a_case = silent_to_day_20();
        a_case.with("stage2_requested", "2025-04-02");
        a_case.with("stage2_adjudicated", "2025-06-02", {{"finding", std::string("not_upheld")}});
        a_case.with("stage3_requested", "2025-06-16");
        return a_case;
    };
    const cases::Details in_september{{"panel_on", std::string("2025-09-08")}};
    // The council's own delay: it says sorry at once, in the letter that names the day.
    ACase ours = at_stage3();
    ours.with("panel_fixed", "2025-06-20", in_september);
    EXPECT_THAT(due_steps(ours, "2025-06-20"),
                AllOf(Contains("stage3-invitation"), Not(Contains("stage3-panel-fixed-late")),
                      Contains("stage3-panel-fixed-late-why")));
    // Where that one waits, in a letter of its own.
    ACase waits = at_stage3();
    for (const cases::Role role : {cases::Role::independent_person, cases::Role::panel_chair}) {
        cases::Party somebody;
        somebody.role = role;
        somebody.name = "Ina Pole";
        waits.file().parties.push_back(somebody);
    }
    waits.with("panel_fixed", "2025-06-20", in_september);
    EXPECT_THAT(due_steps(waits, "2025-06-20"),
                AllOf(Contains("stage3-panel-fixed-late"), Not(Contains("stage3-invitation"))));

    // The complainant's wish: lawful, and nobody is told that we are late.
    ACase theirs = at_stage3();
    theirs.with("cannot_attend", "2025-06-18",
                {{"by", std::string("the complainant")}, {"reason", std::string("away in July")}});
    theirs.with("panel_fixed", "2025-06-20", in_september);
    for (const char* on : {"2025-06-20", "2025-07-21", "2025-07-29", "2025-08-11"})
        for (const char* apology :
             {"stage3-panel-fixed-late", "stage3-panel-late", "stage3-panel-overdue"})
            EXPECT_THAT(due_steps(theirs, on), Not(Contains(apology))) << on;
    // Who caused it is a matter of record; the limit is not moved by it.
    EXPECT_EQ(theirs.at(day("2025-09-01")).latest("cannot_attend")->text("by"), "the complainant");
    const Plan plan = plan_at(theirs, "2025-09-01");
    ASSERT_NE(plan.clock("stage3"), nullptr);
    EXPECT_EQ(plan.clock("stage3")->due->iso(), "2025-07-28");
    EXPECT_TRUE(plan.clock("stage3")->running());
    EXPECT_TRUE(plan.open);
}

TEST(EdgeCases, Edge39_AConductDecisionStopsNoStatutoryNotice) {
    ACase a_case = in_order();
    a_case.with("conduct_warned", "2025-03-07").with("conduct_decided", "2025-03-10");
    EXPECT_THAT(due_steps(a_case, day_10), Contains("delay-apology-silence"));
    EXPECT_THAT(due_steps(a_case, day_20), Contains("stage2-rights"));
    ACase new_complaint(received);
    new_complaint.with("conduct_decided", received);
    EXPECT_THAT(due_steps(new_complaint, received), Contains("acknowledgement"));
}

TEST(EdgeCases, Edge40_TheReadersWindowStartsWhenTheLetterArrives) {
    ACase by_post = in_order(cases::Channel::letter);
    by_post.with("stage1_responded", "2025-03-14", {{"finding", std::string("upheld")}});
    // Posted on Friday, received on Tuesday.
    EXPECT_EQ(plan_at(by_post, "2025-03-18").clock("stage2_window")->started.iso(), "2025-03-18");
}

}  // namespace postroom::procedure
