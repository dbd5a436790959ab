// A paragraph's runs taken apart into words, with what stands between them.
#pragma once

#include <string_view>
#include <vector>

#include "document/document.hpp"
#include "document/text_shaper.hpp"

namespace postroom::document {

enum class Gap {
    none,     ///< the next words' letters follow at once
    glued,    ///< a space that must not end a line
    space,    ///< a space that may
    newline,  ///< a line break the writer meant
};

/// A word or part of one: one style, one direction.
struct WordPart {
    std::string_view text;  ///< into the paragraph's runs
    const Word* word = nullptr;
    int run = 0;
    bool bold = false;
    std::uint8_t level = 0;
    Gap gap = Gap::space;  ///< what follows
};

struct ParagraphWords {
    std::vector<WordPart> parts;
    bool right_to_left = false;
};

/// Spaces and tabs in a row count as one; no-break spaces glue.
ParagraphWords take_apart(const Runs& runs, bool all_bold, std::string_view reference,
                          TextShaper& shaper);

}  // namespace postroom::document
