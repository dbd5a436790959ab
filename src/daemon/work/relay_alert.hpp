// A relay that refuses us, whatever the letter: one task tells a person, and is done by itself once
// the relay takes an email again.
#pragma once

#include "base/problem.hpp"
#include "calendar/day.hpp"
#include "daemon/records/office.hpp"

namespace postroom::daemon {

/// False when the task is open already. Inside a transaction.
bool alert_about_relay(Office& office, const Problem& trouble, calendar::Day today);
/// The relay took an email. Inside a transaction.
void end_alert_about_relay(Office& office);

}  // namespace postroom::daemon
