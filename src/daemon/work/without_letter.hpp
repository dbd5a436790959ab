// Complainants who came, or came back, after the others had had an answer.
#pragma once

#include "daemon/records/office.hpp"
#include "daemon/studio/look.hpp"

namespace postroom::daemon {

/// The time of several complainants runs from a letter, and one of them never had it (ClockView::
/// without): whoever withdrew by mistake, or joined since. It is written for them too, and waits
/// for approval as it did for the others; what cannot be written, a person is asked to see to.
/// Nothing is done where theirs is on its way or a person has it in hand. Answers how many were
/// written or asked about. Inside a transaction.
int write_to_those_without(Office& office, const Look& look, Instant at, Instant real_now);

}  // namespace postroom::daemon
