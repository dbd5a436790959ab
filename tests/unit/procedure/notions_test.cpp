// What a procedure can speak of: details, people, dates, windows, several readers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "procedure/people.hpp"
#include "timeline.hpp"

namespace postroom::procedure {

using namespace testing;
using ::testing::HasSubstr;

const std::string one_clock = R"(id: test
title: Test
clocks:
  one: {title: One, starts: received, stops: [closed], target: {days: 10}}
)";

std::string step(const std::string& id, const std::string& lines) {
    return "  - {id: " + id + ", title: " + id + ", source: p, to: complaints_officer, task: t, " +
           lines + "}\n";
}

/// A procedure with one clock and one task step "a".
Procedure with_step(const std::string& lines, const std::string& head = one_clock) {
    return procedure_of(head + "steps:\n" + step("a", lines));
}

std::string trouble(const std::string& lines, const std::string& head = one_clock) {
    const auto procedure = read_procedure(head + "steps:\n" + step("a", lines), "test.yaml");
    return procedure ? "" : to_text(procedure.error());
}

PlannedStep a_of(const Procedure& procedure, const ACase& a_case, const char* on) {
    return step_of(plan_under(procedure, a_case, on), "a");
}

bool is_due(const Procedure& procedure, const ACase& a_case, const char* on) {
    return a_of(procedure, a_case, on).state == StepState::due;
}

cases::Party somebody(cases::Role role, const std::string& name, const std::string& email = "") {
    cases::Party party;
    party.role = role;
    party.name = name;
    party.email = email;
    return party;
}

// --- conditions ------------------------------------------------------------------------------

TEST(Conditions, TestAnyDetailOfAnEvent) {
    const Procedure by_word =
        with_step("when: {event: {event: received, detail: how, is: [phone, in_person]}}");
    ACase spoken("2025-03-03");
    spoken.file().events.front().details["how"] = std::string("phone");
    EXPECT_TRUE(is_due(by_word, spoken, "2025-03-03"));
    ACase written("2025-03-03");
    written.file().events.front().details["how"] = std::string("email");
    EXPECT_FALSE(is_due(by_word, written, "2025-03-03"));
    EXPECT_TRUE(is_due(with_step("when: {event: {event: received, detail: how, is_not: phone}}"),
                       written, "2025-03-03"));
    EXPECT_TRUE(
        is_due(with_step("when: {event: {event: received, detail: how}}"), written, "2025-03-03"));
    EXPECT_FALSE(is_due(with_step("when: {event: {event: received, detail: grounds_on}}"), written,
                        "2025-03-03"));
}

TEST(Conditions, AYearEndsOnItsOwnDateAndTheLeapDayOnThe28th) {
    const Procedure late =
        with_step("when: {event: {event: received, detail: grounds_on, older_than: {years: 1}}}");
    const auto complains = [](const char* received, const char* grounds) {
        ACase a_case(received);
        a_case.file().events.front().details["grounds_on"] = std::string(grounds);
        return a_case;
    };
    EXPECT_FALSE(is_due(late, complains("2025-03-15", "2024-03-15"), "2025-03-17"));
    EXPECT_TRUE(is_due(late, complains("2025-03-16", "2024-03-15"), "2025-03-17"));
    EXPECT_FALSE(is_due(late, complains("2025-02-28", "2024-02-29"), "2025-03-03"));
    EXPECT_TRUE(is_due(late, complains("2025-03-01", "2024-02-29"), "2025-03-03"));
}

