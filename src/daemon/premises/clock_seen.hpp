// What the machine's clock showed, beside one that nobody can set: so that a leap is noticed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace postroom::daemon {

struct ClockSeen {
    std::string boot;              ///< names the time since this machine was started
    std::int64_t running_for = 0;  ///< microseconds since then, sleep included
    Instant wall;                  ///< what the clock showed
    bool operator==(const ClockSeen&) const = default;
};

/// Both at this moment. Where nobody may know which start of the machine this is (a strict
/// service unit), `boot` names this process instead.
ClockSeen see_clock(const Clock& clock);

std::string to_text(const ClockSeen& seen);
std::optional<ClockSeen> clock_seen_in(std::string_view text);

/// What the clock should show now, by the time that has really passed since `before`; nothing when
/// the machine was started anew between.
std::optional<Instant> expected_now(const ClockSeen& before, const ClockSeen& now);

/// Forward by more than a day: no drift, and no correction of one.
bool has_leapt(const ClockSeen& before, const ClockSeen& now);

}  // namespace postroom::daemon
