// While first-class post can still keep the day of an email that the relay does not take.
#pragma once

#include <optional>

#include "calendar/working_calendar.hpp"

namespace postroom::outbox {

/// From then on whoever posts the letter instead must know of it: the close of work before the last
/// working day on which it can be posted in time, so that the whole of that day is left. Nothing
/// past the holidays loaded.
std::optional<calendar::LocalTime> time_to_think_of_post(calendar::Day due,
                                                         const calendar::WorkingCalendar& calendar);

}  // namespace postroom::outbox
