// One font file, opened with HarfBuzz: what it has, how it shapes, and parts of it for embedding.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/expected.hpp"
#include "document/text_shaper.hpp"
#include "rendering/fonts.hpp"

namespace postroom::rendering {

/// Thousandths of the type size, as PDF counts.
struct FontMetrics {
    int ascent = 0, descent = 0, cap_height = 0, x_height = 0;
    int box[4] = {};
    double italic_angle = 0;
};

/// A font cut down to some glyphs, which are numbered anew and closely.
struct CutFont {
    Bytes file;                              ///< TrueType
    std::vector<std::uint16_t> glyphs;       ///< by new number: the number in the whole font
    std::vector<std::uint16_t> new_numbers;  ///< by old number; 0 when left out
};

/// Immutable after opening, and shared by threads.
class FontFace {
  public:
    static Expected<FontFace> open(FontFile file);
    FontFace(FontFace&&) noexcept;
    ~FontFace();

    /// 0 when the font lacks the character.
    std::uint16_t glyph_of(char32_t character) const;
    /// The character a glyph stands for by the font's own table; 0 when none. Of glyphs that came
    /// out of shaping or cutting.
    char32_t character_of(std::uint16_t glyph) const;
    /// What PDF assumes a glyph's width to be, kerning apart. Of glyphs as above.
    int advance_of(std::uint16_t glyph) const;
    /// Glyphs from left to right; clusters are bytes of `text`.
    std::vector<document::Glyph> shape(std::string_view text, bool right_to_left) const;
    CutFont cut(const std::vector<std::uint16_t>& glyphs) const;

    const std::string& postscript_name() const;
    const FontMetrics& metrics() const;

  private:
    struct Handles;
    explicit FontFace(std::unique_ptr<Handles> handles);
    std::unique_ptr<Handles> handles_;
};

}  // namespace postroom::rendering
