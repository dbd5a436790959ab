// What stands in the margins of a letter's pages: a line above from the second on, a line below.
#pragma once

#include "document/flow.hpp"

namespace postroom::document {

/// Council and date above every page but the letter's first; reference and "Page 2 of 3" (Tudalen
/// 2 o 3) below each. `before` pages of other languages come first, of `total` in all. What does
/// not fit beside the page's number goes above it, and is refused when there is no room.
void place_margins(Flow& flow, const Document& document, const PageStyle& style, std::size_t before,
                   std::size_t total);

}  // namespace postroom::document
