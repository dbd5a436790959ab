#include "rendering/pdf_fonts.hpp"

#include <algorithm>

namespace postroom::rendering {
namespace {

constexpr int quick = 6;  // libdeflate's level for a subset that serves one letter

int write_font(PdfObjects& objects, const FontSubset& subset) {
    const int file = objects.add_stream(
        "/Filter/FlateDecode/Length1 " + std::to_string(subset.file_length), subset.file);
    const int descriptor = objects.add(subset.descriptor + "/FontFile2 " + reference_to(file));
    const int descendant =
        objects.add("/Type/Font/Subtype/CIDFontType2/BaseFont/" + subset.name +
                    "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
                    "/CIDToGIDMap/Identity/FontDescriptor " +
                    reference_to(descriptor) + "/DW 1000/W" + subset.widths);
    const int to_unicode = objects.add_stream("/Filter/FlateDecode", subset.to_unicode);
    return objects.add("/Type/Font/Subtype/Type0/BaseFont/" + subset.name +
                       "/Encoding/Identity-H/DescendantFonts[" + reference_to(descendant) +
                       "]/ToUnicode " + reference_to(to_unicode));
}

}  // namespace

LetterFonts::LetterFonts(const document::Pages& pages, const PreparedFonts::Impl& prepared)
    : fonts_(prepared.faces.size()) {
    std::vector<std::vector<bool>> own_glyphs(prepared.faces.size());
    for (const document::PlacedRun& placed : pages.runs) {
        const auto index = static_cast<std::size_t>(placed.run->font);
        const FontSubset* ordinary =
            index < prepared.ordinary.size() ? &prepared.ordinary[index] : nullptr;
        LetterFont& font = fonts_[index];
        font.face = &prepared.faces[index];
        if (font.subset == nullptr) font.subset = ordinary;
        const auto is_ordinary = [&](const document::Glyph& glyph) {
            return ordinary != nullptr && ordinary->has(glyph.id);
        };
        const auto& glyphs = placed.run->glyphs;
        // A vector that is not empty says that the font needs a subset of its own.
        if (own_glyphs[index].empty() && !std::all_of(glyphs.begin(), glyphs.end(), is_ordinary)) {
            own_glyphs[index].resize(0x10000);
        }
    }
    for (const document::PlacedRun& placed : pages.runs) {
        std::vector<bool>& glyphs = own_glyphs[static_cast<std::size_t>(placed.run->font)];
        if (glyphs.empty()) continue;
        for (const document::Glyph& glyph : placed.run->glyphs) glyphs[glyph.id] = true;
    }
    for (std::size_t index = 0; index < own_glyphs.size(); ++index) {
        if (own_glyphs[index].empty()) continue;
        std::vector<std::uint16_t> glyphs;
        for (std::size_t glyph = 0; glyph < own_glyphs[index].size(); ++glyph) {
            if (own_glyphs[index][glyph]) glyphs.push_back(static_cast<std::uint16_t>(glyph));
        }
        own_.push_back(make_subset(prepared.faces[index], glyphs, quick));
        fonts_[index].subset = &own_.back();
    }
}

int LetterFonts::write(PdfObjects& objects, const std::string& other_resources) const {
    std::string resources = "/Font<<";
    for (std::size_t i = 0; i < fonts_.size(); ++i) {
        if (fonts_[i].subset == nullptr) continue;
        resources +=
            "/F" + std::to_string(i) + " " + reference_to(write_font(objects, *fonts_[i].subset));
    }
    return objects.add(resources + ">>" + other_resources);
}

}  // namespace postroom::rendering
