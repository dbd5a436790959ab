// Why a step stands where it does: kept as data, said as a sentence when somebody asks.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "calendar/day.hpp"

namespace postroom::procedure {

struct Clock;
struct Condition;
struct Step;

/// Refers to the procedure, which outlives every plan made under it, and to nothing of the case.
class Reason {
  public:
    enum class Kind {
        none,
        on_record_sent,
        on_record_baselined,
        on_record_skipped,
        before_baseline,
        nothing_goes,          ///< the complainant died
        not_needed,            ///< an event forbids it or stopped its clock
        not_needed_condition,  ///< another condition does
        waits_for,             ///< a condition
        later,
        later_if,  ///< unless a condition stays unmet
        overdue,   ///< until the next working day
        held_for_safeguarding,
        due_today,
        due_since,
        due_since_ask,
        after_a_death,  ///< due, and a person reads it first
        too_late,
        overtaken,       ///< by another step
        said_elsewhere,  ///< in another step's letter
        waits_for_trigger,
        trigger_does_not_fit,
        waits_for_clock,
        clock_paused
    };

    Reason() = default;
    explicit Reason(Kind kind) : kind_(kind) {}
    Reason(Kind kind, calendar::LocalTime time) : kind_(kind), time_(time) {}
    Reason(Kind kind, calendar::Day day) : kind_(kind), time_{day, 0} {}
    Reason(Kind kind, const Condition& condition, calendar::LocalTime time = {})
        : kind_(kind), time_(time), about_(&condition) {}
    /// `event`: a name of the vocabulary or of the procedure.
    Reason(Kind kind, std::string_view event, calendar::Day on)
        : kind_(kind), time_{on, 0}, about_(event) {}
    Reason(Kind kind, const Step& step) : kind_(kind), about_(&step) {}
    Reason(Kind kind, const Clock& clock) : kind_(kind), about_(&clock) {}
    static Reason late(Kind kind, calendar::Day since, int working_days) {
        Reason reason(kind, since);
        reason.number_ = working_days;
        return reason;
    }
    static Reason skipped(std::string why) {
        Reason reason(Kind::on_record_skipped);
        reason.said_ = std::make_shared<const std::string>(std::move(why));
        return reason;
    }

    std::string text() const;
    operator std::string() const { return text(); }
    /// The step that went, or goes, in this one's place; null for every other reason.
    const Step* overtaking() const {
        return kind_ == Kind::overtaken ? std::get<const Step*>(about_) : nullptr;
    }
    bool empty() const { return kind_ == Kind::none; }
    Kind kind() const { return kind_; }

  private:
    Kind kind_ = Kind::none;
    int number_ = 0;
    calendar::LocalTime time_;
    /// What the sentence names; a kind always has the same.
    std::variant<std::monostate, const Condition*, const Step*, const Clock*, std::string_view>
        about_;
    std::shared_ptr<const std::string> said_;
};

}  // namespace postroom::procedure
