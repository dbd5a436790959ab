// What letters say of dates and of a reader's own part.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/studio/field_dates.hpp"
#include "daemon/studio/field_names.hpp"
#include "procedure/procedure.hpp"

namespace postroom::daemon {

const procedure::Procedure& leicestershire();

namespace {

using calendar::Day;
using templating::Record;

/// A case with a panel fixed for 22 December 2025, looked at on 24 November 2025 by one reader.
class AboutAPanel : public ::testing::Test {
  protected:
    AboutAPanel() {
        add("stage3_requested", Day::of(2025, 11, 10), {});
        add("panel_fixed", Day::of(2025, 11, 24), {{"panel_on", "2025-12-22"}});
        reader.role = cases::Role::team_manager;
        reader.name = "Beth Novák";
    }

    void add(const char* name, Day on, cases::Details details) {
        cases::CaseEvent event;
        event.id = EventId("e" + std::to_string(case_.events.size()));
        event.name = name;
        event.on = on;
        event.details = std::move(details);
        case_.events.push_back(std::move(event));
    }

    FieldSource source() {
        return {.case_ = case_,
                .procedure = leicestershire(),
                .plan = plan,
                .step = step,
                .calendar = calendar,
                .config = config,
                .people = people,
                .reader = reader,
                .channel = channel,
                .today = Day::of(2025, 11, 24)};
    }

    std::string date(const std::string& name) {
        const auto day = date_named(name, source());
        return day && day->has_value() ? (*day)->iso() : "";
    }

    bool says_yes(const std::string& name) {
        const auto record = fields_for(source(), {name});
        return record && record->contains(name) && std::get<bool>(record->at(name));
    }

