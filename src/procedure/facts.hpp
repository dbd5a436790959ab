// Conditions judged against a case: did it happen, was it sent, has the clock reached the day.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "calendar/working_calendar.hpp"
#include "cases/case.hpp"
#include "procedure/plan.hpp"
#include "procedure/procedure.hpp"

namespace postroom::procedure {

/// Where a judgement stands: which events count, and whose own consequences do not.
struct Standpoint {
    std::optional<Day> since;                  ///< only events from this day on
    std::optional<Day> until;                  ///< only events up to this day
    const cases::CaseEvent* before = nullptr;  ///< … and, on that day, only those recorded before
    std::optional<EventId> after;              ///< only events that stand after this one
    const Step* ignoring = nullptr;            ///< events this step itself appended do not count
    const cases::CaseEvent* trigger = nullptr;  ///< what set the step off, for `matching`
};

/// One case under one procedure; refers to the caller's objects.
class Facts {
  public:
    Facts(const cases::Case& case_file, const Procedure& procedure,
          const calendar::WorkingCalendar& calendar, Day today)
        : case_(case_file), procedure_(procedure), calendar_(calendar), today_(today) {}

    const cases::Case& case_file() const { return case_; }
    const Procedure& procedure() const { return procedure_; }
    const calendar::WorkingCalendar& calendar() const { return calendar_; }
    Day today() const { return today_; }

    /// The event that makes an event or sent condition true (the latest), or null. An event in
    /// force is one that no later opposite has answered.
    const cases::CaseEvent* proof(const Condition& condition, const Standpoint& at = {}) const;
    /// The earliest such event.
    const cases::CaseEvent* first_proof(const Condition& condition,
                                        const Standpoint& at = {}) const;
    Expected<bool> holds(const Condition& condition, const std::vector<ClockView>& clocks,
                         const Standpoint& at = {}) const;

    /// The day an event counts from. A step that counts as done was done when it fell due, not on
    /// the day of the baseline.
    Day known(const cases::CaseEvent& event) const {
        return event.name == cases::step_baselined ? event.on : cases::known_on(event, today_);
    }
    /// An event or sent condition against one event.
    bool matches(const cases::CaseEvent& event, const Condition& condition) const;
    bool counts(const cases::CaseEvent& event, const Standpoint& at) const;

    /// No later answer to the same question has taken the event's place.
    bool in_force(const cases::CaseEvent& event) const { return !answered_later(event, {}); }
    /// The date in that detail; nothing when it is missing or no date.
    static std::optional<Day> date_in(const cases::CaseEvent& event, const std::string& detail);
    /// The latest such event that gives the date, or null.
    const cases::CaseEvent* dated(const DateOf& date) const;

  private:
    bool answered_later(const cases::CaseEvent& event, const Standpoint& at) const;
    /// Whether the event is there and, where the condition asks for it, its date lies after the
    /// clock's day.
    Expected<bool> lies_later(const Condition& condition, const cases::CaseEvent* event,
                              const std::vector<ClockView>& clocks) const;

    const cases::Case& case_;
    const Procedure& procedure_;
    const calendar::WorkingCalendar& calendar_;
    Day today_;
};

/// "stage1 responded on 12 March 2025": how a sentence names an event.
std::string in_words(const cases::CaseEvent& event);
/// "further time agreed": an event's or condition's name as words.
std::string in_words(const Condition& condition);

}  // namespace postroom::procedure
