// A council's logo: a PNG read once, and written into each letter as it is.
#pragma once

#include <memory>
#include <string>

#include "base/bytes.hpp"
#include "base/expected.hpp"

namespace postroom::rendering {

struct Logo {
    int width = 0, height = 0;  ///< pixels
    Bytes pixels;  ///< red, green, blue of each, deflated; what was see-through is white
};

/// Any PNG of at most 2,000 pixels a side. `file` is only for messages.
Expected<std::shared_ptr<const Logo>> read_logo(const std::string& png, const std::string& file);

}  // namespace postroom::rendering
