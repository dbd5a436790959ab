#include "daemon/studio/procedures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postroom::daemon {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string procedure_of(const std::string& id, const std::string& letter_line) {
    return "id: " + id +
           "\ntitle: Test\nclocks:\n  one:\n    title: One\n    starts: received\n    stops: "
           "[closed]\n    target: {days: 10}\nsteps:\n  - id: a\n    title: A\n    source: p\n    "
           "when: {event: received}\n    " +
           letter_line + "\n    to: complainant\n";
}

const std::string sound = "letter: x";
const std::string unsound = "leter: x";

std::vector<std::string> heads_of(const Procedures& procedures) {
    std::vector<std::string> ids;
    procedures.for_each_head([&](const procedure::Head& head) { ids.push_back(head.id); });
    return ids;
}

TEST(ProceduresKept, AreReadWhenAskedFor) {
    Procedures procedures;
    EXPECT_THAT(procedures.add(procedure_of("b", unsound), "b.yaml"), IsEmpty());
    EXPECT_THAT(procedures.add(procedure_of("a", sound), "a.yaml"), IsEmpty());
    EXPECT_THAT(heads_of(procedures), ElementsAre("a", "b"));
    ASSERT_NE(procedures.find("a"), nullptr);
    EXPECT_EQ(procedures.find("a")->steps.front().letter, "x");
    EXPECT_EQ(procedures.find("c"), nullptr);
}

TEST(ProceduresKept, TellEveryMistakeWhenAllAreRead) {
    Procedures procedures;
    procedures.add(procedure_of("a", unsound), "a.yaml");
    procedures.add(procedure_of("b", unsound), "b.yaml");
    procedures.add(procedure_of("c", sound), "c.yaml");
    const std::string told = to_text(procedures.read_all());
    EXPECT_THAT(told, HasSubstr("a.yaml:"));
    EXPECT_THAT(told, HasSubstr("b.yaml:"));
    EXPECT_THAT(told, testing::Not(HasSubstr("c.yaml")));
}

TEST(ProceduresKept, NeverGiveOneOutThatHoldsAMistake) {
    Procedures procedures;
    procedures.add(procedure_of("a", unsound), "a.yaml");
    for (int times = 0; times < 2; ++times) {
        try {
            procedures.find("a");
            FAIL() << "a procedure with a mistake was given out";
        } catch (const std::runtime_error& error) {
            EXPECT_THAT(error.what(), HasSubstr("a.yaml:"));
        }
    }
}

TEST(ProceduresKept, TellAtOnceWhatCannotBeReadAtAll) {
    Procedures procedures;
    EXPECT_THAT(to_text(procedures.add("id: [\n", "a.yaml")), HasSubstr("a.yaml:"));
    EXPECT_EQ(procedures.size(), 0U);
}

TEST(ProceduresKept, RefuseASecondOfOneId) {
    Procedures procedures;
    procedures.add(procedure_of("a", sound), "a.yaml");
    EXPECT_THAT(to_text(procedures.add(procedure_of("a", sound), "other.yaml")),
                HasSubstr("another procedure has the id a"));
    EXPECT_EQ(procedures.size(), 1U);
}

}  // namespace
}  // namespace postroom::daemon
