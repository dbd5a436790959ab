// A header's value on the wire: RFC 5322 folding and RFC 2047 encoded words.
#pragma once

#include <string>
#include <string_view>

namespace postroom::rendering {

/// Subjects and the like. Plain ASCII stays as it is, folded at spaces; anything a reader's
/// program might take for something else (non-ASCII, "=?", spaces in a row, words too long for a
/// line) becomes encoded words, so that it decodes to exactly `text`. `used` is the length of
/// "Name: ". Lines end in '\n' and the next begins with a space. `text` holds no controls.
std::string header_prose(std::string_view text, std::size_t used);

/// A display name (runs of spaces become one): atoms, a quoted string or encoded words, then
/// "<address>".
std::string header_mailbox(std::string_view name, std::string_view address, std::size_t used);

/// Values read by machines (message ids, checkpoints): folded at spaces, words never touched.
std::string header_words(std::string_view text, std::size_t used);

}  // namespace postroom::rendering
