// Whom a letter names, and what it calls them.
#include "daemon/studio/people_fields.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "procedure/people.hpp"

namespace postroom::daemon {

const procedure::Procedure& leicestershire();

namespace {

using cases::Party;
using cases::Role;

Party somebody(Role role, const std::string& name) {
    Party party;
    party.role = role;
    party.name = name;
    party.email = name.substr(0, name.find(' ')) + "@council.example";
    return party;
}

/// A case with a team manager and a head of service; the team has its own people.
class WhoHasIt : public ::testing::Test {
  protected:
    WhoHasIt() {
        case_.parties = {somebody(Role::team_manager, "Tara Moss"),
                         somebody(Role::head_of_service, "Hana Sorel")};
        people = {somebody(Role::complaints_officer, "Sam Rivers"),
                  somebody(Role::complaints_manager, "Jo Field"),
                  somebody(Role::director, "Alex Stone")};
    }

    Party& team_manager() { return case_.parties[0]; }
    Party& head() { return case_.parties[1]; }

    std::string said(const std::string& name) const {
        const FieldSource source{.case_ = case_,
                                 .procedure = leicestershire(),
                                 .plan = plan,
                                 .step = step,
                                 .calendar = calendar,
                                 .config = config,
                                 .people = people,
                                 .reader = case_.parties[0],
                                 .language = language,
                                 .today = calendar::Day::of(2025, 11, 24)};
        const auto value = person_value(name, source);
        if (!value) return "nobody";
        if (const auto* yes = std::get_if<bool>(&*value)) return *yes ? "yes" : "no";
        return std::get<std::string>(*value);
    }

