// Days of a clock that a letter named: they stand, whatever is corrected or proclaimed afterwards.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "procedure/plan.hpp"
#include "timeline.hpp"

namespace postroom::procedure {

using namespace testing;
using ::testing::HasSubstr;

namespace {

/// Its clock keeps day 10 when it comes sooner, and day 20 whatever happens.
Procedure keeping_days() {
    return procedure_of(R"(id: test
title: Test
clocks:
  one:
    title: One
    starts: received
    stops: [closed]
    pauses: [{from: {court_hold: whole}, until: court_hold_lifted}]
    as_told: {no_later: 10, exactly: 20}
    target: {days: 10}
steps:
  - {id: told, title: told, source: p, to: complainant, letter: l, when: {event: received}}
  - {id: after, title: after, source: p, to: complaints_officer, task: t, when: {clock: one, after_day: 20}}
)");
}

ACase& tell(ACase& a_case, const char* on, const char* field, const char* date) {
    return a_case.with(std::string(cases::dates_told), on,
                       {{"step", std::string("told")}, {field, std::string(date)}});
}

std::optional<Day> day_of_one(const Procedure& procedure, const ACase& a_case, int n) {
    const Plan now = plan_under(procedure, a_case, "2025-03-12");
    return *day_of(*now.clock("one"), n, england());
}

TEST(AToldDay, ThatWasAgreedStandsWhicheverWayTheCountMoved) {
    const Procedure procedure = keeping_days();
    // Counted, day 20 is Monday 31 March 2025.
    for (const char* told : {"2025-03-27", "2025-04-02"}) {
        ACase a_case("2025-03-03");
        tell(a_case, "2025-03-10", "one_day_20", told);
        EXPECT_EQ(day_of_one(procedure, a_case, 20), day(told));
        EXPECT_EQ(day_of_one(procedure, a_case, 21), *england().add(day(told), 1));
        EXPECT_EQ(step_of(plan_under(procedure, a_case, "2025-03-12"), "after").planned->day,
                  *england().add(day(told), 1));
    }
}

TEST(AToldDay, BindsUsWhenItIsTheEarlierOne) {
    const Procedure procedure = keeping_days();
    ACase sooner("2025-03-03");
    tell(sooner, "2025-03-04", "one_day_10", "2025-03-13");  // counted: Monday 17
    EXPECT_EQ(day_of_one(procedure, sooner, 10), day("2025-03-13"));
    EXPECT_EQ(plan_under(procedure, sooner, "2025-03-12").clock("one")->due, day("2025-03-13"));
    EXPECT_EQ(day_of_one(procedure, sooner, 9), day("2025-03-12"));
    EXPECT_EQ(day_of_one(procedure, sooner, 11), day("2025-03-14"));
    EXPECT_EQ(day_of_one(procedure, sooner, 12), day("2025-03-19"));
    ACase later("2025-03-03");
    tell(later, "2025-03-04", "one_day_10", "2025-03-19");
    EXPECT_EQ(day_of_one(procedure, later, 10), day("2025-03-17"));
}

TEST(AToldDay, IsTheOneOfTheLastLetterThatNamedIt) {
    ACase a_case("2025-03-03");
    tell(a_case, "2025-03-04", "one_day_10", "2025-03-13");
    tell(a_case, "2025-03-05", "one_day_20", "2025-03-27");
    tell(a_case, "2025-03-06", "one_day_10", "2025-03-14");
    EXPECT_EQ(day_of_one(keeping_days(), a_case, 10), day("2025-03-14"));
    EXPECT_EQ(day_of_one(keeping_days(), a_case, 20), day("2025-03-27"));
}

TEST(AToldDay, StandsNoMoreAfterAPause) {
    const Procedure procedure = keeping_days();
    ACase a_case("2025-03-03");
    tell(a_case, "2025-03-04", "one_day_20", "2025-03-27");
    a_case.with("court_hold", "2025-03-05", {{"scope", std::string("part")}});
    EXPECT_EQ(day_of_one(procedure, a_case, 20), day("2025-03-27"));
    a_case.with("court_hold", "2025-03-06", {{"scope", std::string("whole")}});
    EXPECT_EQ(day_of_one(procedure, a_case, 20), std::nullopt);
    a_case.with("court_hold_lifted", "2025-03-10");
    EXPECT_EQ(day_of_one(procedure, a_case, 20), day("2025-04-02"));
    tell(a_case, "2025-03-11", "one_day_20", "2025-04-01");
    EXPECT_EQ(day_of_one(procedure, a_case, 20), day("2025-04-01"));
}

TEST(AToldDay, NamedBeforeTheClockBeganIsAnotherCount) {
    const Procedure procedure = procedure_of(R"(id: test
title: Test
clocks:
  one: {title: One, starts: stage2_requested, stops: [closed], as_told: {exactly: 10}, target: {days: 10}}
steps:
  - {id: told, title: told, source: p, to: complainant, letter: l, when: {event: received}}
)");
    ACase a_case("2025-03-03");
    tell(a_case, "2025-03-04", "one_day_10", "2025-03-13");
    a_case.with("stage2_requested", "2025-03-05");
    EXPECT_EQ(day_of_one(procedure, a_case, 10), day("2025-03-19"));
}

TEST(AToldDay, IsAWholeNumber) {
    const auto read = read_procedure(
        "id: test\ntitle: Test\nclocks:\n  one: {title: One, starts: received, stops: [closed], "
        "as_told: {exactly: ten}}\nsteps:\n  - {id: told, title: told, source: p, to: complainant, "
        "letter: l, when: {event: received}}\n",
        "test.yaml");
    ASSERT_FALSE(read);
    EXPECT_THAT(to_text(read.error()), HasSubstr("whole numbers from 1"));
}

}  // namespace

}  // namespace postroom::procedure
