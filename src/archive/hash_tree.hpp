// RFC 6962's Merkle tree over the leaves, kept as its right edge alone.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "base/bytes.hpp"

namespace postroom::archive {

inline constexpr std::int64_t tile_width = 256;
/// A tile spans eight levels of the tree.
inline constexpr int tile_height = 8;

Digest leaf_hash(std::string_view leaf);
Digest node_hash(const Digest& left, const Digest& right);

/// The hashes of the right-most, not yet full tile of each level, lowest level first.
using TileEdge = std::vector<std::vector<Digest>>;

/// Grows at the right; its memory and the cost of root() follow the logarithm of its size.
class HashTree {
  public:
    HashTree() = default;
    /// The tree of `size` leaves whose partial tiles are `edge`: level L holds
    /// floor(size / 256^L) mod 256 hashes.
    HashTree(std::int64_t size, const TileEdge& edge);

    /// `on_tile_hash(level, hash)` is told each hash that belongs into a tile, in tile order:
    /// always one of level 0, then one of level 1 when a tile of level 0 became full, and so on.
    using OnTileHash = std::function<void(int level, const Digest& hash)>;
    void append(const Digest& leaf, const OnTileHash& on_tile_hash);

    std::int64_t size() const { return size_; }
    Digest root() const;

  private:
    /// Roots of the perfect subtrees the tree is made of, largest first: one a set bit of size_.
    std::vector<Digest> peaks_;
    std::int64_t size_ = 0;
};

}  // namespace postroom::archive
