// What two people write down of one call: an event that the case has already, word for word.
#pragma once

#include <optional>
#include <vector>

#include "base/problem.hpp"
#include "cases/case.hpp"
#include "procedure/procedure.hpp"

namespace postroom::daemon {

/// A problem where the case has that event on record, of the same day and with the same details:
/// its letter would go a second time. Nothing of an event that brings an id of its own, whose
/// author tells it apart; nor where what it says was taken back since (the procedure's `opposites`,
/// the end of a pause, a reopening, a safeguarding flag cleared), was corrected, or came after
/// something else of that name.
std::optional<Problem> recorded_twice(const CaseReference& reference, const cases::CaseEvent& event,
                                      const std::vector<cases::CaseEvent>& stored,
                                      const std::vector<cases::CaseEvent>& coming,
                                      const procedure::Procedure& procedure);

}  // namespace postroom::daemon
