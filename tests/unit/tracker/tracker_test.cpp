// Who gets which workbook, and when.
#include "daemon/trackers/tracker.hpp"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/records/ledger.hpp"
#include "daemon/work/run.hpp"
#include "office_fixture.hpp"

namespace postroom::daemon {

namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

/// Two cases of Ama's team, one of Ben's; Cleo is head of service of all, and complained about in
/// one.
AnOffice& with_three_cases(AnOffice& office) {
    return office.with(
        a_case("CC-1", "2025-03-10", "ama", "cleo") + "," +
            a_case("CC-2", "2025-03-11", "ama", "cleo", R"(,"complained_about":true)") + "," +
            a_case("CC-3", "2025-03-12", "ben", "cleo"),
        "2025-03-12");
}

std::vector<outbox::Parcel> trackers(Office& office) {
    auto parcels = office.outbox().of_case(CaseReference());
    std::ranges::sort(parcels, {}, &outbox::Parcel::envelope_to);
    return parcels;
}

std::vector<std::string> readers(Office& office) {
    std::vector<std::string> addresses;
    for (const outbox::Parcel& parcel : trackers(office)) addresses.push_back(parcel.envelope_to);
    return addresses;
}

int cases_of(Office& office, const std::string& email) {
    const auto file = tracker_workbook(office, day("2025-03-17"), email);
    return file ? file->cases : -1;
}

const SetClock real_clock(at("2025-03-17T07:00"));

TEST(TrackerWorkbook, HoldsTheOpenCasesOfTheDayAlone) {
    AnOffice office;
    with_three_cases(office);
    EXPECT_EQ(tracker_workbook(office.office(), day("2025-03-17"))->cases, 3);
    EXPECT_EQ(tracker_workbook(office.office(), day("2025-03-11"))->cases, 2)
        << "the third is not received yet";
    ASSERT_TRUE(record_event(office.office(), CaseReference("CC-1"), "withdrawn", "2025-03-14", {},
                             at("2025-03-14T12:00")));
    EXPECT_EQ(tracker_workbook(office.office(), day("2025-03-17"))->cases, 2);
    EXPECT_EQ(tracker_workbook(office.office(), day("2025-03-13"))->cases, 3);
}

TEST(TrackerWorkbook, OfAnOfficerHoldsTheirOwnCases) {
    AnOffice office;
    with_three_cases(office);
    EXPECT_EQ(cases_of(office.office(), "ama@council.example"), 2);
    EXPECT_EQ(cases_of(office.office(), "AMA@council.example"), 2);
    EXPECT_EQ(cases_of(office.office(), "ben@council.example"), 1);
    EXPECT_EQ(cases_of(office.office(), "nobody@council.example"), 0);
    EXPECT_EQ(cases_of(office.office(), "secret@mail.example"), 0) << "no manager";
}

TEST(TrackerWorkbook, LeavesOutTheCaseThatComplainsAboutItsReader) {
    AnOffice office;
    with_three_cases(office);
    EXPECT_EQ(cases_of(office.office(), "cleo@council.example"), 2);
}

TEST(TrackerWorkbook, IsTheSameBytesForTheSameDay) {
    AnOffice office;
    with_three_cases(office);
    const auto first = tracker_workbook(office.office(), day("2025-03-17"));
    const auto second = tracker_workbook(office.office(), day("2025-03-17"));
    EXPECT_TRUE(first->bytes == second->bytes);
    EXPECT_FALSE(first->bytes == tracker_workbook(office.office(), day("2025-03-18"))->bytes);
}

TEST(TrackerWorkbook, NamesACaseWhoseDatesCannotBeWorkedOut) {
    AnOffice office;
    with_three_cases(office);
    const auto file = tracker_workbook(office.office(), day("2199-01-07"));
    ASSERT_TRUE(file);
    EXPECT_EQ(file->cases, 0);
    ASSERT_EQ(file->problems.size(), 3U);
    EXPECT_EQ(file->problems[0].case_reference, "CC-1");
}

TEST(WeeklyTrackers, GoToEachManagerAndTheComplaintsManagerOnce) {
    AnOffice office;
    with_three_cases(office);
    EXPECT_EQ(make_weekly_trackers(office.office(), at("2025-03-17T07:00"), real_clock), 4);
    EXPECT_THAT(readers(office.office()),
                ElementsAre("ama@council.example", "ben@council.example", "cleo@council.example",
                            "jo.field@council.example"));
    EXPECT_EQ(make_weekly_trackers(office.office(), at("2025-03-17T09:00"), real_clock), 0);
    EXPECT_EQ(make_weekly_trackers(office.office(), at("2025-03-21T09:00"), real_clock), 0);
}

TEST(WeeklyTrackers, WaitForSevenInTheMorning) {
    AnOffice office;
    with_three_cases(office);
    EXPECT_EQ(make_weekly_trackers(office.office(), at("2025-03-17T06:59"), real_clock), 0);
    EXPECT_EQ(next_weekly_trackers(office.office(), at("2025-03-17T06:59")),
              at("2025-03-17T07:00"));
    EXPECT_EQ(make_weekly_trackers(office.office(), at("2025-03-17T07:00"), real_clock), 4);
    EXPECT_EQ(next_weekly_trackers(office.office(), at("2025-03-17T07:00")),
              at("2025-03-24T07:00"));
}

TEST(WeeklyTrackers, WaitForTuesdayAfterABankHoliday) {
    AnOffice office;
    with_three_cases(office);
    // Easter Monday; British summer time.
    EXPECT_EQ(make_weekly_trackers(office.office(), at("2025-04-21T12:00"), real_clock), 0);
    EXPECT_EQ(make_weekly_trackers(office.office(), at("2025-04-22T05:59:00Z"), real_clock), 0);
    EXPECT_EQ(make_weekly_trackers(office.office(), at("2025-04-22T06:00:00Z"), real_clock), 4);
}

TEST(WeeklyTrackers, AfterAnOutageAreMadeForTheLatestWeekAlone) {
    AnOffice office;
    with_three_cases(office);
    ASSERT_EQ(make_weekly_trackers(office.office(), at("2025-03-17T07:00"), real_clock), 4);
    EXPECT_EQ(make_weekly_trackers(office.office(), at("2025-04-10T11:00"), real_clock), 4);
    std::set<std::string> weeks;
    for (const outbox::Parcel& parcel : trackers(office.office())) weeks.insert(parcel.occurrence);
    EXPECT_THAT(weeks, UnorderedElementsAre("2025-03-17", "2025-04-07"));
}

TEST(WeeklyTrackers, GoToNobodyWithoutOpenCases) {
    AnOffice office;
    EXPECT_EQ(make_weekly_trackers(office.office(), at("2025-03-17T07:00"), real_clock), 0);
    with_three_cases(office);
    EXPECT_EQ(make_weekly_trackers(office.office(), at("2025-03-17T08:00"), real_clock), 0)
        << "the week has had its trackers";
}

TEST(WeeklyTrackers, SomeoneWhoIsManagerTwiceGetsOneWorkbook) {
    AnOffice office;
    office.with(a_case("CC-1", "2025-03-10", "ama", "ama") + "," +
                    a_case("CC-2", "2025-03-10", "ben", "ama"),
                "2025-03-10");
    EXPECT_EQ(make_weekly_trackers(office.office(), at("2025-03-17T07:00"), real_clock), 3);
}

TEST(WeeklyTrackers, SaySoInNoNameSubjectOrFileName) {
    AnOffice office;
    with_three_cases(office);
    ASSERT_EQ(make_weekly_trackers(office.office(), at("2025-03-17T07:00"), real_clock), 4);
    extend_archive(office.office());
    const outbox::Parcel ama = trackers(office.office()).front();
    EXPECT_EQ(ama.letter, "tracker/weekly");
    EXPECT_EQ(ama.role, cases::Role::team_manager);
    EXPECT_EQ(ama.state, outbox::State::rendered);
    EXPECT_THAT(ama.recipient, ::testing::MatchesRegex("tracker\\.[0-9a-f]+"));
    const Bytes email = frozen_bytes(office.office(), ama);
    EXPECT_THAT(email, HasSubstr("tracker-2025-03-17.xlsx"));
    EXPECT_THAT(email, HasSubstr("Subject: Your weekly complaints tracker"));
    EXPECT_THAT(email, HasSubstr("spreadsheetml.sheet"));
    EXPECT_THAT(email, Not(HasSubstr("ecretfirst")));
    EXPECT_EQ(email.size(), static_cast<std::size_t>(ama.size));
}

TEST(WeeklyTrackers, ThatCannotBeMadeAreATaskForAPerson) {
    // An office's own wording that asks for a field only a case has.
    AnOffice office(
        "---\ntitle: \"Weekly\"\nchannels: [email]\nsubject: \"Tracker\"\n"
        "preheader: \"Tracker\"\nfields: [summary]\n---\n# Tracker\n\nIt says: {{summary}}\n");
    office.with(a_case("CC-1", "2025-03-10", "ama", "cleo"), "2025-03-10");
    EXPECT_EQ(make_weekly_trackers(office.office(), at("2025-03-17T07:00"), real_clock), 0);
    std::vector<std::string> reasons;
    for (const outbox::Task& task : office.office().outbox().tasks(true))
        reasons.push_back(task.reason);
    EXPECT_THAT(reasons, UnorderedElementsAre(HasSubstr("for a team manager could not be made"),
                                              HasSubstr("for a head of service could not be made"),
                                              HasSubstr("for a complaints manager could not")));
    for (const std::string& reason : reasons) {
        EXPECT_THAT(reason, HasSubstr("summary"));
        EXPECT_THAT(reason, Not(HasSubstr("@")));
    }
    EXPECT_EQ(make_weekly_trackers(office.office(), at("2025-03-17T08:00"), real_clock), 0);
    EXPECT_EQ(office.office().outbox().tasks(true).size(), 3U) << "asked once a week";
}

TEST(WeeklyTrackers, AreSentLikeAnyOtherParcel) {
    AnOffice office;
    with_three_cases(office);
    ASSERT_EQ(make_weekly_trackers(office.office(), at("2025-03-17T07:00"), real_clock), 4);
    extend_archive(office.office());
    RunReport report;
    send_what_may_go(office.office(), at("2025-03-17T07:00"), real_clock, report);
    EXPECT_EQ(report.sent, 4);
    for (const outbox::Parcel& parcel : trackers(office.office()))
        EXPECT_EQ(parcel.state, outbox::State::accepted);
}

}  // namespace

}  // namespace postroom::daemon
