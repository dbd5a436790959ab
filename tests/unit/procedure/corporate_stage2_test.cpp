// Who decides at the corporate stage 2: somebody named at once, who has not dealt with the
// complaint.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "timeline.hpp"

namespace postroom::procedure {

using namespace testing;
using ::testing::Contains;
using ::testing::Not;

namespace {

cases::Party officer(cases::Role role, const std::string& name) {
    cases::Party party;
    party.role = role;
    party.name = name;
    party.email = name.substr(0, name.find(' ')) + "@council.example";
    return party;
}

/// Answered at stage 1 by that person or role, and stage 2 asked for on 20 March.
ACase at_stage2(const std::string& answered_by) {
    ACase a_case = acknowledged("2025-03-03");
    for (const auto& [role, name] : {std::pair(cases::Role::team_manager, "Tara Moss"),
                                     std::pair(cases::Role::head_of_service, "Hana Sorel")})
        a_case.file().parties.push_back(officer(role, name));
    a_case.with("stage1_responded", "2025-03-12",
                {{"finding", std::string("upheld")}, {"by", answered_by}});
    a_case.with("stage2_requested", "2025-03-20");
    return a_case;
}

/// Somebody is named on the case to decide.
ACase& decides(ACase& a_case, const std::string& name) {
    a_case.file().parties.push_back(officer(cases::Role::adjudicating_officer, name));
    return a_case.with("party_changed", "2025-03-21",
                       {{"role", std::string("adjudicating_officer")}});
}

}  // namespace

TEST(CorporateStageTwo, IsATaskAtOnceWhileNobodyIsNamedToDecideIt) {
    for (const char* id : corporate) {
        ACase a_case = at_stage2("Tara Moss");
        const Plan plan = plan_under(council(id), a_case, "2025-03-20");
        EXPECT_EQ(step_of(plan, "stage2-name-manager").state, StepState::due) << id;
        EXPECT_EQ(step_of(plan, "stage2-name-manager").deadline, day("2025-03-25"));
        EXPECT_THAT(due_under(council(id), a_case, "2025-03-20"),
                    Not(Contains("stage2-allocation")));
        EXPECT_THAT(due_under(council(id), a_case, "2025-03-26"),
                    Not(Contains("stage2-name-manager-chase")));
        EXPECT_THAT(due_under(council(id), a_case, "2025-03-27"),
                    Contains("stage2-name-manager-chase"));
    }
}

TEST(CorporateStageTwo, GoesToTheManagerNamedForIt) {
    for (const char* id : corporate) {
        ACase a_case = at_stage2("Tara Moss");
        const auto due = due_under(council(id), decides(a_case, "Ada Long"), "2025-03-21");
        EXPECT_THAT(due, Contains("stage2-allocation")) << id;
        EXPECT_THAT(due, Not(Contains("stage2-name-manager")));
        EXPECT_THAT(due, Not(Contains("stage2-conflict-stage1")));
        EXPECT_THAT(due_under(council(id), a_case, "2025-03-27"),
                    Not(Contains("stage2-name-manager-chase")));
        const cases::Case folded = a_case.at(day("2025-03-21"));
        const Resolved readers =
            resolve_recipients(*council(id).step(StepId("stage2-allocation")), folded, {});
        ASSERT_EQ(readers.to.size(), 1U);
        EXPECT_EQ(readers.to.front()->name, "Ada Long");
        // Named again, after the first had it: another one, who gets it too.
        a_case.sent("stage2-allocation", "2025-03-21", "once");
        a_case.with("party_changed", "2025-03-24", {{"role", std::string("adjudicating_officer")}});
        EXPECT_THAT(due_under(council(id), a_case, "2025-03-24"),
                    Contains("stage2-allocation-again"));
    }
}

TEST(CorporateStageTwo, IsNotDecidedByWhoeverDealtWithTheComplaintBefore) {
    for (const char* id : corporate) {
        for (const auto& [answered_by, decider] :
             {std::pair("Hana Sorel", "Hana Sorel"), std::pair("head_of_service", "Hana Sorel"),
              std::pair("Head of service", "Hana Sorel"), std::pair("Hana Sorel", "Tara Moss")}) {
            ACase a_case = at_stage2(answered_by);
            const auto due = due_under(council(id), decides(a_case, decider), "2025-03-21");
            EXPECT_THAT(due, Contains("stage2-conflict-stage1"))
                << id << ": " << answered_by << ", then " << decider;
            EXPECT_THAT(due, Not(Contains("stage2-allocation")));
        }
        // The head of service who has not answered may decide.
        ACase a_case = at_stage2("Tara Moss");
        EXPECT_THAT(due_under(council(id), decides(a_case, "Hana Sorel"), "2025-03-21"),
                    Not(Contains("stage2-conflict-stage1")));
    }
}

TEST(StatutoryStageTwo, KnowsWhoAnsweredByTheirPostToo) {
    for (const char* id : statutory) {
        ACase a_case = at_stage2("head_of_service");
        EXPECT_THAT(due_under(council(id), decides(a_case, "Hana Sorel"), "2025-03-21"),
                    Contains("stage2-conflict-stage1"))
            << id;
    }
}

/// The answer is Postroom's own letter: what it records when it leaves names nobody.
TEST(StageTwo, IsNotDecidedByWhoeverDraftedTheAnswerThatPostroomSent) {
    for (const char* id : {"leicestershire-statutory", "luton-statutory", "corporate-code"}) {
        ACase a_case = at_stage2("");
        a_case.with("stage1_drafted", "2025-03-11", {{"by", std::string("Hana Sorel")}});
        EXPECT_THAT(due_under(council(id), decides(a_case, "Hana Sorel"), "2025-03-21"),
                    Contains("stage2-conflict-stage1"))
            << id;
    }
}

TEST(StageTwo, IsNotDecidedByTheHeadOfServiceWhoTookTheComplaintOver) {
    for (const char* id : statutory) {
        ACase a_case = at_stage2("");
        a_case.with("stage1_drafted", "2025-03-11");
        EXPECT_THAT(due_under(council(id), decides(a_case, "Hana Sorel"), "2025-03-21"),
                    Not(Contains("stage2-conflict-stage1")))
            << id;
        a_case.sent("stage2-rights", "2025-03-10", "once");
        EXPECT_THAT(due_under(council(id), a_case, "2025-03-21"),
                    Contains("stage2-conflict-stage1"))
            << id;
    }
}

}  // namespace postroom::procedure
