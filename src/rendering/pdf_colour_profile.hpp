// The sRGB colour profile that PDF/A wants beside colours.
#pragma once

#include "base/bytes.hpp"

namespace postroom::rendering {

/// An ICC version 4 display profile with sRGB's primaries and its exact tone curve, made from their
/// numbers (IEC 61966-2-1).
Bytes srgb_profile();

}  // namespace postroom::rendering
