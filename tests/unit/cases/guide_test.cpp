// The examples of docs/case-files.md are files that can be imported.
#include <gtest/gtest.h>

#include "makers.hpp"

namespace postroom::cases {
namespace {

/// The `number`th block of that language in the guide, counted from 0.
std::string block(const std::string& language, int number) {
    const std::string guide = text_of_file("docs/case-files.md");
    const std::string opening = "```" + language + "\n";
    std::size_t at = guide.find(opening);
    while (number-- > 0 && at != std::string::npos) at = guide.find(opening, at + 1);
    if (at == std::string::npos) throw std::invalid_argument("no such example in the guide");
    at += opening.size();
    return guide.substr(at, guide.find("```", at) - at);
}

TEST(GuideForExporters, ItsJsonExampleIsACase) {
    const CaseFile file = only_case(block("json", 0));
    EXPECT_EQ(file.reference.text, "CC-2025-0117");
    EXPECT_EQ(file.parties.size(), 3U);
    EXPECT_EQ(file.summary, "Contact visits were cancelled three times.\nNobody telephoned.");
    EXPECT_EQ(fold(file, day("2025-04-01")).latest("delay_confirmed")->on, day("2025-03-13"));
}

TEST(GuideForExporters, ItsCasesCsvIsACase) {
    const CaseFile file = only_case(block("csv", 0));
    EXPECT_EQ(file.reference.text, "CC-2025-0118");
    EXPECT_EQ(file.summary, "He was told \"soon\".\nNothing came.");
    EXPECT_EQ(file.parties.size(), 2U);
}

TEST(GuideForExporters, ItsEventsCsvAddsToThatCase) {
    const auto read = read_cases(block("csv", 1), "events.csv", acceptance());
    ASSERT_TRUE(read) << to_text(read.error());
    ASSERT_EQ(read->events.size(), 1U);
    EXPECT_EQ(read->events[0].reference.text, "CC-2025-0118");
    EXPECT_EQ(read->events[0].events.size(), 2U);
}

TEST(GuideForExporters, ItsChangeOfAPartyIsTaken) {
    EXPECT_EQ(troubles(json_with_event(
                  R"({"name": "party_changed", "on": "2025-04-01",
                      "party": {"role": "team_manager", "name": "…"}})")),
              "");
}

}  // namespace
}  // namespace postroom::cases
