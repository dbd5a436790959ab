#include "calendar/batch.hpp"

#include <cstdio>
#include <ctime>

#include <gtest/gtest.h>

#include "makers.hpp"

namespace postroom::calendar {
namespace {

Expected<std::string> added(std::string_view lines, int first_line = 1) {
    return add_lines(lines, strict_calendar(), "-", first_line);
}

TEST(BatchAdd, AnswersEachLineWithOneDate) {
    EXPECT_EQ(added("2025-03-03 10\n2025-03-03 20\n2025-12-22 -10\n2025-08-23 0\n").value(),
              "2025-03-17\n2025-03-31\n2025-12-08\n2025-08-23\n");
}

TEST(BatchAdd, AcceptsCrlfTabsTrailingSpaceAndAMissingLastLineEnd) {
    EXPECT_EQ(added("2025-03-03\t10\r\n2025-03-03   20 \r\n2025-03-03 7").value(),
              "2025-03-17\n2025-03-31\n2025-03-12\n");
    EXPECT_EQ(added("").value(), "");
}

TEST(BatchAdd, FollowsTheCalendarsReceiptRule) {
    EXPECT_EQ(add_lines("2025-08-23 10\n", roll_calendar(), "-").value(), "2025-09-09\n");
}

TEST(BatchAdd, AnErrorNamesItsLineCountedAcrossChunks) {
    for (const char* bad :
         {"2025-02-30 1", "2025-03-03", "2025-03-03 ", "2025-03-03 x", "2025-03-0310",
          "2025-03-03 1.5", "2025-03-03 1 2", "2025-03-03 99999999999", "2025-03-03 --1", "",
          "2028-12-29 50", "2025-03-03 1x", "2025-03-03,10", "hello"}) {
        const auto result = added("2025-03-03 1\n" + std::string(bad) + "\n2025-03-03 1\n", 1000);
        ASSERT_FALSE(result) << bad;
        EXPECT_EQ(result.error().line, 1001) << bad;
        EXPECT_EQ(result.error().file, "-");
    }
}

TEST(BatchAdd, YearsNotLoadedAreNamed) {
    EXPECT_NE(to_text(added("2028-12-29 50\n").error()).find("2029"), std::string::npos);
}

TEST(BatchAdd, AnswersAMillionLinesInWellUnderASecondOfWork) {
    std::string lines;
    constexpr int count = 1'000'000;
    lines.reserve(count * 14);
    for (int i = 0; i < count; ++i)
        lines += day("2017-01-01").plus_days(i % 4000).iso() + " " + std::to_string(i % 66) + "\n";
    const std::clock_t before = std::clock();
    const std::string dates = added(lines).value();
    const double seconds = static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
    RecordProperty("lines_per_second", std::to_string(count / seconds));
    std::printf("%.1f million lines a second\n", count / seconds / 1e6);
    EXPECT_EQ(dates.size(), count * 11U);
    EXPECT_EQ(dates.substr(0, 11), "2017-01-01\n");
#if !defined(__SANITIZE_ADDRESS__)
    EXPECT_LT(seconds, 1.0);
#endif
}

}  // namespace
}  // namespace postroom::calendar
