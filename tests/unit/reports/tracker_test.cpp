// The tracker's words and dates. A complaint received on Monday 3 March 2025 is on working day 10
// on Monday 17 March.
#include "reports/tracker.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "makers.hpp"

namespace postroom::reports {

namespace {

using namespace testing;
using outbox::State;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(Tracker, CountsDaysAndDaysLeftOfTheStage) {
    const Week week = Week("2025-03-10").with(a_case("CC-1", "2025-03-03"));
    EXPECT_EQ(said(week, "Stage"), "Stage 1");
    EXPECT_EQ(said(week, "Received"), "2025-03-03");
    EXPECT_EQ(said(week, "Day number"), "5");
    EXPECT_EQ(said(week, "Target days"), "10");
    EXPECT_EQ(said(week, "Due date"), "2025-03-17");
    EXPECT_EQ(said(week, "Working days left"), "5");
    EXPECT_EQ(said(week, "Status"), "On track");
}

TEST(Tracker, DatesAreDaysAndCountsAreNumbers) {
    const auto tables = Week("2025-03-10").with(a_case("CC-1", "2025-03-03")).tables();
    EXPECT_TRUE(std::holds_alternative<calendar::Day>(cell_of(tables[0], "Due date").value));
    EXPECT_TRUE(std::holds_alternative<long>(cell_of(tables[0], "Working days left").value));
    EXPECT_TRUE(std::holds_alternative<long>(cell_of(tables[0], "Tasks open").value));
}

TEST(Tracker, IsDueSoonFromThreeWorkingDaysBeforeTheLimit) {
    const ACase one = a_case("CC-1", "2025-03-03");
    EXPECT_EQ(said(Week("2025-03-11").with(one), "Status"), "On track");
    EXPECT_EQ(said(Week("2025-03-12").with(one), "Status"), "Due soon");
    EXPECT_EQ(said(Week("2025-03-17").with(one), "Status"), "Due soon");
    EXPECT_EQ(said(Week("2025-03-17").with(one), "Working days left"), "0");
}

TEST(Tracker, IsOverdueTheDayAfterTheLimit) {
    const Week week = Week("2025-03-18").with(a_case("CC-1", "2025-03-03"));
    EXPECT_EQ(said(week, "Status"), "Overdue");
    EXPECT_EQ(said(week, "Working days left"), "-1");
}

TEST(Tracker, IsOverdueOnTheSaturdayAfterAFridaysLimit) {
    // Received on Friday 28 February: day 10 is Friday 14 March.
    const Week week = Week("2025-03-15").with(a_case("CC-1", "2025-02-28"));
    EXPECT_EQ(said(week, "Due date"), "2025-03-14");
    EXPECT_EQ(said(week, "Status"), "Overdue");
}

TEST(Tracker, BankHolidaysAreNotDaysLeft) {
    // Good Friday and Easter Monday lie between Thursday 17 April and the limit.
    const Week week = Week("2025-04-17").with(a_case("CC-1", "2025-04-09"));
    EXPECT_EQ(said(week, "Day number"), "6");
    EXPECT_EQ(said(week, "Due date"), "2025-04-25");
    EXPECT_EQ(said(week, "Working days left"), "4");
}

TEST(Tracker, OnlyTheStatusCellCarriesAStatus) {
    const auto tables = Week("2025-03-18").with(a_case("CC-1", "2025-03-03")).tables();
    for (std::size_t i = 0; i < tables[0].headers.size(); ++i) {
        const TrackerCell& cell = tables[0].rows[0][i];
        EXPECT_EQ(cell.status.has_value(), tables[0].headers[i] == "Status");
    }
    EXPECT_EQ(cell_of(tables[0], "Status").status, Status::overdue);
}

TEST(Tracker, APausedClockWaitsWithoutADueDate) {
    const Week week = Week("2025-03-18")
                          .with(a_case("CC-1", "2025-03-03")
                                    .with("advocate_awaited", "2025-03-05", {{"agreed", true}}));
    EXPECT_EQ(said(week, "Status"), "Waiting");
    EXPECT_EQ(said(week, "Due date"), "");
    EXPECT_EQ(said(week, "Working days left"), "");
    EXPECT_EQ(said(week, "Day number"), "2");
    EXPECT_EQ(said(week, "Advocate"), "Awaited");
}

TEST(Tracker, TheComplainantsTimeToDecideIsNoLimitOfOurs) {
    const Week week =
        Week("2025-04-10")
            .with(a_case("CC-1", "2025-03-03").with("stage1_responded", "2025-03-14"));
    EXPECT_EQ(said(week, "Stage"), "Time to ask for stage 2");
    EXPECT_EQ(said(week, "Status"), "Waiting");
}

TEST(Tracker, SaysWhetherTheLimitWasExtended) {
    ACase one = a_case("CC-1", "2025-03-03");
    EXPECT_EQ(said(Week("2025-03-14").with(one), "Extended"), "No");
    one.with("extension_agreed", "2025-03-12");
    EXPECT_EQ(said(Week("2025-03-14").with(one), "Extended"), "Yes");
    EXPECT_EQ(said(Week("2025-03-14").with(one), "Target days"), "20");
    EXPECT_EQ(said(Week("2025-03-14").with(one), "Due date"), "2025-03-31");
    one.with("extension_refused", "2025-03-13");
    EXPECT_EQ(said(Week("2025-03-14").with(one), "Extended"), "Refused");
    EXPECT_EQ(said(Week("2025-03-14").with(one), "Due date"), "2025-03-17");
}

TEST(Tracker, ShowsTheDatePromisedLast) {
    ACase one = a_case("CC-1", "2025-03-03");
    one.with("letter_sent", "2025-03-12",
             {{"step", "extension-confirmed"}, {"occurrence", "once"}, {"promised", "2025-03-31"}});
    EXPECT_EQ(said(Week("2025-03-13").with(one), "Promised date"), "2025-03-31");
    EXPECT_EQ(said(Week("2025-03-11").with(one), "Promised date"), "") << "not promised yet";
}

TEST(Tracker, NextActionIsTheEarliestThatIsSureToCome) {
    ACase one = a_case("CC-1", "2025-03-03");
    one.sent("acknowledgement", "2025-03-03", "once")
        .sent("allocation", "2025-03-03", "once")
        .sent("eligibility-question", "2025-03-03", "once")
        .with("eligibility_decided", "2025-03-05", {{"outcome", "accepted"}})
        .sent("eligibility-accepted", "2025-03-05", "e5");
    const Week week = Week("2025-03-06").with(one);
    EXPECT_EQ(said(week, "Next action"), "Ask the team manager whether the response is on track");
    EXPECT_EQ(said(week, "Next action date"), "2025-03-12");
}

/// Past day 20, all told: what is left asks for an event first.
ACase told_its_rights() {
    ACase one = a_case("CC-1", "2025-03-03");
    one.sent("acknowledgement", "2025-03-03", "once")
        .sent("allocation", "2025-03-03", "once")
        .sent("eligibility-question", "2025-03-03", "once")
        .with("eligibility_decided", "2025-03-05", {{"outcome", "accepted"}})
        .sent("eligibility-accepted", "2025-03-05", "e5")
        .with("delay_confirmed", "2025-03-11", {{"reason", "illness"}})
        .sent("delay-apology-confirmed", "2025-03-11", "once")
        .sent("new-deadline", "2025-03-11", "once")
        .sent("head-of-service-referral", "2025-03-26", "stage1:e1")
        .sent("stage2-rights", "2025-03-31", "stage1:e1");
    return one;
}

TEST(Tracker, ATaskThatIsDoneIsNoNextAction) {
    // Day 23 is Thursday 3 April: a telephone call; day 25, Monday 7 April, a letter.
    const ACase one = told_its_rights();
    const auto call = a_task("silence-call", "stage1:e1", "2025-04-03");
    EXPECT_EQ(said(Week("2025-04-03").with(one, {}, {call}), "Next action"),
              "Telephone the complainant who has not answered");
    EXPECT_EQ(said(Week("2025-04-03").with(one, {}, {call}), "Tasks open"), "1");
    const auto called = a_task("silence-call", "stage1:e1", "2025-04-03", true);
    const Week after = Week("2025-04-03").with(one, {}, {called});
    EXPECT_EQ(said(after, "Next action"), "Ask the head of service each week");
    EXPECT_EQ(said(after, "Next action date"), "2025-04-07");
    EXPECT_EQ(said(after, "Tasks open"), "0");
}

TEST(Tracker, WhatNeedsAnAnswerFirstIsNoNextAction) {
    // Without further time agreed, day 26 asks the head of service nothing.
    ACase one = told_its_rights();
    one.sent("head-of-service-weekly", "2025-04-07", "stage1:e1:25");
    const auto called = a_task("silence-call", "stage1:e1", "2025-04-03", true);
    const Week week = Week("2025-04-07").with(one, {}, {called});
    EXPECT_THAT(said(week, "Next action"), Not(HasSubstr("agreed deadline")));
    EXPECT_EQ(said(week, "Next action date"), "2025-04-14");
}

TEST(Tracker, ALetterThatWaitsIsSaidAndCounted) {
    ACase one = a_case("CC-1", "2025-03-03");
    one.sent("acknowledgement", "2025-03-03", "once")
        .sent("allocation", "2025-03-03", "once")
        .sent("eligibility-question", "2025-03-03", "once")
        .with("eligibility_decided", "2025-03-05", {{"outcome", "accepted"}})
        .sent("eligibility-accepted", "2025-03-05", "e5")
        .with("stage1_drafted", "2025-03-10")
        .sent("draft-check", "2025-03-10", "e7");
    auto waiting = a_parcel("stage1-response", "e7", State::awaiting_approval, "2025-03-10");
    auto copy = waiting;
    copy.recipient = "copy.team_manager";
    const Week week = Week("2025-03-10").with(one, {waiting, copy});
    EXPECT_EQ(said(week, "Next action"), "A draft waits the day before the answer is due");
    EXPECT_EQ(said(week, "Letters waiting"), "1");
    const auto asked = a_task("draft-waits", "stage1:e1", "2025-03-14", true);
    const Week later = Week("2025-03-14").with(one, {waiting, copy}, {asked});
    EXPECT_THAT(said(later, "Next action"), HasSubstr("(waits for approval)"));
}

TEST(Tracker, ALetterAPersonCancelledIsNoNextAction) {
    const ACase one = a_case("CC-1", "2025-03-03");
    const auto cancelled = a_parcel("acknowledgement", "once", State::cancelled, "2025-03-03");
    const Week open = Week("2025-03-03").with(one);
    const Week settled = Week("2025-03-03").with(one, {cancelled});
    EXPECT_EQ(said(open, "Next action"), "Send the complaint to the team manager");
    EXPECT_EQ(said(settled, "Next action"), "Send the complaint to the team manager");
    ACase allocated = a_case("CC-1", "2025-03-03");
    allocated.sent("allocation", "2025-03-03", "once");
    EXPECT_EQ(said(Week("2025-03-03").with(allocated), "Next action"), "Acknowledge the complaint");
    EXPECT_NE(said(Week("2025-03-03").with(allocated, {cancelled}), "Next action"),
              "Acknowledge the complaint");
}

TEST(Tracker, NamesTheLastLetterAndHowItFared) {
    ACase one = a_case("CC-1", "2025-03-03");
    one.sent("allocation", "2025-03-03", "once").sent("acknowledgement", "2025-03-04", "once");
    const auto with_state = [&](State state) {
        return said(Week("2025-03-05")
                        .with(one, {a_parcel("acknowledgement", "once", state, "2025-03-04")}),
                    "Delivery");
    };
    EXPECT_EQ(said(Week("2025-03-05").with(one), "Last letter"), "Acknowledge the complaint");
    EXPECT_EQ(said(Week("2025-03-05").with(one), "Last letter date"), "2025-03-04");
    EXPECT_EQ(with_state(State::accepted), "Sent");
    EXPECT_EQ(with_state(State::delivered), "Delivered");
    EXPECT_EQ(with_state(State::bounced), "Bounced");
    EXPECT_EQ(said(Week("2025-03-05").with(one), "Delivery"), "By hand");
    auto posted = a_parcel("acknowledgement", "once", State::accepted, "2025-03-04");
    posted.channel = cases::Channel::letter;
    EXPECT_EQ(said(Week("2025-03-05").with(one, {posted}), "Delivery"), "Posted");
}

TEST(Tracker, OfAPastDayKnowsNothingLater) {
    ACase one = a_case("CC-1", "2025-03-03");
    one.sent("acknowledgement", "2025-03-10", "once");
    const Week week = Week("2025-03-07")
                          .with(one, {a_parcel("x", "y", State::held, "2025-03-10")},
                                {a_task("x", "y", "2025-03-10")});
    EXPECT_EQ(said(week, "Last letter"), "");
    EXPECT_EQ(said(week, "Letters waiting"), "0");
    EXPECT_EQ(said(week, "Tasks open"), "0");
}

TEST(Tracker, NamesFormatAndLanguageTheReadersNeed) {
    ACase one = a_case("CC-1", "2025-03-03");
    EXPECT_EQ(said(Week("2025-03-03").with(one), "Format needed"), "Standard");
    one.file().parties[0].format = "large_print";
    cases::Party young;
    young.role = cases::Role::young_person;
    young.format = "bsl";
    young.language = "cy";
    one.file().parties.push_back(young);
    EXPECT_EQ(said(Week("2025-03-03").with(one), "Format needed"),
              "Large print, British Sign Language, Welsh");
}

TEST(Tracker, HoldsNoNameAddressOrNarrative) {
    ACase one = a_case("CC-1", "2025-03-03");
    one.file().summary = "Secretsummary";
    one.file().desired_outcome = "Secretoutcome";
    cases::Party& parent = one.file().parties[0];
    parent.title = "Ms";
    parent.first_name = "Secretfirst";
    parent.last_name = "Secretlast";
    parent.email = "secret@mail.example";
    parent.phone = "secretphone";
    parent.address = {{"Secretstreet"}, "SE1 1CR"};
    cases::Party manager;
    manager.role = cases::Role::team_manager;
    manager.name = "Secretmanager";
    manager.email = "secret@council.example";
    one.file().parties.push_back(manager);
    one.with("delay_confirmed", "2025-03-10", {{"reason", "Secretreason"}});
    std::string everything;
    for (const TrackerTable& table : Week("2025-03-11").with(one).tables()) {
        everything += table.name + table.title;
        for (const auto& note : table.notes) everything += note;
        for (const auto& row : table.rows)
            for (const TrackerCell& cell : row) everything += in_text(cell) + "\n";
    }
    EXPECT_THAT(everything, HasSubstr("CC-1"));
    EXPECT_THAT(everything, Not(HasSubstr("ecret")));
}

TEST(Tracker, HasASheetForEachServiceAreaInOrder) {
    const auto tables = Week("2025-03-10")
                            .with(a_case("CC-1", "2025-03-03", "Fostering"))
                            .with(a_case("CC-2", "2025-03-04", "Children in Care"))
                            .with(a_case("CC-3", "2025-03-05", "Fostering"))
                            .with(a_case("CC-4", "2025-03-06", ""))
                            .tables();
    EXPECT_THAT(names(tables), ElementsAre("All open", "Due this week", "Children in Care",
                                           "Fostering", "No service area", "Notes"));
    EXPECT_THAT(references(tables[3]), ElementsAre("CC-1", "CC-3"));
    EXPECT_THAT(references(tables[4]), ElementsAre("CC-4"));
}

TEST(Tracker, ServiceAreasBecomeLegalSheetNamesToldApart) {
    const auto tables =
        Week("2025-03-10")
            .with(a_case("CC-1", "2025-03-03", "Looked after/leaving: [north]"))
            .with(a_case("CC-2", "2025-03-03", "notes"))
            .with(a_case("CC-3", "2025-03-03", "history"))
            .with(a_case("CC-4", "2025-03-03", "Children with disabilities, county team A"))
            .with(a_case("CC-5", "2025-03-03", "Children with disabilities, county team B"))
            .with(a_case("CC-6", "2025-03-03", "'quoted'"))
            .with(a_case("CC-7", "2025-03-03", "???"))
            .tables();
    EXPECT_THAT(names(tables),
                ElementsAre("All open", "Due this week", "quoted", "No name",
                            "Children with disabilities, cou", "Children with disabilities, (2)",
                            "Looked after leaving   north", "history (2)", "notes (2)", "Notes"));
}

TEST(Tracker, RowsStandInOrderOfDueDateThenReference) {
    const auto tables = Week("2025-03-10")
                            .with(a_case("CC-9", "2025-03-03"))
                            .with(a_case("CC-2", "2025-03-04"))
                            .with(a_case("CC-1", "2025-03-03"))
                            .with(a_case("CC-0", "2025-03-03")
                                      .with("advocate_awaited", "2025-03-05", {{"agreed", true}}))
                            .tables();
    EXPECT_THAT(references(tables[0]), ElementsAre("CC-1", "CC-9", "CC-2", "CC-0"));
}

TEST(Tracker, DueThisWeekReachesToSundayAndHoldsTheOverdue) {
    // Monday 17 March; limits on 24 March, 21 March and 14 March; a paused case; a task.
    const auto tables =
        Week("2025-03-17")
            .with(a_case("CC-NEXT", "2025-03-10"))
            .with(a_case("CC-FRIDAY", "2025-03-07"))
            .with(a_case("CC-LATE", "2025-02-28"))
            .with(a_case("CC-PAUSED", "2025-03-03")
                      .with("advocate_awaited", "2025-03-05", {{"agreed", true}}))
            .with(a_case("CC-TASK", "2025-03-14"), {}, {a_task("any", "once", "2025-03-17")})
            .tables();
    EXPECT_THAT(references(tables[1]), ElementsAre("CC-LATE", "CC-FRIDAY", "CC-TASK"));
    EXPECT_THAT(tables[0].notes.front(),
                HasSubstr("5 complaints: 1 overdue, 0 due soon, 3 on track, 1 waiting."));
}

TEST(Tracker, WithoutCasesStillHasItsThreeSheets) {
    const auto tables = Week("2025-03-17").tables();
    EXPECT_THAT(names(tables), ElementsAre("All open", "Due this week", "Notes"));
    EXPECT_THAT(tables[0].rows, IsEmpty());
    EXPECT_EQ(tables[0].empty_text, "None");
}

TEST(Tracker, NotesExplainEveryColumnAndNameWhatWasLeftOut) {
    const auto tables = Week("2025-03-17")
                            .with(a_case("CC-1", "2025-03-03"))
                            .tables({CaseReference("CC-7"), CaseReference("CC-8")});
    const TrackerTable& notes = tables.back();
    EXPECT_EQ(notes.rows.size(), tables[0].headers.size() + 4);
    for (std::size_t i = 0; i < tables[0].headers.size(); ++i)
        EXPECT_EQ(in_text(notes.rows[i][0]), tables[0].headers[i]);
    EXPECT_THAT(notes.notes.back(), HasSubstr("CC-7, CC-8"));
    EXPECT_THAT(notes.notes.front(), HasSubstr("Monday 17 March 2025"));
}

}  // namespace

}  // namespace postroom::reports
