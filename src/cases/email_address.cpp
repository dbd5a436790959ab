#include "cases/email_address.hpp"

#include <algorithm>

namespace postroom::cases {

namespace {

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_atom_character(char c) {
    return is_letter_or_digit(c) ||
           std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

bool is_domain_character(char c) {
    return is_letter_or_digit(c) || c == '-';
}

/// Parts between dots, none empty, each of allowed characters and length.
template <class Allowed>
bool is_dotted(std::string_view text, Allowed allowed, std::size_t longest_part) {
    for (std::size_t start = 0;;) {
        const std::size_t end = std::min(text.find('.', start), text.size());
        const std::string_view part = text.substr(start, end - start);
        if (part.empty() || part.size() > longest_part) return false;
        if (!std::all_of(part.begin(), part.end(), allowed)) return false;
        if (end == text.size()) return true;
        start = end + 1;
    }
}

}  // namespace

bool is_email_address(std::string_view text) {
    const std::size_t at = text.find('@');
    if (at == std::string_view::npos || text.size() > 254) return false;
    const std::string_view local = text.substr(0, at);
    const std::string_view domain = text.substr(at + 1);
    return local.size() <= 64 && is_dotted(local, is_atom_character, 64) &&
           domain.find('.') != std::string_view::npos &&
           is_dotted(domain, is_domain_character, 63) && domain.front() != '-' &&
           domain.back() != '-' && domain.find(".-") == std::string_view::npos &&
           domain.find("-.") == std::string_view::npos;
}

}  // namespace postroom::cases