    cases::Case case_;
    procedure::Plan plan;
    procedure::PlannedStep step;
    calendar::WorkingCalendar calendar{{{Day::of(2025, 12, 25), "Christmas Day"},
                                        {Day::of(2025, 12, 26), "Boxing Day"},
                                        {Day::of(2026, 1, 1), "New Year’s Day"}},
                                       calendar::ReceiptRule::strict};
    Config config;
    std::vector<cases::Party> people;
    cases::Party reader;
    cases::Channel channel = cases::Channel::email;
};

TEST_F(AboutAPanel, TheDayStandsInTheEvent) {
    EXPECT_EQ(date("panel_fixed_panel_on"), "2025-12-22");
    EXPECT_EQ(date("panel_fixed_on"), "2025-11-24");
    EXPECT_EQ(date("panel_fixed_venue"), "");
}

TEST_F(AboutAPanel, DaysBeforeAndAfterItAreWorkingDays) {
    EXPECT_EQ(date("panel_fixed_panel_on_minus_10"), "2025-12-08");
    EXPECT_EQ(date("panel_fixed_panel_on_plus_5"), "2025-12-31");
    EXPECT_EQ(date("panel_fixed_panel_on_minus_10_calendar_days"), "2025-12-12");
}

TEST_F(AboutAPanel, ALetterSpeaksOfTheOneBeforeItAndNotOfItself) {
    procedure::Step invitation;
    invitation.id = StepId("stage3-invitation");
    step.step = &invitation;
    step.occurrence = procedure::OccurrenceView::by(EventId("e1"));
    const auto left = [&](const char* occurrence, const char* promised) {
        add("letter_sent", Day::of(2025, 11, 24),
            {{"step", "stage3-invitation"}, {"occurrence", occurrence}, {"promised", promised}});
    };
    const auto promised = [&] {
        const std::string name = "sent_stage3-invitation_promised";
        const auto record = fields_for(source(), {name});
        return record && record->contains(name) ? std::get<std::string>(record->at(name)) : "";
    };
    left("e1", "2025-12-22");
    EXPECT_FALSE(says_yes("sent_stage3-invitation"));
    EXPECT_EQ(promised(), "");
    step.occurrence = procedure::OccurrenceView::by(EventId("e9"));
    EXPECT_TRUE(says_yes("sent_stage3-invitation"));
    EXPECT_EQ(promised(), "Monday 22 December 2025");
}

TEST_F(AboutAPanel, SaysAnotherDateThatWasPromisedForTheSame) {
    const auto before = [&](const char* field, Day promised, const char* name) {
        FieldSource from = source();
        from.promised = LastPromise{.fields = {field}, .day = promised};
        const auto record = fields_for(from, {name});
        return record && record->contains(name) ? std::get<std::string>(record->at(name)) : "";
    };
    const char* name = "panel_fixed_panel_on_promised_before";
    EXPECT_EQ(before("panel_fixed_panel_on", Day::of(2025, 12, 15), name),
              "Monday 15 December 2025");
    EXPECT_EQ(before("panel_fixed_panel_on", Day::of(2025, 12, 22), name), "") << "the same date";
    EXPECT_EQ(before("stage3_day_30", Day::of(2025, 12, 15), name), "") << "of something else";
    EXPECT_TRUE(is_field(name, leicestershire()));
    EXPECT_FALSE(is_field("panel_fixed_venue_promised_before", leicestershire()));
}

TEST_F(AboutAPanel, AsksWhetherADayIsBehindUs) {
    EXPECT_FALSE(says_yes("panel_fixed_panel_on_minus_10_passed"));
    EXPECT_FALSE(says_yes("panel_fixed_panel_on_minus_20_passed"));  // 24 November: today
    EXPECT_TRUE(says_yes("panel_fixed_panel_on_minus_21_passed"));
}

TEST_F(AboutAPanel, AsksWhetherADayLiesAfterAnother) {
    EXPECT_TRUE(says_yes("panel_fixed_panel_on_after_stage3_requested_on"));
    EXPECT_FALSE(says_yes("stage3_requested_on_after_panel_fixed_panel_on"));
    EXPECT_FALSE(says_yes("panel_fixed_panel_on_after_panel_held_on"));  // there was none
}

TEST_F(AboutAPanel, AYearLaterIsTheSameDateAndTheTwentyEighthForALeapDay) {
    EXPECT_EQ(date("panel_fixed_on_next_year"), "2026-11-24");
    EXPECT_EQ(date("today_next_year"), "2026-11-24");
    add("court_hold_lifted", Day::of(2024, 2, 29), {});
    EXPECT_EQ(date("court_hold_lifted_on_next_year"), "2025-02-28");
}

TEST_F(AboutAPanel, AsksWhoTheReaderIsAndWhatAnEventSays) {
    EXPECT_TRUE(says_yes("reader_is_team_manager"));
    EXPECT_FALSE(says_yes("reader_is_complainant"));
    add("received", Day::of(2025, 11, 3), {{"how", "phone"}});
    EXPECT_TRUE(says_yes("received_how_is_phone"));
    EXPECT_FALSE(says_yes("received_how_is_in_person"));
}

TEST_F(AboutAPanel, AFindingIsThatOfThePointsWhereNoneIsSaidOfTheWhole) {
    using Item = cases::DetailObject;
    add("stage1_drafted", Day::of(2025, 10, 1),
        {{"points", std::vector<Item>{{{"text", "one"}, {"finding", "upheld"}},
                                      {{"text", "two"}, {"finding", "not_upheld"}}}}});
    EXPECT_TRUE(says_yes("stage1_drafted_finding_is_partly_upheld"));
    EXPECT_FALSE(says_yes("stage1_drafted_finding_is_upheld"));
    const auto record = fields_for(source(), {"stage1_drafted_points"});
    ASSERT_TRUE(record);
    const auto items = std::get<templating::Records>(record->at("stage1_drafted_points"));
    EXPECT_TRUE(items[0].contains("finding_is_upheld"));
    EXPECT_FALSE(items[0].contains("finding_is_not_upheld"));
    EXPECT_TRUE(items[1].contains("finding_is_not_upheld"));
}

TEST_F(AboutAPanel, AsksWhetherTheDateThatALetterPromisedIsBehindUs) {
    EXPECT_FALSE(says_yes("sent_stage2-holding_promised_passed"));  // none went
    add("letter_sent", Day::of(2025, 11, 10),
        {{"step", "stage2-holding"}, {"occurrence", "1"}, {"promised", "2025-11-17"}});
    EXPECT_TRUE(says_yes("sent_stage2-holding"));
    EXPECT_EQ(date("sent_stage2-holding_on"), "2025-11-10");
    EXPECT_TRUE(says_yes("sent_stage2-holding_promised_passed"));
    EXPECT_TRUE(is_field("sent_stage2-holding_promised_passed", leicestershire()));
    EXPECT_FALSE(is_field("sent_stage2-nothing_promised_passed", leicestershire()));
}

TEST_F(AboutAPanel, TheLongerOfWorkingAndCalendarDaysCounts) {
    // Twenty working days from 24 November 2025 end on 22 December, thirty days on the 24th.
    EXPECT_EQ(date("answer_by_20"), "2025-12-22");
    EXPECT_EQ(date("answer_by_20_or_30"), "2025-12-24");
    channel = cases::Channel::letter;  // received on the 26th: 24 and 26 December
    EXPECT_EQ(date("answer_by_20"), "2025-12-24");
    EXPECT_EQ(date("answer_by_20_or_30"), "2025-12-26");
    EXPECT_EQ(date("in_5_working_days"), "2025-12-01");
}

TEST_F(AboutAPanel, OnlyTheReadersPartOfAListIsShown) {
    using Item = cases::DetailObject;
    add("stage2_drafted", Day::of(2025, 10, 1),
        {{"points", std::vector<Item>{{{"text", "one"}, {"concerns", "head_of_service"}},
                                      {{"text", "two"}, {"concerns", "team manager"}},
                                      {{"text", "three"}, {"owner", "Beth Novák"}}}}});
    const auto record = fields_for(source(), {"stage2_drafted_points_for_reader"});
    ASSERT_TRUE(record);
    const auto items =
        std::get<templating::Records>(record->at("stage2_drafted_points_for_reader"));
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(std::get<std::string>(items[0].at("text")), "two");
    EXPECT_EQ(std::get<std::string>(items[0].at("number")), "2");  // as in the whole list
    reader.role = cases::Role::service_manager;
    reader.name = "Rhys Evans";
    EXPECT_TRUE(fields_for(source(), {"stage2_drafted_points_for_reader"})->empty());
}

TEST_F(AboutAPanel, ADayInAListIsSaidInWords) {
    add("stage2_drafted", Day::of(2025, 10, 1),
        {{"actions", std::vector<cases::DetailObject>{
                         {{"action", "Call the family."}, {"due_on", "2025-12-01"}}}}});
    const auto record = fields_for(source(), {"stage2_drafted_actions"});
    ASSERT_TRUE(record);
    const auto items = std::get<templating::Records>(record->at("stage2_drafted_actions"));
    EXPECT_EQ(std::get<std::string>(items[0].at("text")), "Call the family.");
    EXPECT_EQ(std::get<std::string>(items[0].at("due_on")), "Monday 1 December 2025");
}

TEST_F(AboutAPanel, AnItemMayUseAnyOfTheWordsForOneThing) {
    add("meeting_held", Day::of(2025, 10, 1),
        {{"outcome", "partly_upheld"},
         {"actions",
          std::vector<cases::DetailObject>{
              {{"action", "Write a plan."}, {"owner", "team_manager"}, {"due_on", "2025-12-01"}},
              {{"text", "Call."}, {"who", "Jo Kay"}}}}});
    const auto record = fields_for(source(), {"meeting_held_actions", "meeting_held_outcome"});
    ASSERT_TRUE(record);
    EXPECT_EQ(std::get<std::string>(record->at("meeting_held_outcome")), "partly upheld");
    const auto items = std::get<templating::Records>(record->at("meeting_held_actions"));
    EXPECT_EQ(std::get<std::string>(items[0].at("by")), "the team manager");
    EXPECT_EQ(std::get<std::string>(items[0].at("on")), "Monday 1 December 2025");
    EXPECT_EQ(std::get<std::string>(items[1].at("by")), "Jo Kay");
}

TEST_F(AboutAPanel, AReasonIsToldWhicheverOfTheTwoWordsItWasRecordedUnder) {
    add("stage2_discontinued", Day::of(2025, 10, 1), {{"reason", "We could not agree."}});
    add("court_hold", Day::of(2025, 10, 2), {{"reasons", "A hearing in May."}});
    const auto record = fields_for(source(), {"stage2_discontinued_reasons", "court_hold_reason"});
    ASSERT_TRUE(record);
    EXPECT_EQ(std::get<std::string>(record->at("stage2_discontinued_reasons")),
              "We could not agree.");
    EXPECT_EQ(std::get<std::string>(record->at("court_hold_reason")), "A hearing in May.");
}

TEST(FieldNames, OfDatesThatNoCaseHasAreNotKnown) {
    for (const char* name : {"panel_fixed_panel_on_minus_10", "panel_fixed_panel_on_plus_5_passed",
                             "panel_fixed_panel_on_after_stage2_day_65", "in_5_working_days",
                             "panel_fixed_panel_on_minus_10_calendar_days", "several_panel_members",
                             "answer_by_20_or_30", "stage2_drafted_points_for_reader"})
        EXPECT_TRUE(is_field(name, leicestershire())) << name;
    for (const char* name :
         {"panel_fixed_venue_passed", "panel_fixed_minus_10", "panel_fixed_panel_on_minus_x",
          "panel_fixed_panel_on_after_nothing", "in_x_working_days", "answer_by_20_or_x",
          "team_phone_passed", "stage2_day_number_passed", "several_people",
          "panel_fixed_panel_on_calendar_days"})
        EXPECT_FALSE(is_field(name, leicestershire())) << name;
}

}  // namespace
}  // namespace postroom::daemon
