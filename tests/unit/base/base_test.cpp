#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/bytes.hpp"
#include "base/expected.hpp"
#include "base/short_digest.hpp"
#include "base/unicode.hpp"

namespace postroom {

TEST(ProblemText, NamesFileLineCaseFieldAndRemedy) {
    EXPECT_EQ(to_text(Problem{.what = "no reason is recorded",
                              .remedy = "record delay_confirmed with a reason",
                              .file = "letters/a.md",
                              .line = 12,
                              .case_reference = "CC-1",
                              .field = "reason"}),
              "letters/a.md:12: case CC-1, field reason: no reason is recorded; "
              "record delay_confirmed with a reason");
}

TEST(Digest, IsTheKnownSha256OfAbc) {
    EXPECT_EQ(to_hex(sha256("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(ShortDigest, IsTheKnownBlake2bOfAbc) {
    EXPECT_EQ(to_hex(short_digest("abc")), "cf4ab791c62b8d2b2109c90275287816");
}

TEST(Base64, RoundTripsAnyBytes) {
    EXPECT_TRUE(rc::check([](const std::string& bytes) {
        RC_ASSERT(from_base64(to_base64(bytes)) == bytes);
        RC_ASSERT(from_hex(to_hex(bytes)) == bytes);
    }));
}

TEST(Base64, RefusesFormsThatAreNotCanonical) {
    EXPECT_EQ(from_base64("QQ=="), "A");
    EXPECT_FALSE(from_base64("QQ"));
    EXPECT_FALSE(from_base64("QR=="));
    EXPECT_FALSE(from_base64("QQ==\n"));
    EXPECT_FALSE(from_hex("AB"));
}

TEST(Utf8, RefusesOverlongFormsAndSurrogates) {
    EXPECT_TRUE(is_utf8("Ŵyn Łukasz Ștefan 𝄞"));
    EXPECT_FALSE(is_utf8("\xC0\x80"));
    EXPECT_FALSE(is_utf8("\xED\xA0\x80"));
    EXPECT_FALSE(is_utf8("\xF5\x80\x80\x80"));
    EXPECT_FALSE(is_utf8("a\xE2\x82"));
}

TEST(Line, NamesTheControlCharacterItRefuses) {
    EXPECT_EQ(forbidden_in_a_line("O’Neill"), std::nullopt);
    EXPECT_EQ(forbidden_in_a_line("a\nb"), "U+000A");
    EXPECT_EQ(forbidden_in_prose("a\nb"), std::nullopt);
    EXPECT_EQ(forbidden_in_prose("a\xE2\x80\xAE"), "U+202E");
    EXPECT_EQ(forbidden_in_a_line("a\x7F"), "U+007F");
}

TEST(Line, NamesTheNoncharacterThatNoXmlMayHold) {
    EXPECT_EQ(forbidden_in_a_line("a\uFFFEb"), "U+FFFE");
    EXPECT_EQ(forbidden_in_prose("\uFDD0"), "U+FDD0");
    EXPECT_EQ(forbidden_in_prose("\U0010FFFF"), "U+10FFFF");
    EXPECT_EQ(forbidden_in_a_line("\uFFFD\uFDCF\uFDF0\U0001F600"), std::nullopt);
}

TEST(Blank, IsWhateverNobodyWouldSeeOnPaper) {
    EXPECT_TRUE(is_blank(""));
    EXPECT_TRUE(is_blank(" \t\n\u00A0\u00AD\u200B\u2060\u3000\uFEFF"));
    EXPECT_FALSE(is_blank("\u200B."));
    EXPECT_FALSE(is_blank("é"));
}

}  // namespace postroom
