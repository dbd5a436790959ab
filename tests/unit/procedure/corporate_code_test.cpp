// What only the Code's procedure has: stage 1 counts from our acknowledgement, or from its last
// day.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "timeline.hpp"

namespace postroom::procedure {

using namespace testing;
using ::testing::Contains;
using ::testing::Not;

namespace {

constexpr const char* received = "2025-03-03";
constexpr const char* day_5 = "2025-03-10";

const Procedure& the_code() {
    static const Procedure procedure =
        procedure_of(file_text("config/procedures/corporate-code.yaml"));
    return procedure;
}

std::set<std::string> due_by_the_code(const ACase& a_case, const char* iso) {
    std::set<std::string> due;
    for (const PlannedStep& planned : plan_under(the_code(), a_case, iso).steps)
        if (planned.state == StepState::due) due.insert(planned.step->id.text);
    return due;
}

/// Answered, and at stage 2 from that day on.
ACase at_stage2(const char* requested) {
    ACase a_case(received);
    a_case.sent("acknowledgement", received, "once");
    a_case.with("stage1_responded", "2025-03-12", {{"finding", "upheld"}});
    a_case.with("stage2_requested", requested).sent("stage2-acknowledgement", requested, "once");
    return a_case;
}

}  // namespace

TEST(CorporateCode, WhatIsOverBeforeTheAcknowledgementLeavesBeginsNoStageOne) {
    for (const char* over : {"stage1_responded", "withdrawn", "resolved"}) {
        ACase a_case(received, cases::Channel::letter);
        a_case.with(over, "2025-03-04", {{"finding", std::string("upheld")}});
        // It was in the post already when that was recorded.
        a_case.sent("acknowledgement", "2025-03-05", "once");
        EXPECT_EQ(plan_under(the_code(), a_case, "2025-03-31").clock("stage1"), nullptr) << over;
        for (const char* on : {"2025-03-19", "2025-04-02"})
            for (const char* apology : {"delay-apology-silence", "stage2-rights"})
                EXPECT_THAT(due_by_the_code(a_case, on), Not(Contains(apology))) << over;
    }
}

TEST(CorporateCode, AnAcknowledgementThatDoesNotLeaveCostsTheComplainantNoDay) {
    ACase a_case(received);
    EXPECT_THAT(due_by_the_code(a_case, "2025-03-07"), Not(Contains("acknowledgement-missing")));
    EXPECT_THAT(due_by_the_code(a_case, day_5), Contains("acknowledgement-missing"));
    a_case.with("acknowledgement_missing", day_5);
    EXPECT_THAT(due_by_the_code(a_case, day_5), Contains("allocation"));
    EXPECT_THAT(due_by_the_code(a_case, "2025-03-11"), Contains("acknowledgement-still-missing"));
    // Sent on day 8 after all, it changes nothing of the ten days.
    a_case.sent("acknowledgement", "2025-03-13", "once");
    EXPECT_EQ(plan_under(the_code(), a_case, "2025-03-13").clock("stage1")->started, day(day_5));
    EXPECT_THAT(due_by_the_code(a_case, "2025-03-18"),
                Not(Contains("acknowledgement-still-missing")));
}

TEST(CorporateCode, ADelayToldBeforeTheAcknowledgementIsNotApologisedForTwice) {
    const char* day_10 = "2025-03-19";
    ACase silent(received);
    silent.sent("acknowledgement", "2025-03-05", "once");
    EXPECT_THAT(due_by_the_code(silent, day_10), Contains("delay-apology-silence"));

    ACase told(received);
    told.with("delay_confirmed", "2025-03-04", {{"reason", "staff on leave"}});
    told.sent("acknowledgement", "2025-03-05", "once");
    told.sent("delay-apology-confirmed", "2025-03-05", "once");
    EXPECT_THAT(due_by_the_code(told, day_10), Not(Contains("delay-apology-silence")));
    EXPECT_EQ(plan_under(the_code(), told, day_10).clock("stage1")->target, 20);
}

TEST(CorporateCode, KeepsTheDayThatALateAcknowledgementPromised) {
    // Written on 3 March for 17 March and posted on 6 March: day 10 of the clock is 20 March.
    const auto posted_late = [] {
        ACase a_case(received);
        a_case.with(std::string(cases::letter_sent), "2025-03-06",
                    {{"step", std::string("acknowledgement")},
                     {"occurrence", std::string("once")},
                     {"promised", std::string("2025-03-17")}});
        return a_case;
    };
    ACase silent = posted_late();
    EXPECT_EQ(plan_under(the_code(), silent, "2025-03-14").clock("stage1")->due, day("2025-03-20"));
    EXPECT_THAT(due_by_the_code(silent, "2025-03-13"), Not(Contains("promised-answer-tomorrow")));
    EXPECT_THAT(due_by_the_code(silent, "2025-03-14"), Contains("promised-answer-tomorrow"));
    EXPECT_THAT(due_by_the_code(silent, "2025-03-17"), Contains("delay-apology-promised"));
    silent.sent(
        "delay-apology-promised", "2025-03-17",
        step_of(plan_under(the_code(), silent, "2025-03-17"), "delay-apology-promised").occurrence);
    EXPECT_EQ(plan_under(the_code(), silent, "2025-03-18").clock("stage1")->target, 20);
    EXPECT_EQ(step_of(plan_under(the_code(), silent, "2025-03-20"), "delay-apology-silence").state,
              StepState::skipped);
    EXPECT_THAT(due_by_the_code(silent, "2025-03-17"), Contains("new-deadline"));

    ACase answered = posted_late();
    answered.with("stage1_responded", "2025-03-13", {{"finding", std::string("upheld")}});
    EXPECT_THAT(due_by_the_code(answered, "2025-03-14"), Not(Contains("promised-answer-tomorrow")));
    EXPECT_THAT(due_by_the_code(answered, "2025-03-17"), Not(Contains("delay-apology-promised")));

    ACase on_time(received);
    on_time.with(std::string(cases::letter_sent), received,
                 {{"step", std::string("acknowledgement")},
                  {"occurrence", std::string("once")},
                  {"promised", std::string("2025-03-17")}});
    EXPECT_THAT(due_by_the_code(on_time, "2025-03-14"), Not(Contains("promised-answer-tomorrow")));
    EXPECT_THAT(due_by_the_code(on_time, "2025-03-17"), Not(Contains("delay-apology-promised")));
    EXPECT_THAT(due_by_the_code(on_time, "2025-03-17"), Contains("delay-apology-silence"));
}

TEST(CorporateCode, ANewDateOfStageTwoIsHeldToDayForty) {
    const char* requested = "2025-03-20";
    ACase in_time = at_stage2(requested);
    in_time.with("stage2_extended", "2025-04-03", {{"until", "2025-05-01"}, {"reason", "ill"}});
    EXPECT_THAT(due_by_the_code(in_time, "2025-04-03"), Contains("stage2-delay"));
    in_time.sent("stage2-delay", "2025-04-03", in_time.file().events.back().id.text);
    EXPECT_THAT(due_by_the_code(in_time, "2025-04-17"), Not(Contains("stage2-delay-silence")));
    EXPECT_THAT(due_by_the_code(in_time, "2025-05-02"), Contains("stage2-extension-passed"));

    ACase too_long = at_stage2(requested);
    too_long.with("stage2_extended", "2025-04-03", {{"until", "2025-07-01"}, {"reason", "ill"}});
    EXPECT_THAT(due_by_the_code(too_long, "2025-04-03"), Contains("stage2-extension-too-long"));
    EXPECT_THAT(due_by_the_code(too_long, "2025-04-03"), Not(Contains("stage2-delay")));
    EXPECT_THAT(due_by_the_code(too_long, "2025-04-17"), Contains("stage2-delay-silence"));

    ACase no_reason = at_stage2(requested);  // its letter cannot be made
    no_reason.with("stage2_extended", "2025-04-03", {{"until", "2025-05-01"}});
    EXPECT_THAT(due_by_the_code(no_reason, "2025-04-17"), Contains("stage2-delay-silence"));
}

}  // namespace postroom::procedure
