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

/// The case as if the letter of that firing had not left and had brought about nothing, nor had
/// what it brought about (the closing after the last answer): whether a letter that is still to go,
/// to another of its readers or because its email came back, would be due today.
cases::CaseFile as_if_it_had_not_left(cases::CaseFile file, const procedure::Procedure& procedure,
                                      const procedure::Step& step, const std::string& occurrence);

}  // namespace postroom::daemon
