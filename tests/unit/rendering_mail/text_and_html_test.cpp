#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "make_email.hpp"
#include "rendering/html.hpp"
#include "rendering/text.hpp"

namespace postroom::rendering {
namespace {

using namespace document;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Runs runs(const std::string& text) {
    return {Run{text}};
}
// gtest's own Test::Run hides the type inside a TEST.
Runs link(const std::string& text, const std::string& address) {
    return {Run{text, false, address}};
}
Paragraph paragraph(const std::string& text) {
    return Paragraph{runs(text)};
}

Document with_body(std::vector<Block> body) {
    Document document;
    document.body = std::move(body);
    return document;
}

Document a_letter() {
    Document letter = with_body(
        {Heading{1, runs("We have your complaint")},
         Callout{runs("Tell us if you need large print, audio, another language or a call.")},
         paragraph("Thank you for telling us."), Heading{2, runs("What happens next")},
         List{false, 1, {{paragraph("We read it.")}, {paragraph("We answer it.")}}},
         Table{{runs("What"), runs("By when")}, {{runs("Our answer"), runs("Monday 31 March")}}}});
    letter.subject = "Your complaint: our reference CC-2025-0143";
    letter.reference = "CC-2025-0143";
    letter.date = "17 March 2025";
    letter.salutation = "Dear Ms Patel";
    letter.sign_off = "Yours sincerely";
    letter.signatory = {"Sam Example", "Complaints officer"};
    letter.contact = {"Invented Council", "Phone 01632 960123"};
    letter.preheader = "About your complaint, our reference CC-2025-0143.";
    return letter;
}

std::string standard_shell() {
    std::ifstream file(POSTROOM_SOURCE_TREE "/templates/email/standard.html");
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

TEST(Text, IsTheWholeLetterInReadingOrder) {
    EXPECT_EQ(render_text(a_letter()),
              "Our reference: CC-2025-0143\n"
              "17 March 2025\n"
              "\n"
              "Dear Ms Patel\n"
              "\n"
              "We have your complaint\n"
              "======================\n"
              "\n"
              "Tell us if you need large print, audio, another language or a call.\n"
              "\n"
              "Thank you for telling us.\n"
              "\n"
              "What happens next\n"
              "-----------------\n"
              "\n"
              "• We read it.\n"
              "• We answer it.\n"
              "\n"
              "What: Our answer\n"
              "By when: Monday 31 March\n"
              "\n"
              "Yours sincerely\n"
              "\n"
              "Sam Example\n"
              "Complaints officer\n"
              "\n"
              "Invented Council\n"
              "Phone 01632 960123\n");
}

TEST(Text, WrapsAtSeventyTwoColumnsCountingCharactersNotBytes) {
    std::string words;
    for (int i = 0; i < 40; ++i) words += "ŵŵŵŵŵŵŵ ";
    // Nine words of 7 and their spaces take 71 columns; a tenth would take 79.
    EXPECT_THAT(render_text(with_body({paragraph(words)})),
                StartsWith("ŵŵŵŵŵŵŵ ŵŵŵŵŵŵŵ ŵŵŵŵŵŵŵ ŵŵŵŵŵŵŵ ŵŵŵŵŵŵŵ ŵŵŵŵŵŵŵ ŵŵŵŵŵŵŵ ŵŵŵŵŵŵŵ "
                           "ŵŵŵŵŵŵŵ\n"));
}

TEST(Text, KeepsALongAddressWhole) {
    const std::string address = "https://council.example/" + std::string(90, 'a');
    EXPECT_EQ(render_text(with_body({paragraph("See " + address + " for more.")})),
              "See\n" + address + "\nfor more.\n");
}

TEST(Text, NeverBreaksAtASpaceThatMustNotBreak) {
    const std::string text = std::string(68, 'x') + " 17\u00A0March";
    EXPECT_EQ(render_text(with_body({paragraph(text)})), std::string(68, 'x') + "\n17 March\n");
}

TEST(Text, KeepsTheLineBreaksOfTheWriter) {
    EXPECT_EQ(render_text(with_body({paragraph("1 Test Street\nTesttown")})),
              "1 Test Street\nTesttown\n");
}

TEST(Text, HangsTheLinesOfAListUnderTheirFirstWord) {
    const std::string word(40, 'x');
    EXPECT_EQ(render_text(with_body(
                  {List{true, 9, {{paragraph(word + " " + word)}, {paragraph("short")}}}})),
              "9. " + word + "\n   " + word + "\n10. short\n");
}

TEST(Text, SetsListsWithinListsFurtherIn) {
    const List inner{false, 1, {{paragraph("inner")}}};
    EXPECT_EQ(render_text(with_body({List{false, 1, {{paragraph("outer"), inner}}}})),
              "• outer\n\n  • inner\n");
}

TEST(Text, SaysWhereALinkLeadsOnce) {
    EXPECT_EQ(render_text(with_body({Paragraph{link("Ask us", "https://council.example/ask")}})),
              "Ask us: https://council.example/ask\n");
    EXPECT_EQ(render_text(with_body(
                  {Paragraph{link("help@council.example", "mailto:help@council.example")}})),
              "help@council.example\n");
}

TEST(Text, LeavesOutWhatTheDocumentDoesNotHave) {
    EXPECT_EQ(render_text(with_body({paragraph("Only this.")})), "Only this.\n");
}

TEST(Text, NamesTheReferenceInWelsh) {
    Document letter = a_letter();
    letter.language = "cy";
    EXPECT_THAT(render_text(letter), StartsWith("Ein cyfeirnod: CC-2025-0143\n"));
}

TEST(Text, OfAnyWordsKeepsThemAllAndNoLineTooLong) {
    EXPECT_TRUE(rc::check([](const std::vector<std::vector<char32_t>>& words) {
        std::string text;
        std::string expected;
        for (const auto& code_points : words) {
            std::string word = harmless(code_points).substr(0, 60);
            // Only letters of one byte: the width of others is not what this test is about.
            std::erase_if(word, [](char c) { return c <= ' ' || c > '~'; });
            if (word.empty()) continue;
            text += word + " ";
            expected += word;
        }
        const std::string rendered = render_text(with_body({paragraph(text)}));
        std::string joined;
        std::size_t column = 0;
        for (const char c : rendered) {
            column = c == '\n' ? 0 : column + 1;
            RC_ASSERT(column <= 72U);
            if (c != ' ' && c != '\n') joined += c;
        }
        RC_ASSERT(joined == expected);
    }));
}

TEST(Html, HoldsEveryPartInReadingOrder) {
    const std::string html = render_html_body(a_letter());
    std::size_t at = 0;
    for (const std::string part : {"CC-2025-0143",
                                   "17 March 2025",
                                   "Dear Ms Patel",
                                   "<h1",
                                   "We have your complaint",
                                   "Tell us if",
                                   "Thank you",
                                   "<h2",
                                   "What happens next",
                                   "<ul",
                                   "<li",
                                   "We read it.",
                                   "<table",
                                   "<thead>",
                                   "scope=\"col\"",
                                   "By when",
                                   "<tbody>",
                                   "Monday 31 March",
                                   "Yours sincerely",
                                   "Sam Example<br>Complaints officer",
                                   "Invented Council"}) {
        at = html.find(part, at);
        ASSERT_NE(at, std::string::npos) << part;
    }
}

TEST(Html, TakesMarkupInAValueForText) {
    const std::string hostile = "<script>alert(1)</script> & \"x\" 'y' {{{body}}} {{title}}";
    Document letter = with_body({paragraph(hostile), Heading{1, runs(hostile)}});
    letter.subject = hostile;
    letter.preheader = hostile;
    letter.salutation = hostile;
    letter.contact = {hostile};
    const std::string html = render_html(letter, standard_shell());
    EXPECT_THAT(html, Not(HasSubstr("<script")));
    EXPECT_THAT(html, HasSubstr("<title>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot; "
                                "&#39;y&#39; {{{body}}} {{title}}</title>"));
}

TEST(Html, OpensOnlyAddressesOfTheKnownKinds) {
    const std::string html =
        render_html_body(with_body({Paragraph{link("good", "https://council.example/?a=1&b=2")},
                                    Paragraph{link("bad", "javascript:alert(1)")}}));
    EXPECT_THAT(html, HasSubstr("href=\"https://council.example/?a=1&amp;b=2\""));
    EXPECT_THAT(html, Not(HasSubstr("javascript")));
    EXPECT_THAT(html, HasSubstr("bad"));
}

TEST(Html, OfAPageLeavesTheLookToItsStyleSheet) {
    const std::string page = render_page(a_letter(), "<title>{{title}}</title>{{{body}}}");
    EXPECT_THAT(page, Not(HasSubstr("style=")));
    EXPECT_THAT(page, HasSubstr("<h1>"));
}

TEST(HtmlAndText, SayALetterInBothItsLanguagesWelshFirst) {
    Document welsh = with_body({Heading{1, {{"Eich cwyn"}}}});
    welsh.language = "cy";
    welsh.repeated_in = {with_body({Heading{1, {{"Your complaint"}}}})};
    const std::string html = render_html_body(welsh);
    EXPECT_THAT(html, HasSubstr("<div lang=\"cy\">"));
    EXPECT_LT(html.find("Eich cwyn"), html.find("<div lang=\"en\">"));
    EXPECT_LT(html.find("<div lang=\"en\">"), html.find("Your complaint"));
    const std::string text = render_text(welsh);
    EXPECT_LT(text.find("Eich cwyn"), text.find("*****"));
    EXPECT_LT(text.find("*****"), text.find("Your complaint"));
}

TEST(Html, EveryElementWithTextSaysItsTwoColours) {
    const std::string html = render_html(a_letter(), standard_shell());
    for (const std::string tag : {"<p ", "<h1 ", "<h2 ", "<li ", "<td ", "<th ", "<body ", "<div "})
        for (std::size_t at = 0; (at = html.find(tag, at)) != std::string::npos; ++at) {
            const std::string element = html.substr(at, html.find('>', at) - at);
            EXPECT_THAT(element, HasSubstr("color:#14181c"));
            EXPECT_THAT(element, HasSubstr("background-color:#fdfdfc"));
        }
}

TEST(Html, OfTheStandardShellIsSmallAndSaysItsLanguageTitleAndPreheader) {
    Document letter = a_letter();
    letter.language = "cy";
    const std::string html = render_html(letter, standard_shell());
    EXPECT_LT(html.size(), 10'000U);
    EXPECT_THAT(html, StartsWith("<!DOCTYPE html>\n<html lang=\"cy\">"));
    EXPECT_THAT(html, HasSubstr("<title>Your complaint: our reference CC-2025-0143</title>"));
    EXPECT_THAT(html, HasSubstr(">About your complaint, our reference CC-2025-0143.</div>"));
    EXPECT_THAT(html, HasSubstr("role=\"presentation\""));
    EXPECT_THAT(html, Not(HasSubstr("{{")));
    EXPECT_THAT(html, EndsWith("</html>\n"));
}

TEST(Html, ALongLetterStaysUnderWhatMailProgramsClip) {
    std::vector<Block> body{Heading{1, runs("Our answer to your complaint")}};
    for (int i = 0; i < 60; ++i) body.emplace_back(paragraph(std::string(500, 'x')));
    EXPECT_LT(render_html(with_body(body), standard_shell()).size(), 60'000U);
}

TEST(Html, ShowsControlCharactersAsLost) {
    const std::string html = render_html_body(with_body({paragraph(std::string("a\0b\x1B", 4))}));
    EXPECT_THAT(html, HasSubstr("a\uFFFDb\uFFFD"));
}

TEST(Html, NumbersAListFromItsStart) {
    EXPECT_THAT(render_html_body(with_body({List{true, 3, {{paragraph("third")}}}})),
                HasSubstr("<ol start=\"3\""));
}

TEST(Html, LeavesNamesTheShellDoesNotKnowInSight) {
    EXPECT_EQ(render_html(with_body({}), "{{lang}} {{unknown}} {{{body}}}"), "en {{unknown}} ");
}

}  // namespace
}  // namespace postroom::rendering
