#include "rendering/as_heard.hpp"

#include <gtest/gtest.h>

namespace postroom::rendering {
namespace {

TEST(AsHeard, DatesAreSaidInWords) {
    EXPECT_EQ(as_heard("by Monday 17 March 2025."),
              "by Monday the seventeenth of March twenty twenty-five.");
    EXPECT_EQ(as_heard("on 1 June 2009, or 30 May"),
              "on the first of June two thousand and nine, or the thirtieth of May");
    EXPECT_EQ(as_heard("22\u00A0December\u00A01999"),
              "the twenty-second of December nineteen ninety-nine");
    EXPECT_EQ(as_heard("2025-03-28"), "the twenty-eighth of March twenty twenty-five");
    EXPECT_EQ(as_heard("in 31 days, in May 2025"), "in 31 days, in May 2025");
}

TEST(AsHeard, ReferencesAreSpelt) {
    EXPECT_EQ(as_heard("(CC-2025-0042)"),
              "(C, C, dash, two zero two five, dash, zero zero four two)");
    EXPECT_EQ(as_heard("2025/ABC7"), "two zero two five, slash, A, B, C, seven");
}

TEST(AsHeard, TelephoneNumbersAreSaidDigitByDigitInTheirGroups) {
    EXPECT_EQ(as_heard("Phone 0116 496 0000 (free)"),
              "Phone zero one one six, four nine six, zero zero zero zero (free)");
    EXPECT_EQ(as_heard("+44 116 496 0000, 10 days"),
              "plus four four, one one six, four nine six, zero zero zero zero, 10 days");
}

TEST(AsHeard, AddressesOfEveryKindAreSaidSignBySign) {
    EXPECT_EQ(as_heard("sam.rivers@council.example."), "sam dot rivers at council dot example.");
    EXPECT_EQ(as_heard("https://www.ombudsman.example/help"),
              "w w w dot ombudsman dot example slash help");
    EXPECT_EQ(as_heard("Exampleton, EX1 1AA"), "Exampleton, E, X, one, one, A, A");
}

TEST(AsHeard, TimesAndPoundsAreSaidAsPeopleSayThem) {
    EXPECT_EQ(as_heard("9am to 5pm, or 9:30am"), "nine a.m. to five p.m., or nine thirty a.m.");
    EXPECT_EQ(as_heard("£5 or £1,250.50"), "5 pounds or 1250 pounds and 50 pence");
}

TEST(AsHeard, ASentenceThatEndsWithATimeEndsOnce) {
    EXPECT_EQ(as_heard("Come at 4pm. Or ring."), "Come at four p.m. Or ring.");
}

TEST(AsHeard, EverythingElseStaysAsItIs) {
    EXPECT_EQ(as_heard("Stage 2 takes 25 working days; O’Neill & Co, well-known."),
              "Stage 2 takes 25 working days; O’Neill & Co, well-known.");
    EXPECT_EQ(as_heard(""), "");
    EXPECT_EQ(as_heard("- @ . £ am 0 99am 32 March"), "- @ . £ am 0 99am 32 March");
}

}  // namespace
}  // namespace postroom::rendering
