#include "archive/checkpoint.hpp"

#include <gtest/gtest.h>

#include "makers.hpp"

namespace postroom::archive {

namespace {

// The note that Go's golang.org/x/mod/sumdb/note documents and tests itself with.
const std::string neumann_verifier =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const std::string neumann_text =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
const std::string neumann_note =
    neumann_text +
    "\n\u2014 PeterNeumann "
    "x08go/ZJkuBS9UG/"
    "SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

VerifierKey council() {
    return parse_verifier(some_keys().verifier).value();
}

std::string signed_checkpoint() {
    return sign_note("council.example/archive\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                     council(), some_keys().signing_seed);
}

}  // namespace

TEST(SignedNote, OfGoogleIsOpenedWithItsPublishedKey) {
    const auto key = parse_verifier(neumann_verifier);
    ASSERT_TRUE(key);
    EXPECT_EQ(key->name, "PeterNeumann");
    const auto text = open_note(neumann_note, *key);
    ASSERT_TRUE(text) << to_text(text.error());
    EXPECT_EQ(*text, neumann_text);
}

TEST(SignedNote, WithAnyByteChangedIsRefused) {
    const auto key = parse_verifier(neumann_verifier).value();
    for (std::size_t at = 0; at < neumann_note.size(); ++at) {
        for (const int change : {1, 0x20, 0x80}) {
            std::string changed = neumann_note;
            changed[at] = static_cast<char>(changed[at] ^ change);
            EXPECT_FALSE(open_note(changed, key)) << at;
        }
    }
}

TEST(SignedNote, WithMoreOrLessAroundItIsRefused) {
    const auto key = parse_verifier(neumann_verifier).value();
    EXPECT_FALSE(open_note(neumann_note + "\n", key));
    EXPECT_FALSE(open_note("\n" + neumann_note, key));
    EXPECT_FALSE(open_note(
        neumann_note + neumann_note.substr(neumann_note.rfind('\n', neumann_note.size() - 2) + 1),
        key));
    EXPECT_FALSE(open_note(neumann_note.substr(0, neumann_note.size() - 1), key));
    EXPECT_FALSE(open_note(neumann_text, key));
    EXPECT_FALSE(open_note("", key));
    EXPECT_FALSE(open_note("\n\n", key));
}

TEST(SignedNote, OfAnotherKeySaysSo) {
    const auto note = open_note(neumann_note, council());
    ASSERT_FALSE(note);
    EXPECT_NE(note.error().what.find("another key"), std::string::npos);
}

TEST(VerifierLine, HasOneSpelling) {
    EXPECT_EQ(to_text(parse_verifier(neumann_verifier).value()), neumann_verifier);
    EXPECT_FALSE(parse_verifier(neumann_verifier + "\n"));
    EXPECT_FALSE(
        parse_verifier("PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
    EXPECT_FALSE(
        parse_verifier("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
    EXPECT_FALSE(parse_verifier("+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
    EXPECT_FALSE(parse_verifier("PeterNeumann"));
    EXPECT_FALSE(parse_verifier(""));
}

TEST(KeyName, IsPrintableWithoutSpaceAndPlus) {
    EXPECT_TRUE(is_key_name("council.example/archive"));
    EXPECT_FALSE(is_key_name(""));
    EXPECT_FALSE(is_key_name("a b"));
    EXPECT_FALSE(is_key_name("a+b"));
    EXPECT_FALSE(is_key_name("a\n"));
}

TEST(Checkpoint, IsReadFromItsNote) {
    const auto checkpoint = open_checkpoint(signed_checkpoint(), council());
    ASSERT_TRUE(checkpoint);
    EXPECT_EQ(checkpoint->size, 0);
    EXPECT_EQ(checkpoint->root, sha256(""));
    EXPECT_EQ(summary_of(*checkpoint),
              "council.example/archive 0 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    EXPECT_EQ(parse_summary(summary_of(*checkpoint)), *checkpoint);
}

TEST(Checkpoint, WhoseTextIsNotExactlyOneIsRefusedEvenWhenSigned) {
    const std::string root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
    const std::vector<std::string> texts = {
        "council.example/archive\n00\n" + root,
        "council.example/archive\n-1\n" + root,
        "council.example/archive\n+1\n" + root,
        "council.example/archive\n1 \n" + root,
        "council.example/archive\n99999999999999999999\n" + root,
        "council.example/archive\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n",
        "council.example/archive\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU\n",
        "council.example/archive\n0\n" + root + "more\n",
        "council.example/archive\n",
        "other.example/archive\n0\n" + root};
    for (const std::string& text : texts) {
        const auto note = sign_note(text, council(), some_keys().signing_seed);
        EXPECT_FALSE(open_checkpoint(note, council())) << text;
    }
}

}  // namespace postroom::archive
