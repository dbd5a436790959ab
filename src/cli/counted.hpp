// "1 letter", "3 letters".
#pragma once

#include <string>

namespace postroom::cli {

/// `many` is for words that do not just take an s: counted(2, "leaf", "leaves").
inline std::string counted(long count, const std::string& one, const std::string& many = "") {
    return std::to_string(count) + " " + (count == 1 ? one : many.empty() ? one + "s" : many);
}

}  // namespace postroom::cli
