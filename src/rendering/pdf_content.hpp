// A laid-out page as PDF's drawing operators, every mark tagged or called an artifact.
#pragma once

#include <string>
#include <vector>

#include "document/pages.hpp"
#include "rendering/font_subset.hpp"
#include "rendering/spoken_scripts.hpp"

namespace postroom::rendering {

/// A font as a letter uses it: the face, and the subset that goes into the file.
struct LetterFont {
    const FontFace* face = nullptr;
    const FontSubset* subset = nullptr;  ///< null: the letter does not use it
};

/// One piece of tagged content: its number on the page is its place in the vector.
struct PageContent {
    std::string operators;
    std::vector<int> elements;  ///< by marked-content number: whose content it is
};

PageContent draw_page(const document::Pages& pages, const document::Page& page, double page_height,
                      const std::vector<LetterFont>& fonts, const SpokenScripts& scripts);

/// A structure type's name: "H1", "P", "LBody"…
const char* structure_type(document::Role role);

}  // namespace postroom::rendering
