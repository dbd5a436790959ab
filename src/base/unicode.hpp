// What may stand in a name or an address, and what may not stand anywhere.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace postroom {

/// False for overlong forms, surrogates, and anything past U+10FFFF.
bool is_utf8(std::string_view text);

/// True when nothing of the text would be seen on paper: empty, or only spaces of any kind, soft
/// hyphens and characters without width. The text must be UTF-8.
bool is_blank(std::string_view text);

/// The first character that could turn a line of text into something else: C0 (newline included),
/// DEL, C1, U+2028/2029, bidirectional controls; or that no XML may hold (noncharacters). Returned
/// as "U+202E"; nothing when the text is clean. The text must be UTF-8.
std::optional<std::string> forbidden_in_a_line(std::string_view text);

/// As above, but line feeds are allowed (summaries, reasons).
std::optional<std::string> forbidden_in_prose(std::string_view text);

/// The code point that starts at `at`, and moves `at` past it. The text must be UTF-8.
char32_t next_code_point(std::string_view text, std::size_t& at);

/// "U+202E", for messages that may not quote what they speak of.
std::string code_point_name(char32_t code_point);

void append_code_point(std::string& text, char32_t code_point);

}  // namespace postroom
