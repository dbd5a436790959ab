// An embedded TrueType program: as much of it as the rules ask about.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace postroom::pdfcheck {

struct CharacterMap {
    int platform = 0, encoding = 0;
};

class TrueType {
  public:
    /// Keeps looking at `bytes`. Not sound when a table it needs is missing or runs past the end.
    explicit TrueType(std::string_view bytes);

    bool sound() const { return sound_; }
    unsigned glyphs() const { return glyphs_; }
    /// In thousandths of the type size.
    double width(unsigned glyph) const;
    const std::vector<CharacterMap>& maps() const { return maps_; }

  private:
    std::string_view table(std::string_view tag) const;

    std::string_view bytes_;
    std::string_view metrics_;  // hmtx
    unsigned units_ = 1000, glyphs_ = 0, metrics_count_ = 0;
    std::vector<CharacterMap> maps_;
    bool sound_ = false;
};

}  // namespace postroom::pdfcheck
