// Who has a draft before it becomes an answer, who decided, and what is done before they decide.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "timeline.hpp"

namespace postroom::procedure {

using namespace testing;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::IsSupersetOf;
using ::testing::Not;

namespace {

cases::Details upheld() {
    return {{"finding", std::string("upheld")}};
}

/// Answered by Postroom's letter on 13 March 2025, or by the service itself; drafted anew on the
/// 18th.
ACase drafted_again(const char* first_sent_by) {
    ACase a_case = acknowledged("2025-03-03");
    if (std::string(first_sent_by) == "postroom") {
        a_case.with("stage1_drafted", "2025-03-12", upheld());
        a_case.sent("draft-check", "2025-03-12", a_case.file().events.back().id.text);
    }
    a_case.with("stage1_responded", "2025-03-13",
                {{"finding", std::string("upheld")}, {"sent_by", std::string(first_sent_by)}});
    return a_case.with("stage1_drafted", "2025-03-18", upheld());
}

/// Stage 2 asked for on 20 March 2025 after the answer of the 12th.
ACase at_stage_two() {
    ACase a_case = acknowledged("2025-03-03");
    a_case.with("stage1_responded", "2025-03-12", upheld()).with("stage2_requested", "2025-03-20");
    return a_case;
}

/// A panel reported on 20 June 2025.
ACase reported() {
    ACase a_case = at_stage_two();
    a_case.with("stage2_adjudicated", "2025-05-01", upheld());
    a_case.with("stage3_requested", "2025-05-12").with("panel_held", "2025-06-16");
    return a_case.with("panel_reported", "2025-06-20");
}

}  // namespace

TEST(AFurtherDraft, IsCheckedAsTheFirstWas) {
    for_every_council([](const Procedure& procedure) {
        if (procedure.id == "statutory-baseline") return;  // its sources know no check
        const auto due = due_under(procedure, drafted_again("postroom"), "2025-03-18");
        EXPECT_THAT(due, Contains("draft-check")) << procedure.id;
        if (procedure.id.starts_with("wokingham")) {
            EXPECT_THAT(due, Contains("quality-check-due")) << procedure.id;
        }
        EXPECT_THAT(due_under(procedure, drafted_again("service"), "2025-03-18"),
                    Not(Contains("draft-check")))
            << procedure.id;
    });
}

TEST(AFurtherDraft, ThatIsSentBackGoesToTheTeamManager) {
    for_every_council([](const Procedure& procedure) {
        if (procedure.id == "statutory-baseline") return;
        ACase a_case = drafted_again("postroom");
        a_case.with("quality_check_failed", "2025-03-19");
        EXPECT_THAT(due_under(procedure, a_case, "2025-03-19"),
                    Contains(procedure.id.starts_with("wokingham") ? "quality-check-failed"
                                                                   : "draft-sent-back"))
            << procedure.id;
    });
}

TEST(AStage2Answer, ThatNobodyIsOnRecordForIsATask) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = at_stage_two();
        a_case.with("stage2_drafted", "2025-04-15", upheld());
        EXPECT_THAT(due_under(procedure, a_case, "2025-04-15"),
                    Contains("stage2-decided-by-nobody"))
            << procedure.id;
        cases::Party officer;
        officer.role = cases::Role::adjudicating_officer;
        officer.name = "Ruth Okafor";
        a_case.file().parties.push_back(officer);
        EXPECT_THAT(due_under(procedure, a_case, "2025-04-15"),
                    Not(Contains("stage2-decided-by-nobody")))
            << procedure.id;
    });
}

TEST(Luton, HasTheAdjudicatingOfficerTalkWithEverybodyBeforeDeciding) {
    ACase a_case = at_stage_two();
    a_case.with("stage2_reported", "2025-04-15");
    EXPECT_THAT(due_under(council("luton-statutory"), a_case, "2025-04-15"),
                Contains("stage2-before-deciding"));
    a_case.with("stage2_drafted", "2025-04-16", upheld());
    EXPECT_THAT(due_under(council("luton-statutory"), a_case, "2025-04-16"),
                Not(Contains("stage2-before-deciding")));
}

TEST(Luton, GivesTheDirectorThePapersOfThePanel) {
    EXPECT_THAT(due_under(council("luton-statutory"), reported(), "2025-06-20"),
                Contains("stage3-papers-to-director"));
}

TEST(Luton, TellsTheDayOfTheTalkWithTheChairAndAsksForItWhileThereIsNone) {
    ACase a_case = reported();
    a_case.with("director_decided", "2025-06-25", {{"agrees", false}});
    EXPECT_THAT(due_under(council("luton-statutory"), a_case, "2025-06-25"),
                IsSupersetOf({"stage3-meets-chair", "stage3-disagreement"}));
    EXPECT_THAT(due_under(council("luton-statutory"), a_case, "2025-07-02"),
                Contains("stage3-chair-meeting-missing"));
    a_case.with("chair_meeting_fixed", "2025-07-04", {{"meeting_on", std::string("2025-07-14")}});
    const auto due = due_under(council("luton-statutory"), a_case, "2025-07-04");
    EXPECT_THAT(due, Contains("stage3-chair-meeting"));
    EXPECT_THAT(due, Not(Contains("stage3-chair-meeting-missing")));
}

TEST(Luton, KeepsThePromiseOfTheTalkWithTheChairWhenTheAnswerLeavesFirst) {
    const Procedure& luton = council("luton-statutory");
    ACase a_case = reported();
    a_case.with("director_decided", "2025-06-25", {{"agrees", false}});
    a_case.sent("stage3-disagreement", "2025-06-25", a_case.file().events.back().id.text);
    a_case.with("stage3_responded", "2025-07-01");
    EXPECT_THAT(due_under(luton, a_case, "2025-07-02"),
                AllOf(Not(Contains("stage3-closed")), Contains("stage3-chair-meeting-missing")));
    a_case.with("chair_meeting_fixed", "2025-07-04", {{"meeting_on", std::string("2025-07-14")}});
    EXPECT_THAT(due_under(luton, a_case, "2025-07-04"),
                AllOf(Contains("stage3-chair-meeting"), Not(Contains("stage3-chair-met"))));
    EXPECT_THAT(due_under(luton, a_case, "2025-07-15"), Contains("stage3-chair-met"));
    // Where the director's decision says the day, its end is asked about all the same.
    ACase with_a_day = reported();
    with_a_day.with("director_decided", "2025-06-25",
                    {{"agrees", false}, {"meeting_on", std::string("2025-07-14")}});
    with_a_day.with("stage3_responded", "2025-07-01");
    EXPECT_THAT(due_under(luton, with_a_day, "2025-07-15"),
                AllOf(Contains("stage3-chair-met"), Not(Contains("stage3-closed"))));
    ACase agreed = reported();
    agreed.with("director_decided", "2025-06-25", {{"agrees", true}});
    agreed.with("stage3_responded", "2025-07-01");
    EXPECT_THAT(due_under(luton, agreed, "2025-07-01"), Contains("stage3-closed"));
}

}  // namespace postroom::procedure
