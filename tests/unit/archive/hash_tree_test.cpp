// The roots are those that Certificate Transparency's reference implementations publish.
#include "archive/hash_tree.hpp"

#include <gtest/gtest.h>

#include "makers.hpp"

namespace postroom::archive {

namespace {

const std::vector<std::string> reference_leaves = {"",
                                                   "00",
                                                   "10",
                                                   "2021",
                                                   "3031",
                                                   "40414243",
                                                   "5051525354555657",
                                                   "606162636465666768696a6b6c6d6e6f"};

const std::vector<std::string> reference_roots = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

Digest numbered_hash(std::int64_t index) {
    return leaf_hash(std::to_string(index));
}

/// RFC 6962, section 2.1, word for word.
Digest root_by_definition(std::int64_t from, std::int64_t count) {
    if (count == 0) return sha256("");
    if (count == 1) return numbered_hash(from);
    std::int64_t split = 1;
    while (split * 2 < count) split *= 2;
    return node_hash(root_by_definition(from, split),
                     root_by_definition(from + split, count - split));
}

}  // namespace

TEST(HashTree, HasThePublishedRoots) {
    HashTree tree;
    EXPECT_EQ(to_hex(tree.root()), reference_roots[0]);
    for (std::size_t i = 0; i < reference_leaves.size(); ++i) {
        tree.append(leaf_hash(from_hex(reference_leaves[i]).value()), [](int, const Digest&) {});
        EXPECT_EQ(to_hex(tree.root()), reference_roots[i + 1]) << i + 1;
    }
}

TEST(HashTree, HasTheRootTheRfcDefinesAtEverySize) {
    HashTree tree;
    for (std::int64_t size = 0; size <= 600; ++size) {
        ASSERT_EQ(tree.root(), root_by_definition(0, size)) << size;
        tree.append(numbered_hash(size), [](int, const Digest&) {});
    }
}

TEST(HashTree, TellsEachTilesHashesInOrder) {
    std::vector<std::vector<Digest>> told(3);
    HashTree tree;
    for (std::int64_t i = 0; i < 65536 + 257; ++i) {
        tree.append(numbered_hash(i), [&](int level, const Digest& hash) {
            told[static_cast<std::size_t>(level)].push_back(hash);
        });
    }
    ASSERT_EQ(told[0].size(), 65536U + 257);
    ASSERT_EQ(told[1].size(), 257U);
    ASSERT_EQ(told[2].size(), 1U);
    EXPECT_EQ(told[1][3], root_by_definition(3 * 256, 256));
    EXPECT_EQ(told[1][256], root_by_definition(65536, 256));
    EXPECT_EQ(told[2][0], root_by_definition(0, 65536));
}

TEST(HashTree, GoesOnFromItsTilesAsIfItHadNeverStopped) {
    for (const std::int64_t size : {0, 1, 5, 255, 256, 257, 511, 65535, 65536, 65793}) {
        TileEdge edge;
        HashTree whole;
        const auto collect = [&](int level, const Digest& hash) {
            const auto at = static_cast<std::size_t>(level);
            if (edge.size() <= at) edge.resize(at + 1);
            if (edge[at].size() == 256) edge[at].clear();
            edge[at].push_back(hash);
        };
        for (std::int64_t i = 0; i < size; ++i) whole.append(numbered_hash(i), collect);
        for (auto& hashes : edge) {
            if (hashes.size() == 256) hashes.clear();
        }
        HashTree resumed(size, edge);
        ASSERT_EQ(resumed.root(), whole.root()) << size;
        for (std::int64_t i = size; i < size + 300; ++i) {
            whole.append(numbered_hash(i), [](int, const Digest&) {});
            resumed.append(numbered_hash(i), [](int, const Digest&) {});
        }
        EXPECT_EQ(resumed.root(), whole.root()) << size;
    }
}

}  // namespace postroom::archive
