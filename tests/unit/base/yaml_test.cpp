#include "base/yaml.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace postroom::yaml {

namespace {

using ::testing::HasSubstr;

Node sound(std::string_view text) {
    auto node = read(text);
    EXPECT_TRUE(node) << (node ? "" : to_text(node.error()));
    return node ? *node : Node();
}

Problem refused(std::string_view text) {
    const auto node = read(text);
    EXPECT_FALSE(node) << text;
    return node ? Problem{} : node.error();
}

TEST(Yaml, KnowsMapsListsAndWordsAndTheirLines) {
    const Node root = sound("# office\nsteps:\n  - id: one\n    to: [a, \"b c\"]\n  - two\n");
    const Node& steps = root.find("steps");
    ASSERT_EQ(steps.items().size(), 2U);
    EXPECT_EQ(steps.items()[0].find("id").text(), "one");
    EXPECT_EQ(steps.items()[0].find("to").items()[1].text(), "b c");
    EXPECT_EQ(steps.items()[1].line(), 5);
    EXPECT_EQ(root.entries().front().first.line(), 2);
    EXPECT_FALSE(root.find("absent").is_defined());
    EXPECT_FALSE(steps.has("id"));
}

TEST(Yaml, TellsNothingFromAnEmptyWord) {
    const Node root = sound("a:\nb: ~\nc: \"\"\nd: 'null'\n");
    EXPECT_TRUE(root.find("a").is_null());
    EXPECT_TRUE(root.find("b").is_null());
    EXPECT_TRUE(root.find("c").is_scalar());
    EXPECT_EQ(root.find("d").text(), "null");
    EXPECT_TRUE(sound("").is_null());
}

TEST(Yaml, RepeatsWhatAnAnchorNamesAndNotWithoutEnd) {
    const Node root = sound("days: &days 15\nlimit: {days: *days}\n");
    EXPECT_EQ(root.find("limit").find("days").text(), "15");
    EXPECT_EQ(sound("a: &a [1, {b: 2}]\nc: *a\n").find("c").items()[1].find("b").text(), "2");
    std::string doubled = "a0: &a0 [1, 1]\n";
    for (int i = 1; i < 40; ++i) {
        const std::string before = "*a" + std::to_string(i - 1);
        const std::string name = "a" + std::to_string(i);
        doubled.append(name).append(": &").append(name);
        doubled.append(" [").append(before).append(", ").append(before).append("]\n");
    }
    EXPECT_THAT(refused(doubled).what, HasSubstr("repeated too much"));
    EXPECT_FALSE(read("a: *nobody\n"));
}

TEST(Yaml, RefusesTagsInsteadOfPassingOverThem) {
    EXPECT_EQ(refused("a: 1\nb: !number 2\n").line, 2);
    EXPECT_FALSE(read("a: !!binary aGk=\n"));
    EXPECT_FALSE(read("a: !list [1]\n"));
    EXPECT_EQ(sound("a: \"!quoted\"\n").find("a").text(), "!quoted");
}

TEST(Yaml, NamesTheLineOfWhatCannotBeRead) {
    EXPECT_EQ(refused("a: 1\nb: [1, 2\n").line, 3);
    EXPECT_EQ(refused("a: 1\n---\nb: 2\n").line, 2);
    EXPECT_FALSE(read(std::string("a: \x01\n")));
    EXPECT_FALSE(read(std::string(100'000, '[')));
}

RC_GTEST_PROP(Yaml, AnyTextIsReadOrRefusedWithALine, (const std::string& text)) {
    const auto node = read(text);
    if (!node) RC_ASSERT(node.error().line >= 1);
}

RC_GTEST_PROP(Yaml, AQuotedWordComesBackAsItWas, ()) {
    const auto word = *rc::gen::container<std::string>(rc::gen::inRange(' ', '~'));
    std::string quoted;
    for (const char c : word) quoted += c == '\'' ? "''" : std::string(1, c);
    const auto node = read("key: '" + quoted + "'\n");
    RC_ASSERT(node);
    RC_ASSERT(node->find("key").text() == word);
}

}  // namespace

}  // namespace postroom::yaml
