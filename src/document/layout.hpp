// A document laid out as the pages of a letter.
#pragma once

#include "base/expected.hpp"
#include "document/document.hpp"
#include "document/page_style.hpp"
#include "document/pages.hpp"
#include "document/text_shaper.hpp"

namespace postroom::document {

/// Letterhead, address in the window, date, reference, salutation, body, signature, page numbers.
/// Fails when an address does not fit its window, the letterhead reaches into the body, or no
/// font has a character (naming it and its part of the letter). The pages point into the shaper.
Expected<Pages> lay_out(const Document& document, const PageStyle& style, TextShaper& shaper);

}  // namespace postroom::document
