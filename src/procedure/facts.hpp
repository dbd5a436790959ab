// Conditions judged against a case: did it happen, was it sent, has the clock reached the day.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "calendar/working_calendar.hpp"
#include "cases/case.hpp"
#include "procedure/people.hpp"
#include "procedure/plan.hpp"
#include "procedure/procedure.hpp"
#include "procedure/reckoner.hpp"

namespace postroom::procedure {

/// Where a judgement stands: which events count, and whose own consequences do not.
struct Standpoint {
    std::optional<Day> since;                  ///< only events from this day on
    const cases::CaseEvent* before = nullptr;  ///< only events that stand before this one
    bool as_we_knew = false;  ///< … and letters that had left when it was recorded
    const cases::CaseEvent* after = nullptr;    ///< only events that stand after this one
    const Step* ignoring = nullptr;             ///< events this step itself appended do not count
    const cases::CaseEvent* trigger = nullptr;  ///< what set the step off, for `matching`
};

/// One case under one procedure; refers to the caller's objects. The events are sorted by number
/// (Names) when it is made, so that asking after one that never happened costs nothing. What is
/// said of clocks rests on those that it was told of.
class Facts {
  public:
    Facts(const cases::Case& case_file, const Procedure& procedure,
          const calendar::WorkingCalendar& calendar, Day today);

    const cases::Case& case_file() const { return case_; }
    const Procedure& procedure() const { return procedure_; }
    Day today() const { return today_; }
    /// Where all days are counted: its trouble is the plan's.
    Reckoner& reckoner() const { return reckoner_; }

    /// Clocks come in the procedure's order, each once.
    void know(ClockView view) {
        clock_places_[static_cast<std::size_t>(view.place)] = static_cast<int>(clocks_.size());
        clocks_.push_back(std::move(view));
    }
    const std::vector<ClockView>& clocks() const { return clocks_; }
    /// The clock at that place among the procedure's, or null: it has not started.
    const ClockView* clock(int place) const {
        const int known = clock_places_[static_cast<std::size_t>(place)];
        return known < 0 ? nullptr : &clocks_[static_cast<std::size_t>(known)];
    }
    /// They are the plan's in the end.
    std::vector<ClockView> take_clocks() { return std::move(clocks_); }

    /// The latest event of that number (a step's: the latest record of it), or null.
    const cases::CaseEvent* latest(int key) const {
        return key < 0 ? nullptr : latest_[static_cast<std::size_t>(key)];
    }
    /// The one of the same number before it, or null.
    const cases::CaseEvent* earlier(const cases::CaseEvent& event) const {
        return mark(event).earlier;
    }
    /// The other way round: the first of that number, and the one after it.
    const cases::CaseEvent* first(int key) const {
        const auto* last = latest(key);
        return last == nullptr ? nullptr : mark(*last).first;
    }
    const cases::CaseEvent* later(const cases::CaseEvent& event) const { return mark(event).later; }
    bool happened(int key) const { return latest(key) != nullptr; }
    /// Whether any event of these numbers happened, whatever it says.
    bool any_happened(const std::vector<int>& keys) const {
        for (const int key : keys)
            if (happened(key)) return true;
        return false;
    }
    int key_of(const cases::CaseEvent& event) const { return mark(event).key; }
    /// The event's name as the procedure has it: a plan may outlive its case.
    std::string_view name_of(const cases::CaseEvent& event) const {
        const int kind = mark(event).kind;
        return kind < 0 ? "an event" : std::string_view(procedure_.names.event_name(kind));
    }
    const Step& step_numbered(int key) const {
        return procedure_.steps[procedure_.names.place_of_step(key)];
    }
    /// The step in the event's detail `step`, or null.
    const Step* step_of(const cases::CaseEvent& event) const {
        return mark(event).by < 0 ? nullptr : &step_numbered(mark(event).by);
    }
    bool is_letter_sent(const cases::CaseEvent& event) const {
        return mark(event).kind == Names::letter_sent;
    }
    /// Whether what the letter on record was about still stands: of what was struck out no rule
    /// knows a letter. True of any other event.
    bool stands(const cases::CaseEvent& event) const {
        return case_.struck.empty() || !mark(event).is_record() || !is_about_what_was_struck(event);
    }
    /// The correction that the draft of an answer goes by for whoever checks it: its words were
    /// changed, and no answer had left with those before. Null: it goes by itself.
    const cases::Reworded* rewording(const cases::CaseEvent& event) const;
    /// Whether the answer has left that is made of what the step requires: a draft that is checked
    /// once more is no other draft.
    bool has_left_already(const Step& step, const cases::CaseEvent& trigger) const;
    /// Whether that event set off the letter on record.
    bool set_off(const cases::CaseEvent& event, const cases::CaseEvent& record) const;
    /// The first event with one of the numbers that stands after that one, or null; null: the
    /// first of all.
    const cases::CaseEvent* next_of(std::span<const int> keys,
                                    const cases::CaseEvent* after) const {
        const cases::CaseEvent* next = nullptr;
        for (const int key : keys) {
            const auto* event = first(key);
            while (event != nullptr && after != nullptr && event <= after) event = later(*event);
            if (event != nullptr && (next == nullptr || event < next)) next = event;
        }
        return next;
    }
    /// Visits the events with one of the numbers, in order, until a visit says true.
    template <class Visit>
    void any_of(std::span<const int> keys, Visit visit) const {
        const bool one_number = keys.size() == 1;
        const auto* event = one_number ? first(keys.front()) : next_of(keys, nullptr);
        while (event != nullptr && !visit(*event))
            event = one_number ? later(*event) : next_of(keys, event);
    }
    const cases::CaseEvent& event_at(int place) const {
        return case_.events[static_cast<std::size_t>(place)];
    }

