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
    FiringFinder(const Facts& facts, LocalTime now, std::vector<PlannedStep>& planned)
        : facts_(facts), now_(now), planned_(planned) {}

    /// Adds to what is planned all firings of the step that matter now: those on record, the
    /// latest, and the next; with when each was planned and what set it off. What is known of them
    /// beside that holds until the next step is asked after.
    const std::vector<Firing>& find(const Step& step);

  private:
    void find_by_event(const Step& step, const OnEvent& when);
    void find_by_date(const Step& step, const OnDate& when);
    void find_by_day(const Step& step, const OnDay& when);
    bool given(const OnEvent& when, const cases::CaseEvent& event) const;
    bool in_force(const Step& step, const Condition& condition) const;
    std::optional<Day> day_of_limit(const ClockView& view, const OnDay& when) const;
    void add(const Step& step, Occurrence&& occurrence, LocalTime planned,
             const cases::CaseEvent* trigger);
    /// Takes the last firing back unless it is on record: a newer one is in its place.
    void replace_last();
    /// A step that goes once a case did so for an event that was struck out: it goes for another.
    bool went_for_what_was_struck();
    const cases::CaseEvent* record_of(const std::string& occurrence);
    /// What its trigger set off before a later answer took its place, and is done, stays done.
    bool is_on_record(const Occurrence& occurrence);

    const Facts& facts_;
    LocalTime now_;
    std::vector<PlannedStep>& planned_;
    std::vector<Firing> found_;
    std::vector<const cases::CaseEvent*> records_;  ///< of the step
    std::size_t next_record_ = 0;  ///< firings are mostly recorded in the order they are found
};

}  // namespace postroom::procedure
