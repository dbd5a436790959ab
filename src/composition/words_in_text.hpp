// Words looked for in a wording as text.
#pragma once

#include <string>
#include <string_view>

namespace postroom::composition {

/// ASCII letters alone: the wording's own words.
std::string in_small_letters(std::string_view text);
/// A letter or digit of ASCII, or an underscore.
bool is_word_sign(char c);
/// Not inside a longer word ("MASTODON").
bool holds_word(std::string_view line, std::string_view word);

}  // namespace postroom::composition
