// Europe/London: the one place that knows the time zone (domain A11).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "calendar/day.hpp"

namespace postroom::daemon {

calendar::LocalTime london(Instant at);
/// The instant of a London wall-clock time. A time the clocks skip becomes the moment after the
/// gap; one that comes twice, the first.
Instant instant_of(calendar::LocalTime local);
/// Minutes London is ahead of UTC at that instant: 0 or 60.
int utc_offset_minutes(Instant at);

/// "2025-03-17T09:30:00Z" or with an offset such as +01:00; seconds may be left out. Without a
/// zone it is London time. Nothing for anything else.
std::optional<Instant> parse_instant(std::string_view text);
/// "2025-03-17T09:30:00Z".
std::string utc_text(Instant at);

/// Reads the machine's clock.
class SystemClock final : public Clock {
  public:
    Instant now() const override;
};

}  // namespace postroom::daemon