TEST(Conditions, KnowWhoStandsOnTheCase) {
    ACase a_case("2025-03-03");
    const Procedure for_the_young = with_step(
        "when: {event: received}, require: [{party: complainant, kind: [young_person, "
        "care_leaver]}]");
    EXPECT_FALSE(is_due(for_the_young, a_case, "2025-03-03"));
    a_case.file().parties.front().kind = "care_leaver";
    EXPECT_TRUE(is_due(for_the_young, a_case, "2025-03-03"));

    const Procedure without_consent =
        with_step("when: {event: received}, require: [{party: representative, consent: false}]");
    EXPECT_FALSE(is_due(without_consent, a_case, "2025-03-03"));
    a_case.file().parties.push_back(somebody(cases::Role::representative, "Jo Hale"));
    EXPECT_TRUE(is_due(without_consent, a_case, "2025-03-03"));
    a_case.with("party_changed", "2025-03-04",
                {{"role", std::string("representative")}, {"consent.given", true}});
    EXPECT_FALSE(is_due(without_consent, a_case, "2025-03-04"));

    const Procedure safe =
        with_step("when: {event: received}, unless: [{party: complainant, safe_contact: true}]");
    EXPECT_TRUE(is_due(safe, a_case, "2025-03-03"));
    a_case.file().parties.front().safe_contact = "her school";
    EXPECT_FALSE(is_due(safe, a_case, "2025-03-03"));
}

TEST(Conditions, CountThePeopleInARole) {
    const Procedure incomplete =
        with_step("when: {event: received}, unless: [{party: panel_member, at_least: 2}]");
    ACase a_case("2025-03-03");
    EXPECT_TRUE(is_due(incomplete, a_case, "2025-03-03"));
    a_case.file().parties.push_back(somebody(cases::Role::panel_member, "Paul Reed"));
    EXPECT_TRUE(is_due(incomplete, a_case, "2025-03-03"));
    a_case.file().parties.push_back(somebody(cases::Role::panel_member, "Bea Lund"));
    EXPECT_FALSE(is_due(incomplete, a_case, "2025-03-03"));
    a_case.file().parties.back().left = true;
    EXPECT_TRUE(is_due(incomplete, a_case, "2025-03-03"));
    EXPECT_THAT(trouble("when: {event: received}, unless: [{party: panel_member, at_least: 0}]"),
                HasSubstr("at_least is a number of people"));
}

TEST(Conditions, FindOnePersonInTwoRoles) {
    const Procedure conflict = with_step(
        "when: {event: investigators_appointed}, require: [{same_person: [adjudicating_officer, "
        "team_manager]}]");
    ACase a_case("2025-03-03");
    a_case.file().parties.push_back(
        somebody(cases::Role::team_manager, "T. Meyer", "t.meyer@council.example"));
    a_case.file().parties.push_back(
        somebody(cases::Role::adjudicating_officer, "H. Stone", "h.stone@council.example"));
    a_case.with("investigators_appointed", "2025-04-04");
    EXPECT_FALSE(is_due(conflict, a_case, "2025-04-04"));
    a_case.file().parties.back().email = "T.Meyer@council.example";
    EXPECT_TRUE(is_due(conflict, a_case, "2025-04-04"));
    a_case.file().parties.back().email = "another@council.example";
    a_case.file().parties.back().name = "Ms T. MEYER";
    EXPECT_TRUE(is_due(conflict, a_case, "2025-04-04"));
}

TEST(Conditions, FindAPersonWhomOnlyAnEventNames) {
    const Procedure conflict = with_step(
        "when: {event: panel_fixed}, require: [{same_person: [panel_chair, independent_person]}]");
    ACase a_case("2025-03-03");
    a_case.with("investigators_appointed", "2025-04-04",
                {{"independent_person", std::string("Grace Lindqvist")}});
    a_case.with("panel_fixed", "2025-06-02", {{"chair", std::string("Ngozi Adeyemi")}});
    EXPECT_FALSE(is_due(conflict, a_case, "2025-06-02"));
    a_case.file().events.back().details["chair"] = std::string("grace lindqvist");
    EXPECT_TRUE(is_due(conflict, a_case, "2025-06-02"));
}

