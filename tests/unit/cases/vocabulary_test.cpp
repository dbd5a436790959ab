#include "cases/vocabulary.hpp"

#include <set>
#include <string>

#include <gtest/gtest.h>

#include "makers.hpp"

namespace postroom::cases {
namespace {

TEST(Vocabulary, NamesEveryRoleBothWays) {
    int count = 0;
    for (int i = 0; i <= static_cast<int>(Role::other_body); ++i, ++count)
        EXPECT_EQ(role_named(name_of(static_cast<Role>(i))), static_cast<Role>(i));
    EXPECT_EQ(count, 18);
    EXPECT_EQ(role_named("team_manager"), Role::team_manager);
    EXPECT_EQ(words_for(Role::head_of_service), "head of service");
    for (const char* wrong : {"", "manager", "Team_Manager", "team manager"})
        EXPECT_FALSE(role_named(wrong)) << wrong;
}

TEST(Vocabulary, KnowsWhoWorksForTheCouncil) {
    for (const Role role : {Role::team_manager, Role::service_manager, Role::head_of_service,
                            Role::complaints_officer, Role::complaints_manager, Role::director,
                            Role::adjudicating_officer, Role::legal})
        EXPECT_TRUE(is_council_officer(role)) << name_of(role);
    for (const Role role : {Role::complainant, Role::young_person, Role::advocate,
                            Role::representative, Role::independent_person, Role::panel_chair,
                            Role::panel_member, Role::ombudsman, Role::other_body})
        EXPECT_FALSE(is_council_officer(role)) << name_of(role);
}

TEST(Vocabulary, NamesChannelsKindsAndFormats) {
    EXPECT_EQ(channel_named("letter"), Channel::letter);
    EXPECT_EQ(channel_named("email"), Channel::email);
    EXPECT_FALSE(channel_named("fax"));
    EXPECT_EQ(name_of(Channel::email), "email");
    EXPECT_TRUE(is_kind("foster_carer"));
    EXPECT_FALSE(is_kind("aunt"));
    EXPECT_TRUE(is_format("giant_print"));
    EXPECT_TRUE(is_format("plain_text"));
    EXPECT_FALSE(is_format("Braille"));
}

TEST(Vocabulary, EventsAreNamedOnceAndTestTheirPrincipalDetail) {
    std::set<std::string_view> names;
    for (const EventWord& word : all_event_words())
        EXPECT_TRUE(names.insert(word.name).second) << word.name;
    EXPECT_EQ(event_word("eligibility_decided")->principal_detail, "outcome");
    EXPECT_EQ(event_word("concern_clarified")->principal_detail, "as");
    EXPECT_EQ(event_word("court_hold")->principal_detail, "scope");
    EXPECT_EQ(event_word("director_decided")->principal_detail, "agrees");
    EXPECT_EQ(event_word("stage1_responded")->principal_detail, "finding");
    EXPECT_EQ(event_word("withdrawn")->principal_detail, "how");
    EXPECT_EQ(event_word("advocate_awaited")->principal_detail, "agreed");
    EXPECT_EQ(event_word("extension_agreed")->principal_detail, "");
    EXPECT_EQ(event_word("recieved"), nullptr);
    for (const EventWord& word : all_event_words()) {
        if (word.principal_detail.empty()) continue;
        EXPECT_TRUE(detail_type(word.principal_detail)) << word.name;
    }
}

TEST(Vocabulary, WhatWeRecordOfALetterOrTheFoldMakesOfADeathIsOursAlone) {
    std::set<std::string_view> ours;
    for (const EventWord& word : all_event_words())
        if (event_is(word.name, EventIs::ours_alone)) ours.insert(word.name);
    EXPECT_EQ(ours, (std::set<std::string_view>{
                        "letter_sent", "letter_sent_again", "step_skipped", "step_baselined",
                        "letter_returned", "letter_missing", "letter_not_owed", "dates_told",
                        "stage1_answer_cancelled", "stage2_answer_cancelled",
                        "stage3_answer_cancelled", "complainant_died", "absence_lapsed",
                        "death_corrected", "leaving_corrected", "complainant_withdrew",
                        "complainant_settled", "said_after_leaving", "request_lapsed"}));
}

TEST(Vocabulary, WhatBindsOrEndsItForOneOrOnlyTheyCanSayIsAWordOfTheComplaint) {
    using enum EventIs;
    for (const EventWord& word : all_event_words()) {
        if (event_is(word.name, binding_for_one | end_for_one | word_of_theirs_only)) {
            EXPECT_TRUE(event_is(word.name, word_of_the_complaint)) << word.name;
        }
        if (event_is(word.name, binding_for_one | word_of_theirs_only)) {
            EXPECT_TRUE(event_is(word.name, sign_of_contact)) << word.name;
        }
        if (event_is(word.name, ours_alone | decision_of_the_council)) {
            EXPECT_FALSE(event_is(word.name, word_of_the_complaint)) << word.name;
        }
    }
    EXPECT_TRUE(event_is("deceased", about_one));
    EXPECT_FALSE(event_is("deceased", end_for_one)) << "nobody says it of themselves";
    EXPECT_FALSE(event_is("what_a_procedure_declares", word_of_the_complaint | sign_of_contact));
}

TEST(Vocabulary, TypesItsDetails) {
    EXPECT_EQ(detail_type("until"), DetailType::date);
    EXPECT_EQ(detail_type("on_track"), DetailType::boolean);
    EXPECT_EQ(detail_type("points"), DetailType::objects);
    EXPECT_EQ(detail_type("venue"), DetailType::text);
    EXPECT_EQ(detail_type("a"), std::nullopt);
    EXPECT_EQ(detail_type("zzz"), std::nullopt);
    EXPECT_EQ(allowed_values("stage2_adjudicated", "finding").size(), 4U);
    EXPECT_EQ(allowed_values("eligibility_decided", "outcome").size(), 7U);
    EXPECT_TRUE(allowed_values("meeting_held", "outcome").empty());
    EXPECT_TRUE(allowed_values("consent_received", "scope").empty());
}

TEST(Vocabulary, EveryEventIsToldOfInTheGuideForExporters) {
    const std::string guide = text_of_file("docs/case-files.md");
    for (const EventWord& word : all_event_words())
        EXPECT_NE(guide.find(word.name), std::string::npos) << word.name;
    for (int i = 0; i <= static_cast<int>(Role::other_body); ++i)
        EXPECT_NE(guide.find(name_of(static_cast<Role>(i))), std::string::npos);
}

}  // namespace
}  // namespace postroom::cases
