#include <gtest/gtest.h>

#include "makers.hpp"

namespace postroom::cases {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

std::string trouble(std::string_view name, std::string_view on, const Pairs& details) {
    const auto read = read_event(name, on, details, acceptance());
    return read ? "" : to_text(read.error());
}

TEST(ReadEvent, TakesKeysAndValuesAsTheCommandLineGivesThem) {
    const auto read =
        read_event("update_received", "2025-03-10",
                   {{"on_track", "no"}, {"expected", "2025-03-14"}, {"note", "a=b"}}, acceptance());
    ASSERT_TRUE(read) << to_text(read.error());
    EXPECT_EQ(read->name, "update_received");
    EXPECT_EQ(read->on, day("2025-03-10"));
    EXPECT_TRUE(read->id.empty());
    EXPECT_EQ(read->recorded_on, day("2025-03-05"));
    EXPECT_EQ(read->details, (Details{{"on_track", false},
                                      {"expected", std::string("2025-03-14")},
                                      {"note", std::string("a=b")}}));
}

TEST(ReadEvent, TakesPointsAsJson) {
    const auto read = read_event(
        "stage1_drafted", "2025-03-10",
        {{"points", R"([{"text":"a","finding":"not_upheld","actions":[{"text":"x"}]}])"}},
        acceptance());
    ASSERT_TRUE(read) << to_text(read.error());
    EXPECT_EQ(
        std::get<std::vector<DetailObject>>(read->details.at("points")),
        (std::vector<DetailObject>{{{"text", "a"}, {"finding", "not_upheld"}, {"actions", "x"}}}));
}

TEST(ReadEvent, RefusesAPanelAtTheWeekendOrBeforeItWasFixed) {
    EXPECT_NE(trouble("panel_fixed", "2025-03-10", {{"panel_on", "2025-03-16"}}).find("Sunday"),
              std::string::npos);
    EXPECT_NE(trouble("panel_fixed", "2025-03-10", {{"panel_on", "2025-03-07"}}).find("before"),
              std::string::npos);
    EXPECT_EQ(trouble("panel_fixed", "2025-03-10", {{"panel_on", "2025-03-17"}}), "");
}

TEST(ReadEvent, RefusesAnExtensionThatEndsBeforeItBegins) {
    const Pairs until_march_first{{"until", "2025-03-01"}, {"reason", "leave"}};
    EXPECT_NE(trouble("stage2_extended", "2025-03-10", until_march_first).find("before"),
              std::string::npos);
}

TEST(ReadEvent, ClearsAPartysFieldWithAnEmptyValue) {
    const auto read = read_event("party_changed", "2025-03-10",
                                 {{"role", "complainant"}, {"email", ""}}, acceptance());
    ASSERT_TRUE(read) << to_text(read.error());
    EXPECT_EQ(read->text("email"), "");
}

TEST(ReadEvent, TakesAnythingOnAProceduresOwnEvent) {
    EXPECT_EQ(trouble("pet_rehomed", "2025-03-10", {{"pet", "cat"}}), "");
    EXPECT_NE(trouble("pet_lost", "2025-03-10", {}), "");
}

TEST(ReadEvent, HoldsAProceduresOwnEventToTheDetailsItDeclares) {
    EXPECT_EQ(trouble("visit_offered", "2025-03-10",
                      {{"visit_on", "2025-03-12"}, {"where", "home"}, {"note", "by phone"}}),
              "");
    EXPECT_NE(trouble("visit_offered", "2025-03-10", {{"visit_on", "soon"}}), "");
    EXPECT_NE(trouble("visit_offered", "2025-03-10", {{"where", "park"}}), "");
    EXPECT_NE(trouble("visit_offered", "2025-03-10", {{"colour", "blue"}}), "");
}

TEST(ReadEvent, RefusesAProceduresOwnEventWithoutWhatItNeeds) {
    EXPECT_EQ(trouble("doubt_settled", "2025-03-10", {{"who", "Rhys Poole"}}), "");
    EXPECT_NE(trouble("doubt_settled", "2025-03-10", {{"note", "settled"}}), "");
    EXPECT_NE(trouble("doubt_settled", "2025-03-10", {{"who", ""}}), "");
}

TEST(ReadEvent, TakesTheNumberOfAComplainantWhoseComplaintAloneEnds) {
    for (const char* ending : {"deceased", "withdrawn", "resolved", "informally_resolved"}) {
        EXPECT_EQ(trouble(ending, "2025-03-10", {{"role", "complainant"}, {"which", "2"}}), "")
            << ending;
        EXPECT_NE(trouble(ending, "2025-03-10", {{"role", "complainant"}, {"which", "two"}}), "")
            << ending;
        EXPECT_NE(trouble(ending, "2025-03-10", {{"role", "nobody"}}), "") << ending;
    }
}

TEST(ReadEvent, RefusesGroundsThatCameAfterTheComplaint) {
    EXPECT_EQ(trouble("received", "2025-03-10", {{"how", "phone"}, {"grounds_on", "2024-03-11"}}),
              "");
    EXPECT_NE(trouble("received", "2025-03-10", {{"grounds_on", "2025-03-11"}}), "");
}

TEST(ReadEvent, RefusesWhatAFileMayNotHold) {
    EXPECT_NE(trouble("letter_sent", "2025-03-10", {}), "");
    EXPECT_NE(trouble("resolved", "yesterday", {}), "");
    EXPECT_NE(trouble("resolved", "2025-03-10", {{"colour", "blue"}}), "");
    EXPECT_NE(trouble("resolved", "2025-03-10", {{"note", "a"}, {"note", "b"}}), "");
    EXPECT_NE(trouble("resolved", "2025-03-10", {{"note", "\xFF"}}), "");
    EXPECT_NE(trouble("res\xFFolved", "2025-03-10", {}), "");
    EXPECT_NE(trouble("stage1_drafted", "2025-03-10", {{"points", "[1]"}}), "");
    EXPECT_NE(trouble("stage1_drafted", "2025-03-10", {{"points", "[{"}}), "");
    EXPECT_NE(trouble("panel_reported", "2025-03-10",
                      {{"recommendations", R"([{"text": "Say sorry."}])"}}),
              "");
    EXPECT_NE(trouble("court_hold", "2025-03-10", {}), "");
    EXPECT_NE(trouble("court_hold", "2025-03-10", {{"scope", "half"}}), "");
    EXPECT_EQ(trouble("court_hold", "2025-03-10", {{"scope", "whole"}}), "");
}

TEST(ReadEvent, TakesAConcernAsOneToSortOutOrAsAComplaintAndAsNothingElse) {
    EXPECT_EQ(trouble("concern_clarified", "2025-03-10", {{"as", "local"}}), "");
    EXPECT_EQ(trouble("concern_clarified", "2025-03-10", {{"as", "complaint"}}), "");
    EXPECT_EQ(trouble("concern_clarified", "2025-03-10", {{"as", "concern"}}),
              "field concern_clarified.as: not a value that this event knows; use one of: local, "
              "complaint");
    EXPECT_NE(trouble("concern_clarified", "2025-03-10", {}), "");
}

TEST(ReadEvent, NamesTheFieldAndNotTheValue) {
    EXPECT_EQ(trouble("stage1_responded", "2025-03-10", {{"finding", "SECRET"}}),
              "field stage1_responded.finding: not a value that this event knows; use one of: "
              "upheld, partly_upheld, not_upheld, no_finding");
    EXPECT_EQ(trouble("resolved", "2025-03-10", {{"SECRET name of a child", "x"}}),
              "field (not a field name): not a detail that this event knows; see "
              "docs/case-files.md");
}

}  // namespace
}  // namespace postroom::cases
