#include <gmock/gmock.h>

#include "makers.hpp"

namespace postroom::composition {

using document::Block;
using document::Callout;
using document::Heading;
using document::List;
using document::Paragraph;
using document::Table;
using templating::Records;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

templating::Value text(const std::string& value) {
    return value;
}

document::Run run(const std::string& words, bool bold = false, const std::string& link = "") {
    return {words, bold, link};
}

Block paragraph(const std::string& words) {
    return Paragraph{{document::Run{words}}};
}

std::string refused_body(const std::string& body) {
    return refused(letter_text(body));
}

TEST(LetterMarkdown, ReadsHeadingsParagraphsAndBold) {
    EXPECT_THAT(composed(letter("# One\n\n## Two\n\n### Three\n\nPlain **bold** plain\n")).body,
                ElementsAre(Block(Heading{1, {run("One")}}), Block(Heading{2, {run("Two")}}),
                            Block(Heading{3, {run("Three")}}),
                            Block(Paragraph{{run("Plain "), run("bold", true), run(" plain")}})));
}

TEST(LetterMarkdown, ReadsListsWithinLists) {
    List inner{.ordered = false, .start = 1, .items = {{paragraph("inner")}}};
    List outer{.ordered = true, .start = 3, .items = {}};
    outer.items = {{paragraph("first"), Block(inner)}, {paragraph("second")}};
    EXPECT_THAT(blocks("3. first\n   - inner\n4. second\n"), ElementsAre(Block(outer)));
}

TEST(LetterMarkdown, ReadsTightAndLooseListsAlike) {
    EXPECT_EQ(blocks("- one\n- two\n"), blocks("- one\n\n- two\n"));
}

TEST(LetterMarkdown, ReadsTables) {
    EXPECT_THAT(blocks("| What | When |\n|---|---|\n| Answer | **Monday** |\n"),
                ElementsAre(Block(Table{{{run("What")}, {run("When")}},
                                        {{{run("Answer")}, {run("Monday", true)}}}})));
}

TEST(LetterMarkdown, ReadsLinksToFixedAddresses) {
    EXPECT_THAT(blocks("See [our page](https://council.example/a?b=1&amp;c=2).\n"),
                ElementsAre(Block(Paragraph{
                    {run("See "), run("our page", false, "https://council.example/a?b=1&c=2"),
                     run(".")}})));
    EXPECT_THAT(blocks("<mailto:team@council.example>\n"),
                ElementsAre(Block(Paragraph{
                    {run("mailto:team@council.example", false, "mailto:team@council.example")}})));
}

TEST(LetterMarkdown, ABlockQuoteIsACallout) {
    EXPECT_THAT(blocks("> Tell us\n> **now**.\n>\n> Or later.\n"),
                ElementsAre(Block(
                    Callout{{run("Tell us "), run("now", true), run(".\n"), run("Or later.")}})));
}

TEST(LetterMarkdown, HardBreaksBecomeNewlines) {
    EXPECT_THAT(blocks("one\\\ntwo  \nthree\nfour\n"),
                ElementsAre(paragraph("one\ntwo\nthree four")));
}

TEST(LetterMarkdown, DecodesTheCharactersItKnows) {
    EXPECT_THAT(blocks("&pound;5 &amp; 5&nbsp;days &#8211; &lt;b&gt;\n"),
                ElementsAre(paragraph("£5 & 5\u00A0days – <b>")));
    EXPECT_THAT(refused_body("# T\n\na &bogus; b\n"), StartsWith("letters/test.md:9: an entity"));
    EXPECT_THAT(refused_body("# T\n\na &#xE000; b\n"), HasSubstr("an entity"));
    EXPECT_THAT(refused_body("# T\n\na &#7; b\n"), HasSubstr("an entity"));
}

TEST(LetterMarkdown, RefusesWhatALetterMayNotHoldAndNamesTheLine) {
    const auto line_ten = [](const std::string& bad) {
        return refused_body("# T\n\nwords\n" + bad);  // the body begins on line 7
    };
    EXPECT_THAT(line_ten("*italic*\n"), StartsWith("letters/test.md:10: italics"));
    EXPECT_THAT(line_ten("a _b_\n"), StartsWith("letters/test.md:10: italics"));
    EXPECT_THAT(line_ten("`code`\n"), StartsWith("letters/test.md:10: code"));
    EXPECT_THAT(line_ten("```\ncode\n```\n"), StartsWith("letters/test.md:10: code"));
    EXPECT_THAT(line_ten("![alt](https://council.example/a.png)\n"),
                StartsWith("letters/test.md:10: images"));
    EXPECT_THAT(line_ten("<div>x</div>\n"), StartsWith("letters/test.md:10: HTML"));
    EXPECT_THAT(line_ten("a <b>x</b>\n"), StartsWith("letters/test.md:10: HTML"));
    EXPECT_THAT(line_ten("***\n"), StartsWith("letters/test.md:10: a rule"));
    EXPECT_THAT(line_ten("#### Deep\n"), StartsWith("letters/test.md:10: a heading is below"));
    EXPECT_THAT(line_ten("a **b\n"), StartsWith("letters/test.md:10: ** neither"));
    EXPECT_THAT(line_ten("[a](https://x y)\n"), StartsWith("letters/test.md:10: a link is not"));
    EXPECT_THAT(line_ten("[a](page.html)\n"), StartsWith("letters/test.md:10: a link's address"));
    EXPECT_THAT(line_ten("[a](javascript:alert)\n"),
                StartsWith("letters/test.md:10: a link's address"));
    EXPECT_THAT(line_ten("[a](https://council.example \"t\")\n"),
                StartsWith("letters/test.md:10: a link has a title"));
    EXPECT_THAT(line_ten("- > x\n"), StartsWith("letters/test.md:10: a callout"));
    EXPECT_THAT(line_ten("- # x\n"), StartsWith("letters/test.md:10: a heading stands"));
    EXPECT_THAT(line_ten("> - x\n"), StartsWith("letters/test.md:10: a list stands"));
}

TEST(LetterMarkdown, RefusesAFieldInALinksAddress) {
    EXPECT_THAT(refused(letter_text("# T\n\n[a](https://{{site}})\n", "site")),
                HasSubstr("a link's address uses a field"));
}

TEST(LetterMarkdown, RefusesAFieldThatMarkdownWouldLose) {
    EXPECT_THAT(refused(letter_text("# T\n\n| a |\n|---|\n| b | {{c}} |\n", "c")),
                StartsWith("letters/test.md:11: a field would be lost here"));
    EXPECT_THAT(refused(letter_text("# T\n\n[x]: {{c}}\n", "c")), HasSubstr("would be lost"));
}

TEST(LetterMarkdown, FindsMistakesInsideSectionsWhateverTheyHang) {
    EXPECT_THAT(refused(letter_text("# T\n\n{{#a}}\n{{^b}}\n*x*\n{{/b}}\n{{/a}}\n", "a, b")),
                StartsWith("letters/test.md:11: italics"));
}

TEST(LetterMarkdown, NamesThePartialThatHoldsTheMistake) {
    EXPECT_THAT(
        refused(letter_text("# T\n\n{{> _p}}\n"), {{"_p", {"ok\n\n*x*\n", "letters/_p.md"}}}),
        StartsWith("letters/_p.md:3: italics"));
}

TEST(LetterMarkdown, WantsALevelOneHeadingFirst) {
    EXPECT_THAT(refused_body("words\n"), HasSubstr("does not begin with its level-1 heading"));
    EXPECT_THAT(refused_body("## Two\n\nwords\n"), HasSubstr("level-1 heading"));
    EXPECT_THAT(refused_body(""), HasSubstr("level-1 heading"));
    EXPECT_THAT(refused(letter_text("{{#a}}\n# T\n{{/a}}\n\nwords\n", "a")),
                HasSubstr("level-1 heading"));
    EXPECT_EQ(refused(letter_text("{{#a}}\n# T\n{{/a}}\n{{^a}}\n# S\n{{/a}}\n\nwords\n", "a")),
              "accepted");
}

TEST(LetterMarkdown, LeavesOutWhatSectionsEmptied) {
    EXPECT_THAT(blocks("one\n\n{{#a}}two{{/a}}\n\n- {{#a}}x{{/a}}\n\nthree\n", "a"),
                ElementsAre(paragraph("one"), paragraph("three")));
    EXPECT_THAT(blocks("| a |\n|---|\n{{#l_points}}\n| {{text}} |\n{{/l_points}}\n", "l_points"),
                ElementsAre());
}

TEST(LetterMarkdown, FoldsSpacesThatSectionsLeft) {
    EXPECT_THAT(blocks("We {{#a}}did{{/a}} {{^a}}will{{/a}} write {{#a}}x{{/a}}\n", "a"),
                ElementsAre(paragraph("We will write")));
}

TEST(LetterMarkdown, ListSectionsMakeListItemsAndTableRows) {
    const Records points{{{"text", text("one")}}, {{"text", text("two")}}};
    EXPECT_EQ(
        blocks("{{#x_points}}\n1. {{text}}\n{{/x_points}}\n", "x_points", {{"x_points", points}}),
        blocks("1. one\n2. two\n"));
    EXPECT_EQ(blocks("| a |\n|---|\n{{#x_points}}\n| {{text}} |\n{{/x_points}}\n", "x_points",
                     {{"x_points", points}}),
              blocks("| a |\n|---|\n| one |\n| two |\n"));
}

TEST(LetterMarkdown, AValueAloneInItsParagraphMayHoldSeveral) {
    const templating::Record values{{"v", text("\none\ntwo\r\n \r\nthree\r\n\n")}};
    EXPECT_THAT(blocks("{{v}}\n", "v", values),
                ElementsAre(paragraph("one\ntwo"), paragraph("three")));
    EXPECT_THAT(blocks("So: {{v}}.\n", "v", values),
                ElementsAre(paragraph("So: one\ntwo\nthree.")));
}

TEST(LetterMarkdown, RefusesDeepNestingAndSurvivesPathologicalText) {
    EXPECT_THAT(refused_body("# T\n\n- a\n  - b\n    - c\n      - d\n        - e\n"),
                HasSubstr("nested more than four deep"));
    EXPECT_THAT(refused_body("# T\n\n" + std::string(100000, '>') + " x\n"),
                HasSubstr("a callout (>) stands inside"));
    std::string lists = "# T\n\n";
    for (int i = 0; i < 20000; ++i) lists += "- ";
    EXPECT_THAT(refused_body(lists + "x\n"), HasSubstr("nested more than four deep"));
    EXPECT_EQ(refused_body("# T\n\n" + std::string(100000, '[') + "\n"), "accepted");
    std::string stars = "# T\n\n";
    for (int i = 0; i < 50000; ++i) stars += "*a **b ";
    EXPECT_NE(refused_body(stars), "accepted");
}

}  // namespace postroom::composition
