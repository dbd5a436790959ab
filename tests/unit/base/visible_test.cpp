#include "base/visible.hpp"

#include <gtest/gtest.h>

using namespace postroom;

TEST(AVisibleLine, ShowsByNameWhatATerminalWouldObey) {
    EXPECT_EQ(visible_line("E\x1b[2JX"), "E<U+001B>[2JX");
    EXPECT_EQ(visible_line("A\nB\rC\tD"), "A<U+000A>B<U+000D>C<U+0009>D");
    EXPECT_EQ(visible_line("A\x7f\xc2\x9b"), "A<U+007F><U+009B>");
    EXPECT_EQ(visible_line("A\xe2\x80\xaeZ"), "A<U+202E>Z");
}

TEST(AVisibleLine, LeavesEveryScriptAsItIs) {
    EXPECT_EQ(visible_line("Llŷr Đorđević 李 أحمد"), "Llŷr Đorđević 李 أحمد");
    EXPECT_EQ(visible_line(""), "");
}

TEST(AVisibleLine, ShowsBytesThatAreNoTextAsQuestionMarks) {
    EXPECT_EQ(visible_line("A\x9b[2J\x1bZ"), "A?[2J<U+001B>Z");
}

TEST(VisibleLines, KeepLineFeedsAndTabsAndNothingElse) {
    EXPECT_EQ(visible_lines("one\n\ttwo\r\x1b"), "one\n\ttwo<U+000D><U+001B>");
}
