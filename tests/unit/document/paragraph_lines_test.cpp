#include "document/paragraph_lines.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "typewriter.hpp"

namespace postroom::document {
namespace {

constexpr double size = 10;                                   // points
constexpr double character = size * typewriter_width / 1000;  // 6 points

std::vector<std::string> lines_of(const Runs& runs, int characters,
                                  std::string_view reference = {}) {
    Typewriter shaper;
    std::vector<std::string> texts;
    for (const Line& line :
         set_in_lines(runs, {characters * character, size, false, reference}, shaper).lines) {
        std::string text;
        for (const Piece& piece : line.pieces) text += text_of(*piece.word);
        texts.push_back(text);
    }
    return texts;
}

using Texts = std::vector<std::string>;

TEST(ParagraphLines, WordsFillALineAndALineThatGoesOnEndsWithASpace) {
    EXPECT_EQ(lines_of({{"one two three four"}}, 9), (Texts{"one two ", "three ", "four"}));
}

TEST(ParagraphLines, AWordThatJustFitsStays) {
    EXPECT_EQ(lines_of({{"one two"}}, 7), (Texts{"one two"}));
}

TEST(ParagraphLines, TheSpaceAtALinesEndIsNotPartOfItsWidth) {
    Typewriter shaper;
    const auto set = set_in_lines({{"one two"}}, {3 * character, size, false, {}}, shaper);
    EXPECT_DOUBLE_EQ(set.lines.at(0).width, 3 * character);
}

TEST(ParagraphLines, SpacesInARowCountAsOne) {
    EXPECT_EQ(lines_of({{"  one \t  two  "}}, 20), (Texts{"one two"}));
}

TEST(ParagraphLines, ALineBreakOfTheWriterIsKept) {
    EXPECT_EQ(lines_of({{"one\ntwo"}}, 20), (Texts{"one ", "two"}));
    EXPECT_EQ(lines_of({{"one\n\ntwo"}}, 20), (Texts{"one ", "two"}));
}

TEST(ParagraphLines, ALastLineOfOneShortWordTakesTheWordBeforeItAlong) {
    EXPECT_EQ(lines_of({{"We will tell you if so"}}, 19), (Texts{"We will tell you ", "if so"}));
    EXPECT_EQ(lines_of({{"It is due on 17 March 2025 so"}}, 26),
              (Texts{"It is due on ", "17 March 2025 so"}));
    EXPECT_EQ(lines_of({{"tell so\nus"}}, 5), (Texts{"tell ", "so ", "us"}));
}

TEST(ParagraphLines, ADateIsNeverSplit) {
    EXPECT_EQ(lines_of({{"received on 17 March 2025 by ourselves"}}, 18),
              (Texts{"received on ", "17 March 2025 by ", "ourselves"}));
}

TEST(ParagraphLines, ADateInBoldWithinASentenceIsNeverSplit) {
    EXPECT_EQ(lines_of({{"received on "}, {"Monday 17 March 2025", true}, {", by us"}}, 22),
              (Texts{"received on ", "Monday 17 March 2025, ", "by us"}));
}

TEST(ParagraphLines, NoBreakSpaceGlues) {
    EXPECT_EQ(lines_of({{"to Anjali\u00A0Patel now"}}, 13), (Texts{"to ", "Anjali Patel ", "now"}));
}

TEST(ParagraphLines, AReferenceWithSpacesIsNeverSplit) {
    EXPECT_EQ(lines_of({{"about CSC 12 A."}}, 11, "CSC 12 A"), (Texts{"about ", "CSC 12 A."}));
    EXPECT_EQ(lines_of({{"about CSC 12 Beta."}}, 11, "CSC 12 A"),
              (Texts{"about CSC ", "12 Beta."}));
}

TEST(ParagraphLines, AWordBreaksAtItsHyphenButAReferenceDoesNot) {
    EXPECT_EQ(lines_of({{"our well-being"}}, 10), (Texts{"our well-", "being"}));
    EXPECT_EQ(lines_of({{"our CSC-2025-1"}}, 11), (Texts{"our ", "CSC-2025-1"}));
}

TEST(ParagraphLines, ASoftHyphenShowsOnlyWhereALineEnds) {
    EXPECT_EQ(lines_of({{"inter\u00ADnational"}}, 20), (Texts{"international"}));
    EXPECT_EQ(lines_of({{"an inter\u00ADnational"}}, 10), (Texts{"an inter\u00AD", "national"}));
}

TEST(ParagraphLines, AWordWiderThanALineIsCutBetweenCharacters) {
    EXPECT_EQ(lines_of({{"to xxxxxxxxxxxxx"}}, 5), (Texts{"to ", "xxxxx", "xxxxx", "xxx"}));
    EXPECT_EQ(lines_of({{"ŵŵŵ"}}, 2), (Texts{"ŵŵ", "ŵ"}));
}

TEST(ParagraphLines, ALineNarrowerThanOneCharacterStillTakesOne) {
    EXPECT_EQ(lines_of({{"abc"}}, 0), (Texts{"a", "b", "c"}));
}

TEST(ParagraphLines, AFactWiderThanALineIsSplitAtItsSpaces) {
    EXPECT_EQ(lines_of({{"Monday 17 March 2025"}}, 9), (Texts{"Monday 17 ", "March ", "2025"}));
}

TEST(ParagraphLines, AVeryLongWordTakesTheLinesItNeeds) {
    const Texts lines = lines_of({{std::string(10'000, 'x')}}, 80);
    EXPECT_EQ(lines.size(), 125U);
}

TEST(ParagraphLines, RunsMeetWithoutASpaceWhereTheWriterPutNone) {
    EXPECT_EQ(lines_of({{"bold", true}, {"face"}}, 20), (Texts{"boldface"}));
    EXPECT_EQ(lines_of({{"a bold", true}, {"face"}}, 8), (Texts{"a ", "boldface"}));
}

TEST(ParagraphLines, AShortLastLineStaysShortWhereTheWordBeforeItHasNoRoomBesideIt) {
    EXPECT_EQ(lines_of({{"aa a aa aa"}}, 5), (Texts{"aa a ", "aa aa"}));
}

TEST(ParagraphLines, NothingMakesNoLine) {
    EXPECT_TRUE(lines_of({}, 10).empty());
    EXPECT_TRUE(lines_of({{"  "}}, 10).empty());
}

TEST(ParagraphLines, AMissingCharacterIsNamed) {
    Typewriter shaper;
    const auto set = set_in_lines({{"snow ☃man"}}, {100, size, false, {}}, shaper);
    EXPECT_EQ(set.missing, U'☃');
}

TEST(ParagraphLines, EveryWordIsSetInOrderAndNoLineIsTooWide) {
    EXPECT_TRUE(rc::check([] {
        const auto words = *rc::gen::container<std::vector<std::string>>(
            rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::inRange('a', 'z'))));
        const int characters = *rc::gen::inRange(1, 40);
        std::string text;
        for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
        std::string letters;
        for (std::string line : lines_of({{text}}, characters)) {
            if (line.ends_with(' ')) line.pop_back();
            RC_ASSERT(static_cast<int>(line.size()) <= characters);
            for (const char c : line) {
                if (c != ' ') letters += c;
            }
        }
        std::string wanted;
        for (const char c : text) {
            if (c != ' ') wanted += c;
        }
        RC_ASSERT(letters == wanted);
    }));
}

TEST(Extent, IsAtLeastTheWidestFactOrWord) {
    Typewriter shaper;
    const LineSetting setting{0, size, false, {}};
    EXPECT_DOUBLE_EQ(extent_of({{"by 17 March 2025 at last"}}, setting, shaper).least,
                     13 * character);
    EXPECT_DOUBLE_EQ(extent_of({}, setting, shaper).least, 0);
}

TEST(Extent, IsAtMostTheLongestLineThatTheWriterBroke) {
    Typewriter shaper;
    const LineSetting setting{0, size, false, {}};
    EXPECT_DOUBLE_EQ(extent_of({{"two\nby 17 March 2025 \nend"}}, setting, shaper).most,
                     16 * character);
    EXPECT_DOUBLE_EQ(extent_of({{"no"}, {"thing here", true}}, setting, shaper).most,
                     12 * character);
    EXPECT_DOUBLE_EQ(extent_of({}, setting, shaper).most, 0);
}

}  // namespace
}  // namespace postroom::document