TEST(Conditions, FindNobodyWhomAnEventNamedOnceSomebodyOnTheCaseHasTheRole) {
    const Procedure conflict = with_step(
        "when: {event: panel_fixed}, require: [{same_person: [panel_chair, independent_person]}]");
    ACase a_case("2025-03-03");
    a_case.with("investigators_appointed", "2025-04-04",
                {{"independent_person", std::string("Grace Lindqvist")}});
    a_case.with("panel_fixed", "2025-06-02", {{"chair", std::string("Grace Lindqvist")}});
    EXPECT_TRUE(is_due(conflict, a_case, "2025-06-02"));
    a_case.file().parties.push_back(somebody(cases::Role::panel_chair, "Ngozi Adeyemi"));
    EXPECT_FALSE(is_due(conflict, a_case, "2025-06-02"));
}

TEST(Conditions, HoldOneByOneInAnyAndNotAtAllInNone) {
    const Procedure held = with_step(
        "when: {event: received}, unless: [{all: [{any: [delay_confirmed, {party: advocate}]}, "
        "{none: [extension_agreed]}]}]");
    ACase a_case("2025-03-03");
    EXPECT_TRUE(is_due(held, a_case, "2025-03-03"));
    a_case.file().parties.push_back(somebody(cases::Role::advocate, "Ffion Rees"));
    EXPECT_FALSE(is_due(held, a_case, "2025-03-03"));
    EXPECT_THAT(a_of(held, a_case, "2025-03-03").because, HasSubstr("advocate"));
    a_case.with("extension_agreed", "2025-03-03");
    EXPECT_TRUE(is_due(held, a_case, "2025-03-03"));
}

TEST(Conditions, HoldTogetherInAll) {
    const Procedure both =
        with_step("when: {event: received}, unless: [{all: [delay_confirmed, {party: advocate}]}]");
    ACase a_case("2025-03-03");
    a_case.with("delay_confirmed", "2025-03-03");
    EXPECT_TRUE(is_due(both, a_case, "2025-03-03"));
    a_case.file().parties.push_back(somebody(cases::Role::advocate, "Ffion Rees"));
    EXPECT_FALSE(is_due(both, a_case, "2025-03-03"));
    EXPECT_THAT(a_of(both, a_case, "2025-03-03").because,
                HasSubstr("delay confirmed and advocate"));
}

TEST(Conditions, AreCheckedWordByWord) {
    EXPECT_THAT(trouble("when: {event: {event: received, detail: colour, is: red}}"),
                HasSubstr("received has no detail colour"));
    EXPECT_THAT(trouble("when: {event: {event: received, detail: how, older_than: {years: 1}}}"),
                HasSubstr("older_than tests a detail that is a date"));
    EXPECT_THAT(trouble("when: {event: {event: received, detail: how, passed: true}}"),
                HasSubstr(": passed tests a detail that is a date"));
    EXPECT_THAT(trouble("when: {event: {event: court_hold, detail: scope, is: half}}"),
                HasSubstr("court_hold never has the value half"));
    EXPECT_THAT(trouble("when: {event: received}, unless: [{party: aunt}]"),
                HasSubstr("unknown role aunt"));
    EXPECT_THAT(trouble("when: {event: received}, unless: [{party: complainant, kind: aunt}]"),
                HasSubstr("nobody is of the kind aunt"));
    EXPECT_THAT(trouble("when: {event: received}, unless: [{same_person: [director]}]"),
                HasSubstr("same_person compares two roles"));
    EXPECT_THAT(trouble("when: {event: received}, unless: [{all: [closed]}]"),
                HasSubstr("all: needs at least two conditions"));
    EXPECT_THAT(trouble("when: {event: received}, unless: [{party: advocate, colour: red}]"),
                HasSubstr("unknown key colour"));
}

// --- dates -----------------------------------------------------------------------------------

TEST(DateTrigger, CountsWorkingDaysBeforeAndAfterTheDate) {
    ACase a_case("2025-09-01");
    a_case.with("panel_fixed", "2025-11-20", {{"panel_on", std::string("2025-12-22")}});
    const auto planned = [&](const std::string& days) {
        return a_of(with_step("when: {date: panel_fixed.panel_on, days: " + days + "}"), a_case,
                    "2025-11-20")
            .planned->day.iso();
    };
    EXPECT_EQ(planned("-10"), "2025-12-08");
    EXPECT_EQ(planned("0"), "2025-12-22");
    EXPECT_EQ(planned("5"), "2025-12-31");
}

