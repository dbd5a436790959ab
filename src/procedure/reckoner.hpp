// Counting days for one plan.
#pragma once

#include <optional>

#include "calendar/working_calendar.hpp"

namespace postroom::procedure {

/// Remembers the first time that the calendar had no answer. A plan then fails with it as a whole,
/// so whatever was worked out from the day given in its place does not matter.
class Reckoner {
    using Day = calendar::Day;

  public:
    explicit Reckoner(const calendar::WorkingCalendar& calendar) : calendar_(calendar) {}

    Day add(Day from, int working_days) {
        const Day day = calendar_.nth_after(from, working_days);
        return day != calendar::never ? day : past_the_years(from, working_days);
    }
    int count(Day from, Day to) {
        const int days = calendar_.counted(from, to);
        return days != calendar::WorkingCalendar::not_counted ? days : not_counted(from, to);
    }
    Day working_day_on_or_after(Day day) {
        const Day found = calendar_.next_working_day(day);
        return found != calendar::never ? found : past_the_years(day);
    }
    bool is_working_day(Day day) const { return calendar_.is_working_day(day); }

    const std::optional<Problem>& trouble() const { return trouble_; }
    const calendar::WorkingCalendar& calendar() const { return calendar_; }

  private:
    // Kept out of the way of what nearly always has an answer.
    Day past_the_years(Day from, int working_days);
    Day past_the_years(Day from);
    int not_counted(Day from, Day to);

    const calendar::WorkingCalendar& calendar_;
    std::optional<Problem> trouble_;
};

}  // namespace postroom::procedure
