// What sets a step off, and when: each firing of it, before anyone judges whether it is needed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "procedure/facts.hpp"

namespace postroom::procedure {

/// One time a step was set off, or will be.
struct Firing {
    std::string occurrence;
    LocalTime planned;
    const cases::CaseEvent* trigger = nullptr;
};

/// The record of that firing of a step (sent, skipped or baselined), or null.
const cases::CaseEvent* record_of(const Step& step, const std::string& occurrence,
                                  const Facts& facts);

/// Finds the firings of one step after another; refers to the caller's objects.
class FiringFinder {
  public:
    FiringFinder(const Facts& facts, const std::vector<ClockView>& clocks, LocalTime now)
        : facts_(facts), clocks_(clocks), now_(now) {}

    /// All firings of the step that matter now: those on record, the latest, and the next.
    /// `found()` has them until the next call.
    std::optional<Problem> find(const Step& step);
    std::vector<Firing>& found() { return found_; }

  private:
    using Trouble = std::optional<Problem>;

    Trouble find_by_event(const Step& step, const OnEvent& when);
    Trouble find_by_date(const Step& step, const OnDate& when);
    Trouble find_by_day(const Step& step, const OnDay& when);
    Expected<bool> given(const OnEvent& when, const cases::CaseEvent& event) const;
    bool in_force(const Condition& condition) const;
    Expected<std::optional<Day>> day_of_limit(const ClockView& view, const OnDay& when) const;

    const Facts& facts_;
    const std::vector<ClockView>& clocks_;
    LocalTime now_;
    std::vector<Firing> found_;
    std::vector<int> places_;
};

}  // namespace postroom::procedure
