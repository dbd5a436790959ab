#include "returns/header_fields.hpp"

#include <utility>

namespace postroom::returns {

namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_word_sign(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

int hex_value(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_field_name(std::string_view name) {
    if (name.empty()) return false;
    for (const char c : name)
        if (c <= ' ' || c >= 0x7F) return false;
    return true;
}

/// "5.1.1" at `text[at]`: its length, or 0.
std::size_t status_length(std::string_view text, std::size_t at) {
    std::size_t i = at;
    if (i >= text.size() || (text[i] != '2' && text[i] != '4' && text[i] != '5')) return 0;
    ++i;
    for (int part = 0; part < 2; ++part) {
        if (i >= text.size() || text[i] != '.') return 0;
        const std::size_t begins = ++i;
        while (i < text.size() && is_digit(text[i])) ++i;
        if (i == begins || i - begins > 3) return 0;
    }
    // 5.1.1.2 is an address, and 5.1.1a is none of ours.
    if (i < text.size() &&
        (is_word_sign(text[i]) || (text[i] == '.' && i + 1 < text.size() && is_digit(text[i + 1]))))
        return 0;
    return i - at;
}

}  // namespace

std::string in_small_letters(std::string_view text) {
    std::string small(text);
    for (char& c : small)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return small;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

std::string_view without_brackets(std::string_view text) {
    const auto from = text.find('<');
    const auto to = from == std::string_view::npos ? from : text.find('>', from);
    return trimmed(to == std::string_view::npos ? text : text.substr(from + 1, to - from - 1));
}

void FieldGroup::continue_last(std::string_view text) {
    if (!fields_.empty()) fields_.back().second += " " + std::string(trimmed(text));
}

std::string_view FieldGroup::value(std::string_view name) const {
    for (const auto& [field, value] : fields_)
        if (field == name) return value;
    return {};
}

std::vector<std::string_view> FieldGroup::values(std::string_view name) const {
    std::vector<std::string_view> found;
    for (const auto& [field, value] : fields_)
        if (field == name) found.emplace_back(value);
    return found;
}

std::vector<FieldGroup> field_groups(std::string_view text) {
    std::vector<FieldGroup> groups;
    FieldGroup group;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        const std::string_view said = trimmed(line);
        if (said.empty()) {
            if (!group.empty()) groups.push_back(std::exchange(group, {}));
            continue;
        }
        if (line.front() == ' ' || line.front() == '\t') {
            group.continue_last(said);
            continue;
        }
        const auto colon = said.find(':');
        if (colon == std::string_view::npos) continue;
        const std::string_view name = trimmed(said.substr(0, colon));
        if (is_field_name(name))
            group.add(in_small_letters(name), std::string(trimmed(said.substr(colon + 1))));
    }
    if (!group.empty()) groups.push_back(std::move(group));
    return groups;
}

std::string from_xtext(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '+') {
            plain += text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
        if (high < 0 || low < 0) return std::string(text);
        plain += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return plain;
}

std::string status_in(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool begins = at == 0 || (!is_word_sign(text[at - 1]) && text[at - 1] != '.');
        if (!begins) continue;
        if (const std::size_t length = status_length(text, at); length > 0)
            return std::string(text.substr(at, length));
    }
    return {};
}

}  // namespace postroom::returns
