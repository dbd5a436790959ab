#include <gmock/gmock.h>
#include <rapidcheck.h>

#include "makers.hpp"

namespace postroom::templating {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

TEST(TemplateParse, ListsEveryUseWithKindLineFileAndSections) {
    const Template wording = parsed(
        "Dear {{name}},\n{{#agreed}}\nby {{ due_on }}\n{{^late}}soon{{/late}}\n{{/agreed}}\n{{> "
        "_help}}\n",
        {{"_help", {"Ring {{team_phone}}.\n", "letters/_help.md"}}});
    const std::string file = "letters/a.md";
    EXPECT_THAT(wording.uses(),
                ElementsAre(Use{"name", Use::Kind::value, 1, file, {}},
                            Use{"agreed", Use::Kind::section, 2, file, {}},
                            Use{"due_on", Use::Kind::value, 3, file, {"agreed"}},
                            Use{"late", Use::Kind::inverted, 4, file, {"agreed"}},
                            Use{"team_phone", Use::Kind::value, 1, "letters/_help.md", {}}));
}

TEST(TemplateParse, CountsLinesFromWhereTheBodyBegins) {
    const auto wording = Template::parse("\n{{name}}", "letters/a.md", {}, 12);
    ASSERT_TRUE(wording);
    EXPECT_EQ(wording->uses().at(0).line, 13);
}

TEST(TemplateParse, RefusesSectionsThatDoNotMatch) {
    EXPECT_THAT(refused("a\n{{#agreed}}\nb"),
                StartsWith("letters/a.md:2: the section agreed is not closed"));
    EXPECT_THAT(refused("a\n{{/agreed}}"),
                StartsWith("letters/a.md:2: {{/agreed}} closes a section that is not open"));
    EXPECT_THAT(refused("{{#a}}\n{{#b}}\n{{/a}}\n{{/b}}"),
                StartsWith("letters/a.md:3: {{/a}} stands where the section b opened on line 2"));
}

TEST(TemplateParse, RefusesTagsThatMstchWouldSwallowOrCrashOn) {
    EXPECT_THAT(refused("{{ }}"), HasSubstr("a tag has no name"));
    EXPECT_THAT(refused("{{#}}{{/}}"), HasSubstr("a tag has no name"));
    EXPECT_THAT(refused("a\nb {{name"), StartsWith("letters/a.md:2: a tag opened with {{"));
    EXPECT_THAT(refused("{{na\nme}}"), HasSubstr("not closed on its line"));
    EXPECT_THAT(refused("x }} y"), HasSubstr("}} stands without its {{"));
    EXPECT_THAT(refused("{{case.name}}"), HasSubstr("letters, digits"));
    EXPECT_THAT(refused("{{first name}}"), HasSubstr("letters, digits"));
    EXPECT_THAT(refused("{{ #a }}{{/a}}"), HasSubstr("letters, digits"));
    EXPECT_THAT(refused("{{.}}"), HasSubstr("letters, digits"));
}

TEST(TemplateParse, RefusesRawValuesAndOtherDelimiters) {
    EXPECT_THAT(refused("{{{name}}}"), HasSubstr("{{{…}}} and {{&…}} are not allowed"));
    EXPECT_THAT(refused("{{&name}}"), HasSubstr("{{{…}}} and {{&…}} are not allowed"));
    EXPECT_THAT(refused("{{=<% %>=}}"), HasSubstr("delimiters"));
}

TEST(TemplateParse, RefusesPartialsThatAreUnknownOrIncludeThemselves) {
    EXPECT_THAT(refused("\n{{> _gone}}\n"),
                StartsWith("letters/a.md:2: there is no partial _gone"));
    EXPECT_THAT(refused("{{> _a}}", {{"_a", {"x\n{{> _b}}\n", "letters/_a.md"}},
                                     {"_b", {"{{> _a}}\n", "letters/_b.md"}}}),
                StartsWith("letters/_b.md:1: the partial _a includes itself"));
}

TEST(TemplateParse, RefusesAPartialThatSharesItsLine) {
    const Template::Partials partials = {{"_help", {"Ring us.\n", "letters/_help.md"}}};
    EXPECT_THAT(refused("Please {{> _help}}", partials), HasSubstr("shares its line"));
    EXPECT_EQ(refused("  {{> _help}}  \n", partials), "accepted");
}

TEST(TemplateParse, NamesThePartialsOwnFileForItsMistakes) {
    EXPECT_THAT(refused("{{> _help}}", {{"_help", {"\n\n{{#a}}\n", "letters/_help.md"}}}),
                StartsWith("letters/_help.md:3: the section a is not closed"));
}

TEST(TemplateParse, RefusesPrivateUseAndControlCharactersAndWrongEncoding) {
    EXPECT_THAT(refused("a \xEE\x80\x80 b"), HasSubstr("private-use"));
    EXPECT_THAT(refused("a \xF3\xB0\x80\x80 b"), HasSubstr("private-use"));
    EXPECT_THAT(refused(std::string("a \0 b", 5)), HasSubstr("control character"));
    EXPECT_THAT(refused("a \xC3 b"), HasSubstr("not UTF-8"));
}

TEST(TemplateParse, TellsAllMistakesAtOnce) {
    const auto result = Template::parse("{{{a}}}\n{{#b}}\n{{> _c}}\n", "letters/a.md", {});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().size(), 3U) << to_text(result.error());
}

TEST(TemplateParse, RefusesNestingAndPartialsWithoutEnd) {
    std::string deep;
    for (int i = 0; i < 100000; ++i) deep += "{{#a}}";
    EXPECT_THAT(refused(deep), HasSubstr("nested more than"));

    Template::Partials doubling;  // each names the next ten times: 10^9 fields
    for (int i = 0; i < 9; ++i) {
        std::string text;
        for (int k = 0; k < 10; ++k) text += "{{> _p" + std::to_string(i + 1) + "}}\n";
        doubling["_p" + std::to_string(i)] = {text, "p"};
    }
    doubling["_p9"] = {"{{name}}\n", "p"};
    EXPECT_THAT(refused("{{> _p0}}", doubling), HasSubstr("use more than"));
}

TEST(TemplateParse, NeverCrashesOnAnyMixOfTagPieces) {
    EXPECT_TRUE(rc::check([] {
        const auto pieces =
            *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                "{{", "}}", "{{{", "}}}", "#", "/", "^", ">", "!", "&", "=", " ", "\n", "a", "_p",
                "{{#a}}", "{{/a}}", "{{^a}}", "{{> _p}}", "{{a}}", "text"));
        std::string text;
        for (const std::string& piece : pieces) text += piece;
        const auto result = Template::parse(text, "f", {{"_p", {"{{a}} x\n", "p"}}});
        if (!result) return RC_ASSERT(!result.error().empty());
        RC_ASSERT(result->fill({{"a", std::string("A")}}).has_value() ||
                  text.find("{{^a}}") != std::string::npos);
    }));
}

}  // namespace postroom::templating
