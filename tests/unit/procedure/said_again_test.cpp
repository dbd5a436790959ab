// Notions of what was said: once and for ever, in two ways at once, in a letter that left late; and
// consent that somebody said no to.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "timeline.hpp"

namespace postroom::procedure {

using namespace testing;
using ::testing::HasSubstr;

namespace {

/// A procedure with a letter, "told", and one task, "a".
std::string with_task(const std::string& lines) {
    return R"(id: test
title: Test
clocks:
  one: {title: One, starts: received, stops: [closed], target: {days: 10}}
  answer: {title: Answer, starts: {sent: told}, stops: [closed], target: {days: 10}}
steps:
  - {id: told, title: told, source: p, to: complainant, letter: l, when: {event: received}}
  - {id: a, title: a, source: p, to: complaints_officer, task: t, )" +
           lines + "}\n";
}

PlannedStep a_of(const Procedure& procedure, const ACase& a_case, const char* on) {
    return step_of(plan_under(procedure, a_case, on), "a");
}

bool is_due(const Procedure& procedure, const ACase& a_case, const char* on) {
    return a_of(procedure, a_case, on).state == StepState::due;
}

cases::Details of(const char* role, bool given) {
    return {{"role", std::string(role)}, {"consent.given", given}};
}

ACase with_somebody(cases::Role role) {
    ACase a_case("2025-03-03");
    cases::Party party;
    party.role = role;
    party.name = "Jo Hale";
    a_case.file().parties.push_back(party);
    return a_case;
}

}  // namespace

TEST(ACorrectedDate, SetsOffAnewWhatGoesForEachAndLeavesOnRecordWhatWent) {
    const Procedure each = procedure_of(with_task("when: {event: panel_fixed, each: latest}"));
    const Procedure once = procedure_of(with_task("when: {event: panel_fixed}"));
    ACase a_case("2025-03-03");
    a_case.with("panel_fixed", "2025-03-04", {{"panel_on", std::string("2025-04-01")}});
    const std::string fixed = a_case.file().events.back().id.text;
    a_case.with("letter_sent", "2025-03-04", {{"step", std::string("a")}, {"occurrence", fixed}});
    EXPECT_EQ(a_of(each, a_case, "2025-03-05").state, StepState::sent);
    a_case.with("corrected", "2025-03-06",
                {{"event", fixed}, {"replace.panel_on", std::string("2025-04-02")}});
    const std::string correction = a_case.file().events.back().id.text;
    std::vector<std::string> firings;
    for (const PlannedStep& planned : plan_under(each, a_case, "2025-03-06").steps)
        if (planned.step->id.text == "a")
            firings.push_back(planned.occurrence.text() + " " +
                              (planned.state == StepState::sent ? "sent" : "due"));
    EXPECT_THAT(firings, ::testing::ElementsAre(fixed + " sent", correction + " due"));
    EXPECT_EQ(plan_under(once, a_case, "2025-03-06").steps.size(), 2U);
}

TEST(Ever, HoldsWhateverWasSaidLaterButNotOfWhatWasStruckOut) {
    const Procedure ever = procedure_of(with_task(
        "when: {event: closed}, require: [{event: {eligibility_decided: accepted}, ever: true}]"));
    const Procedure now = procedure_of(
        with_task("when: {event: closed}, require: [{eligibility_decided: accepted}]"));
    ACase a_case("2025-03-03");
    a_case.with("eligibility_decided", "2025-03-04", {{"outcome", std::string("accepted")}});
    const std::string accepted = a_case.file().events.back().id.text;
    a_case.with("eligibility_decided", "2025-03-05", {{"outcome", std::string("other_route")}});
    a_case.with("closed", "2025-03-06");
    EXPECT_TRUE(is_due(ever, a_case, "2025-03-06"));
    EXPECT_FALSE(is_due(now, a_case, "2025-03-06"));
    a_case.with("corrected", "2025-03-06", {{"event", accepted}, {"strike", true}});
    EXPECT_FALSE(is_due(ever, a_case, "2025-03-06"));
}

TEST(Ever, SaysSoInItsReason) {
    const Procedure ever =
        procedure_of(with_task("when: {event: received}, require: [{event: {eligibility_decided: "
                               "accepted}, ever: true}]"));
    EXPECT_EQ(a_of(ever, ACase("2025-03-03"), "2025-03-03").because.text(),
              "waits for eligibility decided: accepted, whatever was said later");
}

TEST(Conditions, AskTwoThingsOfOneEvent) {
    const Procedure advocates = procedure_of(with_task(
        "when: {event: {event: {party_changed: advocate}, detail: consent.given, is: false}, "
        "each: latest}"));
    ACase another = with_somebody(cases::Role::representative);
    another.with("party_changed", "2025-03-04", of("representative", false));
    EXPECT_FALSE(is_due(advocates, another, "2025-03-04"));
    ACase otherwise = with_somebody(cases::Role::advocate);
    otherwise.with("party_changed", "2025-03-04", of("advocate", true));
    EXPECT_FALSE(is_due(advocates, otherwise, "2025-03-04"));
    ACase both = with_somebody(cases::Role::advocate);
    both.with("party_changed", "2025-03-04", of("advocate", false));
    EXPECT_TRUE(is_due(advocates, both, "2025-03-04"));
}

TEST(Consent, RefusedIsNeitherWithdrawnNorNeverAsked) {
    const auto asking = [](const char* said) {
        return procedure_of(with_task(
            std::string("when: {event: received}, require: [{party: representative, consent: ") +
            said + "}]"));
    };
    ACase never = with_somebody(cases::Role::representative);
    EXPECT_FALSE(is_due(asking("refused"), never, "2025-03-04"));
    ACase refused = with_somebody(cases::Role::representative);
    refused.with("party_changed", "2025-03-04", of("representative", false));
    EXPECT_TRUE(is_due(asking("refused"), refused, "2025-03-04"));
    EXPECT_TRUE(is_due(asking("[withdrawn, refused]"), refused, "2025-03-04"));
    EXPECT_FALSE(is_due(asking("withdrawn"), refused, "2025-03-04"));
    EXPECT_TRUE(is_due(asking("false"), refused, "2025-03-04"));
    // Given after all, then taken back.
    refused.with("party_changed", "2025-03-05", of("representative", true));
    EXPECT_FALSE(is_due(asking("refused"), refused, "2025-03-05"));
    refused.with("party_changed", "2025-03-06", of("representative", false));
    EXPECT_FALSE(is_due(asking("refused"), refused, "2025-03-06"));
    EXPECT_TRUE(is_due(asking("withdrawn"), refused, "2025-03-06"));
}

TEST(PromisedTrigger, FiresOnTheDateThatTheLetterNamed) {
    const Procedure on_the_day = procedure_of(with_task("when: {promised: told}"));
    const Procedure before = procedure_of(with_task("when: {promised: told, days: -1}"));
    ACase a_case("2025-03-03");
    EXPECT_EQ(a_of(on_the_day, a_case, "2025-03-03").because.text(),
              "waits for the date promised in the letter told");
    // Written on Monday 3 March for Monday 17, posted on Thursday 6: the clock's day 10 is
    // Thursday 20.
    a_case.with(std::string(cases::letter_sent), "2025-03-06",
                {{"step", std::string("told")},
                 {"occurrence", std::string("once")},
                 {"promised", std::string("2025-03-17")}});
    EXPECT_FALSE(is_due(on_the_day, a_case, "2025-03-14"));
    EXPECT_TRUE(is_due(before, a_case, "2025-03-14"));
    EXPECT_TRUE(is_due(on_the_day, a_case, "2025-03-17"));
    EXPECT_EQ(plan_under(on_the_day, a_case, "2025-03-17").clock("answer")->due, day("2025-03-20"));
}

TEST(PromisedTrigger, NeedsAStepThatIsThere) {
    const auto read = read_procedure(with_task("when: {promised: tolled}"), "test.yaml");
    ASSERT_FALSE(read);
    EXPECT_THAT(to_text(read.error()), HasSubstr("there is no step tolled"));
}

TEST(Deadline, OfAClocksDayMayBeSomeDaysAfterWhatCameLater) {
    const Procedure at_once =
        procedure_of(with_task("when: {event: stage2_extended, each: latest}, deadline: {clock: "
                               "one, day: 5, or_days: 1}"));
    ACase a_case("2025-03-03");
    a_case.with("stage2_extended", "2025-03-05");
    EXPECT_EQ(a_of(at_once, a_case, "2025-03-05").deadline, day("2025-03-10"));
    a_case.with("stage2_extended", "2025-03-14");
    EXPECT_EQ(a_of(at_once, a_case, "2025-03-14").deadline, day("2025-03-17"));
}

}  // namespace postroom::procedure
