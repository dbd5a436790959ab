#include "composition/entities.hpp"

#include <charconv>
#include <cstdint>
#include <utility>

#include "base/unicode.hpp"

namespace postroom::composition {

namespace {

constexpr std::pair<std::string_view, std::string_view> named[] = {
    {"amp", "&"},   {"lt", "<"},     {"gt", ">"},    {"quot", "\""},  {"nbsp", "\u00A0"},
    {"pound", "£"}, {"ndash", "–"},  {"mdash", "—"}, {"hellip", "…"}, {"lsquo", "‘"},
    {"rsquo", "’"}, {"ldquo", "“"},  {"rdquo", "”"}, {"apos", "'"},   {"deg", "°"},
    {"euro", "€"},  {"frac12", "½"},
};

bool may_stand_in_a_letter(char32_t c) {
    return c >= 0x20 && (c < 0x7F || c >= 0xA0) && !(c >= 0xD800 && c <= 0xF8FF) && c < 0xF0000;
}

}  // namespace

std::optional<std::string> character_named(std::string_view reference) {
    if (reference.size() < 3 || reference.front() != '&' || reference.back() != ';')
        return std::nullopt;
    std::string_view name = reference.substr(1, reference.size() - 2);
    if (name.front() != '#') {
        for (const auto& [known, character] : named)
            if (known == name) return std::string(character);
        return std::nullopt;
    }
    name.remove_prefix(1);
    int base = 10;
    if (!name.empty() && (name.front() == 'x' || name.front() == 'X')) {
        name.remove_prefix(1);
        base = 16;
    }
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number, base);
    if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
    if (!may_stand_in_a_letter(number)) return std::nullopt;
    std::string text;
    append_code_point(text, number);
    return text;
}

}  // namespace postroom::composition
