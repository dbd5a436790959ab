// A letter's form in the points that layout counts in.
#pragma once

#include "document/page_style.hpp"
#include "rendering/pdf.hpp"

namespace postroom::rendering {

document::PageStyle page_style_of(const LetterForm& form);

}  // namespace postroom::rendering
