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

std::vector<std::uint16_t> glyphs_in(const document::Pages& pages, int font) {
    std::vector<std::uint16_t> glyphs;
    for (const document::PlacedRun& placed : pages.runs) {
        if (placed.run->font != font) continue;
        for (const document::Glyph& glyph : placed.run->glyphs) glyphs.push_back(glyph.id);
    }
    std::sort(glyphs.begin(), glyphs.end());
    glyphs.erase(std::unique(glyphs.begin(), glyphs.end()), glyphs.end());
    return glyphs;
}

}  // namespace

LetterFonts::LetterFonts(const document::Pages& pages, const PreparedFonts::Impl& prepared)
    : fonts_(prepared.faces.size()) {
    std::vector<bool> needs_own(prepared.faces.size());
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
        if (!needs_own[index] && !std::all_of(glyphs.begin(), glyphs.end(), is_ordinary))
            needs_own[index] = true;
    }
    for (std::size_t index = 0; index < needs_own.size(); ++index) {
        if (!needs_own[index]) continue;
        own_.push_back(
            make_subset(prepared.faces[index], glyphs_in(pages, static_cast<int>(index)), quick));
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
