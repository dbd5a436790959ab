// What counts as an email address on the way in.
#pragma once

#include <string_view>

namespace postroom::cases {

/// One bare address that any mail server accepts: printable ASCII without quotes, spaces or display
/// name, a domain of at least two labels (RFC 5321's lengths). Wider forms are legal and unused.
bool is_email_address(std::string_view text);

}  // namespace postroom::cases
