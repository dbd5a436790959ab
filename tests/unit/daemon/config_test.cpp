#include "daemon/premises/config.hpp"

#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postroom::daemon {

using ::testing::HasSubstr;

std::string defaults() {
    std::ifstream file(POSTROOM_SOURCE_TREE "/config/postroom.yaml");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

ExpectedAll<Config> read(const std::string& own,
                         const std::map<std::string, std::string>& environment = {}) {
    return Config::read(defaults(), "config/postroom.yaml", own, "postroom.yaml", environment);
}

TEST(Configuration, TakesTheDefaultThenTheFileThenTheEnvironment) {
    EXPECT_EQ(read("")->number("sending.flood_floor"), 50);
    EXPECT_EQ(read("sending:\n  flood_floor: 70\n")->number("sending.flood_floor"), 70);
    EXPECT_EQ(read("sending:\n  flood_floor: 70\n", {{"POSTROOM_SENDING_FLOOD_FLOOR", "0"}})
                  ->number("sending.flood_floor"),
              0);
}

TEST(Configuration, NamesFileAndLineOfAnUnknownKey) {
    const auto config = read("smtp:\n  hots: relay\n");
    ASSERT_FALSE(config);
    EXPECT_THAT(to_text(config.error()), HasSubstr("postroom.yaml:2: unknown key smtp.hots"));
}

TEST(Configuration, RefusesValuesThatCannotBe) {
    EXPECT_FALSE(read("smtp:\n  tls: maybe\n"));
    EXPECT_FALSE(read("smtp:\n  port: 70000\n"));
    EXPECT_FALSE(read("calendar:\n  receipt: lenient\n"));
    EXPECT_FALSE(read("sending:\n  flood_floor: many\n"));
    for (const char* hours : {"8-20", "08:00-07:00", "08:00-24:00", "08:60-20:00", "-1:00-20:00"})
        EXPECT_FALSE(read("", {{"POSTROOM_SENDING_HOURS", hours}})) << hours;
    EXPECT_TRUE(read("", {{"POSTROOM_SENDING_HOURS", "08:00-23:59"}}));
    EXPECT_FALSE(read("", {{"POSTROOM_SENDING_EMAILS_PER_MINUTE", "-1"}}));
    EXPECT_FALSE(read("", {{"POSTROOM_SMTP_TLS", "maybe"}}));
    EXPECT_FALSE(
        read("", {{"POSTROOM_COUNCIL_EMAIL", "a@council.example\r\nBcc: b@mail.example"}}));
    EXPECT_FALSE(read("", {{"POSTROOM_COUNCIL_NAME", "\xFF"}}));
}

TEST(Configuration, RefusesAKeyGivenTwiceAndWhatIsNotYaml) {
    EXPECT_FALSE(read("smtp: [\n"));
    EXPECT_FALSE(read("smtp: relay\n"));
}

}  // namespace postroom::daemon
