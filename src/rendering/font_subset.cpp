#include "rendering/font_subset.hpp"

#include <algorithm>

#include "rendering/deflate.hpp"
#include "rendering/pdf_text.hpp"

namespace postroom::rendering {
namespace {

// Six letters that differ when the glyphs do (ISO 32000-1, 9.6.4).
std::string subset_tag(const std::vector<std::uint16_t>& glyphs) {
    std::string bytes;
    for (const std::uint16_t glyph : glyphs) {
        bytes += static_cast<char>(glyph >> 8);
        bytes += static_cast<char>(glyph & 0xFF);
    }
    const Digest digest = sha256(bytes);
    std::string tag;
    for (std::size_t i = 0; i < 6; ++i) tag += static_cast<char>('A' + digest[i] % 26);
    return tag;
}

std::string hex4(unsigned value) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    return {digits[value >> 12 & 15], digits[value >> 8 & 15], digits[value >> 4 & 15],
            digits[value & 15]};
}

// Codes that follow one another and so do their characters.
struct CodeRange {
    unsigned first = 0;
    unsigned last = 0;
    char32_t character = 0;  // of the first
};

std::vector<CodeRange> ranges_of(const FontFace& face, const std::vector<std::uint16_t>& glyphs) {
    std::vector<CodeRange> ranges;
    for (unsigned code = 1; code < glyphs.size(); ++code) {
        char32_t character = face.character_of(glyphs[code]);
        // A glyph without a character of its own is always written beside its text (ActualText);
        // PDF/A-2a still wants it mapped, and a zero-width space says nothing.
        if (character == 0) character = 0x200B;
        // A range must not change the high byte, of the code or of the character.
        const bool goes_on = !ranges.empty() && code % 256 != 0 && character % 256 != 0 &&
                             character == ranges.back().character + (code - ranges.back().first);
        if (goes_on) {
            ranges.back().last = code;
        } else {
            ranges.push_back({code, code, character});
        }
    }
    return ranges;
}

std::string to_unicode_cmap(const FontFace& face, const std::vector<std::uint16_t>& glyphs) {
    const std::vector<CodeRange> ranges = ranges_of(face, glyphs);
    std::string cmap =
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
        "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n";
    constexpr std::size_t most_ranges = 100;  // that one bfrange block may hold
    for (std::size_t first = 0; first < ranges.size(); first += most_ranges) {
        const std::size_t end = std::min(ranges.size(), first + most_ranges);
        cmap += std::to_string(end - first) + " beginbfrange\n";
        for (std::size_t i = first; i < end; ++i) {
            cmap += "<" + hex4(ranges[i].first) + "><" + hex4(ranges[i].last) + "><";
            append_utf16_hex(cmap, ranges[i].character);
            cmap += ">\n";
        }
        cmap += "endbfrange\n";
    }
    return cmap + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
}

std::string descriptor_of(const FontFace& face, const std::string& name) {
    const FontMetrics& m = face.metrics();
    std::string text = "/Type/FontDescriptor/FontName/" + name + "/Flags 4/FontBBox[";
    for (const int side : m.box) text += std::to_string(side) + " ";
    text.back() = ']';
    text += "/ItalicAngle " + std::to_string(static_cast<int>(m.italic_angle)) + "/Ascent " +
            std::to_string(m.ascent) + "/Descent " + std::to_string(m.descent) + "/CapHeight " +
            std::to_string(m.cap_height) + "/XHeight " + std::to_string(m.x_height) + "/StemV 80";
    return text;
}

}  // namespace

FontSubset make_subset(const FontFace& face, const std::vector<std::uint16_t>& glyphs, int level) {
    CutFont cut = face.cut(glyphs);
    FontSubset subset;
    subset.codes = std::move(cut.new_numbers);
    subset.file = deflate(cut.file, level);
    subset.file_length = cut.file.size();
    subset.name = subset_tag(cut.glyphs) + "+" + face.postscript_name();
    subset.descriptor = descriptor_of(face, subset.name);
    subset.widths = "[0[";
    for (const std::uint16_t glyph : cut.glyphs) {
        subset.widths += std::to_string(face.advance_of(glyph)) + " ";
    }
    subset.widths.back() = ']';
    subset.widths += "]";
    subset.to_unicode = deflate(to_unicode_cmap(face, cut.glyphs), level);
    return subset;
}

}  // namespace postroom::rendering
