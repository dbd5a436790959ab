#include "rendering/fonts.hpp"

#include <string_view>

#include "rendering/prepared_fonts.hpp"

namespace postroom::rendering {
namespace {

// Every character here costs each letter some 60 bytes a face; a letter that needs others gets a
// subset of its own, which costs a quarter of a millisecond.
constexpr std::u32string_view ordinary_regular =
    U" !&'()+,-./0123456789:;?@ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz£‘’“”–—•";
// Headings, dates, names and how to reach us.
constexpr std::u32string_view ordinary_bold =
    U" (),-.0123456789:?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz£’–";

std::vector<std::uint16_t> glyphs_of(const FontFace& face, std::u32string_view characters) {
    std::vector<std::uint16_t> glyphs;
    for (const char32_t character : characters) {
        if (const std::uint16_t glyph = face.glyph_of(character)) glyphs.push_back(glyph);
    }
    return glyphs;
}

}  // namespace

std::unique_ptr<WordCache> PreparedFonts::Impl::borrow_cache() const {
    const std::lock_guard lock(mutex_);
    if (idle_caches_.empty()) return std::make_unique<WordCache>();
    std::unique_ptr<WordCache> cache = std::move(idle_caches_.back());
    idle_caches_.pop_back();
    return cache;
}

void PreparedFonts::Impl::return_cache(std::unique_ptr<WordCache> cache) const {
    cache->trim();
    const std::lock_guard lock(mutex_);
    idle_caches_.push_back(std::move(cache));
}

PreparedFonts::PreparedFonts(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
PreparedFonts::~PreparedFonts() = default;

Expected<std::shared_ptr<const PreparedFonts>> PreparedFonts::prepare(FontFiles files) {
    auto impl = std::make_unique<Impl>();
    std::vector<FontFile> all;
    all.push_back(std::move(files.regular));
    all.push_back(std::move(files.bold));
    for (FontFile& file : files.fallbacks) all.push_back(std::move(file));
    for (FontFile& file : all) {
        Expected<FontFace> face = FontFace::open(std::move(file));
        if (!face) return fail(face.error());
        impl->faces.push_back(std::move(*face));
    }
    constexpr int smallest = 12;
    for (const std::u32string_view characters : {ordinary_regular, ordinary_bold}) {
        const FontFace& face = impl->faces[impl->ordinary.size()];
        impl->ordinary.push_back(make_subset(face, glyphs_of(face, characters), smallest));
    }
    impl->regular_order = {0, 1};
    impl->bold_order = {1, 0};
    for (int i = 2; i < static_cast<int>(impl->faces.size()); ++i) {
        impl->regular_order.push_back(i);
        impl->bold_order.push_back(i);
    }
    return std::shared_ptr<const PreparedFonts>(new PreparedFonts(std::move(impl)));
}

}  // namespace postroom::rendering