TEST(DateTrigger, OnADayWithoutWorkMeansTheWorkingDayBefore) {
    ACase a_case("2025-03-03");
    a_case.with("action_due", "2025-03-03", {{"due_on", std::string("2025-04-20")}});
    EXPECT_EQ(a_of(with_step("when: {date: action_due.due_on, days: 0}"), a_case, "2025-03-03")
                  .planned->day.iso(),
              "2025-04-17");  // Easter Sunday; Good Friday before it
}

TEST(DateTrigger, ToldTooLateFallsDueWhenTold) {
    ACase a_case("2025-09-01");
    a_case.with("panel_fixed", "2025-12-15", {{"panel_on", std::string("2025-12-22")}});
    EXPECT_TRUE(
        is_due(with_step("when: {date: panel_fixed.panel_on, days: -10}"), a_case, "2025-12-15"));
}

TEST(DateTrigger, ANewDateSetsItOffAnew) {
    const Procedure invitation = with_step("when: {date: panel_fixed.panel_on, days: -10}");
    ACase a_case("2025-09-01");
    a_case.with("panel_fixed", "2025-11-03", {{"panel_on", std::string("2025-12-22")}});
    const std::string first = a_of(invitation, a_case, "2025-12-08").occurrence;
    a_case.sent("a", "2025-12-08", first);
    a_case.with("panel_fixed", "2025-12-09", {{"panel_on", std::string("2026-01-20")}});
    const Plan plan = plan_under(invitation, a_case, "2025-12-09");
    ASSERT_EQ(plan.steps.size(), 2U);
    EXPECT_EQ(plan.steps[0].state, StepState::sent);
    EXPECT_EQ(plan.steps[1].planned->day.iso(), "2026-01-06");
}

TEST(DateTrigger, EveryActionHasItsOwnDayUntilItIsDone) {
    const Procedure chase = with_step(
        "when: {date: action_due.due_on, days: 0, each: every}, unless: [{event: action_done, "
        "matching: action}]");
    ACase a_case("2025-03-03");
    a_case.with("action_due", "2025-03-03",
                {{"due_on", std::string("2025-03-10")}, {"action", std::string("train staff")}});
    a_case.with("action_due", "2025-03-03",
                {{"due_on", std::string("2025-03-10")}, {"action", std::string("say sorry")}});
    a_case.with("action_done", "2025-03-07", {{"action", std::string("train staff")}});
    const Plan plan = plan_under(chase, a_case, "2025-03-10");
    ASSERT_EQ(plan.steps.size(), 2U);
    EXPECT_EQ(plan.steps[0].state, StepState::waiting);
    EXPECT_EQ(plan.steps[1].state, StepState::due);
}

TEST(DateTrigger, AsksOnFromADateUntilWhatItAsksForIsDone) {
    const Procedure chase = with_step(
        "when: {date: action_due.due_on, days: 5, each: every, every: 5}, unless: [{event: "
        "action_done, matching: action}]");
    ACase a_case("2025-03-03");
    a_case.with("action_due", "2025-03-03",
                {{"due_on", std::string("2025-03-10")}, {"action", std::string("train staff")}});
    Plan plan = plan_under(chase, a_case, "2025-03-10");
    ASSERT_EQ(plan.steps.size(), 1U);
    EXPECT_EQ(plan.steps[0].planned->day.iso(), "2025-03-17");
    plan = plan_under(chase, a_case, "2025-04-01");
    ASSERT_EQ(plan.steps.size(), 2U);  // of those long past the latest
    EXPECT_EQ(plan.steps[0].state, StepState::due);
    EXPECT_EQ(plan.steps[0].planned->day.iso(), "2025-03-31");
    EXPECT_EQ(plan.steps[1].state, StepState::later);
    EXPECT_EQ(plan.steps[1].planned->day.iso(), "2025-04-07");
    a_case.with("action_done", "2025-04-02", {{"action", std::string("train staff")}});
    for (const PlannedStep& planned : plan_under(chase, a_case, "2025-04-07").steps)
        EXPECT_EQ(planned.state, StepState::waiting);
}

