// A letter in several languages: each begins on a page of its own and is tagged as what it is.
#pragma once

#include <string>

#include "document/document.hpp"
#include "document/pages.hpp"

namespace postroom::document {

/// Adds pages, elements and runs of `part` to `whole`, under an element that names the language.
void append_part(Pages& whole, Pages part, const std::string& language);

/// The letter as it is said again: the envelope's window and the letterhead belong to its first
/// language alone.
Document without_envelope(Document document);
PageStyle without_letterhead(PageStyle style);

}  // namespace postroom::document
