// A document as braille, ready for an embosser or a braille display. The only place that knows
// liblouis.
#pragma once

#include "base/bytes.hpp"
#include "base/expected.hpp"
#include "document/document.hpp"

namespace postroom::rendering {

/// The page of British embossers.
inline constexpr std::size_t braille_cells = 40;
inline constexpr std::size_t braille_lines = 25;

/// Contracted Unified English Braille (grade 2, the United Kingdom's) as BRF: 40 cells, 25 lines,
/// the last with the page number; lines end in CR LF, pages in a form feed. Same document, same
/// bytes. Fails for a language other than English, and for a character without a braille sign,
/// which it names.
Expected<Bytes> render_braille(const document::Document& document);

}  // namespace postroom::rendering
