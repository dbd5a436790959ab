#include "composition/postal_rules.hpp"

#include <gtest/gtest.h>

namespace postroom::composition {
namespace {

using Lines = std::vector<std::string>;

TEST(Postcode, HasOneOfTheShapesInAnAreaThatExists) {
    for (const char* code :
         {"M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "W1A 0AX", "EC1A 1BB", "le15 6qt", "LE156QT",
          " LE15  6QT ", "BF1 0AX", "GIR 0AA", "JE2 3AB", "BT1 5GS", "ZE1 0AA"})
        EXPECT_TRUE(is_postcode(code)) << code;
    for (const char* code :
         {"", "LE15", "6QT", "LE15 6Q", "LE15 QT6", "ZZ1 1AA", "XX9 9XX", "LE15 6CT", "LE15 6QO",
          "LE155 6QT", "L 6QT", "1LE 6QT", "D-10115", "75001", "LE15 6QTX", "QQ15 6QT", "Oakham"})
        EXPECT_FALSE(is_postcode(code)) << code;
}

TEST(Postcode, IsWrittenInCapitalsWithOneSpace) {
    EXPECT_EQ(written_postcode("le156qt"), "LE15 6QT");
    EXPECT_EQ(written_postcode(" m1  1ae"), "M1 1AE");
    EXPECT_EQ(written_postcode("D-10115"), "D-10115");
    EXPECT_EQ(written_postcode(written_postcode("le156qt")), "LE15 6QT");
}

TEST(AddressLine, LosesSpacesAndCommasAtItsEnds) {
    EXPECT_EQ(written_address_line("12 Orchard Row, , "), "12 Orchard Row");
    EXPECT_EQ(written_address_line("  Flat 2, The Mill"), "Flat 2, The Mill");
    EXPECT_EQ(written_address_line(" , "), "");
    EXPECT_EQ(written_address_line(",First"), ",First");
}

struct Judged {
    Lines lines;
    std::string because;  // part of the reason; empty: it may go
};

TEST(Address, IsJudgedAsGovUkNotifyJudgesIt) {
    const Judged table[] = {
        {{"Ms A Patel", "12 Orchard Row", "LE15 6QT"}, ""},
        {{"Ms A Patel", "Flat 4", "The Mill", "12 Orchard Row", "Langham", "Oakham", "LE15 6QT"},
         ""},
        {{"Ms A Patel", "LE15 6QT"}, "fewer than three"},
        {{}, "fewer than three"},
        {{"a", "1", "2", "3", "4", "5", "6", "LE15 6QT"}, "8 lines"},
        {{"Ms A Patel", "12 Orchard Row", "Oakham"}, "postcode"},
        {{"Ms A Patel", "12 Orchard Row", "LE15 6QT", "Oakham"}, "postcode"},
        {{"Ms A Patel", "12 Orchard Row", "ZZ15 6QT"}, "postcode"},
        {{"M. Dupont", "1 rue de l'Exemple", "75001 Paris", "France"}, "postcode"},
        {{"Cpl A Patel", "4 Example Lines", "BFPO 801"}, ""},
        {{"Cpl A Patel", "4 Example Lines", "BFPO c/o 57"}, ""},
        {{"Cpl A Patel", "4 Example Lines", "BFPO 801", "BF1 0AX"}, ""},
        {{"Cpl A Patel", "4 Example Lines", "BFPO 801", "Germany"}, "BFPO"},
        {{"Ms A Patel", "No fixed abode", "Oakham", "LE15 6QT"}, "no fixed abode"},
        {{"Ms A Patel", "N.F.A.", "Oakham", "LE15 6QT"}, "no fixed abode"},
        {{"Ms A Patel", "of no fixed address", "LE15 6QT"}, "no fixed abode"},
        {{"Ms A Patel", "Unfathomable House", "LE15 6QT"}, ""},
        {{"Ms A Patel", "@home", "LE15 6QT"}, "line 2"},
        {{"(no name)", "12 Orchard Row", "LE15 6QT"}, "line 1"},
        {{"Ms A Patel", "12 Orchard Row", "/flat", "LE15 6QT"}, "line 3"},
        {{"Ms A Patel", "<street>", "LE15 6QT"}, "line 2"},
        {{"Ms A Patel", "\"The Mill\"", "LE15 6QT"}, "line 2"},
        {{"Ms A Patel", "~ 12", "LE15 6QT"}, "line 2"},
        {{"Ms A Patel", "=1+1", "LE15 6QT"}, "line 2"},
        {{"Ms A Patel", "- -", "LE15 6QT"}, "line 2"},
        {{"...", "12 Orchard Row", "LE15 6QT"}, "line 1"},
        {{"સીમા પટેલ", "12 Orchard Row", "LE15 6QT"}, ""},
        {{"O’Neill", "’Tween Decks", "LE15 6QT"}, ""},
    };
    for (const Judged& judged : table) {
        const auto why = why_not_postable(judged.lines);
        const std::string all = [&] {
            std::string text;
            for (const std::string& line : judged.lines) text += line + " | ";
            return text;
        }();
        if (judged.because.empty()) {
            EXPECT_FALSE(why) << all << *why;
        } else {
            ASSERT_TRUE(why) << all;
            EXPECT_NE(why->find(judged.because), std::string::npos) << all << *why;
        }
    }
}

TEST(Address, ItsWordsAreNeverInTheReason) {
    const auto why = why_not_postable({"Ms Secretname", "@Secretstreet", "LE15 6QT"});
    EXPECT_EQ(why->find("Secret"), std::string::npos);
}

}  // namespace
}  // namespace postroom::composition
