// The zlib format, as PDF's FlateDecode reads it, made with libdeflate.
#pragma once

#include <string_view>

#include "base/bytes.hpp"

namespace postroom::rendering {

/// `level` 1 (fast) to 12 (small). Same bytes, same answer.
Bytes deflate(std::string_view bytes, int level);

}  // namespace postroom::rendering
