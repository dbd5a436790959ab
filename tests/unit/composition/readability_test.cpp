#include "composition/readability.hpp"

#include <gtest/gtest.h>

namespace postroom::composition {

using document::Block;
using document::Document;

Document saying(const std::vector<std::string>& paragraphs) {
    Document document;
    for (const std::string& words : paragraphs)
        document.body.push_back(document::Paragraph{{document::Run{words}}});
    return document;
}

double grade(int words, int sentences, int syllables) {
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59;
}

TEST(Readability, OfHandCountedSentences) {
    // The cat sat on the mat. (6 words, 6 syllables)
    EXPECT_NEAR(readability(saying({"The cat sat on the mat."}), {}).grade, grade(6, 1, 6), 1e-9);
    // We will write to you by Mon-day 17 March 2025. (10 words: 17 and 2025 count as one each)
    EXPECT_NEAR(readability(saying({"We will write to you by Monday 17 March 2025."}), {}).grade,
                grade(10, 1, 11), 1e-9);
    // We are sor-ry. The ta-ble was want-ed. Peo-ple asked for pla-ces?
    EXPECT_NEAR(
        readability(saying({"We are sorry. The table was wanted. People asked for places?"}), {})
            .grade,
        grade(11, 3, 16), 1e-9);
}

TEST(Readability, FindsTheLongestSentence) {
    const Readability result =
        readability(saying({"Short one. This is the longest of them all! No.", "Two words"}), {});
    EXPECT_EQ(result.longest_sentence_words, 7);
    EXPECT_EQ(result.longest_sentence, "This is the longest of them all!");
}

TEST(Readability, AStopInsideANumberOrAddressEndsNothing) {
    EXPECT_EQ(readability(saying({"Write to team@council.example at 4.30 today."}), {})
                  .longest_sentence_words,
              6);
}

TEST(Readability, FixedNamesCountAsOneShortWordEach) {
    const std::string name = "Local Government and Social Care Ombudsman";
    const Readability result = readability(saying({"Ask the " + name + "."}), {name});
    EXPECT_EQ(result.longest_sentence_words, 3);
    EXPECT_EQ(result.longest_sentence, "Ask the " + name + ".");
    EXPECT_NEAR(result.grade, grade(3, 1, 3), 1e-9);
}

TEST(Readability, ListItemsCalloutsHeadingsAndCellsOfTablesAreSentences) {
    Document document;
    document.body = {
        document::Heading{1, {document::Run{"A very long heading indeed about the complaint"}}},
        document::Callout{{document::Run{"Ring us."}}},
        document::List{.ordered = false,
                       .start = 1,
                       .items = {{Block(document::Paragraph{{document::Run{"your name"}}})},
                                 {Block(document::Paragraph{{document::Run{"the date it was"}}})}}},
        document::Table{{{document::Run{"A head of many words in a cell"}}}, {}},
    };
    const Readability result = readability(document, {});
    EXPECT_EQ(result.longest_sentence, "A very long heading indeed about the complaint");
    EXPECT_NEAR(result.grade, grade(24, 5, 30), 1e-9);
}

TEST(Readability, OfNothingIsNothing) {
    const Readability result = readability(Document{}, {});
    EXPECT_EQ(result.grade, 0);
    EXPECT_EQ(result.longest_sentence_words, 0);
}

}  // namespace postroom::composition
