// Part of a font, ready to be written into a PDF: everything that can be made before the letter.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "rendering/font_face.hpp"

namespace postroom::rendering {

struct FontSubset {
    std::vector<std::uint16_t> codes;  ///< by glyph of the whole font; 0 when not in the subset
    Bytes file;                        ///< TrueType, deflated
    std::size_t file_length = 0;       ///< before deflating
    std::string name;                  ///< "ABCDEF+NotoSans-Regular"
    std::string descriptor;            ///< inside of the FontDescriptor, but for FontFile2
    std::string widths;                ///< the array W
    Bytes to_unicode;                  ///< the CMap, deflated

    bool has(std::uint16_t glyph) const { return codes[glyph] != 0; }
};

/// Level 12 deflates for a process's lifetime, 6 for one letter.
FontSubset make_subset(const FontFace& face, const std::vector<std::uint16_t>& glyphs, int level);

}  // namespace postroom::rendering
