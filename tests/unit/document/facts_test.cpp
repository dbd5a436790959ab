#include "document/facts.hpp"

#include <gtest/gtest.h>

namespace postroom::document {
namespace {

TEST(Facts, PartsOfADateStayTogether) {
    EXPECT_TRUE(keeps_together("17", "March"));
    EXPECT_TRUE(keeps_together("March", "2025"));
    EXPECT_TRUE(keeps_together("March", "2025."));
    EXPECT_TRUE(keeps_together("Monday", "17"));
    EXPECT_TRUE(keeps_together("Monday,", "17th"));
    EXPECT_TRUE(keeps_together("(17", "March,"));
}

TEST(Facts, PartsOfAWelshDateStayTogether) {
    EXPECT_TRUE(keeps_together("17", "Mawrth"));
    EXPECT_TRUE(keeps_together("Rhagfyr", "2025"));
    EXPECT_TRUE(keeps_together("Llun", "17"));
}

TEST(Facts, ANumberStaysWithWhatItCounts) {
    EXPECT_TRUE(keeps_together("10", "working"));
    EXPECT_TRUE(keeps_together("working", "days."));
    EXPECT_TRUE(keeps_together("Stage", "2"));
}

TEST(Facts, APostcodeAndATelephoneNumberStayWhole) {
    EXPECT_TRUE(keeps_together("LE15", "6QT"));
    EXPECT_TRUE(keeps_together("0116", "496"));
    EXPECT_TRUE(keeps_together("496", "0123."));
}

TEST(Facts, ATitleStaysWithItsName) {
    EXPECT_TRUE(keeps_together("Ms", "Patel"));
}

TEST(Facts, OrdinaryWordsMayPart) {
    EXPECT_FALSE(keeps_together("the", "letter"));
    EXPECT_FALSE(keeps_together("2025.", "March"));
    EXPECT_FALSE(keeps_together("17", "people"));
    EXPECT_FALSE(keeps_together("in", "2025"));
    EXPECT_FALSE(keeps_together("2025.", "2026"));
    EXPECT_FALSE(keeps_together("March", "on"));
    EXPECT_FALSE(keeps_together("", ""));
    EXPECT_FALSE(keeps_together("(", "x"));
}

TEST(Facts, AReferenceMayNotBreakInsideButAWebAddressMay) {
    EXPECT_FALSE(may_break_inside("CSC-2025-0143"));
    EXPECT_FALSE(may_break_inside("17/03/2025"));
    EXPECT_TRUE(may_break_inside("well-being"));
    EXPECT_TRUE(may_break_inside("https://www.council.example/a/2025/b"));
}

}  // namespace
}  // namespace postroom::document