TEST(DateTrigger, RepeatsForEveryEventOrNotAtAll) {
    EXPECT_THAT(trouble("when: {date: panel_fixed.panel_on, days: 1, every: 5}"),
                HasSubstr("needs each: every"));
}

TEST(DateTrigger, IsHeldToDatesThatEventsHave) {
    EXPECT_THAT(trouble("when: {date: panel_fixed.venue, days: 1}"),
                HasSubstr("panel_fixed has no date venue"));
    EXPECT_THAT(trouble("when: {date: panel_fixed, days: 1}"),
                HasSubstr("a date is an event and its detail"));
}

// --- deadlines -------------------------------------------------------------------------------

TEST(Deadline, MayBeSomeDaysAfterWhatSetTheStepOff) {
    ACase a_case("2025-03-03");
    a_case.recorded("withdrawn", "2025-03-06", "2025-03-07");
    EXPECT_EQ(a_of(with_step("when: {event: withdrawn}, deadline: {days: 3}"), a_case, "2025-03-07")
                  .deadline->iso(),
              "2025-03-11");
    EXPECT_EQ(
        a_of(with_step("when: {clock: one, day: 2}, deadline: {days: 3}"), a_case, "2025-03-07")
            .deadline->iso(),
        "2025-03-10");
}

TEST(Deadline, MayBeSetByADateOfAnEvent) {
    ACase a_case("2025-03-03");
    a_case.with("ombudsman_enquired", "2025-03-06", {{"due_on", std::string("2025-03-28")}});
    EXPECT_EQ(a_of(with_step("when: {event: ombudsman_enquired}, deadline: {date: "
                             "ombudsman_enquired.due_on, days: -2}"),
                   a_case, "2025-03-06")
                  .deadline->iso(),
              "2025-03-26");
}

// --- clocks ----------------------------------------------------------------------------------

std::string a_clock(const std::string& lines) {
    return "id: test\ntitle: Test\nclocks:\n  one: {title: One, " + lines + "}\n";
}

const std::string any_step = "when: {event: received}";

TEST(Clock, MayCountFromADateThatItsEventNames) {
    const Procedure report = with_step("when: {clock: one, day: 5}",
                                       a_clock("starts: panel_fixed, from_date: panel_on, stops: "
                                               "[panel_reported, withdrawn], target: {days: 5}"));
    ACase a_case("2025-09-01");
    a_case.with("panel_fixed", "2025-11-20", {{"panel_on", std::string("2025-12-22")}});
    EXPECT_EQ(a_of(report, a_case, "2025-11-20").planned->day.iso(), "2025-12-31");
    a_case.with("withdrawn", "2025-12-01");
    EXPECT_FALSE(plan_under(report, a_case, "2025-12-01").clock("one")->running());
}

TEST(Clock, MayStartAgainWithTheLatestEvent) {
    const Procedure anew = with_step(
        any_step, a_clock("starts: panel_fixed, restarts: true, stops: [panel_adjourned], target: "
                          "{days: 5}"));
    ACase a_case("2025-09-01");
    a_case.with("panel_fixed", "2025-11-03").with("panel_adjourned", "2025-11-05");
    EXPECT_FALSE(plan_under(anew, a_case, "2025-11-05").clock("one")->running());
    a_case.with("panel_fixed", "2025-11-10");
    const Plan plan = plan_under(anew, a_case, "2025-11-10");
    EXPECT_TRUE(plan.clock("one")->running());
    EXPECT_EQ(plan.clock("one")->started.iso(), "2025-11-10");
}

