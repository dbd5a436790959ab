// What sets a step off, and when: each firing of it (one time it was set off, or will be), before
// anyone judges whether it is needed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "procedure/facts.hpp"

namespace postroom::procedure {

/// The record of that firing of a step (sent, skipped or baselined), or null.
const cases::CaseEvent* record_of(const Step& step, const std::string& occurrence,
                                  const Facts& facts);

/// Finds the firings of one step after another; refers to the caller's objects.
class FiringFinder {
  public:
    FiringFinder(const Facts& facts, LocalTime now, Plan& plan)
        : facts_(facts), now_(now), plan_(plan) {}

    /// Adds to the plan, whose clocks are known, all firings of the step that matter now: those on
    /// record, the latest, and the next; with when each was planned and what set it off.
    std::optional<Problem> find(const Step& step);
    /// The event that set that firing off, counted from the step's first one; null: a clock did.
    const cases::CaseEvent* trigger(std::size_t firing) const { return triggers_[firing]; }

  private:
    using Trouble = std::optional<Problem>;

    Trouble find_by_event(const Step& step, const OnEvent& when);
    Trouble find_by_date(const Step& step, const OnDate& when);
    Trouble find_by_day(const Step& step, const OnDay& when);
    Expected<bool> given(const OnEvent& when, const cases::CaseEvent& event) const;
    bool in_force(const Condition& condition) const;
    Expected<std::optional<Day>> day_of_limit(const ClockView& view, const OnDay& when) const;
    PlannedStep& add(const Step& step, LocalTime planned, const cases::CaseEvent* trigger);
    /// Takes the last firing back unless it is on record: a newer one is in its place.
    void replace_last(const Step& step);

    const Facts& facts_;
    LocalTime now_;
    Plan& plan_;
    std::vector<const cases::CaseEvent*> triggers_;
    std::vector<int> places_;
};

}  // namespace postroom::procedure
