// A paragraph's words set in lines of a given width, ragged right.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "document/document.hpp"
#include "document/text_shaper.hpp"

namespace postroom::document {

/// A word or a space, in place.
struct Piece {
    const Word* word = nullptr;
    double x = 0;  ///< points from the line's left edge
    int run = 0;   ///< index of the paragraph's run it comes from
};

struct Line {
    std::vector<Piece> pieces;  ///< left to right; a line that goes on ends with a space
    double width = 0;           ///< points, without that space
};

struct LineSetting {
    double width = 0;                 ///< points
    double size = 12;                 ///< of the type, in points
    bool bold = false;                ///< all of it, whatever the runs say
    std::string_view reference = {};  ///< the case reference, which is never split
    bool left_aligned = false;        ///< even text that runs from right to left
};

struct SetParagraph {
    std::vector<Line> lines;          ///< none for a paragraph without words
    std::optional<char32_t> missing;  ///< a character that no font has
};

/// The runs must be UTF-8. A word wider than a whole line is cut between characters.
SetParagraph set_in_lines(const Runs& runs, const LineSetting& setting, TextShaper& shaper);

/// How wide a paragraph would like to be, in points.
struct Extent {
    double least = 0;  ///< the longest word, or date, or other fact: narrower would cut it
    double most = 0;   ///< only the writer's line breaks end lines
};

/// The runs must be UTF-8.
Extent extent_of(const Runs& runs, const LineSetting& setting, TextShaper& shaper);

}  // namespace postroom::document
