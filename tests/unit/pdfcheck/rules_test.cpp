#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "pdfcheck/check.hpp"
#include "sample_letter.hpp"
#include "workshop.hpp"

namespace postroom::pdfcheck {
namespace {

std::string said_by(const Expected<Report>& report) {
    if (!report) return report.error().what;
    std::string all;
    for (const Finding& finding : report->findings)
        all += std::string(finding.rule->id) + " " + finding.where + ": " + finding.what + "\n";
    return all;
}

std::vector<Breaking> everything_broken() {
    std::vector<Breaking> all;
    for (const auto& some :
         {broken_bytes(), broken_objects(), broken_metadata(), broken_structure(), broken_content(),
          broken_fonts(), broken_annotations()})
        all.insert(all.end(), some.begin(), some.end());
    return all;
}

TEST(PdfRules, EveryKindOfLetterKeepsThemAll) {
    document::Document foreign = rendering::short_letter();
    foreign.body.emplace_back(
        rendering::paragraph("السلام عليكم 31 مارس, ગુજરાતી ક્ષત્રિય, Łukasz x\u0302"));
    for (const document::Document& letter : {rendering::short_letter(), rendering::full_letter(),
                                             rendering::long_letter(80), foreign}) {
        const auto made = rendering::render_pdf(letter, rendering::standard_form(),
                                                *rendering::letter_fonts(), rendering::spring);
        ASSERT_TRUE(made) << to_text(made.error());
        const auto report = check(made->bytes, "letter.pdf");
        EXPECT_EQ(said_by(report), "");
        EXPECT_EQ(report->pages, made->pages);
        EXPECT_TRUE(report->not_judged.empty());
    }
}

TEST(PdfRules, TakingALetterApartAndTogetherBreaksNone) {
    EXPECT_EQ(said_by(check(Workshop(good_letter()).bytes(), "letter.pdf")), "");
}

TEST(PdfRules, EachIsBrokenByAFileMadeToBreakIt) {
    for (const Breaking& breaking : everything_broken()) {
        const auto report = check(breaking.spoil(good_letter()), "broken.pdf");
        ASSERT_TRUE(report) << breaking.rule << ": " << report.error().what;
        const bool found =
            std::any_of(report->findings.begin(), report->findings.end(),
                        [&](const Finding& finding) { return finding.rule->id == breaking.rule; });
        EXPECT_TRUE(found) << breaking.rule << " was not found, but:\n" << said_by(report);
        EXPECT_FALSE(report->passes());
    }
}

TEST(PdfRules, NoneIsWithoutSuchAFile) {
    std::set<std::string> broken;
    for (const Breaking& breaking : everything_broken()) broken.insert(breaking.rule);
    for (const Rule& rule : rules())
        EXPECT_TRUE(broken.contains(std::string(rule.id))) << rule.id << " " << rule.asks;
    EXPECT_EQ(broken.size(), rules().size());
}

TEST(PdfRules, AreSentencesAndStandOnce) {
    std::set<std::string_view> ids;
    for (const Rule& rule : rules()) {
        EXPECT_TRUE(ids.insert(rule.id).second) << rule.id;
        EXPECT_TRUE(rule.asks.ends_with('.')) << rule.id;
    }
}

TEST(PdfRules, AFindingSaysPageAndObjectAndNothingOfTheText) {
    const auto report = check(broken_content().at(2).spoil(good_letter()), "broken.pdf");
    ASSERT_EQ(report->findings.size(), 1U);
    EXPECT_TRUE(report->findings[0].where.starts_with("page 1, object "));
    EXPECT_EQ(report->findings[0].what,
              "1 pieces are drawn that are neither tagged nor an artifact");
}

TEST(PdfRules, AThousandBreachesOfOneRuleAreCountedNotListed) {
    Workshop workshop(good_letter());
    for (int i = 0; i < 1000; ++i) workshop.add_stream("<</Subtype/PS>>");
    const auto report = check(workshop.bytes(), "broken.pdf");
    EXPECT_EQ(report->findings.size(), 10U);
    EXPECT_EQ(report->left_out, 990U);
}

}  // namespace
}  // namespace postroom::pdfcheck
