// check: procedures, letters and configuration, judged before any case meets them.
#pragma once

#include <string>
#include <vector>

#include "daemon/authoring/dead_ends.hpp"
#include "daemon/studio/studio.hpp"

namespace postroom::daemon {

struct Checked {
    int procedures = 0;
    int steps = 0;
    int letters = 0;
    DeadEnds dead_ends;  ///< of a whole installation: what was played of its procedures
    Problems problems;   ///< those of the dead ends too
};

/// Letters as files, overlays applied: what several councils share counts once.
int count_letters(const Places& places);

/// The whole installation, or only the files named: a procedure (.yaml), a letter (.md), or a
/// folder laid out like an overlay (letters/, config/procedures/, templates/).
Checked check(const Setting& setting, const std::vector<std::string>& paths,
              const Progress& progress = {});

}  // namespace postroom::daemon
