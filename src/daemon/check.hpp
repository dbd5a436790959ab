// check: procedures, letters and configuration, judged before any case meets them.
#pragma once

#include <string>
#include <vector>

#include "daemon/studio.hpp"

namespace postroom::daemon {

struct Checked {
    int procedures = 0;
    int steps = 0;
    int letters = 0;
    Problems problems;
};

/// Letters as files, overlays applied: what several councils share counts once.
int count_letters(const Places& places);

/// The whole installation, or only the files named: a procedure (.yaml), a letter (.md), or a
/// folder laid out like an overlay (letters/, config/procedures/, templates/).
Checked check(const Setting& setting, const std::vector<std::string>& paths);

}  // namespace postroom::daemon
