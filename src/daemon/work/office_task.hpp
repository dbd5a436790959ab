// Tasks about the office's own work and no step of a case, of which one at a time is enough: the
// relay refuses us, the clock is not believed (those are done by themselves once the trouble is
// over), what is due in a case comes to no rest.
#pragma once

#include <string>

#include "base/problem.hpp"
#include "calendar/day.hpp"
#include "daemon/records/office.hpp"

namespace postroom::daemon {

/// What names the task of each trouble.
inline constexpr const char* about_relay = "relay";
inline constexpr const char* about_clock = "clock";

/// False when it is open already. Inside a transaction.
bool open_office_task(Office& office, const std::string& about, const Problem& trouble,
                      calendar::Day today);
/// Nothing when none is open. Inside a transaction.
void end_office_task(Office& office, const std::string& about, const std::string& resolution);

}  // namespace postroom::daemon
