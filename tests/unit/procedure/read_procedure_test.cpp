#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "timeline.hpp"

namespace postroom::procedure {

using namespace testing;
using ::testing::HasSubstr;

const std::string sound_head = R"(id: test
title: Test
clocks:
  one:
    title: One
    starts: received
    stops: [closed]
    target: {days: 10}
)";

/// A procedure with one step made of `lines`.
std::string with_step(const std::string& lines) {
    return sound_head + "steps:\n  - id: a\n    title: A\n    source: paragraph 1\n" + lines;
}

std::string problems_of(const std::string& yaml) {
    const auto procedure = read_procedure(yaml, "test.yaml");
    return procedure ? "" : to_text(procedure.error());
}

TEST(ReadProcedure, ReadsLeicestershireWhole) {
    EXPECT_EQ(problems_of(file_text("config/procedures/leicestershire-statutory.yaml")), "");
    for (const Step& step : leicestershire().steps) EXPECT_FALSE(step.source.empty());
}

TEST(ReadProcedure, CarriesEveryRowOfTheCatalogueThatStageOneNeeds) {
    std::set<std::string> rows;
    for (const Step& step : leicestershire().steps) rows.insert(step.catalogue);
    for (const char* row :
         {"I-01", "I-02", "E-01", "E-02", "S1-02", "S1-03", "S1-04", "S1-05", "S1-06", "S1-07",
          "S1-08", "S1-09", "S1-10", "S1-12", "S1-13", "S1-16", "S2-01"})
        EXPECT_TRUE(rows.contains(row)) << row;
}

TEST(ReadProcedure, NamesFileAndLineOfAnUnknownKey) {
    EXPECT_THAT(problems_of(with_step("    when: {event: received}\n    letter: x\n    to: "
                                      "complainant\n    lettr: y\n")),
                HasSubstr("test.yaml:16: step a: unknown key lettr"));
}

TEST(ReadProcedure, RefusesAnUnknownEvent) {
    EXPECT_THAT(problems_of(with_step("    when: {event: recieved}\n    letter: x\n    to: "
                                      "complainant\n")),
                HasSubstr("unknown event recieved"));
}

TEST(ReadProcedure, LeavesWhatIsUncertainToAPersonUnlessTheStepSaysOtherwise) {
    const auto policy_of = [](const std::string& lines) {
        const auto read = read_procedure(
            with_step("    when: {event: received}\n    letter: x\n    to: complainant\n" + lines),
            "test.yaml");
        return read.value().steps.front().uncertain;
    };
    using Then = UncertainPolicy::Then;
    EXPECT_EQ(policy_of("").then, Then::ask);
    EXPECT_EQ(policy_of("    uncertain: {then: ask}\n").then, Then::ask);
    EXPECT_EQ(policy_of("    uncertain: {then: post}\n").then, Then::post);
    EXPECT_EQ(policy_of("    uncertain: {then: post}\n").after_minutes, 60);
    const auto again = policy_of("    uncertain: {then: send_again, after_minutes: 15}\n");
    EXPECT_EQ(again.then, Then::send_again);
    EXPECT_EQ(again.after_minutes, 15);
}

TEST(ReadProcedure, RefusesARuleForWhatIsUncertainThatCannotBeCarriedOut) {
    const auto said = [](const std::string& rule, const char* what_to =
                                                      "letter: x\n    to: "
                                                      "complainant\n") {
        return problems_of(with_step("    when: {event: received}\n    " + std::string(what_to) +
                                     "    uncertain: " + rule + "\n"));
    };
    EXPECT_THAT(said("{then: resend}"), HasSubstr("test.yaml:16: step a: uncertain, then is ask"));
    EXPECT_THAT(said("{after_minutes: 5}"), HasSubstr("then is missing"));
    EXPECT_THAT(said("{then: post, after_hours: 5}"), HasSubstr("unknown key after_hours"));
    EXPECT_THAT(said("{then: post}", "letter: x\n    to: team_manager\n"),
                HasSubstr("not written to by post"));
    EXPECT_THAT(said("{then: send_again}", "task: x\n    to: team_manager\n"),
                HasSubstr("no email of it is ever uncertain"));
}

