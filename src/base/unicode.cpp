#include "base/unicode.hpp"

#include <array>
#include <cstdio>

namespace postroom {

bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        std::size_t length = 1;
        char32_t smallest = 0;
        char32_t value = lead;
        if (lead >= 0x80) {
            if (lead >= 0xC2 && lead < 0xE0) {
                length = 2, value = lead & 0x1FU, smallest = 0x80;
            } else if (lead >= 0xE0 && lead < 0xF0) {
                length = 3, value = lead & 0x0FU, smallest = 0x800;
            } else if (lead >= 0xF0 && lead < 0xF5) {
                length = 4, value = lead & 0x07U, smallest = 0x10000;
            } else {
                return false;
            }
            if (i + length > text.size()) return false;
            for (std::size_t k = 1; k < length; ++k) {
                const auto follow = static_cast<unsigned char>(text[i + k]);
                if ((follow & 0xC0U) != 0x80U) return false;
                value = (value << 6U) | (follow & 0x3FU);
            }
            if (value < smallest || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
                return false;
        }
        i += length;
    }
    return true;
}

char32_t next_code_point(std::string_view text, std::size_t& at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t value = lead < 0x80   ? lead
                     : lead < 0xE0 ? lead & 0x1FU
                     : lead < 0xF0 ? lead & 0x0FU
                                   : lead & 0x07U;
    for (std::size_t k = 1; k < length && at + k < text.size(); ++k)
        value = (value << 6U) | (static_cast<unsigned char>(text[at + k]) & 0x3FU);
    at += length;
    return value;
}

void append_code_point(std::string& text, char32_t c) {
    if (c < 0x80) {
        text += static_cast<char>(c);
    } else if (c < 0x800) {
        text += static_cast<char>(0xC0U | (c >> 6U));
        text += static_cast<char>(0x80U | (c & 0x3FU));
    } else if (c < 0x10000) {
        text += static_cast<char>(0xE0U | (c >> 12U));
        text += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
        text += static_cast<char>(0x80U | (c & 0x3FU));
    } else {
        text += static_cast<char>(0xF0U | (c >> 18U));
        text += static_cast<char>(0x80U | ((c >> 12U) & 0x3FU));
        text += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
        text += static_cast<char>(0x80U | (c & 0x3FU));
    }
}

namespace {

bool is_invisible(char32_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0xAD || c == 0x34F ||
           c == 0x1680 || (c >= 0x2000 && c <= 0x200F) || c == 0x202F || c == 0x205F ||
           c == 0x2060 || c == 0x3000 || c == 0xFEFF;
}

bool is_forbidden(char32_t c, bool line_feed_allowed) {
    if (c == '\n') return !line_feed_allowed;
    if (c < 0x20 || (c >= 0x7F && c <= 0x9F)) return true;
    if (c == 0x2028 || c == 0x2029) return true;
    // Noncharacters: XML, and so a workbook, may not hold them.
    if ((c & 0xFFFEU) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF)) return true;
    // Bidirectional marks, embeddings, overrides and isolates.
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

std::optional<std::string> first_forbidden(std::string_view text, bool line_feed_allowed) {
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        if (is_forbidden(c, line_feed_allowed)) return code_point_name(c);
    }
    return std::nullopt;
}

}  // namespace

std::string code_point_name(char32_t code_point) {
    std::array<char, 12> name{};
    std::snprintf(name.data(), name.size(), "U+%04X", static_cast<unsigned>(code_point));
    return name.data();
}

bool is_blank(std::string_view text) {
    for (std::size_t at = 0; at < text.size();)
        if (!is_invisible(next_code_point(text, at))) return false;
    return true;
}

std::optional<std::string> forbidden_in_a_line(std::string_view text) {
    return first_forbidden(text, false);
}

std::optional<std::string> forbidden_in_prose(std::string_view text) {
    return first_forbidden(text, true);
}

}  // namespace postroom
