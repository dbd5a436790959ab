// The search for dead ends over an installation's procedures, or over single files.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/studio/studio.hpp"
#include "procedure/dead_ends.hpp"

namespace postroom::daemon {

struct DeadEnds {
    int procedures = 0;
    int histories = 0;  ///< played out
    int complete = 0;   ///< every history of at most so many events was, of every procedure
    int part = 1;       ///< … and of those one event longer this one …
    int parts = 1;      ///< … of so many parts
    Problems problems;
};

/// What plain `check` plays: all histories of one event, in seconds.
inline constexpr procedure::SearchBounds bounds_of_check{.events = 1};
/// What `check --dead-ends --part 3/20` plays: all of one event, and that part of those of two.
/// Nothing when the text names no part.
std::optional<procedure::SearchBounds> bounds_of_part(std::string_view text);
/// What `check --dead-ends` plays: longer ones too, as far as the number of histories goes.
inline constexpr procedure::SearchBounds bounds_of_search{.events = 3, .histories = 4000};

/// Told how far the search has come, in words.
using Progress = std::function<void(const std::string&)>;

/// Procedures are searched side by side, on all cores; the answer does not depend on how many.
DeadEnds search_procedures(const std::vector<const procedure::Procedure*>& procedures,
                           const calendar::WorkingCalendar& calendar,
                           const procedure::SearchBounds& bounds, const Progress& progress);

/// All procedures of the installation, or those in the files named.
DeadEnds find_dead_ends(const Setting& setting, const std::vector<std::string>& paths,
                        const procedure::SearchBounds& bounds, const Progress& progress);

/// "Played 9,000 histories …": what was searched, and whether anything was found.
std::string in_words(const DeadEnds& found);

}  // namespace postroom::daemon
