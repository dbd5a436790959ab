#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "timeline.hpp"

namespace postroom::procedure {

using namespace testing;
using ::testing::SizeIs;

namespace {

const std::string clocks = R"(clocks:
  one:
    title: One
    starts: received
    stops: [closed]
    target: {days: 10}
)";
const std::string steps = R"(steps:
- id: a
  title: A
  source: paragraph 1
  when: {event: received}
  letter: x
  to: complainant

# A remark inside.
- {id: b, title: B, source: paragraph 2, when: {event: received}, letter: y, to: complainant}
)";

void expect_same(const Head& head, const Head& whole) {
    EXPECT_EQ(head.id, whole.id);
    EXPECT_EQ(head.title, whole.title);
    EXPECT_EQ(head.calendar, whole.calendar);
    EXPECT_EQ(head.file, whole.file);
    EXPECT_EQ(head.wording, whole.wording);
    EXPECT_EQ(head.declared_events, whole.declared_events);
    EXPECT_TRUE(std::ranges::equal(head.office, whole.office,
                                   [](const OfficeEntry& one, const OfficeEntry& other) {
                                       return one.key == other.key && one.value == other.value;
                                   }));
}

}  // namespace

TEST(ReadHead, IsTheSameAsTheWholeProceduresForEveryCouncil) {
    for_every_council([](const Procedure& procedure) {
        const auto head =
            read_head(file_text("config/procedures/" + procedure.file), procedure.file);
        ASSERT_TRUE(head) << procedure.id;
        expect_same(*head, procedure);
    });
}

TEST(ReadHead, FindsWhatStandsBelowTheSteps) {
    const std::string text = "id: test\n" + clocks + steps +
                             "title: Test\nevents:\n  rung: {who: needed text}\nwording: luton\n";
    const auto whole = read_procedure(text, "test.yaml");
    ASSERT_TRUE(whole) << to_text(whole.error());
    EXPECT_THAT(whole->steps, SizeIs(2));
    const auto head = read_head(text, "test.yaml");
    ASSERT_TRUE(head);
    expect_same(*head, *whole);
    EXPECT_EQ(head->declared_events.count("rung"), 1U);
}

TEST(ReadHead, ReadsAFileWithTheLineEndsOfWindows) {
    std::string text = "id: test\ntitle: Test\n" + clocks + steps + "wording: luton\n";
    for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 2))
        text.insert(at, "\r");
    const auto head = read_head(text, "test.yaml");
    ASSERT_TRUE(head);
    EXPECT_EQ(head->wording, "luton");
}

TEST(ReadHead, IsNotToldWhereItNeedsWhatTheStepsName) {
    const std::string text = "id: test\ntitle: Test\n" + clocks +
                             "steps:\n- &name {id: a, title: A, source: s, when: {event: received},"
                             " letter: &luton luton, to: complainant}\nwording: *luton\n";
    const auto whole = read_procedure(text, "test.yaml");
    ASSERT_TRUE(whole) << to_text(whole.error());
    EXPECT_EQ(whole->wording, "luton");
    EXPECT_FALSE(read_head(text, "test.yaml"));
}

TEST(ReadHead, IsNotToldWhereATextOfAStepLooksLikeAKeyOfTheFile) {
    const std::string text =
        "id: test\ntitle: Test\n" + clocks +
        "steps:\n- id: a\n  title: A\n  source: \"paragraph 1\nwording: luton\"\n"
        "  when: {event: received}\n  letter: x\n  to: complainant\n";
    const auto whole = read_procedure(text, "test.yaml");
    ASSERT_TRUE(whole) << to_text(whole.error());
    EXPECT_EQ(whole->wording, "");
    EXPECT_FALSE(read_head(text, "test.yaml"));
}

}  // namespace postroom::procedure
