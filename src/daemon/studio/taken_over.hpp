// What a case that was taken over with its history (import --baseline) owes to that history.
#pragma once

#include <string>
#include <vector>

#include "daemon/studio/look.hpp"

namespace postroom::daemon {

/// Puts on record in `file` what fell due before its baseline: that those steps count as done, and
/// what they brought about, without which the case would stand still where the old office left it.
/// Nothing is brought about where something happened since: people recorded that who knew where the
/// case stood. To be asked before any letter is written, which must see all of it. The events it
/// appended, with ids of their own; none for a case without a baseline.
Expected<std::vector<cases::CaseEvent>> history_taken_over(cases::CaseFile& file,
                                                           const Studio& studio,
                                                           calendar::LocalTime now, Instant at);

/// What to ask a person when nothing says that a complainant was told of a right and the matter is
/// still open (domain 0.9); "" for every other step.
std::string question_about_a_right(const procedure::PlannedStep& planned, const Look& look);

}  // namespace postroom::daemon
