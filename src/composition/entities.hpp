// The few character references a letter may use.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace postroom::composition {

/// "&pound;" or "&#163;" as the character it names, in UTF-8; nothing for a name we do not know, a
/// control or private-use character, or no character at all.
std::optional<std::string> character_named(std::string_view reference);

}  // namespace postroom::composition