TEST(ReadProcedure, RefusesAStepWithoutASource) {
    EXPECT_THAT(problems_of(sound_head + "steps:\n  - id: a\n    title: A\n    when: {event: "
                                         "received}\n    letter: x\n    to: complainant\n"),
                HasSubstr("the key source is missing"));
}

TEST(ReadProcedure, RefusesAClockThatNeverStops) {
    std::string yaml =
        with_step("    when: {event: received}\n    letter: x\n    to: complainant\n");
    const std::string stops = "    stops: [closed]\n";
    yaml.erase(yaml.find(stops), stops.size());
    EXPECT_THAT(problems_of(yaml), HasSubstr("test.yaml:5: clock one never stops"));
}

TEST(ReadProcedure, ReadsAStopThatCountsOnlyFromADayOn) {
    std::string yaml =
        with_step("    when: {event: received}\n    letter: x\n    to: complainant\n");
    const std::string stops = "stops: [closed]";
    yaml.replace(yaml.find(stops), stops.size(),
                 "stops: [closed, {event: stage2_requested, from_day: 20}]");
    const auto procedure = read_procedure(yaml, "test.yaml");
    ASSERT_TRUE(procedure) << to_text(procedure.error());
    EXPECT_EQ(procedure->clocks.front().stops.back().name, "stage2_requested");
    EXPECT_EQ(procedure->clocks.front().stops.back().from_day, 20);
    EXPECT_EQ(procedure->clocks.front().stops.front().from_day, 0);
}

TEST(ReadProcedure, RefusesAStopFromNoDay) {
    std::string yaml =
        with_step("    when: {event: received}\n    letter: x\n    to: complainant\n");
    const std::string stops = "stops: [closed]";
    yaml.replace(yaml.find(stops), stops.size(),
                 "stops: [closed, {event: stage2_requested, from_day: 0}]");
    EXPECT_THAT(problems_of(yaml), HasSubstr("from_day is a day from 1 on"));
}

TEST(ReadProcedure, RefusesAStepThatCanNeverFire) {
    EXPECT_THAT(problems_of(with_step("    when: {event: received}\n    unless: [received]\n    "
                                      "letter: x\n    to: complainant\n")),
                HasSubstr("can never fire"));
    EXPECT_THAT(problems_of(with_step("    when: {clock: one, day: 3}\n    require: [closed]\n    "
                                      "letter: x\n    to: complainant\n")),
                HasSubstr("can never fire"));
}

TEST(ReadProcedure, RefusesARightThatWaitsForApproval) {
    EXPECT_THAT(problems_of(with_step("    when: {event: received}\n    letter: x\n    to: "
                                      "complainant\n    release: approved\n    tells_a_right: "
                                      "true\n")),
                HasSubstr("may not wait for approval"));
}

TEST(ReadProcedure, RefusesALetterThatStaysUntilItIsDone) {
    EXPECT_THAT(problems_of(with_step("    when: {event: received}\n    letter: x\n    to: "
                                      "complainant\n    until_done: true\n")),
                HasSubstr("stays until it is done, but is no task"));
}

TEST(ReadProcedure, RefusesALetterToOneOfWhomNoEventSpeaks) {
    const std::string to_one = "    letter: x\n    to: complainant\n    to_one: true\n";
    EXPECT_THAT(problems_of(with_step("    when: {clock: one, day: 3}\n" + to_one)),
                HasSubstr("goes to_one, and no event says whom"));
    EXPECT_EQ(problems_of(with_step("    when: {event: received}\n" + to_one)), "");
}

TEST(ReadProcedure, WhoIsAskedForTheWordOfEachIsAskedForOneThatTheStepWaitsFor) {
    const std::string task = "    task: x\n    to: complaints_officer\n    asks_each: true\n";
    const auto when = [](const char* unless) {
        return "    when: {event: received}\n    unless: [" + std::string(unless) + "]\n";
    };
    EXPECT_THAT(problems_of(with_step(when("extension_agreed") + task)),
                HasSubstr("asks_each, and no of_each in its unless says for what"));
    EXPECT_EQ(problems_of(with_step(when("{event: extension_agreed, of_each: true}") + task)), "");
}

