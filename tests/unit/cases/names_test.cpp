// Whom a name means, as people write names.
#include "cases/names.hpp"

#include <gtest/gtest.h>

namespace postroom::cases {

namespace {

Party complainant(const std::string& title, const std::string& first, const std::string& last) {
    Party party;
    party.title = title;
    party.first_name = first;
    party.last_name = last;
    return party;
}

Party speaker(const std::string& represents) {
    Party party;
    party.role = Role::advocate;
    party.name = "Rhys Wyn";
    party.represents = represents;
    return party;
}

CaseEvent said(Details details) {
    CaseEvent event;
    event.details = std::move(details);
    return event;
}

CaseEvent said_by(const std::string& by) {
    return said({{"by", by}});
}

}  // namespace

TEST(Names, AreComparedWithOrWithoutTheTitle) {
    const std::vector<Party> parties{complainant("Ms", "Asha", "Lowe")};
    for (const char* name : {"Ms Asha Lowe", "asha LOWE", "Mrs. Asha Lowe"})
        EXPECT_TRUE(means(name, parties[0], parties)) << name;
    for (const char* name : {"", "Ms Lowe", "Asha", "Aisha Lowe"})
        EXPECT_FALSE(means(name, parties[0], parties)) << name;
}

TEST(Names, DifferByTheTitleWhereNothingElseTellsTwoApart) {
    const std::vector<Party> parties{complainant("Mr", "J", "Smith"),
                                     complainant("Mrs", "J", "Smith")};
    EXPECT_TRUE(means("Mr J Smith", parties[0], parties));
    EXPECT_FALSE(means("Mr J Smith", parties[1], parties));
    EXPECT_TRUE(speaks_for(speaker("Mrs J Smith"), parties[1], parties));
    EXPECT_FALSE(speaks_for(speaker("Mrs J Smith"), parties[0], parties));
    EXPECT_EQ(complainant_of(said_by("Mrs J Smith"), parties), &parties[1]);
    EXPECT_EQ(complainant_of(said_by("J Smith"), parties), nullptr);
}

TEST(Names, OfTwoWhoShareOneAreThoseOfBothWhateverTheirTitles) {
    const std::vector<Party> parties{complainant("Mr", "Ben", "Lowe"),
                                     complainant("Master", "Ben", "Lowe")};
    EXPECT_TRUE(means_several_complainants("Ben Lowe", parties));
    EXPECT_EQ(complainant_of(said_by("Ben Lowe"), parties), nullptr);
    EXPECT_EQ(complainant_of(said_by("Master Ben Lowe"), parties), &parties[1]);
    EXPECT_FALSE(means_several_complainants("Mr Ben Lowe", parties));
    EXPECT_EQ(whose_word_in_words(said_by("Master Ben Lowe"), parties), "second complainant");
    EXPECT_EQ(whose_word_in_words(said_by("Ben Lowe"), parties), "");
}

TEST(Names, OfSeveralStandBesideOneAnother) {
    const std::vector<Party> parties{complainant("Ms", "Asha", "Lowe"),
                                     complainant("Mr", "Ben", "Stone"),
                                     complainant("", "Cy", "Ray")};
    for (const char* both : {"Asha Lowe and Ben Stone", "Mr Ben Stone, Ms Asha Lowe",
                             "Asha Lowe; Ben Stone", "Asha Lowe & Ben Stone"}) {
        EXPECT_TRUE(speaks_for(speaker(both), parties[0], parties)) << both;
        EXPECT_TRUE(speaks_for(speaker(both), parties[1], parties)) << both;
        EXPECT_FALSE(speaks_for(speaker(both), parties[2], parties)) << both;
    }
    EXPECT_TRUE(is_known_for_whom(speaker("Cy Ray"), parties));
    EXPECT_FALSE(is_known_for_whom(speaker(""), parties));
    EXPECT_FALSE(is_known_for_whom(speaker("Aisha Low"), parties));
    EXPECT_TRUE(is_known_for_whom(speaker(""), {parties[0]}));
}

TEST(Names, AreAsGoodAsTheRoleOfWhoeverHasThem) {
    const std::vector<Party> parties{complainant("Ms", "Asha", "Lowe"), speaker("Asha Lowe")};
    for (const char* by : {"complainant", "Complainant", "Asha Lowe"}) {
        EXPECT_TRUE(is_said_by(said_by(by), Role::complainant, parties)) << by;
        EXPECT_FALSE(is_said_by(said_by(by), Role::advocate, parties)) << by;
        EXPECT_TRUE(is_said_by_their_side(said_by(by), parties)) << by;
    }
    EXPECT_TRUE(is_said_by_their_side(said_by("rhys wyn"), parties));
    for (const char* by : {"", "team_manager", "Hana Novák"})
        EXPECT_FALSE(is_said_by_their_side(said_by(by), parties)) << by;
    EXPECT_FALSE(is_said_by_their_side(said({}), parties));
}

TEST(ComplainantOf, IsWhomTheEventNamesOrCountsOrTheOnlyOne) {
    std::vector<Party> parties{complainant("Ms", "Asha", "Lowe"),
                               complainant("Mr", "Ben", "Stone")};
    EXPECT_EQ(complainant_of(said_by("Ben Stone"), parties), &parties[1]);
    EXPECT_EQ(
        complainant_of(said({{"role", std::string("complainant")}, {"which", std::string("2")}}),
                       parties),
        &parties[1]);
    for (const char* by : {"complainant", "Ben Stoan", "director"})
        EXPECT_EQ(complainant_of(said_by(by), parties), nullptr) << by;
    EXPECT_EQ(complainant_of(said({}), parties), nullptr);
    parties[0].left = true;
    EXPECT_EQ(complainant_of(said_by("director"), parties), &parties[1]);
    EXPECT_EQ(complainant_of(said_by("Asha Lowe"), parties), &parties[0]);
}

}  // namespace postroom::cases
