#include "pdfcheck/true_type.hpp"

#include <algorithm>

namespace postroom::pdfcheck {
namespace {

unsigned number16(std::string_view bytes, std::size_t at) {
    if (at + 2 > bytes.size()) return 0;
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[at + i]); };
    return static_cast<unsigned>(byte(0) << 8 | byte(1));
}

std::size_t number32(std::string_view bytes, std::size_t at) {
    return std::size_t{number16(bytes, at)} << 16 | number16(bytes, at + 2);
}

}  // namespace

TrueType::TrueType(std::string_view bytes) : bytes_(bytes) {
    const std::string_view head = table("head");
    const std::string_view horizontal = table("hhea");
    const std::string_view most = table("maxp");
    metrics_ = table("hmtx");
    units_ = number16(head, 18);
    glyphs_ = number16(most, 4);
    metrics_count_ = number16(horizontal, 34);
    const std::string_view map = table("cmap");
    const unsigned count = std::min(number16(map, 2), 100U);
    for (unsigned i = 0; i < count; ++i)
        maps_.push_back({static_cast<int>(number16(map, 4 + 8 * i)),
                         static_cast<int>(number16(map, 6 + 8 * i))});
    sound_ = units_ > 0 && glyphs_ > 0 && metrics_count_ > 0 &&
             metrics_.size() >= std::size_t{4} * metrics_count_ &&
             (!table("glyf").empty() || !table("CFF ").empty());
}

std::string_view TrueType::table(std::string_view tag) const {
    const unsigned count = number16(bytes_, 4);
    for (unsigned i = 0; i < count; ++i) {
        const std::size_t entry = 12 + 16 * std::size_t{i};
        if (entry + 16 > bytes_.size()) break;
        if (bytes_.substr(entry, 4) != tag) continue;
        const std::size_t at = number32(bytes_, entry + 8);
        const std::size_t size = number32(bytes_, entry + 12);
        if (at > bytes_.size() || size > bytes_.size() - at) return {};
        return bytes_.substr(at, size);
    }
    return {};
}

double TrueType::width(unsigned glyph) const {
    const unsigned index = std::min(glyph, metrics_count_ - 1);
    return number16(metrics_, std::size_t{4} * index) * 1000.0 / units_;
}

}  // namespace postroom::pdfcheck
