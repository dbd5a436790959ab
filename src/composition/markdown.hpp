// The Markdown of a letter. The only place that knows md4c.
#pragma once

#include <string_view>
#include <vector>

#include "base/expected.hpp"
#include "document/document.hpp"
#include "templating/template.hpp"

namespace postroom::composition {

/// The blocks of a filled letter. Structure is read from the text with its tokens in place; the
/// values enter afterwards, as text. Allowed: headings 1–3, paragraphs, **bold**, lists up to four
/// deep, tables, links to a fixed http, https, mailto or tel address, block quotes of paragraphs
/// (callouts). Everything else is a problem with file and line. The first block must be a level-1
/// heading. Empty paragraphs, list items, lists and tables without rows are left out.
ExpectedAll<std::vector<document::Block>> read_markdown(const templating::Filled& filled);

}  // namespace postroom::composition
