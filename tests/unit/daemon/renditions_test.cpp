#include "daemon/studio/renditions.hpp"

#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cases/vocabulary.hpp"

namespace postroom::daemon {
namespace {

using cases::Channel;

/// The rows of docs/writing-letters.md: format → what it gives by email and by post.
std::map<std::string, std::pair<std::string, std::string>> table_for_people() {
    std::ifstream file(POSTROOM_SOURCE_TREE "/docs/writing-letters.md");
    std::map<std::string, std::pair<std::string, std::string>> rows;
    bool in_table = false;
    for (std::string line; std::getline(file, line);) {
        if (line == "| format | by email | by post |") in_table = true;
        if (line.empty()) in_table = false;
        if (!in_table || !line.starts_with("| `")) continue;
        std::stringstream cells(line.substr(2));
        std::string format, email, post;
        std::getline(cells, format, '|');
        std::getline(cells, email, '|');
        std::getline(cells, post, '|');
        rows[format.substr(1, format.rfind('`') - 1)] = {email, post};
    }
    return rows;
}

TEST(Renditions, AreThoseThatThePageForPeopleLists) {
    const auto rows = table_for_people();
    EXPECT_EQ(rows.size() * 2, all_served().size());
    for (const Served& row : all_served()) {
        SCOPED_TRACE(std::string(row.format) + " by " + std::string(cases::name_of(row.channel)));
        ASSERT_TRUE(rows.contains(std::string(row.format)));
        const auto& [email, post] = rows.at(std::string(row.format));
        const std::string& said = row.channel == Channel::email ? email : post;
        EXPECT_EQ(said == " a person ", row.by_person) << said;
    }
}

TEST(Renditions, ServeEveryFormatOnBothChannelsAndNothingElse) {
    for (const Served& row : all_served()) {
        EXPECT_TRUE(cases::is_format(row.format)) << row.format;
        EXPECT_EQ(served(row.format, row.channel), &row);
        // On paper something lies in the tray, or a person is asked.
        if (row.channel == Channel::letter) {
            EXPECT_NE(row.shape.has_value(), row.by_person);
        }
    }
    for (const char* format : {"standard", "large_print", "giant_print", "plain_html", "plain_text",
                               "braille", "audio", "easy_read", "bsl"})
        for (const Channel channel : {Channel::letter, Channel::email})
            EXPECT_NE(served(format, channel), nullptr) << format;
    EXPECT_EQ(served("smoke_signals", Channel::letter), nullptr);
}

TEST(Renditions, NeverAnswerAnotherNeedWithStandardPrint) {
    for (const Served& row : all_served())
        EXPECT_EQ(row.shape == Shape::standard_print,
                  row.format == "standard" && row.channel == Channel::letter)
            << row.format;
}

}  // namespace
}  // namespace postroom::daemon
