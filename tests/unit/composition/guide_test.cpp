#include <fstream>
#include <iterator>

#include "makers.hpp"

namespace postroom::composition {

TEST(WritingLettersGuide, ItsFirstExampleIsALetter) {
    std::ifstream stream(POSTROOM_SOURCE_TREE "/docs/writing-letters.md");
    const std::string guide{std::istreambuf_iterator<char>(stream), {}};
    const std::string fence = "```\n";
    const std::size_t begin = guide.find(fence) + fence.size();
    ASSERT_LT(begin, guide.size()) << "the guide has no example";
    const std::string example = guide.substr(begin, guide.find(fence, begin) - begin);
    EXPECT_EQ(refused(example, {{"_help", {"Ring {{team_phone}}.\n", "letters/_help.md"}}}),
              "accepted");
}

}  // namespace postroom::composition
