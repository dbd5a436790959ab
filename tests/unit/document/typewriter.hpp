// A shaper for tests: every character is 0.6 of the type size wide, and its glyph is its number.
#pragma once

#include <deque>

#include "base/unicode.hpp"
#include "document/text_shaper.hpp"

namespace postroom::document {

inline constexpr int typewriter_width = 600;  // thousandths
inline constexpr char32_t typewriter_lacks = U'☃';

class Typewriter final : public TextShaper {
  public:
    const Word& word(std::string_view text, bool, bool) override {
        Word word;
        GlyphRun run;
        for (std::size_t at = 0; at < text.size();) {
            const auto cluster = static_cast<std::uint32_t>(at);
            const char32_t character = next_code_point(text, at);
            if (character == typewriter_lacks) word.missing = character;
            const bool breaks = character == U'-' || character == 0xAD;
            if (breaks && at < text.size()) word.breaks.push_back(static_cast<std::uint32_t>(at));
            if (character == 0xAD && text.size() > 2) continue;
            run.glyphs.push_back(
                {static_cast<std::uint16_t>(character), typewriter_width, 0, 0, cluster});
            run.width += typewriter_width;
        }
        run.text = text.size() > 2 ? without_soft_hyphens(text) : std::string(text);
        word.width = run.width;
        word.runs.push_back(run);
        words_.push_back(std::move(word));
        return words_.back();
    }

    Directions directions(std::string_view) override { return {}; }

    std::vector<std::uint32_t> character_ends(std::string_view text) override {
        std::vector<std::uint32_t> ends;
        for (std::size_t at = 0; at < text.size();) {
            next_code_point(text, at);
            ends.push_back(static_cast<std::uint32_t>(at));
        }
        return ends;
    }

  private:
    static std::string without_soft_hyphens(std::string_view text) {
        std::string result;
        for (std::size_t at = 0; at < text.size(); ++at) {
            if (text.substr(at, 2) == "\xC2\xAD")
                ++at;
            else
                result += text[at];
        }
        return result;
    }

    std::deque<Word> words_;
};

inline std::string text_of(const Word& word) {
    std::string text;
    for (const GlyphRun& run : word.runs) text += run.text;
    return text;
}

}  // namespace postroom::document
