#include <algorithm>

#include <gtest/gtest.h>

#include "makers.hpp"

namespace postroom::calendar {
namespace {

Expected<std::vector<Holiday>> parse(std::string_view json) {
    return parse_holidays(json, "holidays.json", "england-and-wales");
}

std::string trouble(std::string_view json) {
    const auto parsed = parse(json);
    return parsed ? "" : to_text(parsed.error());
}

TEST(Holidays, AreReadFromTheFormatOfGovUk) {
    const auto parsed = parse(R"({
 "scotland": {"division": "scotland", "events": [
   {"title": "2nd January", "date": "2025-01-02", "notes": "", "bunting": true}]},
 "england-and-wales": {"division": "england-and-wales", "events": [
   {"title": "Boxing Day", "date": "2025-12-26", "notes": "", "bunting": true},
   {"title": "New Year’s Day", "date": "2025-01-01", "notes": "", "bunting": true}]},
 "northern-ireland": {"division": "northern-ireland", "events": [
   {"title": "St Patrick’s Day", "date": "2025-03-17", "notes": "", "bunting": true}]}
})");
    ASSERT_TRUE(parsed) << to_text(parsed.error());
    EXPECT_EQ(*parsed, (std::vector<Holiday>{{day("2025-01-01"), "New Year’s Day"},
                                             {day("2025-12-26"), "Boxing Day"}}));
}

TEST(Holidays, OurOwnFileHoldsEveryYearThatCasesNeed) {
    const std::vector<Holiday> holidays = england_and_wales();
    EXPECT_EQ(holidays.front().day.year(), 2016);
    EXPECT_EQ(holidays.back().day.iso(), "2028-12-26");
    for (int year = 2016; year <= 2028; ++year) {
        const auto in_year =
            std::count_if(holidays.begin(), holidays.end(),
                          [year](const Holiday& holiday) { return holiday.day.year() == year; });
        EXPECT_EQ(in_year, year == 2022 ? 10 : year == 2023 ? 9 : 8) << year;
    }
}

TEST(Holidays, TroubleNamesFileAndLine) {
    EXPECT_EQ(trouble("{\n\"england-and-wales\": {\n\"events\": [\n{\"title\": \"x\",\n"
                      "\"date\": \"2025-02-30\"}]}}")
                  .substr(0, 16),
              "holidays.json:5:");
    EXPECT_EQ(trouble("{\n\"england-and-wales\": {\n\"events\": [\n{\"title\": \"x\"\n}]}}")
                  .substr(0, 16),
              "holidays.json:5:");
    EXPECT_EQ(trouble("{\n\n,}").substr(0, 16), "holidays.json:3:");
}

TEST(Holidays, RefuseWhatIsNotAHolidayFile) {
    for (const char* json :
         {"", "[]", "{}", "null", "{\"england-and-wales\": {}}",
          "{\"england-and-wales\": {\"events\": []}}", "{\"scotland\": {\"events\": []}}",
          "{\"england-and-wales\": {\"events\": [{\"title\": \"x\", \"date\": 5}]}}",
          "{\"england-and-wales\": {\"events\": [{\"title\": \"\", \"date\": \"2025-01-01\"}]}}",
          "{\"england-and-wales\": {\"events\": [{\"date\": \"2025-01-01\"}]}}",
          "{\"england-and-wales\": {\"events\": [{\"title\": \"x\", \"date\": \"1/1/2025\"}]}}",
          "{\"england-and-wales\": {\"events\": [{\"title\": \"x\", \"date\": \"2025-01-01\"}]}",
          ("{\"england-and-wales\": {\"events\": [{\"title\": \"\xFF\", \"date\": "
           "\"2025-01-01\"}]}}")})
        EXPECT_FALSE(parse(json)) << json;
}

TEST(Holidays, OfAnotherDivisionDoNotCount) {
    EXPECT_FALSE(
        parse("{\"scotland\": {\"events\": [{\"title\": \"x\", \"date\": "
              "\"2025-01-01\"}]}, \"england-and-wales\": {\"x\": [{\"title\": \"x\", "
              "\"date\": \"2025-01-01\"}]}}"));
}

TEST(Holidays, NestingWithoutEndIsRefusedNotACrash) {
    EXPECT_FALSE(parse(std::string(1'000'000, '[')));
}

}  // namespace
}  // namespace postroom::calendar
