// A letter begun: a sound file to change, put where the office's own wording lies.
#pragma once

#include <string>

#include "base/expected.hpp"
#include "daemon/studio/content.hpp"

namespace postroom::daemon {

/// Writes `<folder>/<name>.md` from templates/letter/; "stage1/thanks.yp.cy" begins one for a young
/// person in Welsh. Returns its path. Never overwrites. Throws FileError.
Expected<std::string> start_letter(const std::string& name, const std::string& folder,
                                   const Places& places);

}  // namespace postroom::daemon