    cases::Case case_;
    std::vector<Party> people;
    std::string language = "en";
    procedure::Plan plan;
    procedure::PlannedStep step;
    calendar::WorkingCalendar calendar{{{calendar::Day::of(2025, 12, 25), "Christmas Day"}},
                                       calendar::ReceiptRule::strict};
    Config config;
};

}  // namespace

TEST_F(WhoHasIt, IsTheManagerWhoIsThere) {
    EXPECT_EQ(said("acting_team_manager_name"), "Tara Moss");
    EXPECT_EQ(said("acting_team_manager_role"), "team manager");
    EXPECT_EQ(said("acting_head_of_service_is_head_of_service"), "yes");
    language = "cy";
    EXPECT_EQ(said("acting_head_of_service_role"), "pennaeth gwasanaeth");
}

TEST_F(WhoHasIt, IsTheNextUpWhereSomebodyIsComplainedAboutOrLeftOrCannotBeWrittenTo) {
    for (const auto& make_unfit :
         {+[](Party& party) { party.complained_about = true; },
          +[](Party& party) { party.left = true; }, +[](Party& party) { party.email.clear(); }}) {
        const Party before = team_manager();
        make_unfit(team_manager());
        EXPECT_EQ(said("acting_team_manager_name"), "Hana Sorel");
        EXPECT_EQ(said("acting_team_manager_role"), "head of service");
        EXPECT_EQ(said("acting_team_manager_is_team_manager"), "no");
        make_unfit(head());
        EXPECT_EQ(said("acting_head_of_service_name"), "Alex Stone");
        EXPECT_EQ(said("acting_head_of_service_role"), "director");
        case_.parties[0] = before;
        case_.parties[1] = somebody(Role::head_of_service, "Hana Sorel");
    }
}

TEST_F(WhoHasIt, IsWhoeverTheLetterGoesTo) {
    team_manager().complained_about = true;
    procedure::Step to_the_manager;
    to_the_manager.to = {"team_manager"};
    const auto readers = procedure::resolve_recipients(to_the_manager, case_, people);
    ASSERT_EQ(readers.to.size(), 1U);
    EXPECT_EQ(said("acting_team_manager_name"), cases::full_name(*readers.to.front()));
}

TEST_F(WhoHasIt, IsNobodyWhereOnlyTheComplaintsManagerIsLeftToFindSomebody) {
    case_.parties.clear();
    case_.parties.push_back(somebody(Role::complainant, "Asha Patel"));
    people.pop_back();
    EXPECT_EQ(said("acting_team_manager_name"), "nobody");
    EXPECT_EQ(said("acting_head_of_service_role"), "nobody");
    EXPECT_EQ(said("acting_complaints_manager_name"), "Jo Field");
}

TEST_F(WhoHasIt, NamesNobodyInARoleWhoLeftItOrIsComplainedAbout) {
    team_manager().left = true;
    EXPECT_EQ(said("team_manager_name"), "nobody");
    head().complained_about = true;
    EXPECT_EQ(said("head_of_service_name"), "nobody");
    // The same person, in another role as well.
    case_.parties.push_back(somebody(Role::adjudicating_officer, "Hana Sorel"));
    EXPECT_EQ(said("adjudicating_officer_name"), "nobody");
}

TEST_F(WhoHasIt, TheTeamsOwnFollowWhoeverLeftThePostOnTheCase) {
    case_.parties.push_back(somebody(Role::complaints_officer, "Una Day"));
    EXPECT_EQ(said("complaints_officer_name"), "Una Day");
    case_.parties.back().left = true;
    EXPECT_EQ(said("complaints_officer_name"), "Sam Rivers");
    EXPECT_EQ(said("acting_complaints_officer_role"), "complaints officer");
    // The team's own list still has the one who left.
    people.front() = somebody(Role::complaints_officer, "Una Day");
    EXPECT_EQ(said("complaints_officer_name"), "nobody");
    EXPECT_EQ(said("acting_complaints_officer_name"), "Jo Field");
    EXPECT_EQ(said("acting_complaints_officer_role"), "complaints manager");
}

TEST_F(WhoHasIt, KnowsWhetherAnAdvocateMayHaveCopies) {
    EXPECT_EQ(said("advocate_has_consent"), "no");
    case_.parties.push_back(somebody(Role::advocate, "Rhys Wyn"));
    EXPECT_EQ(said("advocate_has_consent"), "no");
    case_.parties.back().consent.given = true;
    EXPECT_EQ(said("advocate_has_consent"), "yes");
    case_.parties.back().left = true;
    EXPECT_EQ(said("advocate_has_consent"), "no");
}

TEST_F(WhoHasIt, NamesAReadersAdvocateToThatReaderAlone) {
    Party asha = somebody(Role::complainant, "");
    asha.title = "Ms";
    asha.first_name = "Asha";
    asha.last_name = "Quill";
    case_.parties = {asha, somebody(Role::advocate, "Rhys Wyn")};
    EXPECT_EQ(said("readers_advocate_name"), "nobody");  // no consent
    case_.parties.back().consent.given = true;
    EXPECT_EQ(said("readers_advocate_name"), "Rhys Wyn");
    case_.parties.back().represents = "Somebody Else";
    EXPECT_EQ(said("readers_advocate_name"), "nobody");
    case_.parties.back().represents = "Asha Quill";
    EXPECT_EQ(said("readers_advocate_name"), "Rhys Wyn");
    // Of two who complain, the other reads nothing of it.
    case_.parties.back().represents.clear();
    case_.parties.push_back(somebody(Role::complainant, "Ben Quill"));
    EXPECT_EQ(said("readers_advocate_name"), "nobody");
}

TEST_F(WhoHasIt, IsEverybodyWhereSeveralShareARole) {
    EXPECT_EQ(said("panel_member_names"), "nobody");
    case_.parties.push_back(somebody(Role::panel_member, "Tomos Wade"));
    EXPECT_EQ(said("panel_member_names"), "Tomos Wade");
    EXPECT_EQ(said("several_panel_members"), "no");
    case_.parties.push_back(somebody(Role::panel_member, "Bea Lund"));
    case_.parties.push_back(somebody(Role::panel_member, "Cy Penn"));
    EXPECT_EQ(said("panel_member_names"), "Tomos Wade, Bea Lund and Cy Penn");
    EXPECT_EQ(said("several_panel_members"), "yes");
    EXPECT_EQ(said("panel_member_name"), "Tomos Wade");
    case_.parties[3].left = true;
    language = "cy";
    EXPECT_EQ(said("panel_member_names"), "Tomos Wade a Cy Penn");
}

}  // namespace postroom::daemon
