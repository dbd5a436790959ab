// What Unicode says about a text's lines and directions, asked of ICU.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "document/text_shaper.hpp"

namespace postroom::rendering {

/// Bytes before which a line may end (UAX #14); neither the start nor the end of the text.
std::vector<std::uint32_t> line_breaks(std::string_view text);
/// Bytes where the characters a reader sees end (UAX #29), the last one included.
std::vector<std::uint32_t> character_ends(std::string_view text);
/// UAX #9. Levels are empty when everything runs left to right.
document::Directions directions(std::string_view paragraph);

}  // namespace postroom::rendering
