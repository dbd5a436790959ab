#include "rendering/shaper.hpp"

#include <algorithm>

#include "base/unicode.hpp"
#include "rendering/prepared_fonts.hpp"
#include "rendering/unicode_text.hpp"

namespace postroom::rendering {
namespace {

constexpr std::size_t longest_kept = 40;   // bytes: longer words seldom come again
constexpr std::size_t most_words = 4'000;  // in each style: a megabyte or two
constexpr char32_t soft_hyphen = 0xAD;

std::size_t shelf(bool bold, bool right_to_left) {
    return (bold ? 1U : 0U) + (right_to_left ? 2U : 0U);
}

bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == ',';
    });
}

// Characters that steer the text and leave no ink; HarfBuzz takes them out after shaping.
bool is_invisible(char32_t c) {
    return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x2064) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF ||
           (c >= 0xFE00 && c <= 0xFE0F) || c == 0x034F || c == 0x061C;
}

}  // namespace

const document::Word* WordCache::find(std::string_view text, bool bold, bool right_to_left) const {
    const Words& words = words_[shelf(bold, right_to_left)];
    const auto found = words.find(text);
    return found == words.end() ? nullptr : &found->second;
}

const document::Word& WordCache::keep(std::string_view text, bool bold, bool right_to_left,
                                      document::Word word) {
    Words& words = words_[shelf(bold, right_to_left)];
    return words.emplace(std::string(text), std::move(word)).first->second;
}

void WordCache::trim() {
    for (Words& words : words_) {
        if (words.size() > most_words) words.clear();
    }
}

HarfBuzzShaper::HarfBuzzShaper(const PreparedFonts& fonts)
    : fonts_(fonts), cache_(fonts.impl().borrow_cache()) {}

HarfBuzzShaper::~HarfBuzzShaper() {
    fonts_.impl().return_cache(std::move(cache_));
}

const document::Word& HarfBuzzShaper::word(std::string_view text, bool bold, bool right_to_left) {
    if (text.size() > longest_kept) {
        long_words_.push_back(shape(text, bold, right_to_left));
        return long_words_.back();
    }
    if (const document::Word* known = cache_->find(text, bold, right_to_left)) return *known;
    return cache_->keep(text, bold, right_to_left, shape(text, bold, right_to_left));
}

document::Directions HarfBuzzShaper::directions(std::string_view paragraph) {
    return rendering::directions(paragraph);
}

std::vector<std::uint32_t> HarfBuzzShaper::character_ends(std::string_view text) {
    return rendering::character_ends(text);
}

document::Word HarfBuzzShaper::shape(std::string_view text, bool bold, bool right_to_left) const {
    document::Word word;
    if (text != " " && !is_plain(text)) word.breaks = line_breaks(text);
    const auto order = fonts_.impl().order(bold);
    int font = order[0];
    std::string run;
    const bool only_soft_hyphen = text == "\xC2\xAD";
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        const char32_t character = next_code_point(text, at);
        if (character == soft_hyphen && !only_soft_hyphen) continue;
        int chosen = font;
        const char32_t drawn = only_soft_hyphen ? U'-' : character;
        if (!is_invisible(character) &&
            fonts_.impl().faces[static_cast<std::size_t>(font)].glyph_of(drawn) == 0) {
            const auto has = std::find_if(order.begin(), order.end(), [&](int candidate) {
                return fonts_.impl().faces[static_cast<std::size_t>(candidate)].glyph_of(drawn) !=
                       0;
            });
            if (has == order.end()) {
                word.missing = character;
                return word;
            }
            chosen = *has;
        }
        if (chosen != font && !run.empty()) {
            shape_run(word, font, std::move(run), right_to_left);
            run.clear();
        }
        font = chosen;
        run += only_soft_hyphen ? std::string_view("-") : text.substr(start, at - start);
    }
    if (!run.empty()) shape_run(word, font, std::move(run), right_to_left);
    if (right_to_left) std::reverse(word.runs.begin(), word.runs.end());
    if (only_soft_hyphen) {
        // Readers that join lines then see that this hyphen is not the writer's.
        word.runs.front().text = text;
        word.runs.front().self_explaining = false;
    }
    return word;
}

void HarfBuzzShaper::shape_run(document::Word& word, int font, std::string text,
                               bool right_to_left) const {
    const FontFace& face = fonts_.impl().faces[static_cast<std::size_t>(font)];
    document::GlyphRun run;
    run.font = font;
    run.right_to_left = right_to_left;
    run.glyphs = face.shape(text, right_to_left);
    run.self_explaining = !right_to_left;
    std::size_t at = 0;
    for (const document::Glyph& glyph : run.glyphs) {
        run.width += glyph.advance;
        if (glyph.id == 0) {
            std::size_t byte = glyph.cluster;
            word.missing = next_code_point(text, byte);
        }
        if (run.self_explaining) {
            run.self_explaining = at < text.size() && glyph.cluster == at &&
                                  face.character_of(glyph.id) == next_code_point(text, at);
        }
    }
    if (at != text.size()) run.self_explaining = false;
    run.text = std::move(text);
    word.width += run.width;
    word.runs.push_back(std::move(run));
}

}  // namespace postroom::rendering
