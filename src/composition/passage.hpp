// The words of one paragraph, heading or cell, still knowing which came from the wording and which
// from the case: only the former may be tidied, only the latter may hold newlines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "document/document.hpp"

namespace postroom::composition {

struct Fragment {
    std::string text;
    bool from_case = false;
    bool bold = false;
    std::string link = {};
};
using Passage = std::vector<Fragment>;

/// Joined into runs: repeated and outer spaces of the wording go; blank lines of values go, their
/// other newlines stay line breaks. Empty when nothing can be seen.
document::Runs runs_of(const Passage& passage);

/// As above, but a passage that is one value alone gives a paragraph for each stretch between its
/// blank lines.
std::vector<document::Runs> paragraphs_of(const Passage& passage);

}  // namespace postroom::composition
