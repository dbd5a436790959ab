#include "daemon/premises/read_before.hpp"

#include <filesystem>

#include <gtest/gtest.h>
#include <stdlib.h>

namespace postroom::daemon {
namespace {

class ReadBeforeTest : public testing::Test {
  protected:
    ReadBeforeTest() {
        std::string pattern = testing::TempDir() + "postroom-read-XXXXXX";
        folder_ = ::mkdtemp(pattern.data());
    }
    ~ReadBeforeTest() override { std::filesystem::remove_all(folder_); }

    ReadBefore taken(const std::string& name, const std::string& text) const {
        ReadBefore before(folder_);
        before.take(name, text);
        return before;
    }

    std::string folder_;
};

TEST_F(ReadBeforeTest, HoldsForExactlyTheFilesThatWereNoted) {
    EXPECT_FALSE(taken("a.md", "one").holds());
    taken("a.md", "one").note();
    EXPECT_TRUE(taken("a.md", "one").holds());
    EXPECT_FALSE(taken("a.md", "two").holds());
    EXPECT_FALSE(taken("b.md", "one").holds());
    ReadBefore more = taken("a.md", "one");
    more.take("b.md", "");
    EXPECT_FALSE(more.holds());
}

TEST_F(ReadBeforeTest, RemembersTheLastNoteAlone) {
    taken("a.md", "one").note();
    taken("a.md", "two").note();
    EXPECT_FALSE(taken("a.md", "one").holds());
    EXPECT_TRUE(taken("a.md", "two").holds());
}

TEST_F(ReadBeforeTest, RemembersNothingWithoutADataDirectory) {
    ReadBefore nowhere("");
    nowhere.note();
    EXPECT_FALSE(nowhere.holds());
    const ReadBefore missing(folder_ + "/not-made-yet");
    missing.note();
    EXPECT_FALSE(missing.holds());
    EXPECT_FALSE(std::filesystem::exists(folder_ + "/not-made-yet"));
}

}  // namespace
}  // namespace postroom::daemon
