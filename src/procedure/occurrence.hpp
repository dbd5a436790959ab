// What tells the firings of one step apart, from one plan of a case to the next.
#pragma once

#include <string>
#include <string_view>

#include "base/ids.hpp"
#include "calendar/day.hpp"

namespace postroom::procedure {

struct Clock;

/// All of it but the event.
struct OccurrenceParts {
    enum class Kind { none, once, event, date, clock };
    Kind kind = Kind::none;
    int number = 0;  ///< the date, or the day of the clock
    int target = 0;
    const Clock* clock = nullptr;
    bool operator==(const OccurrenceParts&) const = default;
};

/// One that refers to its case: a plan looks at many, and keeps few.
class OccurrenceView {
  public:
    OccurrenceView() = default;
    OccurrenceView(const OccurrenceParts& parts, const EventId& event)
        : parts_(parts), event_(&event) {}
    /// "once": the step goes once a case, whichever event set it off.
    static OccurrenceView once(const EventId& trigger) { return {{.kind = Kind::once}, trigger}; }
    /// "e5": it goes for each such event.
    static OccurrenceView by(const EventId& trigger) { return {{.kind = Kind::event}, trigger}; }
    /// "e5:2025-03-10": a new date is a new firing, whether it came by a new event or a correction.
    static OccurrenceView by(const EventId& trigger, calendar::Day date) {
        return {{.kind = Kind::date, .number = date.number}, trigger};
    }
    /// "stage1:e1": a clock and the event that started it; ":target20" after it when the limit sets
    /// the step off, for past one limit and past the longer one are two things; ":25" after that
    /// for the day of a step that repeats.
    static OccurrenceView of(const Clock& clock, const EventId& start, int target, int day) {
        return {{.kind = Kind::clock, .number = day, .target = target, .clock = &clock}, start};
    }
    static constexpr int no_target = -1;
    static constexpr int no_day = -1;

    std::string text() const;

  private:
    friend class Occurrence;
    using Kind = OccurrenceParts::Kind;

    OccurrenceParts parts_;
    const EventId* event_ = nullptr;
};

/// Kept as data, said as text when somebody asks. Refers to the procedure, which outlives every
/// plan made under it, and to nothing of the case.
class Occurrence {
  public:
    Occurrence() = default;  ///< of a step that nothing set off: no text
    Occurrence(const OccurrenceView& seen) : parts_(seen.parts_), event_(*seen.event_) {}

    /// The event that set the step off; null when a clock did, or nothing.
    const EventId* trigger() const {
        using Kind = OccurrenceParts::Kind;
        return parts_.kind == Kind::none || parts_.kind == Kind::clock ? nullptr : &event_;
    }
    std::string text() const { return OccurrenceView(parts_, event_).text(); }
    operator std::string() const { return text(); }
    friend bool operator==(const Occurrence& one, std::string_view other) {
        return one.text() == other;
    }
    bool operator==(const Occurrence&) const = default;

  private:
    OccurrenceParts parts_;
    EventId event_;
};

}  // namespace postroom::procedure
