#include <array>
#include <thread>

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include "makers.hpp"

namespace postroom::templating {

using testing::HasSubstr;

Value text(const std::string& value) {
    return value;
}

TEST(TemplateFill, PutsValuesInPlace) {
    EXPECT_EQ(filled("Dear {{name}}, case {{ reference }}.",
                     {{"name", text("Ms Patel")}, {"reference", text("CC-1")}}),
              "Dear Ms Patel, case CC-1.");
}

TEST(TemplateFill, KeepsValuesOutOfTheTextUntilTheEnd) {
    const auto result = parsed("Dear {{name}}").fill({{"name", text("*Ltd* {{x}} <b>")}});
    ASSERT_TRUE(result);
    EXPECT_EQ(result->text.find('*'), std::string::npos);
    EXPECT_EQ(result->text.find('<'), std::string::npos);
    EXPECT_EQ(result->joined(), "Dear *Ltd* {{x}} <b>");
}

TEST(TemplateFill, NamesFileLineAndFieldOfAMissingValue) {
    const auto result = parsed("Hello\n\n{{reason}}\n").fill({});
    ASSERT_FALSE(result);
    ASSERT_EQ(result.error().size(), 1U);
    EXPECT_EQ(result.error()[0].file, "letters/a.md");
    EXPECT_EQ(result.error()[0].line, 3);
    EXPECT_EQ(result.error()[0].field, "reason");
}

TEST(TemplateFill, RefusesBlankTextAndValuesOfAnotherKind) {
    EXPECT_THAT(filled("{{a}}", {{"a", text("")}}), HasSubstr("field a: the field is empty"));
    EXPECT_THAT(filled("{{a}}", {{"a", text(" \n\t")}}), HasSubstr("the field is empty"));
    EXPECT_THAT(filled("{{a}}", {{"a", true}}), HasSubstr("the field is not text"));
    EXPECT_THAT(filled("{{a}}", {{"a", Records{Record{}}}}), HasSubstr("the field is not text"));
    EXPECT_THAT(filled("{{a}}", {{"a", text("\xFF")}}), HasSubstr("not UTF-8"));
}

TEST(TemplateFill, NeverSaysTheValueInAProblem) {
    EXPECT_THAT(filled("{{a}} {{b}}", {{"a", text("Kowalski\xFF")}}),
                testing::Not(HasSubstr("Kowalski")));
}

TEST(TemplateFill, AsksNothingOfASectionThatIsLeftOut) {
    const std::string wording = "x{{#agreed}} by {{due_on}}{{/agreed}}";
    EXPECT_EQ(filled(wording, {}), "x");
    EXPECT_EQ(filled(wording, {{"agreed", false}}), "x");
    EXPECT_EQ(filled(wording, {{"agreed", text(" ")}}), "x");
    EXPECT_EQ(filled(wording, {{"agreed", Records{}}}), "x");
    EXPECT_THAT(filled(wording, {{"agreed", true}}), HasSubstr("field due_on"));
}

TEST(TemplateFill, ASectionGuardsItsOwnValue) {
    const std::string wording = "x{{#reason}}: {{reason}}{{/reason}}{{^reason}} none{{/reason}}";
    EXPECT_EQ(filled(wording, {{"reason", text("illness")}}), "x: illness");
    EXPECT_EQ(filled(wording, {}), "x none");
}

TEST(TemplateFill, AsksForAValueInsideAnInvertedSectionThatIsShown) {
    EXPECT_THAT(filled("{{^a}}{{b}}{{/a}}", {}), HasSubstr("field b"));
    EXPECT_EQ(filled("{{^a}}{{b}}{{/a}}y", {{"a", true}}), "y");
}

TEST(TemplateFill, LooksInTheItemFirstAndThenOutwards) {
    const Records points{{{"text", text("one")}, {"name", text("inner")}}, {{"text", text("two")}}};
    EXPECT_EQ(filled("{{#points}}\n{{text}} {{name}}\n{{/points}}\n",
                     {{"points", points}, {"name", text("outer")}}),
              "one inner\ntwo outer");
}

TEST(TemplateFill, AsksEachItemForItsOwnFields) {
    const Records points{{{"text", text("one")}}, {{"other", text("x")}}};
    EXPECT_THAT(filled("{{#points}}{{text}}{{/points}}", {{"points", points}}),
                HasSubstr("field text: the field has no value in number 2 of points"));
}

TEST(TemplateFill, NestsListsWithinLists) {
    const Records actions{{{"what", text("train")}}, {{"what", text("write")}}};
    const Records points{{{"text", text("one")}, {"actions", actions}}, {{"text", text("two")}}};
    EXPECT_EQ(filled("{{#points}}{{text}}({{#actions}}{{what}};{{/actions}}){{/points}}",
                     {{"points", points}}),
              "one(train;write;)two()");
}

TEST(TemplateFill, TakesOutLinesThatHoldOnlySectionTags) {
    EXPECT_EQ(filled("a\n{{#x}}\nb\n{{/x}}\nc\n", {{"x", true}}), "a\nb\nc");
    EXPECT_EQ(filled("a\r\n{{#x}}\r\nb\r\n{{/x}}\r\nc\r\n", {{"x", true}}), "a\nb\nc");
    EXPECT_EQ(filled("a\n{{#x}}\nb\n{{/x}}\nc\n", {}), "a\nc");
}

TEST(TemplateFill, TakesOutALineOfWhichNothingIsLeft) {
    EXPECT_EQ(filled("- a\n{{#x}}- b{{/x}}\n- c\n", {}), "- a\n- c");
    EXPECT_EQ(filled("a\n\nb\n", {}), "a\n\nb");
}

TEST(TemplateFill, SpacesLeftByAnAbsentSectionAreNotAHardBreak) {
    EXPECT_EQ(filled("a {{#x}}b{{/x}} {{#x}}c{{/x}}\nd", {}), "a\nd");
    EXPECT_EQ(filled("a  \nd", {}), "a  \nd");
}

TEST(TemplateFill, PutsInPartialsWithAndWithoutAFinalNewline) {
    for (const char* ending : {"", "\n"}) {
        const Template wording =
            parsed("a\n{{> _p}}\nb\n",
                   {{"_p", {"ring {{phone}}" + std::string(ending), "letters/_p.md"}}});
        EXPECT_EQ(filled(wording, {{"phone", text("0116")}}), "a\nring 0116\nb");
    }
}

TEST(TemplateFill, RemembersWhereEachLineOfWordingStands) {
    const Template wording = parsed(
        "# Title\n\n{{#x}}\nfirst\n{{/x}}\n{{> _p}}\nlast {{! a note\nover two lines }}\nend",
        {{"_p", {"\nfrom the partial\n", "letters/_p.md"}}});
    const auto result = wording.fill({{"x", true}});
    ASSERT_TRUE(result);
    const auto place = [&](const std::string& words) {
        const auto origin = result->origin_of(result->text.find(words));
        return std::string(origin.file) + ":" + std::to_string(origin.line);
    };
    EXPECT_EQ(place("# Title"), "letters/a.md:1");
    EXPECT_EQ(place("first"), "letters/a.md:4");
    EXPECT_EQ(place("from the partial"), "letters/_p.md:2");
    EXPECT_EQ(place("end"), "letters/a.md:9");
}

TEST(TemplateSample, ShowsEverythingOrOnlyOneSide) {
    const Template wording = parsed("{{a}}{{#b}} yes{{/b}}{{^b}} no{{/b}}");
    EXPECT_EQ(wording.sample(Template::Shown::everything).joined(), "a yes no");
    EXPECT_EQ(wording.sample(Template::Shown::sections).joined(), "a yes");
    EXPECT_EQ(wording.sample(Template::Shown::inverted).joined(), "a no");
}

TEST(TemplateFill, AnyValueComesOutAsItWentIn) {
    EXPECT_TRUE(rc::check([] {
        const Template wording = parsed("x {{a}} y{{#a}}\n{{a}}{{/a}}");
        const auto code_points = *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(
            rc::gen::oneOf(rc::gen::element<int>('{', '}', '#', '\n', 0xE000, 0xE001, 0xE002,
                                                 0xE010, 0xE019, 0xF8FF, 0x10FFFD),
                           rc::gen::inRange(1, 0xD800))));
        std::string value = "v";
        for (const int c : code_points) {
            if (c < 0x80) {
                value += static_cast<char>(c);
            } else if (c < 0x800) {
                value += static_cast<char>(0xC0 | (c >> 6));
                value += static_cast<char>(0x80 | (c & 63));
            } else if (c < 0x10000) {
                value += static_cast<char>(0xE0 | (c >> 12));
                value += static_cast<char>(0x80 | ((c >> 6) & 63));
                value += static_cast<char>(0x80 | (c & 63));
            } else {
                value += static_cast<char>(0xF0 | (c >> 18));
                value += static_cast<char>(0x80 | ((c >> 12) & 63));
                value += static_cast<char>(0x80 | ((c >> 6) & 63));
                value += static_cast<char>(0x80 | (c & 63));
            }
        }
        value += "v";
        RC_ASSERT(filled(wording, {{"a", value}}) == "x " + value + " y\n" + value);
    }));
}

TEST(TemplateFill, TwoThreadsFillOneTemplateAtOnce) {
    const Template wording = parsed("{{#points}}\n{{text}} of {{name}}\n{{/points}}\n");
    std::array<int, 2> wrong{};
    const auto work = [&](std::size_t which) {
        const std::string name = which == 0 ? "first" : "second";
        const Record values{{"name", name},
                            {"points", Records(3, Record{{"text", text("point")}})}};
        const std::string line = "point of " + name;
        const std::string three_lines = line + "\n" + line + "\n" + line;
        for (int i = 0; i < 3000; ++i) wrong[which] += filled(wording, values) != three_lines;
    };
    std::thread first(work, 0);
    std::thread second(work, 1);
    first.join();
    second.join();
    EXPECT_EQ(wrong[0] + wrong[1], 0);
}

}  // namespace postroom::templating
