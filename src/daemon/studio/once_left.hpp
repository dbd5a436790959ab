// The plan that a letter speaks of when its own leaving moves a clock.
#pragma once

#include <optional>

#include "daemon/studio/write_letter.hpp"

namespace postroom::daemon {

/// A letter that starts a clock by leaving speaks of that clock as if it had left today; one that
/// was emailed before and goes by post now, of the readers' time as the post makes it. Nothing for
/// every other letter: the plan as it stands says all.
Expected<std::optional<procedure::Plan>> plan_once_it_left(
    const Look& look, const procedure::PlannedStep& planned, const Reader& reader,
    cases::Channel channel, const Studio& studio, calendar::Day today);

}  // namespace postroom::daemon
