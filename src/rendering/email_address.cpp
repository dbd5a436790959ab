#include <algorithm>
#include <cstddef>
#include <string_view>

#include "rendering/email.hpp"

namespace postroom::rendering {
namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// RFC 5322 dot-atom; quoted local parts exist, but no council's contact has one.
bool is_local_part(std::string_view local) {
    constexpr std::string_view marks = "!#$%&'*+-/=?^_`{|}~.";
    if (local.empty() || local.size() > 64) return false;
    if (local.front() == '.' || local.back() == '.') return false;
    if (local.find("..") != std::string_view::npos) return false;
    return std::all_of(local.begin(), local.end(), [&](char c) {
        return is_letter(c) || is_digit(c) || marks.find(c) != std::string_view::npos;
    });
}

bool is_label(std::string_view label) {
    if (label.empty() || label.size() > 63) return false;
    if (label.front() == '-' || label.back() == '-') return false;
    return std::all_of(label.begin(), label.end(),
                       [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
}

/// At least two labels, and a last one that is no number: a name, not an IP address.
bool is_host(std::string_view host) {
    if (host.size() > 253 || host.find('.') == std::string_view::npos) return false;
    std::string_view label;
    for (std::size_t at = 0; at <= host.size();) {
        const std::size_t end = std::min(host.find('.', at), host.size());
        label = host.substr(at, end - at);
        if (!is_label(label)) return false;
        at = end + 1;
    }
    return label.size() >= 2 && std::any_of(label.begin(), label.end(), is_letter);
}

}  // namespace

bool is_email_address(const std::string& text) {
    const std::size_t at = text.find('@');
    if (at == std::string::npos || text.size() > 320) return false;
    const std::string_view whole = text;
    return is_local_part(whole.substr(0, at)) && is_host(whole.substr(at + 1));
}

}  // namespace postroom::rendering
