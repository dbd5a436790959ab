#include "outbox/reader_in_words.hpp"

#include <gtest/gtest.h>

using postroom::outbox::reader_in_words;
using postroom::outbox::to_whom_in_words;

TEST(ReaderInWords, SaysTheirRoleAndTheirPlaceAmongSeveral) {
    EXPECT_EQ(reader_in_words("complainant"), "complainant");
    EXPECT_EQ(reader_in_words("complainant.2"), "second complainant");
    EXPECT_EQ(reader_in_words("panel_member.3"), "third panel member");
    EXPECT_EQ(reader_in_words("complainant.12"), "complainant 12");
}

TEST(ReaderInWords, SaysThatItIsACopy) {
    EXPECT_EQ(reader_in_words("copy.team_manager"), "copy to the team manager");
    EXPECT_EQ(reader_in_words("copy.advocate.2"), "copy to the second advocate");
}

TEST(ReaderInWords, FollowTheLetterThatTheyGetOrHaveACopyOf) {
    EXPECT_EQ(to_whom_in_words("complainant.2"), " to the second complainant");
    EXPECT_EQ(to_whom_in_words("copy.team_manager"), ", a copy to the team manager");
}

TEST(ReaderInWords, RepeatsWhatIsNoRole) {
    EXPECT_EQ(reader_in_words(""), "");
    EXPECT_EQ(reader_in_words("whoever"), "whoever");
}
