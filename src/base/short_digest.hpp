// Sixteen bytes that tell contents apart, for names; proofs take sha256.
#pragma once

#include <string_view>

#include "base/bytes.hpp"

namespace postroom {

/// BLAKE2b: a quarter of what sha256 takes.
Bytes short_digest(std::string_view bytes);

}  // namespace postroom
