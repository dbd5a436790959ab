#include "rendering/braille.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <liblouis/liblouis.h>

#include "base/unicode.hpp"

namespace postroom::rendering {
namespace {

using document::Callout;
using document::Document;
using document::Heading;
using document::List;
using document::Paragraph;
using document::Table;
using ::testing::HasSubstr;

document::Runs said(std::string text) {
    return {{std::move(text)}};
}

Document letter() {
    Document made;
    made.reference = "CC-2025-0042";
    made.date = "17 March 2025";
    made.salutation = "Dear Ms O’Neill";
    made.body = {
        Heading{1, said("We have your complaint")},
        Paragraph{said("You will have our answer by Monday 17 March 2025, at 4pm.")},
        Callout{said("Phone 0116 496 0000 or email help@council.example.")},
        Heading{2, said("What you can do")},
        List{false, 1, {{Paragraph{said("Ask for stage 2.")}}}},
        Table{{said("What"), said("By when")}, {{said("Our report"), said("Friday 6 June 2025")}}}};
    made.sign_off = "Yours sincerely";
    made.signatory = {"Sam Rivers", "Complaints team"};
    made.contact = {"A Council", "County Hall, LE18 3NE"};
    return made;
}

std::vector<std::string> split(const std::string& text, const std::string& at) {
    std::vector<std::string> parts;
    std::size_t from = 0;
    for (std::size_t to; (to = text.find(at, from)) != std::string::npos; from = to + at.size())
        parts.push_back(text.substr(from, to - from));
    if (from < text.size()) parts.push_back(text.substr(from));
    return parts;
}

/// What a person who reads braille reads: without page numbers, words put together again.
std::string read_back(const std::string& brf) {
    std::string words;
    for (const std::string& page : split(brf, "\f")) {
        std::vector<std::string> lines = split(page, "\r\n");
        lines.resize(braille_lines - 1);
        for (std::string line : lines) {
            line.erase(0, line.find_first_not_of(' ') == line.npos ? line.size()
                                                                   : line.find_first_not_of(' '));
            const bool goes_on = line.size() > 30 && line.back() == '"';
            if (goes_on) line.pop_back();
            words += goes_on ? line : line + " ";
        }
    }
    std::vector<widechar> cells(words.begin(), words.end());
    std::vector<widechar> text(words.size() * 8 + 64);
    int read = static_cast<int>(cells.size());
    int written = static_cast<int>(text.size());
    EXPECT_NE(lou_backTranslateString("en-us-brf.dis,en-ueb-g2.ctb", cells.data(), &read,
                                      text.data(), &written, nullptr, nullptr, 0),
              0);
    std::string back;
    for (int i = 0; i < written; ++i)
        if (text[std::size_t(i)] != ' ' || (!back.empty() && back.back() != ' '))
            append_code_point(back, text[std::size_t(i)]);
    return back;
}

std::string braille_of(const Document& document) {
    const auto brf = render_braille(document);
    EXPECT_TRUE(brf) << (brf ? "" : to_text(brf.error()));
    return brf.value_or("");
}

TEST(Braille, SaysTheSameWhenReadBack) {
    EXPECT_EQ(read_back(braille_of(letter())),
              "Our reference: CC-2025-0042 17 March 2025 Dear Ms O'Neill We have your complaint "
              "You will have our answer by Monday 17 March 2025, at 4pm. Phone 0116 496 0000 or "
              "email help@council.example. What you can do • Ask for stage 2. What: Our report By "
              "when: Friday 6 June 2025 Yours sincerely Sam Rivers Complaints team A Council "
              "County Hall, LE18 3NE ");
}

TEST(Braille, FitsThePageOfAnEmbosser) {
    Document document = letter();
    for (int i = 0; i < 60; ++i)
        document.body.emplace_back(Paragraph{said("Further words, so that pages are filled.")});
    const std::vector<std::string> pages = split(braille_of(document), "\f");
    ASSERT_GT(pages.size(), 2U);
    for (const std::string& page : pages) {
        const std::vector<std::string> lines = split(page, "\r\n");
        EXPECT_EQ(lines.size(), braille_lines);
        for (const std::string& line : lines) {
            EXPECT_LE(line.size(), braille_cells);
            for (const char c : line) EXPECT_TRUE(c >= ' ' && c <= '_') << int(c);
        }
    }
    EXPECT_THAT(split(pages[0], "\r\n").back(), ::testing::EndsWith(" #A"));
    EXPECT_THAT(split(pages[1], "\r\n").back(), ::testing::EndsWith(" #B"));
}

TEST(Braille, KeepsAHeadingWithItsText) {
    for (std::size_t before = 10; before < 24; ++before) {
        Document document;
        for (std::size_t i = 0; i < before; ++i)
            document.body.emplace_back(Paragraph{said("words")});
        document.body.emplace_back(Heading{2, said("heading")});
        document.body.emplace_back(Paragraph{said("more words")});
        for (const std::string& page : split(braille_of(document), "\f")) {
            std::vector<std::string> lines = split(page, "\r\n");
            lines.pop_back();
            while (!lines.empty() && lines.back().empty()) lines.pop_back();
            ASSERT_FALSE(lines.empty());
            EXPECT_THAT(lines.back(), ::testing::Not(HasSubstr("H1D"))) << before;
        }
    }
}

TEST(Braille, ContinuesAWordThatNoLineHolds) {
    Document document;
    document.body = {Paragraph{said("see www." + std::string(90, 'x') + ".example now")}};
    const std::string back = read_back(braille_of(document));
    EXPECT_THAT(back, HasSubstr("www." + std::string(90, 'x') + ".example now"));
}

TEST(Braille, NamesACharacterThatHasNoSign) {
    Document document = letter();
    document.salutation = "Dear Ms شاه";
    const auto brf = render_braille(document);
    ASSERT_FALSE(brf);
    EXPECT_THAT(brf.error().what, HasSubstr("U+0634"));
    EXPECT_THAT(to_text(brf.error()), ::testing::Not(HasSubstr("شاه")));
}

TEST(Braille, IsNotGuessedForWelsh) {
    Document document = letter();
    document.language = "cy";
    EXPECT_FALSE(render_braille(document));
    document = letter();
    document.repeated_in = {letter()};
    EXPECT_FALSE(render_braille(document));
}

TEST(Braille, IsTheSameBytesEachTime) {
    EXPECT_EQ(braille_of(letter()), braille_of(letter()));
}

}  // namespace
}  // namespace postroom::rendering
