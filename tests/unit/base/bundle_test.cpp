#include "base/bundle.hpp"

#include <cstdio>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace postroom {
namespace {

TEST(Bundle, GivesBackWhatWasPacked) {
    EXPECT_TRUE(rc::check([](const std::vector<std::string>& contents) {
        std::vector<BundledFile> files{{"first.txt", "1"}};
        for (const std::string& bytes : contents)
            files.push_back({"file-" + std::to_string(files.size()), bytes});
        RC_ASSERT(unpack_bundle(pack_bundle(files)).value() == files);
        std::vector<std::size_t> sizes;
        for (const BundledFile& file : files) sizes.push_back(file.bytes.size());
        RC_ASSERT(bundle_size(sizes) == pack_bundle(files).size());
    }));
}

TEST(Bundle, RefusesAnyByteChanged) {
    const Bytes good = pack_bundle({{"letter.brf", "braille"}, {"cover.pdf", "%PDF"}});
    const auto files = unpack_bundle(good).value();
    for (std::size_t i = 0; i < good.size(); ++i) {
        Bytes bad = good;
        bad[i] ^= 1;
        const auto read = unpack_bundle(bad);
        EXPECT_TRUE(!read || *read != files) << i;
    }
    for (std::size_t size = 0; size < good.size(); size += 100)
        EXPECT_FALSE(unpack_bundle(good.substr(0, size)));
    EXPECT_FALSE(unpack_bundle(good + Bytes(512, '\0')));
}

TEST(Bundle, IsATarArchiveThatOtherProgramsList) {
    const Bytes bytes = pack_bundle({{"letter.brf", "braille"}, {"cover.pdf", "%PDF"}});
    std::FILE* tar = ::popen("tar -tf - >/dev/null", "w");
    ASSERT_NE(tar, nullptr);
    EXPECT_EQ(std::fwrite(bytes.data(), 1, bytes.size(), tar), bytes.size());
    EXPECT_EQ(::pclose(tar), 0);
}

}  // namespace
}  // namespace postroom