TEST(Window, IsTheLaterOfWorkingAndCalendarDays) {
    const auto due = [](const char* adjudicated, const std::string& calendar_days) {
        const Procedure window = with_step(
            any_step, a_clock("starts: stage2_adjudicated, from_deemed_receipt: true, stops: "
                              "[stage3_requested], target: {days: 20, or_calendar_days: " +
                              calendar_days + "}"));
        ACase a_case("2025-01-06");
        a_case.with("stage2_adjudicated", adjudicated);
        return plan_under(window, a_case, adjudicated).clock("one")->due->iso();
    };
    // Worked example 11.
    EXPECT_EQ(due("2027-12-17", "28"), "2028-01-19");
    EXPECT_EQ(due("2027-12-17", "30"), "2028-01-19");
    EXPECT_EQ(due("2025-06-02", "28"), "2025-06-30");
    EXPECT_EQ(due("2025-06-02", "30"), "2025-07-02");
}

TEST(Window, CountsFromTheLatestReadersReceipt) {
    const Procedure window =
        with_step(any_step, a_clock("starts: stage1_responded, from_deemed_receipt: true, stops: "
                                    "[stage2_requested], target: {days: 20}"));
    ACase a_case("2025-03-03");
    a_case.with("stage1_responded", "2025-03-17");
    EXPECT_EQ(plan_under(window, a_case, "2025-03-17").clock("one")->started.iso(), "2025-03-17");
    cases::Party other = somebody(cases::Role::complainant, "Imran Patel");
    other.channel = cases::Channel::letter;
    a_case.file().parties.push_back(other);
    EXPECT_EQ(plan_under(window, a_case, "2025-03-17").clock("one")->started.iso(), "2025-03-19");
}

TEST(Window, NeverEndsBeforeTheDatePromisedInItsLetter) {
    const Procedure window =
        with_step(any_step, a_clock("starts: stage1_responded, from_deemed_receipt: true, stops: "
                                    "[stage2_requested], target: {days: 20}"));
    ACase a_case("2025-03-03");
    a_case.with(std::string(cases::letter_sent), "2025-03-17",
                {{"step", std::string("a")}, {"promised", std::string("2025-04-16")}});
    a_case.with("stage1_responded", "2025-03-17", {{"step", std::string("a")}});
    EXPECT_EQ(plan_under(window, a_case, "2025-03-17").clock("one")->due->iso(), "2025-04-16");
}

/// The answer went on 17 March by email; what else is on record follows.
struct AnsweredByEmail {
    Procedure window = with_step(any_step, R"(id: test
title: Test
clocks:
  one: {title: One, starts: stage1_responded, from_deemed_receipt: true, stops: [stage2_requested], target: {days: 20}}
  two: {title: Two, starts: stage1_responded, stops: [stage2_requested], target: {days: 20}}
)");
    ACase a_case{"2025-03-03"};

    AnsweredByEmail() {
        left(cases::letter_sent, "2025-03-17", "round 1");
        a_case.with("stage1_responded", "2025-03-17", {{"step", std::string("a")}});
    }
    void left(std::string_view event, const char* on, const char* occurrence,
              cases::Details more = {}) {
        more["step"] = std::string("a");
        more["occurrence"] = std::string(occurrence);
        a_case.with(std::string(event), on, std::move(more));
    }
    ClockView clock(const char* id = "one") const {
        return *plan_under(window, a_case, "2025-05-01").clock(id);
    }
};

TEST(Window, RunsFromTheDayItsLetterLeftAgain) {
    AnsweredByEmail posted;
    EXPECT_EQ(posted.clock().due->iso(), "2025-04-14");
    posted.left(cases::letter_sent_again, "2025-03-20", "round 1",
                {{"channel", std::string("letter")}});
    EXPECT_EQ(posted.clock().started.iso(), "2025-03-24");
    EXPECT_EQ(posted.clock().due->iso(), "2025-04-23");
    EXPECT_EQ(posted.clock("two").due->iso(), "2025-04-14");  // the office's own time stays

    AnsweredByEmail emailed;
    emailed.left(cases::letter_sent_again, "2025-03-20", "round 1",
                 {{"channel", std::string("email")}});
    EXPECT_EQ(emailed.clock().started.iso(), "2025-03-20");
}

