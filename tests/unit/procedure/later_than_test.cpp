// Dates that an event gives, held against a day of a clock.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "timeline.hpp"

namespace postroom::procedure {
namespace {

using namespace testing;
using ::testing::HasSubstr;

/// A procedure with one clock and one task step "a".
std::string yaml_with(const std::string& lines) {
    return R"(id: test
title: Test
clocks:
  one: {title: One, starts: received, stops: [closed], target: {days: 10}}
steps:
  - {id: a, title: A, source: p, to: complaints_officer, task: t, )" +
           lines + "}\n";
}

Procedure under_a_clock(const std::string& lines) {
    return procedure_of(yaml_with(lines));
}

PlannedStep step_a(const Procedure& procedure, const ACase& a_case, const char* on) {
    return step_of(plan_under(procedure, a_case, on), "a");
}

bool step_a_is_due(const Procedure& procedure, const ACase& a_case, const char* on) {
    return step_a(procedure, a_case, on).state == StepState::due;
}

std::string trouble(const std::string& lines) {
    const auto procedure = read_procedure(yaml_with(lines), "test.yaml");
    return procedure ? "" : to_text(procedure.error());
}

TEST(LaterThan, ComparesADateWithADayOfAClock) {
    // Day 10 of a complaint of 3 March 2025 is Monday 17 March.
    const Procedure too_late = under_a_clock(
        "when: {event: panel_fixed, each: latest}, require: [{event: panel_fixed, detail: "
        "panel_on, later_than: {clock: one, day: 10}}]");
    ACase a_case("2025-03-03");
    a_case.with("panel_fixed", "2025-03-04", {{"panel_on", std::string("2025-03-17")}});
    EXPECT_FALSE(step_a_is_due(too_late, a_case, "2025-03-04"));
    a_case.with("panel_fixed", "2025-03-05", {{"panel_on", std::string("2025-03-18")}});
    EXPECT_TRUE(step_a_is_due(too_late, a_case, "2025-03-05"));
    // The latest such event counts.
    a_case.with("panel_fixed", "2025-03-06", {{"panel_on", std::string("2025-03-14")}});
    EXPECT_FALSE(step_a_is_due(too_late, a_case, "2025-03-06"));
    EXPECT_THAT(step_a(too_late, a_case, "2025-03-06").because, HasSubstr("after day 10 of one"));
}

TEST(LaterThan, ComparesADateWithAClocksLimit) {
    const Procedure in_time = under_a_clock(
        "when: {event: panel_fixed}, unless: [{event: panel_fixed, detail: panel_on, later_than: "
        "{clock: one, target: true}}]");
    ACase a_case("2025-03-03");
    a_case.with("panel_fixed", "2025-03-04", {{"panel_on", std::string("2025-03-18")}});
    EXPECT_FALSE(step_a_is_due(in_time, a_case, "2025-03-04"));
    a_case.file().events.back().details["panel_on"] = std::string("2025-03-17");
    EXPECT_TRUE(step_a_is_due(in_time, a_case, "2025-03-04"));
}

TEST(LaterThan, IsCheckedWordByWord) {
    const std::string later = "later_than: {clock: one, day: 10}}";
    EXPECT_THAT(trouble("when: {event: received}, unless: [{event: panel_fixed, detail: venue, " +
                        later + "]"),
                HasSubstr("later_than tests a detail that is a date"));
    EXPECT_THAT(trouble("when: {event: {event: panel_fixed, detail: panel_on, " + later + "}"),
                HasSubstr("later_than cannot be tested here"));
    EXPECT_THAT(trouble("when: {event: received}, unless: [{event: panel_fixed, detail: panel_on, "
                        "later_than: {clock: two, day: 10}}]"),
                HasSubstr("there is no clock two"));
}

// --- so many calendar days before a date ------------------------------------------------------

TEST(CalendarDays, AreCountedBeforeTheWorkingDaysFromThere) {
    const Procedure papers = under_a_clock(
        "when: {date: panel_fixed.panel_on, calendar_days: -10, days: 1, at: \"09:00\"}");
    const auto planned = [&](const char* panel_on) {
        ACase a_case("2025-03-03");
        a_case.with("panel_fixed", "2025-03-04", {{"panel_on", std::string(panel_on)}});
        return step_a(papers, a_case, "2025-03-05").planned->day;
    };
    EXPECT_EQ(planned("2025-06-20"), day("2025-06-11"));  // Friday: 10 June, a Tuesday
    EXPECT_EQ(planned("2025-06-24"), day("2025-06-16"));  // Tuesday: Saturday 14 June
    EXPECT_EQ(planned("2025-04-28"), day("2025-04-22"));  // Good Friday and Easter Monday between
    EXPECT_EQ(
        step_a(under_a_clock("when: {date: panel_fixed.panel_on, calendar_days: -10}"),
               ACase("2025-03-03")
                   .with("panel_fixed", "2025-03-04", {{"panel_on", std::string("2025-06-24")}}),
               "2025-03-05")
            .planned->day,
        day("2025-06-13"))
        << "a weekend: the last working day before";
}

}  // namespace
}  // namespace postroom::procedure
