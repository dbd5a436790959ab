#include "archive/layout.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace postroom::archive {

TEST(TilePaths, AreThoseOfTheSpecification) {
    EXPECT_EQ(path_of({0, 1234067}), "tile/0/x001/x234/067");
    EXPECT_EQ(path_of({0, 0, 1}), "tile/0/000.p/1");
    EXPECT_EQ(path_of({3, 1000}), "tile/3/x001/000");
    EXPECT_EQ(path_of({TileName::entries, 5, 255}), "tile/entries/005.p/255");
}

TEST(TilePaths, HaveOneSpelling) {
    for (const char* path :
         {"tile/00/000",      "tile/0/00",      "tile/0/0000",      "tile/0/x000/001",
          "tile/0/001/002",   "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01",
          "tile/0/000.p/",    "tile/0/000.p",   "tile/0/",          "tile/0",
          "tile/64/000",      "tile/-1/000",    "tile/Entries/000", "tile/0/-01",
          "tile/0/x1/000",    "tile//000",      "/tile/0/000",      "tile/0/000/",
          "tile/0/x001/x2/34"}) {
        EXPECT_EQ(tile_at(path), std::nullopt) << path;
    }
}

TEST(TilePaths, ComeBackAsTheirTile) {
    EXPECT_TRUE(rc::check([] {
        const TileName tile{*rc::gen::inRange(-1, 8), *rc::gen::inRange<std::int64_t>(0, 1L << 40),
                            *rc::gen::inRange(1, 257)};
        RC_ASSERT(tile_at(path_of(tile)) == tile);
    }));
}

TEST(Tiles, OfSeventyThousandLeavesAreThoseOfTheSpecificationsExample) {
    const std::int64_t size = 70'000;
    EXPECT_EQ(levels_of(size), 3);
    EXPECT_TRUE(belongs({0, 272}, size));
    EXPECT_TRUE(belongs({0, 273, 112}, size));
    EXPECT_FALSE(belongs({0, 273}, size));
    EXPECT_FALSE(belongs({0, 273, 111}, size));
    EXPECT_FALSE(belongs({0, 274, 1}, size));
    EXPECT_TRUE(belongs({1, 0}, size));
    EXPECT_TRUE(belongs({1, 1, 17}, size));
    EXPECT_TRUE(belongs({2, 0, 1}, size));
    EXPECT_FALSE(belongs({3, 0, 1}, size));
    EXPECT_TRUE(belongs({TileName::entries, 273, 112}, size));
}

TEST(Tiles, OfTwoHundredAndFiftySixLeavesAreOneWholeAndOneOfWidthOne) {
    EXPECT_TRUE(belongs({0, 0}, 256));
    EXPECT_FALSE(belongs({0, 1, 1}, 256));
    EXPECT_TRUE(belongs({1, 0, 1}, 256));
    EXPECT_EQ(levels_of(256), 2);
    EXPECT_EQ(levels_of(255), 1);
    EXPECT_EQ(levels_of(0), 0);
}

TEST(ObjectPaths, AreTheParcelsIdBelowItsFirstTwoDigits) {
    const std::string id = "5e8f0c6d1b7a49239d04c2e6f8a1b357";
    EXPECT_EQ(object_path(id), "objects/5e/" + id);
    EXPECT_EQ(parcel_at("objects/5e/" + id), ParcelId(id));
    EXPECT_EQ(parcel_at("objects/5f/" + id), std::nullopt);
    EXPECT_EQ(parcel_at("objects/5e/" + id + "0"), std::nullopt);
    EXPECT_EQ(parcel_at("objects/5e"), std::nullopt);
}

TEST(OldCheckpointPaths, AreTheSizeInDecimal) {
    EXPECT_EQ(old_checkpoint_path(70000), "checkpoints/70000");
    EXPECT_EQ(old_checkpoint_at("checkpoints/0"), 0);
    EXPECT_EQ(old_checkpoint_at("checkpoints/007"), std::nullopt);
    EXPECT_EQ(old_checkpoint_at("checkpoints/-1"), std::nullopt);
    EXPECT_EQ(old_checkpoint_at("checkpoints/1.tmp"), std::nullopt);
}

}  // namespace postroom::archive
