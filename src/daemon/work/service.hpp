// The daemon: watches the case store, wakes at the right time of day, ends cleanly.
#pragma once

#include "base/clock.hpp"
#include "daemon/studio/studio.hpp"

namespace postroom::daemon {

/// Runs until SIGTERM or SIGINT; SIGHUP reloads configuration and content. Acts within two
/// seconds on any committed change of the store, whoever made it. Returns the exit code.
int serve(const Setting& setting, const Clock& clock);

}  // namespace postroom::daemon
