// The one question layout asks about fonts: which glyphs is this word, and how wide is it?
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postroom::document {

/// One glyph of a font. Lengths are thousandths of the type size.
struct Glyph {
    std::uint16_t id = 0;
    std::int16_t advance = 0;
    std::int16_t x_offset = 0;
    std::int16_t y_offset = 0;
    std::uint32_t cluster = 0;  ///< byte of the run's text where the glyph's characters begin
};

/// Glyphs of one font and one direction, in the order they stand on paper, left to right.
struct GlyphRun {
    int font = 0;  ///< index of the shaper's fonts
    bool right_to_left = false;
    /// Every glyph stands for one character of `text`, in order, as its font alone would tell a
    /// reader; when false a copy of the text must be written beside the glyphs.
    bool self_explaining = true;
    int width = 0;     ///< thousandths of the type size
    std::string text;  ///< what the glyphs say, in reading order
    std::vector<Glyph> glyphs;
};

/// A word shaped: no space and no line break inside.
struct Word {
    std::vector<GlyphRun> runs;  ///< left to right
    int width = 0;               ///< thousandths of the type size
    /// Bytes of the word before which a line may end; a soft hyphen stands before such a byte.
    std::vector<std::uint32_t> breaks;
    std::optional<char32_t> missing;  ///< a character that no font has
};

/// How a paragraph's text runs: one embedding level a byte (UAX #9), odd is right to left.
struct Directions {
    std::vector<std::uint8_t> levels;  ///< empty: left to right throughout
    bool right_to_left = false;        ///< the paragraph itself, so its lines start at the right
};

/// Answers are the same for the same question and live as long as the shaper.
class TextShaper {
  public:
    virtual ~TextShaper() = default;

    /// `text` is UTF-8 without spaces, or the one space " ".
    virtual const Word& word(std::string_view text, bool bold, bool right_to_left) = 0;
    virtual Directions directions(std::string_view paragraph) = 0;
    /// Where the characters a reader sees end; for words that must be cut to fit at all.
    virtual std::vector<std::uint32_t> character_ends(std::string_view text) = 0;
};

}  // namespace postroom::document
