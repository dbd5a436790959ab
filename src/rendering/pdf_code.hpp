// The 2D code at the foot of a letter's first page. The only place that knows libqrencode.
#pragma once

#include <string>
#include <string_view>

#include "document/page_style.hpp"

namespace postroom::rendering {

/// Exactly 20 of A to Z and 0 to 9: what the smallest QR symbol holds with 15 % to spare.
bool is_parcel_code(std::string_view code);

/// Drawing operators of the code's QR symbol (21 modules a side, black) in `place`, as an artifact:
/// it says nothing that a reader needs. The zone around it must be left blank.
std::string draw_code(std::string_view code, const document::Box& place, double page_height);

}  // namespace postroom::rendering
