#include "reports/sheet_names.hpp"

#include "base/unicode.hpp"

namespace postroom::reports {

namespace {

constexpr std::size_t longest = 31;

bool is_refused(std::string_view character) {
    constexpr std::string_view refused = "[]:*?/\\";
    return (character.size() == 1 && refused.find(character) != refused.npos) ||
           forbidden_in_a_line(character).has_value() || character == "\uFFFE" ||
           character == "\uFFFF";
}

std::string cleaned(std::string_view wanted) {
    std::string clean;
    for (std::size_t at = 0; at < wanted.size();) {
        const std::size_t start = at;
        next_code_point(wanted, at);
        const std::string_view character = wanted.substr(start, at - start);
        clean += is_refused(character) ? " " : character;
    }
    return clean;
}

/// Spaces and apostrophes may not stand at the ends.
std::string trimmed(const std::string& text) {
    constexpr const char* ends = " '";
    const std::size_t first = text.find_first_not_of(ends);
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(ends) - first + 1);
}

std::string cut_to(std::size_t units, const std::string& text) {
    std::size_t used = 0;
    std::size_t end = 0;
    while (end < text.size()) {
        std::size_t next = end;
        used += next_code_point(text, next) > 0xFFFF ? 2 : 1;
        if (used > units) break;
        end = next;
    }
    return trimmed(text.substr(0, end));
}

/// Case does not tell two sheets apart. Letters beyond ASCII all count as the same: a number too
/// many does no harm.
std::string likeness(std::string_view name) {
    std::string key;
    for (std::size_t at = 0; at < name.size();) {
        const char32_t point = next_code_point(name, at);
        const bool capital = point >= 'A' && point <= 'Z';
        key += point >= 0x80 ? '\x7F' : static_cast<char>(capital ? point + ('a' - 'A') : point);
    }
    return key;
}

}  // namespace

std::string SheetNames::name_for(std::string_view wanted) {
    std::string base = is_utf8(wanted) ? cut_to(longest, trimmed(cleaned(wanted))) : std::string();
    if (base.empty()) base = "No name";
    std::string name = base;
    for (int n = 2; !taken_.insert(likeness(name)).second; ++n) {
        const std::string number = " (" + std::to_string(n) + ")";
        name = cut_to(longest - number.size(), base) + number;
    }
    return name;
}

}  // namespace postroom::reports
