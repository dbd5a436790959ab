// The fonts of one letter: which subset of each it needs, and their objects in the file.
#pragma once

#include <deque>
#include <vector>

#include "document/pages.hpp"
#include "rendering/pdf_content.hpp"
#include "rendering/pdf_objects.hpp"
#include "rendering/prepared_fonts.hpp"

namespace postroom::rendering {

/// The ordinary subset where it has every glyph, else a subset of exactly the letter's glyphs.
class LetterFonts {
  public:
    LetterFonts(const document::Pages& pages, const PreparedFonts::Impl& prepared);

    const std::vector<LetterFont>& fonts() const { return fonts_; }
    /// The resource dictionary that all pages share.
    int write(PdfObjects& objects, const std::string& other_resources) const;

  private:
    std::vector<LetterFont> fonts_;  // as the shaper counts them
    std::deque<FontSubset> own_;
};

}  // namespace postroom::rendering
