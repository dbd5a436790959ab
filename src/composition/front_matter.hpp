// The front matter of a letter, read strictly.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/expected.hpp"
#include "composition/letter.hpp"

namespace postroom::composition {

/// A letter's file in its two parts.
struct LetterText {
    FrontMatter front;
    std::map<std::string, int, std::less<>> lines;  ///< of each key
    std::string body;
    int body_line = 1;  ///< of the body's first line in the file

    int line_of(std::string_view key) const {
        const auto found = lines.find(key);
        return found == lines.end() ? 1 : found->second;
    }
};

/// The front matter stands between two lines of three hyphens at the top. CRLF and one byte-order
/// mark are accepted. Unknown and repeated keys, wrong kinds and missing ones are problems with
/// their line.
ExpectedAll<LetterText> read_letter_text(std::string_view text, const std::string& file);

}  // namespace postroom::composition
