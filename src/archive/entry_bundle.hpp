// Entry bundles: leaves one after the other, each after its length in two bytes.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace postroom::archive {

inline constexpr std::size_t longest_leaf = 1024;
inline constexpr std::size_t longest_bundle = 256 * (2 + longest_leaf);

void add_to_bundle(Bytes& bundle, std::string_view leaf);
/// The leaves, as views into `bundle`; nothing when the lengths do not end with the bytes.
std::optional<std::vector<std::string_view>> leaves_of(std::string_view bundle);

}  // namespace postroom::archive
