#include "daemon/premises/log.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <type_traits>

#include <gtest/gtest.h>

#include "cases/case.hpp"
#include "daemon/premises/files.hpp"

namespace postroom::daemon {

// What a case holds is text, and text does not compile into a log line.
static_assert(!std::is_constructible_v<LogValue, std::string>);
static_assert(!std::is_constructible_v<LogValue, std::string_view>);
static_assert(!std::is_constructible_v<LogValue, decltype(cases::Party::last_name)>);
static_assert(!std::is_constructible_v<LogValue, decltype(cases::Party::address)>);
static_assert(!std::is_constructible_v<LogValue, decltype(cases::CaseFile::summary)>);
static_assert(!std::is_constructible_v<LogValue, cases::Party>);
static_assert(!std::is_constructible_v<LogValue, cases::CaseEvent>);
static_assert(!std::is_constructible_v<LogWords, std::string>);
static_assert(std::is_constructible_v<LogValue, int>);
static_assert(std::is_constructible_v<LogValue, CaseReference>);
static_assert(std::is_constructible_v<LogValue, Problem>);

namespace {

class FixedClock final : public Clock {
  public:
    Instant now() const override { return Instant{1'520'242'200'000'000}; }
};

}  // namespace

TEST(ALog, IsOneJsonObjectALineWhateverTheWordsHold) {
    std::string folder = (std::filesystem::temp_directory_path() / "postroom-log-XXXXXX").string();
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    const FixedClock clock;
    {
        Log log(folder + "/log", clock);
        log.info("worked", {{"letters", 3}, {"case", CaseReference("C\n\"1")}});
        log.error("failed", {{"problem", Problem{.what = "a\r\nb", .file = "x.csv", .line = 7}}});
    }
    EXPECT_EQ(read_file(folder + "/log"),
              "{\"at\":\"2018-03-05T09:30:00Z\",\"level\":\"info\",\"what\":\"worked\","
              "\"letters\":\"3\",\"case\":\"C\\n\\\"1\"}\n"
              "{\"at\":\"2018-03-05T09:30:00Z\",\"level\":\"error\",\"what\":\"failed\","
              "\"problem\":\"x.csv:7: a\\r\\nb\"}\n");
    std::filesystem::remove_all(folder);
}

}  // namespace postroom::daemon
