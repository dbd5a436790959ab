// The private-use characters that travel through mstch: tokens that stand for values, and marks
// that remember which line of which file a line of wording came from.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace postroom::templating {

/// Where a line of wording stands.
struct WordingLine {
    std::string file;
    int line = 0;
    bool hard_break = false;  ///< the writer ended it in two spaces
};

/// Start, digits and end, all private-use characters: nothing Markdown or mustache looks at.
std::string token_for(std::size_t value);
std::string mark_for(std::size_t wording_line);

struct Found {
    std::size_t number = 0;
    std::size_t length = 0;  ///< in bytes; 0: none here
};
/// The token or mark that begins at `at`.
Found token_at(std::string_view text, std::size_t at);
Found mark_at(std::string_view text, std::size_t at);

/// The next place at or after `from` that may begin a token or a mark, or npos.
std::size_t next_private_use(std::string_view text, std::size_t from);

/// Any private-use character of any plane. The text must be UTF-8.
bool holds_private_use(std::string_view text);

}  // namespace postroom::templating
