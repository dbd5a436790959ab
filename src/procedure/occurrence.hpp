// What tells the firings of one step apart, from one plan of a case to the next.
#pragma once

#include <string>
#include <string_view>

#include "base/ids.hpp"
#include "calendar/day.hpp"

namespace postroom::procedure {

struct Clock;

/// Kept as data, said as text when somebody asks. Refers to the procedure, which outlives every
/// plan made under it, and to nothing of the case.
class Occurrence {
  public:
    Occurrence() = default;  ///< of a step that nothing set off: no text
    /// "once": the step goes once a case, whichever event set it off.
    static Occurrence once(const EventId& trigger) { return {Kind::once, trigger}; }
    /// "e5": it goes for each such event.
    static Occurrence by(const EventId& trigger) { return {Kind::event, trigger}; }
    /// "e5:2025-03-10": a new date is a new firing, whether it came by a new event or a correction.
    static Occurrence by(const EventId& trigger, calendar::Day date) {
        Occurrence occurrence(Kind::date, trigger);
        occurrence.number_ = date.number;
        return occurrence;
    }
    /// "stage1:e1": a clock and the event that started it; ":target20" after it when the limit sets
    /// the step off, for past one limit and past the longer one are two things; ":25" after that
    /// for the day of a step that repeats.
    static Occurrence of(const Clock& clock, const EventId& start, int target, int day) {
        Occurrence occurrence(Kind::clock, start);
        occurrence.clock_ = &clock;
        occurrence.target_ = target;
        occurrence.number_ = day;
        return occurrence;
    }
    static constexpr int no_target = -1;
    static constexpr int no_day = -1;

    /// The event that set the step off; null when a clock did, or nothing.
    const EventId* trigger() const {
        return kind_ == Kind::none || kind_ == Kind::clock ? nullptr : &event_;
    }
    std::string text() const;
    operator std::string() const { return text(); }
    friend bool operator==(const Occurrence& one, std::string_view other) {
        return one.text() == other;
    }
    bool operator==(const Occurrence&) const = default;

  private:
    enum class Kind { none, once, event, date, clock };
    Occurrence(Kind kind, const EventId& event) : kind_(kind), event_(event) {}

    Kind kind_ = Kind::none;
    int number_ = 0;  ///< the date, or the day of the clock
    int target_ = 0;
    const Clock* clock_ = nullptr;
    EventId event_;
};

}  // namespace postroom::procedure
