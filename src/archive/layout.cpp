#include "archive/layout.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cstdio>

#include "archive/hash_tree.hpp"

namespace postroom::archive {

namespace {

std::string grouped(std::int64_t index) {
    std::array<char, 8> group{};
    std::snprintf(group.data(), group.size(), "%03d", static_cast<int>(index % 1000));
    std::string text = group.data();
    for (index /= 1000; index > 0; index /= 1000) {
        std::snprintf(group.data(), group.size(), "x%03d/", static_cast<int>(index % 1000));
        text.insert(0, group.data());
    }
    return text;
}

/// Decimal as std::to_string writes it; whatever it cannot have written is nothing.
std::optional<std::int64_t> decimal_in(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
    if (std::to_string(value) != text) return std::nullopt;
    return value;
}

std::int64_t digits_of(std::string_view text) {
    std::int64_t value = 0;
    for (const char c : text) {
        if (c >= '0' && c <= '9' && value < 1'000'000'000'000'000) value = value * 10 + (c - '0');
    }
    return value;
}

constexpr std::string_view tiles = "tile/";
constexpr std::string_view objects = "objects/";
constexpr std::string_view checkpoints = "checkpoints/";

}  // namespace

std::string without_trailing_slashes(std::string folder) {
    while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
    return folder;
}

std::string path_of(const TileName& tile) {
    std::string path(tiles);
    path += tile.level == TileName::entries ? "entries" : std::to_string(tile.level);
    path += '/' + grouped(tile.index);
    if (tile.width < tile_width) path += ".p/" + std::to_string(tile.width);
    return path;
}

// Reads leniently, then demands that writing gives the same text: one spelling for each tile.
std::optional<TileName> tile_at(std::string_view path) {
    if (!path.starts_with(tiles)) return std::nullopt;
    std::string_view rest = path.substr(tiles.size());
    const std::size_t slash = rest.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    TileName tile;
    const std::string_view level = rest.substr(0, slash);
    if (level == "entries") {
        tile.level = TileName::entries;
    } else {
        const auto number = decimal_in(level);
        if (!number || *number > 63) return std::nullopt;
        tile.level = static_cast<int>(*number);
    }
    rest.remove_prefix(slash + 1);
    const std::size_t part = rest.find(".p/");
    if (part != std::string_view::npos) {
        const auto width = decimal_in(rest.substr(part + 3));
        if (!width || *width < 1 || *width >= tile_width) return std::nullopt;
        tile.width = static_cast<int>(*width);
        rest = rest.substr(0, part);
    }
    tile.index = digits_of(rest);
    if (path_of(tile) != path) return std::nullopt;
    return tile;
}

std::int64_t count_at(int level, std::int64_t size) {
    const int shift = tile_height * std::max(level, 0);
    return shift > 62 ? 0 : size >> shift;
}

TileName tile_of(int level, std::int64_t index, std::int64_t size) {
    const std::int64_t left = count_at(level, size) - index * tile_width;
    assert(index >= 0 && left > 0);
    return {level, index, static_cast<int>(std::min(left, tile_width))};
}

bool belongs(const TileName& tile, std::int64_t size) {
    return tile.index >= 0 && tile.index * tile_width < count_at(tile.level, size) &&
           tile_of(tile.level, tile.index, size) == tile;
}

int levels_of(std::int64_t size) {
    int levels = 0;
    while (count_at(levels, size) > 0) ++levels;
    return levels;
}

bool is_parcel_id(std::string_view text) {
    return text.size() == 32 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

std::string object_path(std::string_view parcel_id) {
    assert(is_parcel_id(parcel_id));
    return std::string(objects).append(parcel_id.substr(0, 2)).append("/").append(parcel_id);
}

std::optional<ParcelId> parcel_at(std::string_view path) {
    if (!path.starts_with(objects) || path.size() < objects.size() + 3) return std::nullopt;
    const std::string_view id = path.substr(objects.size() + 3);
    if (!is_parcel_id(id) || object_path(id) != path) return std::nullopt;
    return ParcelId(std::string(id));
}

std::string old_checkpoint_path(std::int64_t size) {
    return std::string(checkpoints) + std::to_string(size);
}

std::optional<std::int64_t> old_checkpoint_at(std::string_view path) {
    if (!path.starts_with(checkpoints)) return std::nullopt;
    return decimal_in(path.substr(checkpoints.size()));
}

}  // namespace postroom::archive
