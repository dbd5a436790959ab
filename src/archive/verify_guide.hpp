// VERIFY.md, the same in every archive of format version 1.
#pragma once

#include <string_view>

namespace postroom::archive {

std::string_view verify_guide();

}  // namespace postroom::archive
