// "1 letter", "3 letters".
#pragma once

#include <concepts>
#include <string>

namespace postroom {

/// `many` is for words that do not just take an s: counted(2, "leaf", "leaves").
template <std::integral Number>
std::string counted(Number count, const std::string& one, const std::string& many = "") {
    return std::to_string(count) + " " + (count == 1 ? one : many.empty() ? one + "s" : many);
}

}  // namespace postroom
