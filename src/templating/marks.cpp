#include "templating/marks.hpp"

#include "base/unicode.hpp"

namespace postroom::templating {

namespace {

// U+E000 to U+E019 are three bytes each in UTF-8; all begin with these two.
constexpr std::string_view prefix = "\xEE\x80";
constexpr std::size_t width = 3;
constexpr char token_start = '\x80';  // U+E000
constexpr char mark_start = '\x81';   // U+E001
constexpr char end_sign = '\x82';     // U+E002
constexpr char digit_zero = '\x90';   // U+E010 to U+E019

std::string written(char start, std::size_t number) {
    std::string text(prefix);
    text += start;
    for (const char digit : std::to_string(number)) {
        text += prefix;
        text += static_cast<char>(digit_zero + (digit - '0'));
    }
    text += prefix;
    text += end_sign;
    return text;
}

char sign_at(std::string_view text, std::size_t at) {
    if (at + width > text.size() || text.substr(at, prefix.size()) != prefix) return '\0';
    return text[at + prefix.size()];
}

Found read(char start, std::string_view text, std::size_t at) {
    if (sign_at(text, at) != start) return {};
    Found found;
    for (std::size_t here = at + width;; here += width) {
        const char sign = sign_at(text, here);
        if (sign == end_sign) {
            found.length = here + width - at;
            return found;
        }
        const int digit = sign - digit_zero;
        if (digit < 0 || digit > 9) return {};
        found.number = found.number * 10 + static_cast<std::size_t>(digit);
    }
}

}  // namespace

std::string token_for(std::size_t value) {
    return written(token_start, value);
}

std::string mark_for(std::size_t wording_line) {
    return written(mark_start, wording_line);
}

Found token_at(std::string_view text, std::size_t at) {
    return read(token_start, text, at);
}

Found mark_at(std::string_view text, std::size_t at) {
    return read(mark_start, text, at);
}

std::size_t next_private_use(std::string_view text, std::size_t from) {
    return text.find(prefix, from);
}

bool holds_private_use(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        if ((c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000) return true;
    }
    return false;
}

}  // namespace postroom::templating
