#include "outbox/post_in_time.hpp"

namespace postroom::outbox {

std::optional<calendar::LocalTime> time_to_think_of_post(
    calendar::Day due, const calendar::WorkingCalendar& calendar) {
    calendar::Day last_post = due;
    while (calendar.covers(last_post) && !calendar.is_working_day(last_post))
        last_post = last_post.plus_days(-1);
    const auto day_before = calendar.add(last_post, -1);
    if (!day_before) return std::nullopt;
    return calendar::LocalTime{*day_before, calendar::close_of_work};
}

}  // namespace postroom::outbox