    /// The event that makes an event or sent condition true (the latest), or null. An event in
    /// force is one that no later opposite has answered.
    const cases::CaseEvent* proof(const Condition& condition, const Standpoint& at = {}) const {
        if (!speaks_of_events(condition) || !happened(condition.key)) return nullptr;
        if (condition.same < 0 || at.before || at.after || at.ignoring)
            return find_proof(condition, at);
        // Looked for once a plan: a day from which events count leaves out the earlier ones only.
        int& known = proofs_[static_cast<std::size_t>(condition.same)];
        if (known == not_looked) {
            const auto* event = find_proof(condition, {});
            known = event == nullptr ? none : first_place + static_cast<int>(position(*event));
        }
        if (known == none) return nullptr;
        const cases::CaseEvent& event = event_at(known - first_place);
        return at.since && event.on < *at.since ? nullptr : &event;
    }
    /// The earliest such event.
    const cases::CaseEvent* first_proof(const Condition& condition,
                                        const Standpoint& at = {}) const;
    bool holds(const Condition& condition, const Standpoint& at = {}) const {
        if (!speaks_of_events(condition)) return holds_now(condition, at);
        if (!happened(condition.key)) return false;
        const cases::CaseEvent* event = proof(condition, at);
        return event != nullptr && (condition.later_than_key < 0 || lies_later(condition, *event));
    }
    bool any_holds(const std::vector<Condition>& conditions, const Standpoint& at) const {
        for (const Condition& condition : conditions)
            if (holds(condition, at)) return true;
        return false;
    }

    /// The day an event counts from. A step that counts as done was done when it fell due, not on
    /// the day of the baseline.
    Day known(const cases::CaseEvent& event) const {
        return mark(event).kind == Names::step_baselined ? event.on
                                                         : cases::known_on(event, today_);
    }
    /// An event or sent condition against one event.
    bool matches(const cases::CaseEvent& event, const Condition& condition) const {
        return condition.key >= 0 && key_of(event) == condition.key &&
               (condition.any_will_do || (speaks_of_events(condition) && says(event, condition)));
    }
    bool counts(const cases::CaseEvent& event, const Standpoint& at) const;
    /// Whether an event that the step itself appended happened: only then does it matter whose
    /// consequences are ignored.
    bool has_consequences(const Step& step) const;
    /// No later answer to the same question has taken the event's place.
    bool in_force(const cases::CaseEvent& event) const { return !answered_later(event, {}); }
    /// The date in that detail; nothing when it is missing or no date.
    static std::optional<Day> date_in(const cases::CaseEvent& event, std::string_view detail);
    /// The text in that detail, or null. An event has few details: comparing their lengths one by
    /// one is quicker than searching the map.
    static const std::string* text_in(const cases::CaseEvent& event, std::string_view detail) {
        for (const auto& [name, value] : event.details)
            if (name == detail) return std::get_if<std::string>(&value);
        return nullptr;
    }
    /// The latest such event that gives the date, or null.
    const cases::CaseEvent* dated(const DateOf& date) const;

