// When emails leave, as postroom.yaml says it.
#pragma once

#include <optional>
#include <string_view>

namespace postroom::daemon {

/// Minutes after midnight, London time; `until` is the first that is too late.
struct SendingHours {
    int from = 0;
    int until = 0;
};
/// "08:00-20:00"; nothing for anything else.
std::optional<SendingHours> sending_hours_in(std::string_view text);

}  // namespace postroom::daemon
