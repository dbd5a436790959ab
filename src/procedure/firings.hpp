// What sets a step off, and when: each firing of it (one time it was set off, or will be), before
// anyone judges whether it is needed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "procedure/facts.hpp"

namespace postroom::procedure {

/// What is known of a firing beside what the plan says of it.
struct Firing {
    const cases::CaseEvent* trigger = nullptr;  ///< null: a clock set it off
    const cases::CaseEvent* record = nullptr;   ///< sent, skipped or baselined; null: none of these
};

/// Finds the firings of one step after another; refers to the caller's objects.
class FiringFinder {
  public:
    FiringFinder(const Facts& facts, LocalTime now, Plan& plan)
        : facts_(facts), now_(now), plan_(plan) {}

    /// Adds to the plan, whose clocks are known, all firings of the step that matter now: those on
    /// record, the latest, and the next; with when each was planned and what set it off.
    std::optional<Problem> find(const Step& step);
    /// One of those added last, counted from 0.
    const Firing& found(std::size_t which) const { return found_[which]; }

  private:
    using Trouble = std::optional<Problem>;

    Trouble find_by_event(const Step& step, const OnEvent& when);
    Trouble find_by_date(const Step& step, const OnDate& when);
    Trouble find_by_day(const Step& step, const OnDay& when);
    Expected<bool> given(const OnEvent& when, const cases::CaseEvent& event) const;
    bool in_force(const Condition& condition) const;
    Expected<std::optional<Day>> day_of_limit(const ClockView& view, const OnDay& when) const;
    void add(const Step& step, Occurrence occurrence, LocalTime planned,
             const cases::CaseEvent* trigger);
    /// Takes the last firing back unless it is on record: a newer one is in its place.
    void replace_last();
    const cases::CaseEvent* record_of(const Occurrence& occurrence);

    const Facts& facts_;
    LocalTime now_;
    Plan& plan_;
    std::vector<Firing> found_;
    std::vector<int> places_;      ///< of the events that may set the step off
    std::vector<int> records_;     ///< the places of the step's records
    std::size_t next_record_ = 0;  ///< firings are mostly recorded in the order they are found
};

}  // namespace postroom::procedure
