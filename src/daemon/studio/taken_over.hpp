// What a case that was taken over with its history (import --baseline) owes to that history.
#pragma once

#include <string>
#include <vector>

#include "daemon/studio/look.hpp"

namespace postroom::daemon {

/// What is to be put on record of the steps that fell due before the baseline: that they count as
/// done, and what they brought about, without which the case would stand still where the old office
/// left it. Nothing is brought about where something happened since: people recorded that who knew
/// where the case stood. To be asked again until there is no more: what brings something about is
/// judged last, for the rest may say that it was not needed. The events have ids of their own.
std::vector<cases::CaseEvent> events_taken_over(const Look& look, Instant at);

/// What to ask a person when nothing says that a complainant was told of a right and the matter is
/// still open (domain 0.9); "" for every other step.
std::string question_about_a_right(const procedure::PlannedStep& planned, const Look& look);

}  // namespace postroom::daemon