  private:
    /// What is known of one event.
    struct Mark {
        const cases::CaseEvent* earlier = nullptr;  ///< the one before it of the same number
        const cases::CaseEvent* later = nullptr;    ///< … and the one after it
        const cases::CaseEvent* first = nullptr;    ///< the first of that number
        int key = -1;                               ///< its number; a record's: its step's
        int kind = -1;                              ///< the number of its name
        int by = -1;                                ///< the step in its detail `step`
        bool is_record() const {
            return kind >= Names::letter_sent && kind <= Names::step_baselined;
        }
        bool is_consequence() const {
            return by >= 0 && kind != Names::letter_sent && kind != Names::letter_sent_again &&
                   kind != Names::dates_told;
        }
    };

    // What is known of a condition: nothing yet is 0, for there are many, and few are asked about.
    static constexpr int not_looked = 0;
    static constexpr int none = 1;         ///< nothing proves it; of people: it does not hold
    static constexpr int first_place = 2;  ///< and its event's place; of people: it holds

    static bool speaks_of_events(const Condition& condition) {
        return condition.kind == Condition::Kind::event || condition.kind == Condition::Kind::sent;
    }
    std::size_t position(const cases::CaseEvent& event) const {
        return static_cast<std::size_t>(&event - case_.events.data());
    }
    const Mark& mark(const cases::CaseEvent& event) const { return marks_[position(event)]; }
    /// Whether an event of the condition's number is what the condition asks for.
    bool says(const cases::CaseEvent& event, const Condition& condition) const;
    const cases::CaseEvent* find_proof(const Condition& condition, const Standpoint& at) const;
    bool is_about_what_was_struck(const cases::CaseEvent& record) const;
    /// Whether the letter had left when that event, told of after its day, was recorded.
    bool had_left(const cases::CaseEvent& letter, const cases::CaseEvent& event) const;
    /// Of the events that set its step off, the one known first when the letter left, or null.
    const cases::CaseEvent* first_cause(const cases::CaseEvent& record) const;
    /// … the one known last: whoever read the letter takes it for what that one brought.
    const cases::CaseEvent* last_cause(const cases::CaseEvent& record) const;
    /// The letter that told of that event, or null.
    const cases::CaseEvent* letter_about(const Condition& condition,
                                         const cases::CaseEvent* event) const;
    /// One that speaks of something else than events.
    bool holds_now(const Condition& condition, const Standpoint& at) const;
    bool judge(const Condition& condition, const Standpoint& at) const;
    bool answered_later(const cases::CaseEvent& event, const Standpoint& at) const {
        const Mark& known = mark(event);
        return known.key >= 0 && !known.is_record() &&
               !procedure_.names.opposites(known.key).empty() &&
               any_counts_after(event, procedure_.names.opposites(known.key), at);
    }
    /// Whether the step's letter is an answer that is made of events of that number.
    bool answers_a_draft(const Step& step, int draft) const;
    /// The first letter of the step that left after the draft came in, or null.
    const cases::CaseEvent* first_left_with(const cases::CaseEvent& draft, const Step& step) const;
    /// Whether it was said of the draft before the draft got its words.
    bool is_of_other_words(const cases::CaseEvent& draft, const cases::CaseEvent& said,
                           const Standpoint& at) const;
    /// Of two answers to one question; a draft comes when it gets its words.
    bool comes_after(const cases::CaseEvent& other, const cases::CaseEvent& event,
                     const Standpoint& at) const;
    bool any_counts_after(const cases::CaseEvent& event, const std::vector<int>& keys,
                          const Standpoint& at) const;
    /// Whether the event's date lies after the clock's day, where the condition asks for it.
    bool lies_later(const Condition& condition, const cases::CaseEvent& event) const;

    const cases::Case& case_;
    const Procedure& procedure_;
    Day today_;
    mutable Reckoner reckoner_;
    std::vector<ClockView> clocks_;
    std::vector<int>
        clock_places_;  ///< by place among the procedure's, its place in clocks_; or -1
    std::vector<const cases::CaseEvent*> latest_;  ///< of each number
    std::vector<Mark> marks_;                      ///< for each event
    bool any_reworded_ = false;
    std::vector<int> acted_;                    ///< the steps that have consequences
    mutable std::vector<int> proofs_;           ///< by Condition::same
    mutable std::optional<RolesFilled> roles_;  ///< made when first asked after: few ask
};

/// "stage1 responded on 12 March 2025": how a sentence names an event.
std::string in_words(std::string_view event, Day on);
std::string in_words(const cases::CaseEvent& event);
/// "further time agreed": an event's or condition's name as words.
std::string in_words(const Condition& condition);

}  // namespace postroom::procedure
