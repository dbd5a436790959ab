// How text and HTML name the council's reference, in the letter's own language.
#pragma once

#include <string>

#include "document/document.hpp"

namespace postroom::rendering {

/// "Our reference: CC-2025-0143"; empty when the document has no reference.
inline std::string reference_line(const document::Document& document) {
    if (document.reference.empty()) return {};
    const bool welsh = document.language.starts_with("cy");
    return (welsh ? "Ein cyfeirnod: " : "Our reference: ") + document.reference;
}

}  // namespace postroom::rendering
