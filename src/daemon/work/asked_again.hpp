// Letters that somebody waits for, and that nobody has seen to.
#pragma once

#include "daemon/records/office.hpp"

namespace postroom::daemon {

/// Once a working day: a question about a letter to somebody outside that nobody has answered five
/// working days after its day is asked again, of the complaints manager, and then every five
/// working days (decision 0170). So is that of a letter in the tray, whoever closed its task: only
/// its posting, or a person's stopping it, ends that. Answers how many.
int ask_again_about_letters(Office& office, Instant at);

}  // namespace postroom::daemon
