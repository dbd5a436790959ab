// What a person must know when a case is corrected after letters have left.
#pragma once

#include <string>
#include <vector>

#include "calendar/day.hpp"
#include "cases/case.hpp"
#include "daemon/studio/studio.hpp"

namespace postroom::daemon {

struct CorrectionTask {
    std::string occurrence;  ///< the same for the same matter, however often it is looked at
    std::string reason;      ///< what to do, for the complaints officer
};

/// How many corrections of the case are in force, or were, on `today`.
std::ptrdiff_t corrections_of(const cases::CaseFile& file, calendar::Day today);

/// Of the corrections after the first `seen`: a date we gave the complainant that is now another
/// (domain 4, edge cases 25 and 28), letters to people outside the council that were set off by
/// what is now struck out, answers whose words are others now, and what Postroom itself recorded
/// and would not any more.
std::vector<CorrectionTask> tasks_after_corrections(const cases::CaseFile& file,
                                                    std::ptrdiff_t seen, const Studio& studio,
                                                    calendar::LocalTime now);

}  // namespace postroom::daemon
