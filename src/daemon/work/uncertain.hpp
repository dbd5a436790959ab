// Emails of which nobody knows whether they were sent: what their step's rule does about them.
#pragma once

#include "daemon/records/office.hpp"
#include "daemon/work/run.hpp"

namespace postroom::daemon {

/// Where neither a report, nor the relay's log, nor a person has settled an uncertain email by the
/// letter's last day and its step has a rule, the rule is carried out: the same bytes go once more,
/// or the letter goes by post as well. Once a parcel: after that, and for what a restored backup
/// left uncertain, a person decides.
void follow_rules_for_uncertain(Office& office, Instant at, const Clock& clock, RunReport& report);

}  // namespace postroom::daemon
