// The search for dead ends over an installation's procedures, or over single files.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "daemon/studio.hpp"

namespace postroom::daemon {

struct DeadEnds {
    int procedures = 0;
    int histories = 0;  ///< played out
    Problems problems;
};

/// All procedures of the installation, or those in the files named. `progress` is told how far the
/// search has come, in words.
DeadEnds find_dead_ends(const Setting& setting, const std::vector<std::string>& paths,
                        const std::function<void(const std::string&)>& progress);

}  // namespace postroom::daemon
