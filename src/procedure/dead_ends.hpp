// Whether a case can come to stand still with the complainant told nothing: every short history
// that a procedure allows is played out and looked at.
#pragma once

#include <functional>
#include <limits>

#include "calendar/working_calendar.hpp"
#include "procedure/procedure.hpp"

namespace postroom::procedure {

/// How far the search goes. The histories are those of one complaint with at most `events` events
/// beside its receipt: each on a day on which the procedure does something it has not done before,
/// or a limit passes; before the day's letters go, or after.
struct SearchBounds {
    int events = 1;
    int histories = std::numeric_limits<int>::max();  ///< at most so many, the shortest first
    // Of the longest only one part, for all of them take hours: each belongs to one of so many
    // parts, the same on every machine, so that whoever played part after part has played them all.
    int part = 1;
    int parts = 1;
};

struct Searched {
    int histories = 0;
    int plans = 0;
    int longest = 0;     ///< events of the longest history played out
    int complete = 0;    ///< all histories of so many events were played out; -1: not even silence
    Problems dead_ends;  ///< one for each clock or event that leads to one, by its shortest history
};

/// Plays silence after each history: every letter goes out on its day, every task is raised. After
/// each event that the procedure answers to, and after each limit of the council's that passes, a
/// letter must go to the complainant or a person must be asked; reminders that only repeat do not
/// count. Answers that went to the complainant (events a step appends once its letter has gone)
/// need nothing more. `progress` is told the histories played so far.
Searched search_dead_ends(const Procedure& procedure, const calendar::WorkingCalendar& calendar,
                          const SearchBounds& bounds,
                          const std::function<void(int)>& progress = {});

}  // namespace postroom::procedure
