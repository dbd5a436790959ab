#include "daemon/premises/sending_hours.hpp"

#include "calendar/day.hpp"

namespace postroom::daemon {

std::optional<SendingHours> sending_hours_in(std::string_view text) {
    if (text.size() != 11 || text[5] != '-') return std::nullopt;
    const auto from = calendar::minute_of_day(text.substr(0, 5));
    const auto until = calendar::minute_of_day(text.substr(6));
    if (!from || !until || *from >= *until) return std::nullopt;
    return SendingHours{*from, *until};
}

}  // namespace postroom::daemon
