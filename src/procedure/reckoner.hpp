// Counting days for one plan.
#pragma once

#include <optional>

#include "calendar/working_calendar.hpp"

namespace postroom::procedure {

/// Remembers the first time that the calendar had no answer. A plan then fails with it as a whole,
/// so whatever was worked out from the day given in its place does not matter.
class Reckoner {
  public:
    explicit Reckoner(const calendar::WorkingCalendar& calendar) : calendar_(calendar) {}

    calendar::Day add(calendar::Day from, int working_days) {
        const auto day = calendar_.nth_after(from, working_days);
        if (!day) note(calendar_.add(from, working_days).error());
        return day.value_or(from);
    }
    int count(calendar::Day from, calendar::Day to) {
        const auto days = calendar_.counted(from, to);
        if (!days) note(calendar_.count(from, to).error());
        return days.value_or(0);
    }
    calendar::Day working_day_on_or_after(calendar::Day day) {
        const auto found = calendar_.next_working_day(day);
        if (!found) note(calendar_.working_day_on_or_after(day).error());
        return found.value_or(day);
    }
    bool is_working_day(calendar::Day day) const { return calendar_.is_working_day(day); }

    const std::optional<Problem>& trouble() const { return trouble_; }
    const calendar::WorkingCalendar& calendar() const { return calendar_; }

  private:
    void note(const Problem& problem) {
        if (!trouble_) trouble_ = problem;
    }

    const calendar::WorkingCalendar& calendar_;
    std::optional<Problem> trouble_;
};

}  // namespace postroom::procedure
