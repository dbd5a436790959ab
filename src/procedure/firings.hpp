// What sets a step off, and when: each firing of it (one time it was set off, or will be), before
// anyone judges whether it is needed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "procedure/facts.hpp"

namespace postroom::procedure {

struct Firing {
    OccurrenceView occurrence;
    LocalTime planned;
    const cases::CaseEvent* trigger = nullptr;  ///< null: a clock set it off
    const cases::CaseEvent* record = nullptr;   ///< sent, skipped or baselined; null: none of these
};

/// Finds the firings of one step after another; refers to the caller's objects. Each event is asked
/// once which steps it may set off, when it is made: the clocks are known by then.
class FiringFinder {
  public:
    FiringFinder(const Facts& facts, LocalTime now);

    /// Visits the steps that an event or a clock may have set off, in the procedure's order. Most
    /// wait for what never comes: no more is asked about them.
    template <class Visit>
    void each_in_play(Visit visit) const {
        const Step* step = facts_.procedure().steps.data();
        for (const int first : first_) {
            if (first != nothing) visit(*step);
            ++step;
        }
    }
    /// Hardly ever more than so many.
    std::size_t firings_at_most() const { return firings_at_most_; }
    /// All firings of the step that matter now: those on record, the latest, and the next. They
    /// hold until the next step is asked after.
    const std::vector<Firing>& find(const Step& step);

  private:
    /// That an event is what a step waits for.
    struct Fit {
        const cases::CaseEvent* event = nullptr;
        const Condition* as = nullptr;
        int next = nothing;  ///< the next one of the same step, in the order of events
    };
    static constexpr int nothing = -1;
    static constexpr int a_clock = -2;

    int first_of(const Step& step) const {
        return first_[facts_.procedure().names.place_of_step(step.key)];
    }
    void find_by_event(const Step& step, const OnEvent& when);
    void find_by_date(const Step& step, const OnDate& when);
    void find_from_date_on(const Step& step, const OnDate& when, const cases::CaseEvent& event,
                           calendar::Day date);
    void find_by_day(const Step& step, const OnDay& when);
    bool given(const OnEvent& when, const cases::CaseEvent& event) const;
    /// A correction by which an event counts as a new one; of the case's events, as occurrences
    /// are.
    struct Anew {
        const EventId* by = nullptr;  ///< null: there is none
        Day known_on;
    };
    Anew told_anew(const Step& step, const OnEvent& when, const cases::CaseEvent& event) const;
    bool in_force(const Step& step, const Condition& condition) const;
    bool left_late(const Step& step, const cases::CaseEvent* record, Day planned) const;
    std::optional<Day> day_of_limit(const ClockView& view, const OnDay& when) const;
    void add(const OccurrenceView& occurrence, LocalTime planned, const cases::CaseEvent* trigger) {
        Firing& firing = found_.emplace_back();
        firing.occurrence = occurrence;
        firing.planned = planned;
        firing.trigger = trigger;
        if (!records_.empty()) firing.record = record_of(firing.occurrence.text());
    }
    /// Takes the last firing back unless it is on record: a newer one is in its place.
    void replace_last();
    /// A step that goes once a case did so for an event that was struck out: it goes for another.
    bool went_for_what_was_struck();
    const cases::CaseEvent* record_of(const std::string& occurrence);
    /// What its trigger set off before a later answer took its place, and is done, stays done.
    bool is_on_record(OccurrenceView occurrence) {
        return !records_.empty() && record_of(occurrence.text()) != nullptr;
    }

    const Facts& facts_;
    LocalTime now_;
    std::vector<Fit> fits_;
    std::vector<int> first_;  ///< for each step, the first of its fits; or nothing, or a clock
    std::size_t firings_at_most_ = 0;
    std::vector<Firing> found_;
    std::vector<const cases::CaseEvent*> records_;  ///< of the step
    std::size_t next_record_ = 0;  ///< firings are mostly recorded in the order they are found
};

}  // namespace postroom::procedure
