#include "archive/hash_tree.hpp"

#include <cassert>

namespace postroom::archive {

Digest leaf_hash(std::string_view leaf) {
    Bytes said(1, '\0');
    said += leaf;
    return sha256(said);
}

Digest node_hash(const Digest& left, const Digest& right) {
    std::array<char, 1 + 2 * sizeof(Digest)> said;
    said[0] = 1;
    std::copy(left.begin(), left.end(), said.begin() + 1);
    std::copy(right.begin(), right.end(), said.begin() + 1 + sizeof(Digest));
    return sha256({said.data(), said.size()});
}

namespace {

/// The root over a power of two of hashes.
Digest perfect_root(std::vector<Digest> hashes) {
    while (hashes.size() > 1) {
        for (std::size_t i = 0; i < hashes.size() / 2; ++i) {
            hashes[i] = node_hash(hashes[2 * i], hashes[2 * i + 1]);
        }
        hashes.resize(hashes.size() / 2);
    }
    return hashes[0];
}

}  // namespace

HashTree::HashTree(std::int64_t size, const TileEdge& edge) : size_(size) {
    for (std::size_t level = edge.size(); level-- > 0;) {
        const std::vector<Digest>& hashes = edge[level];
        assert(static_cast<std::int64_t>(hashes.size()) ==
               (size >> (tile_height * level)) % tile_width);
        auto next = hashes.begin();
        for (int bit = tile_height - 1; bit >= 0; --bit) {
            const auto count = std::ptrdiff_t{1} << bit;
            if ((static_cast<std::ptrdiff_t>(hashes.size()) & count) == 0) continue;
            peaks_.push_back(perfect_root({next, next + count}));
            next += count;
        }
    }
}

void HashTree::append(const Digest& leaf, const OnTileHash& on_tile_hash) {
    Digest hash = leaf;
    on_tile_hash(0, hash);
    // As in binary addition: each set low bit of the old size is a peak that merges.
    int height = 0;
    for (std::int64_t low = size_; low & 1; low >>= 1) {
        hash = node_hash(peaks_.back(), hash);
        peaks_.pop_back();
        ++height;
        if (height % tile_height == 0) on_tile_hash(height / tile_height, hash);
    }
    peaks_.push_back(hash);
    ++size_;
}

Digest HashTree::root() const {
    if (peaks_.empty()) return sha256("");
    Digest root = peaks_.back();
    for (auto left = peaks_.rbegin() + 1; left != peaks_.rend(); ++left) {
        root = node_hash(*left, root);
    }
    return root;
}

}  // namespace postroom::archive
