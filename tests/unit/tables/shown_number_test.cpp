// A letter says what the sheet shows, not what the cell keeps.
#include "tables/shown_number.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace postroom::tables {
namespace {

struct Shown {
    const char* raw;
    const char* format;
    const char* text;
};

TEST(ShownNumber, LooksAsItsFormatSays) {
    for (const Shown& shown : {
             Shown{"12", "General", "12"},
             Shown{"1234567890123", "", "1234567890123"},
             Shown{"0.1", "General", "0.1"},
             Shown{"0.30000000000000004", "General", "0.3"},
             Shown{"-3", "General", "-3"},
             Shown{"1234.5", "0", "1235"},
             Shown{"1234.5", "0.00", "1234.50"},
             Shown{"1.005", "0.00", "1.01"},
             Shown{"1234567.891", "#,##0.00", "1,234,567.89"},
             Shown{"999", "#,##0", "999"},
             Shown{"1234.5", "\"£\"#,##0.00", "£1,234.50"},
             Shown{"1234.5", "[$£-809]#,##0.00", "£1,234.50"},
             Shown{"-1234.5", "#,##0.00;(#,##0.00)", "(1,234.50)"},
             Shown{"-1234.5", "#,##0;[Red]-#,##0", "-1,235"},
             Shown{"-5", "0.00", "-5.00"},
             Shown{"-0.001", "0.00", "0.00"},
             Shown{"0.05", "0%", "5%"},
             Shown{"0.125", "0.0%", "12.5%"},
             Shown{"7", "000", "007"},
             Shown{"7", "00000", "00007"},
             Shown{"0.5", "0.###", "0.5"},
             Shown{"3", "0 \"days\"", "3 days"},
             Shown{"5E+2", "General", "500"},
         })
        EXPECT_EQ(shown_number(shown.raw, shown.format, false), shown.text)
            << shown.raw << " as " << shown.format;
}

TEST(ShownNumber, IsADayOrATimeWhereTheSheetShowsOne) {
    for (const Shown& shown : {
             Shown{"45733", "dd/mm/yyyy", "2025-03-17"},
             Shown{"45733", "d mmmm yyyy", "2025-03-17"},
             Shown{"45733", "[$-809]dd mmmm yyyy;@", "2025-03-17"},
             Shown{"45733", "mmm\\-yy", "2025-03-17"},
             Shown{"45733.604166666664", "dd/mm/yyyy hh:mm", "2025-03-17 14:30"},
             Shown{"45733", "dd/mm/yyyy hh:mm", "2025-03-17"},
             Shown{"0.604166666666667", "h:mm", "14:30"},
             Shown{"61", "yyyy-mm-dd", "1900-03-01"},
             Shown{"2958465", "yyyy-mm-dd", "9999-12-31"},
         })
        EXPECT_EQ(shown_number(shown.raw, shown.format, false), shown.text)
            << shown.raw << " as " << shown.format;
    EXPECT_EQ(shown_number("44271", "dd/mm/yyyy", true), "2025-03-17");
}

TEST(ShownNumber, IsNothingWhereTheFormatCannotBeFollowed) {
    for (const auto& [raw, format] :
         {std::pair{"1.5", "# ?/?"}, std::pair{"15000", "0.00E+00"}, std::pair{"15000", "#,##0,"},
          std::pair{"1.5", "[h]:mm"}, std::pair{"60", "dd/mm/yyyy"}, std::pair{"-1", "dd/mm/yyyy"},
          std::pair{"2958466", "dd/mm/yyyy"}, std::pair{"1e300", "General"}, std::pair{"x", "0"},
          std::pair{"nan", "0"}, std::pair{"inf", "General"}, std::pair{"", "General"},
          std::pair{"1 ", "0"}, std::pair{"5", "[>3]0;0.00"}})
        EXPECT_EQ(shown_number(raw, format, false), std::nullopt) << raw << " as " << format;
}

TEST(ShownNumber, HoldsAnyNumberAndAnyFormat) {
    rc::check("nothing breaks it", [](double value, const std::string& format) {
        shown_number(std::to_string(value), format, false);
        shown_number(std::to_string(value), "0.0" + format, true);
    });
}

}  // namespace
}  // namespace postroom::tables
