// A document as plain text: email's first part, and what a screen reader is given.
#pragma once

#include <string>

#include "document/document.hpp"

namespace postroom::rendering {

/// Wrapped at 72 columns, headings underlined, lists with • and numbers, tables as "Head: value"
/// lines, links as "text: address". Lines end in '\n'.
std::string render_text(const document::Document& document);

}  // namespace postroom::rendering
