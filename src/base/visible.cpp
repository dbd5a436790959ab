#include "base/visible.hpp"

#include "base/unicode.hpp"

namespace postroom {

namespace {

bool is_plain(char c) {
    return c >= ' ' && c <= '~';
}

std::string visible(std::string_view text, std::string_view kept) {
    const bool readable = is_utf8(text);
    std::string shown;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t from = at;
        if (is_plain(text[at]) || kept.find(text[at]) != kept.npos) {
            shown += text[at++];
            continue;
        }
        if (!readable && static_cast<unsigned char>(text[at]) >= 0x80) {
            shown += '?';
            ++at;
            continue;
        }
        const char32_t code_point = next_code_point(text, at);
        const std::string_view character = text.substr(from, at - from);
        if (forbidden_in_a_line(character))
            shown += "<" + code_point_name(code_point) + ">";
        else
            shown += character;
    }
    return shown;
}

}  // namespace

std::string visible_line(std::string_view text) {
    return visible(text, "");
}

std::string visible_lines(std::string_view text) {
    return visible(text, "\n\t");
}

}  // namespace postroom
