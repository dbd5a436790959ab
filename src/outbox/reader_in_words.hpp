// Who a parcel is for, as the office says it: their place, and no name.
#pragma once

#include <string>
#include <string_view>

namespace postroom::outbox {

/// "team manager", "second complainant", "copy to the second advocate" of Parcel::recipient.
/// Whoever comes first in a role is called by the role alone.
std::string reader_in_words(std::string_view recipient);

/// What follows the letter's name: " to the second complainant", ", a copy to the team manager".
std::string to_whom_in_words(std::string_view recipient);

}  // namespace postroom::outbox