TEST(Window, IsNotMovedByAnotherLetterThatLeftAgain) {
    AnsweredByEmail answered;
    answered.left(cases::letter_sent_again, "2025-03-20", "round 2",
                  {{"channel", std::string("letter")}, {"promised", std::string("2025-09-01")}});
    EXPECT_EQ(answered.clock().started.iso(), "2025-03-17");
    EXPECT_EQ(answered.clock().due->iso(), "2025-04-14");
}

TEST(Window, OnlyLengthensHoweverOftenItsLetterLeaves) {
    EXPECT_TRUE(rc::check([] {
        AnsweredByEmail answered;
        Day before = *answered.clock().due;
        const auto times = *rc::gen::container<std::vector<std::pair<int, bool>>>(
            rc::gen::pair(rc::gen::inRange(0, 40), rc::gen::arbitrary<bool>()));
        for (const auto& [days, by_post] : times) {
            const Day on = day("2025-03-17").plus_days(days);
            answered.left(
                cases::letter_sent_again, on.iso().c_str(), "round 1",
                {{"channel", std::string(by_post ? "letter" : "email")}, {"promised", on.iso()}});
            const Day now = *answered.clock().due;
            RC_ASSERT(now >= before);
            RC_ASSERT(now >= on);
            before = now;
        }
    }));
}

TEST(TargetTrigger, FollowsTheLimitInForce) {
    const std::string extendable = a_clock(
        "starts: stage2_requested, stops: [stage2_adjudicated], target: {days: 25, or: 65, once: "
        "[stage2_extended]}");
    const Procedure alert = with_step("when: {clock: one, after_target: true}", extendable);
    ACase a_case("2024-08-01");
    a_case.with("stage2_requested", "2024-08-29");
    const PlannedStep short_limit = a_of(alert, a_case, "2024-08-29");
    EXPECT_EQ(short_limit.planned->day.iso(), "2024-10-04");
    a_case.with("stage2_extended", "2024-10-01");
    const PlannedStep long_limit = a_of(alert, a_case, "2024-10-01");
    EXPECT_EQ(long_limit.planned->day.iso(), "2024-11-29");
    EXPECT_NE(long_limit.occurrence, short_limit.occurrence);
}

TEST(Clock, IsNotStartedByAPerson) {
    EXPECT_THAT(trouble(any_step, a_clock("starts: [{party: advocate}], stops: [closed]")),
                HasSubstr("only events and letters sent can do this"));
    EXPECT_THAT(trouble(any_step, a_clock("starts: received, from_date: how, stops: [closed]")),
                HasSubstr("received has no date how"));
    EXPECT_THAT(trouble(any_step, a_clock("starts: received, stops: [closed], target: "
                                          "{or_calendar_days: 28}")),
                HasSubstr("or_calendar_days needs days beside it"));
}

// --- readers ---------------------------------------------------------------------------------

std::vector<std::string> readers(const std::string& to, const std::vector<cases::Party>& parties) {
    const Procedure procedure =
        procedure_of(one_clock +
                     "steps:\n  - {id: a, title: A, source: p, when: {event: "
                     "received}, letter: x, " +
                     to + "}\n");
    cases::Case a_case;
    a_case.parties = parties;
    std::vector<std::string> names;
    for (const cases::Party* party : resolve_recipients(procedure.steps.front(), a_case, {}).to)
        names.push_back(party->name);
    return names;
}

TEST(Readers, OfAListEachGetTheLetterAndMissingOnesAreLeftOut) {
    const auto chair = somebody(cases::Role::panel_chair, "Ngozi");
    const auto member = somebody(cases::Role::panel_member, "Grace");
    const auto other = somebody(cases::Role::panel_member, "Tomasz");
    EXPECT_THAT(readers("to: [panel_chair, panel_member]", {chair, member, other}),
                ::testing::ElementsAre("Ngozi", "Grace", "Tomasz"));
    EXPECT_THAT(readers("to: [panel_chair, panel_member]", {member}),
                ::testing::ElementsAre("Grace"));
    EXPECT_TRUE(readers("to: [panel_chair, panel_member], require_all: true", {member}).empty());
}

