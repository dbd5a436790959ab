// What a look at a case asks of the outbox, answered from the stored one.
#pragma once

#include "daemon/records/office.hpp"
#include "daemon/studio/case_work.hpp"

namespace postroom::daemon {

/// Asks anew each time; the office must outlive it.
Outbox outbox_of(Office& office, const CaseReference& reference, calendar::Day today, Instant at);

}  // namespace postroom::daemon
