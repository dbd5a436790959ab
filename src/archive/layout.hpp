// Which file of the archive holds what: names, and which of them a ledger of some size has.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/ids.hpp"

namespace postroom::archive {

inline constexpr std::string_view checkpoint_name = "checkpoint";
inline constexpr std::string_view guide_name = "VERIFY.md";
inline constexpr std::string_view program_name = "verify.py";

/// A folder's name as all paths here are built from it.
std::string without_trailing_slashes(std::string folder);

/// A tile or an entry bundle, whole or partial.
struct TileName {
    /// The level of entry bundles; they are cut as level 0 is.
    static constexpr int entries = -1;

    int level = 0;
    std::int64_t index = 0;
    int width = 256;  ///< 256: whole
    bool operator==(const TileName&) const = default;
};

/// "tile/0/x001/x234/067.p/12", from the archive's folder.
std::string path_of(const TileName& tile);
/// The one tile of that path; nothing for any other text.
std::optional<TileName> tile_at(std::string_view path);

/// How many leaves or hashes a ledger of `size` leaves has at `level`.
std::int64_t count_at(int level, std::int64_t size);
/// The tile `index` of that level as a ledger of `size` has it. The index must be one it has.
TileName tile_of(int level, std::int64_t index, std::int64_t size);
/// True when a ledger of `size` leaves has exactly this tile, width included.
bool belongs(const TileName& tile, std::int64_t size);
/// How many levels of tiles it has: 0 for an empty ledger.
int levels_of(std::int64_t size);

bool is_parcel_id(std::string_view text);
std::string object_path(std::string_view parcel_id);
std::optional<ParcelId> parcel_at(std::string_view path);

std::string old_checkpoint_path(std::int64_t size);
std::optional<std::int64_t> old_checkpoint_at(std::string_view path);

}  // namespace postroom::archive