TEST(Readers, AnOfficerInTwoRolesGetsOneLetter) {
    const auto head = somebody(cases::Role::head_of_service, "Farida", "farida@council.example");
    const auto also =
        somebody(cases::Role::adjudicating_officer, "Farida", "Farida@council.example");
    EXPECT_THAT(readers("to: [head_of_service, adjudicating_officer]", {head, also}),
                ::testing::ElementsAre("Farida"));
}

TEST(Readers, WhoeverLeftGivesWayToTheNextUp) {
    auto manager = somebody(cases::Role::team_manager, "Beth", "beth@council.example");
    const auto service = somebody(cases::Role::service_manager, "Rhys", "rhys@council.example");
    EXPECT_THAT(readers("to: team_manager", {manager, service}), ::testing::ElementsAre("Beth"));
    manager.left = true;
    EXPECT_THAT(readers("to: team_manager", {manager, service}), ::testing::ElementsAre("Rhys"));
}

TEST(Holders, AreNotTheTeamsOwnWhereThatOneLeftTheCase) {
    const std::vector<cases::Party> own = {
        somebody(cases::Role::complaints_officer, "Sam Rivers", "sam@council.example")};
    const auto who = [&](const std::vector<cases::Party>& on_the_case) {
        cases::Case a_case;
        a_case.parties = on_the_case;
        return who_holds(cases::Role::complaints_officer, a_case, own).size();
    };
    auto left = somebody(cases::Role::complaints_officer, "Ann Lee", "ann@council.example");
    left.left = true;
    EXPECT_EQ(who({}), 1U);
    EXPECT_EQ(who({left}), 1U);
    left.name = "Sam Rivers";
    left.email = "";
    EXPECT_EQ(who({left}), 0U);
    left.name = "";  // the case named nobody, so whoever left is the team's own
    EXPECT_EQ(who({left}), 0U);
}

// --- the procedure's own words ---------------------------------------------------------------

TEST(OwnEvents, AreCheckedAgainstWhatTheyCarry) {
    const std::string head =
        one_clock + "events:\n  visit: {visit_on: date, where: [home, office]}\n";
    EXPECT_EQ(trouble("when: {date: visit.visit_on, days: 1}", head), "");
    EXPECT_THAT(trouble("when: {date: visit.where, days: 1}", head), HasSubstr("no date where"));
    EXPECT_THAT(trouble("when: {event: {event: visit, detail: where, is: park}}", head),
                HasSubstr("visit never has the value park"));
    EXPECT_THAT(trouble("when: {event: {event: visit, detail: colour}}", head),
                HasSubstr("visit has no detail colour"));
}

TEST(OwnEvents, SayWhatTheyMeanNothingWithout) {
    const Procedure procedure =
        with_step("when: {event: received}",
                  one_clock + "events:\n  settled: {who: needed text, on_paper: date}\n");
    EXPECT_TRUE(procedure.declared_events.at("settled").at("who").needed);
    EXPECT_FALSE(procedure.declared_events.at("settled").at("on_paper").needed);
    EXPECT_THAT(
        trouble("when: {event: received}", one_clock + "events:\n  settled: {who: needed name}\n"),
        HasSubstr("settled, who must be text, date or yes_or_no"));
}

TEST(Settings, AreNumbersNamedOnce) {
    const Procedure procedure = with_step("when: {clock: one, day: *days}",
                                          "id: test\ntitle: T\nsettings: {days: &days 15}\n"
                                          "office: {council.phone: \"01\"}\nwording: luton\n"
                                          "clocks:\n  one: {title: One, starts: received, "
                                          "stops: [closed]}\n");
    EXPECT_EQ(std::get<OnDay>(procedure.steps.front().when).day, 15);
    EXPECT_EQ(procedure.settings.at("days"), "15");
    EXPECT_EQ(procedure.wording, "luton");
    EXPECT_EQ(procedure.office.front().key, "council.phone");
}

}  // namespace postroom::procedure