TEST(ReadProcedure, WhatHasComeForEachOfThemNamesTheOneWordThatAskedForIt) {
    const auto with_word = [](const char* word) {
        return with_step("    when: {event: {event: advocate_appointed, of_each_who: " +
                         std::string(word) + "}}\n    letter: x\n    to: complainant\n");
    };
    EXPECT_EQ(problems_of(with_word("{advocate_awaited: true}")), "");
    EXPECT_THAT(problems_of(with_word("{sent: x}")),
                HasSubstr("of_each_who is one event, with or without its value"));
    EXPECT_THAT(problems_of(with_word("advocate_wished_for")), HasSubstr("advocate_wished_for"));
}

TEST(ReadProcedure, RefusesToAskWhatALetterWasAboutWhereNoEventIsJudged) {
    const std::string rest =
        "    unless: [{sent: x, about_it: true}]\n    letter: x\n    to: complainant\n";
    EXPECT_THAT(problems_of(with_step("    when: {clock: one, day: 3}\n" + rest)),
                HasSubstr("about_it has nothing here to be about"));
    EXPECT_THAT(problems_of(with_step("    when: {event: received}\n" + rest)),
                ::testing::Not(HasSubstr("about_it")));
}

TEST(ReadProcedure, RefusesAWordThatStandsAgainstOthersAndHasNoOpposite) {
    const std::string step = "    when: {event: received}\n    letter: x\n    to: complainant\n";
    const std::string against = with_step(step) + "stands_against_others: [extension_refused]\n";
    EXPECT_THAT(problems_of(against),
                HasSubstr("nothing answers the same question as extension_refused"));
    EXPECT_EQ(problems_of(against + "opposites: [[extension_agreed, extension_refused]]\n"), "");
}

TEST(ReadProcedure, RefusesADateToldThatIsNoneOrLiesWithinNoLongerLimit) {
    const auto problems_with = [](const std::string& target) {
        std::string text =
            with_step("    when: {event: received}\n    letter: x\n    to: complainant\n");
        const std::string days = "{days: 10}";
        return problems_of(text.replace(text.find(days), days.size(), target));
    };
    const std::string longer = "{days: 10, or: 20, once: [stage2_extended], told: ";
    EXPECT_EQ(problems_with(longer + "stage2_extended.until}"), "");
    EXPECT_THAT(problems_with(longer + "stage2_extended.reason}"),
                HasSubstr("target, told: stage2_extended has no date reason"));
    EXPECT_THAT(problems_with(longer + "stage2_extended}"), HasSubstr("a date is an event and"));
    EXPECT_THAT(problems_with("{days: 10, told: stage2_extended.until}"),
                HasSubstr("told is a date within the longer limit, and there is none"));
}

TEST(ReadProcedure, SaysWhereYamlIsNotYaml) {
    EXPECT_THAT(problems_of("id: [\n"), HasSubstr("test.yaml:2: not readable as YAML"));
}

TEST(CrossCheck, NamesALetterThatDoesNotExist) {
    const auto procedure = read_procedure(
        with_step("    when: {event: received}\n    letter: intake/none\n    to: complainant\n"),
        "test.yaml");
    ASSERT_TRUE(procedure);
    EXPECT_THAT(to_text(cross_check(*procedure, {"intake/other"})),
                HasSubstr("test.yaml:10: step a: there is no letter intake/none"));
}

TEST(CrossCheck, FindsTwoStepsThatSendTheSameLetterOnOneDay) {
    const auto procedure = read_procedure(
        with_step("    when: {clock: one, day: 3}\n    letter: x\n    to: complainant\n") +
            "  - id: b\n    title: B\n    source: p\n    when: {clock: one, day: 3}\n    letter: "
            "x\n    to: complainant\n",
        "test.yaml");
    ASSERT_TRUE(procedure) << to_text(procedure.error());
    EXPECT_THAT(to_text(cross_check(*procedure, {"x"})),
                HasSubstr("would send the same person the same letter on one day"));
}

}  // namespace postroom::procedure
