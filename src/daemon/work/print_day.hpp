// What is printed on one day: the letters of its tray in one file, in the order of posting.
#pragma once

#include "base/problem.hpp"
#include "daemon/records/office.hpp"

namespace postroom::daemon {

/// Brings tray/<date>.pdf of every day up to what lies in its tray and is not yet confirmed as
/// posted, and numbers the manifest the same way; removes it when nothing is left to post. A day
/// whose file is right already costs the reading of its manifest. Made from the archive's bytes.
/// A letter that cannot be bound is a problem, and printed by itself.
Problems bring_print_files_up_to_date(Office& office);

}  // namespace postroom::daemon
