// Whoever is appointed for stage 2 or the panel, or helps the complainant: replaced, gone with
// nobody after them, or not needed any more. Every council's own procedure.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "timeline.hpp"

namespace postroom::procedure {

using namespace testing;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Not;

namespace {

cases::Details named(const char* role, const char* name) {
    return {{"role", std::string(role)}, {"name", std::string(name)}};
}
cases::Details gone(const char* role) {
    return {{"role", std::string(role)}, {"left", true}};
}

/// Stage 2 asked for on 24 March 2025; those who look into it appointed and named on the 31st.
ACase at_stage_two() {
    ACase a_case = acknowledged("2025-03-03");
    a_case.with("stage1_responded", "2025-03-12", {{"finding", std::string("upheld")}});
    a_case.with("stage2_requested", "2025-03-24").with("investigators_appointed", "2025-03-31");
    const std::string appointed = a_case.file().events.back().id.text;
    a_case.sent("stage2-appointment", "2025-03-31", appointed);
    a_case.sent("stage2-investigators-named", "2025-03-31", appointed);
    return a_case;
}

/// The panel of 20 June 2025 fixed and told on 20 May.
ACase before_the_panel() {
    ACase a_case = at_stage_two();
    a_case.with("stage2_adjudicated", "2025-04-24", {{"finding", std::string("upheld")}});
    a_case.with("stage3_requested", "2025-05-12");
    a_case.with("panel_fixed", "2025-05-20", {{"panel_on", std::string("2025-06-20")}});
    const std::string fixed = a_case.file().events.back().id.text;
    a_case.sent("stage3-panel-appointment", "2025-05-20", fixed);
    a_case.sent("stage3-invitation", "2025-05-20", fixed);
    return a_case;
}

}  // namespace

TEST(WhoTakesPart, NobodyIsNamedToTheComplainantBeforeTheirNamesStandOnTheCase) {
    for (const char* id : statutory) {
        ACase a_case = acknowledged("2025-03-03");
        a_case.with("stage1_responded", "2025-03-12", {{"finding", std::string("upheld")}});
        a_case.with("stage2_requested", "2025-03-24");
        a_case.with("investigators_appointed", "2025-03-31",
                    {{"investigating_officer", std::string("Ines Gator")},
                     {"independent_person", std::string("Indy Pers")}});
        EXPECT_THAT(due_under(council(id), a_case, "2025-03-31"),
                    AllOf(Contains("stage2-unnamed"), Not(Contains("stage2-investigators-named"))))
            << id;
        for (const cases::Role role :
             {cases::Role::investigating_officer, cases::Role::independent_person}) {
            cases::Party party;
            party.role = role;
            party.name = role == cases::Role::independent_person ? "Indy Pers" : "Ines Gator";
            a_case.file().parties.push_back(party);
        }
        EXPECT_THAT(due_under(council(id), a_case, "2025-04-01"),
                    AllOf(Not(Contains("stage2-unnamed")), Contains("stage2-investigators-named")))
            << id;
    }
}

TEST(WhoTakesPart, WhoeverTakesOverAtStageTwoIsAppointedAndNamedToTheComplainant) {
    for (const char* id : statutory)
        for (const char* role :
             {"investigating_officer", "independent_person", "adjudicating_officer"}) {
            ACase a_case = at_stage_two();
            a_case.with("party_changed", "2025-04-15", named(role, "Nia Newman"));
            EXPECT_THAT(due_under(council(id), a_case, "2025-04-15"),
                        AllOf(Contains("stage2-appointment-again"), Contains("stage2-named-again")))
                << id << " " << role;
            a_case.with("stage2_adjudicated", "2025-04-15", {{"finding", std::string("upheld")}});
            EXPECT_THAT(due_under(council(id), a_case, "2025-04-15"),
                        Not(Contains("stage2-named-again")))
                << id;
        }
}

TEST(WhoTakesPart, ANewAddressAtStageTwoIsNoChangeToTell) {
    for (const char* id : statutory) {
        ACase a_case = at_stage_two();
        a_case.with("party_changed", "2025-04-15",
                    {{"role", std::string("independent_person")},
                     {"email", std::string("grace@independent.example")}});
        EXPECT_THAT(due_under(council(id), a_case, "2025-04-15"),
                    Not(Contains("stage2-named-again")))
            << id;
    }
}

TEST(WhoTakesPart, WhoeverLeavesWithNobodyAfterThemIsATaskEachTime) {
    for (const char* id : statutory) {
        ACase a_case = at_stage_two();
        a_case.with("party_changed", "2025-04-14", gone("investigating_officer"));
        const auto left = due_under(council(id), a_case, "2025-04-14");
        EXPECT_THAT(left, Contains("stage2-somebody-left")) << id;
        // Somebody else's new name is nobody in this role.
        a_case.with("party_changed", "2025-04-14", named("complainant", "Asha Vale"));
        EXPECT_THAT(due_under(council(id), a_case, "2025-04-14"), Contains("stage2-somebody-left"))
            << id;
        a_case.with("party_changed", "2025-04-14", named("investigating_officer", "Nia Newman"));
        EXPECT_THAT(due_under(council(id), a_case, "2025-04-14"),
                    Not(Contains("stage2-somebody-left")))
            << id;
    }
}

TEST(WhoTakesPart, AnotherChairIsToldToThePanelAndTheComplainantUntilItsDay) {
    for (const char* id : statutory) {
        ACase a_case = before_the_panel();
        a_case.with("party_changed", "2025-06-03", named("panel_chair", "Chidi Okoro"));
        EXPECT_THAT(
            due_under(council(id), a_case, "2025-06-03"),
            AllOf(Contains("stage3-panel-appointment-again"), Contains("stage3-invitation-again")))
            << id;
        ACase late = before_the_panel();
        late.with("party_changed", "2025-06-23", named("panel_chair", "Chidi Okoro"));
        EXPECT_THAT(due_under(council(id), late, "2025-06-23"),
                    AllOf(Not(Contains("stage3-panel-appointment-again")),
                          Not(Contains("stage3-invitation-again"))))
            << id;
        ACase put_off = before_the_panel();
        put_off.with("panel_adjourned", "2025-06-02");
        put_off.with("party_changed", "2025-06-03", named("panel_chair", "Chidi Okoro"));
        EXPECT_THAT(due_under(council(id), put_off, "2025-06-03"),
                    Not(Contains("stage3-invitation-again")))
            << id;
    }
}

TEST(WhoTakesPart, WhoeverLeavesThePanelIsATask) {
    for (const char* id : statutory) {
        ACase a_case = before_the_panel();
        a_case.with("party_changed", "2025-06-03", gone("panel_member"));
        EXPECT_THAT(due_under(council(id), a_case, "2025-06-03"), Contains("stage3-somebody-left"))
            << id;
    }
}

TEST(WhoTakesPart, AComplaintThatEndsCallsOffThoseAppointedForWhatWasToCome) {
    for (const char* id : statutory)
        for (const char* ending : {"withdrawn", "resolved"}) {
            ACase at_two = at_stage_two();
            at_two.with(ending, "2025-04-08");
            EXPECT_THAT(due_under(council(id), at_two, "2025-04-08"),
                        AllOf(Contains("stage2-called-off"), Not(Contains("stage3-called-off"))))
                << id;
            ACase at_three = before_the_panel();
            at_three.with(ending, "2025-06-10");
            EXPECT_THAT(due_under(council(id), at_three, "2025-06-10"),
                        AllOf(Contains("stage3-called-off"), Not(Contains("stage2-called-off"))))
                << id;
            ACase at_one = acknowledged("2025-03-03");
            at_one.with(ending, "2025-03-06");
            EXPECT_THAT(
                due_under(council(id), at_one, "2025-03-06"),
                AllOf(Not(Contains("stage2-called-off")), Not(Contains("stage3-called-off"))))
                << id;
        }
}

TEST(WhoTakesPart, AnAdvocateWhoLeavesIsATaskAndSoIsTheConsentToAnother) {
    for_every_council([](const Procedure& procedure) {
        ACase a_case = acknowledged("2025-03-03");
        cases::Party advocate;
        advocate.role = cases::Role::advocate;
        advocate.name = "Rhys Wyn";
        a_case.file().parties.push_back(advocate);
        a_case.with("party_changed", "2025-03-05", gone("advocate"));
        EXPECT_THAT(due_under(procedure, a_case, "2025-03-05"),
                    AllOf(Contains("advocate-left"), Not(Contains("advocate-consent-missing"))))
            << procedure.id;
        a_case.with("party_changed", "2025-03-06", named("advocate", "Una Day"));
        EXPECT_THAT(due_under(procedure, a_case, "2025-03-06"),
                    AllOf(Not(Contains("advocate-left")), Contains("advocate-consent-missing")))
            << procedure.id;
        a_case.with("party_changed", "2025-03-07",
                    {{"role", std::string("advocate")}, {"consent.given", true}});
        EXPECT_THAT(due_under(procedure, a_case, "2025-03-07"),
                    Not(Contains("advocate-consent-missing")))
            << procedure.id;
    });
}

}  // namespace postroom::procedure
