#include "procedure/facts.hpp"

#include <algorithm>

#include "calendar/date_text.hpp"
#include "procedure/clocks.hpp"
#include "procedure/people.hpp"

namespace postroom::procedure {

namespace {

std::string spaced(std::string text) {
    std::ranges::replace(text, '_', ' ');
    return text;
}

}  // namespace

bool Facts::counts(const cases::CaseEvent& event, const Standpoint& at) const {
    if (at.since && event.on < *at.since) return false;
    if (at.until && event.on > *at.until) return false;
    // Events are in order, so "recorded before" is "stands earlier in the list".
    if (at.before != nullptr && &event >= at.before) return false;
    if (at.after) {
        const auto start = std::ranges::find(case_.events, *at.after, &cases::CaseEvent::id);
        if (start == case_.events.end() || &event <= &*start) return false;
    }
    return at.ignoring == nullptr || event.name == cases::letter_sent ||
           !event.says("step", at.ignoring->id.text);
}

bool Facts::matches(const cases::CaseEvent& event, const Condition& condition) const {
    if (condition.kind == Condition::Kind::sent) {
        if (event.name != cases::letter_sent && event.name != cases::step_baselined) return false;
        return event.says("step", condition.name);
    }
    if (condition.kind != Condition::Kind::event || event.name != condition.name) return false;
    if (condition.older_than_years > 0) {
        const auto date = date_in(event, condition.detail);
        return date && event.on > date->plus_years(condition.older_than_years);
    }
    if (condition.values.empty())
        return condition.detail.empty() || event.details.contains(condition.detail);
    const bool listed = std::ranges::any_of(condition.values, [&](const std::string& value) {
        return event.says(condition.detail, value);
    });
    return listed != condition.negated;
}

std::optional<Day> Facts::date_in(const cases::CaseEvent& event, const std::string& detail) {
    return Day::from_iso(event.text(detail).value_or(""));
}

const cases::CaseEvent* Facts::dated(const DateOf& date) const {
    for (auto event = case_.events.rbegin(); event != case_.events.rend(); ++event)
        if (event->name == date.event && date_in(*event, date.detail))
            return answered_later(*event, {}) ? nullptr : &*event;
    return nullptr;
}

bool Facts::answered_later(const cases::CaseEvent& event, const Standpoint& at) const {
    const auto group = procedure_.opposites.find(event.name);
    if (group == procedure_.opposites.end()) return false;
    for (const cases::CaseEvent& other : case_.events) {
        if (&other > &event && counts(other, at) &&
            std::ranges::find(group->second, other.name) != group->second.end()) {
            return true;
        }
    }
    return false;
}

const cases::CaseEvent* Facts::proof(const Condition& condition, const Standpoint& at) const {
    if (condition.kind != Condition::Kind::event && condition.kind != Condition::Kind::sent)
        return nullptr;
    for (auto event = case_.events.rbegin(); event != case_.events.rend(); ++event) {
        if (condition.kind == Condition::Kind::event && event->name != condition.name) continue;
        if (!counts(*event, at)) continue;
        if (!condition.matching.empty() &&
            (at.trigger == nullptr ||
             event->text(condition.matching) != at.trigger->text(condition.matching)))
            continue;
        // A later event of the same name with another value replaces this one.
        const bool true_of_it = matches(*event, condition);
        if (true_of_it) return answered_later(*event, at) ? nullptr : &*event;
        if (condition.kind == Condition::Kind::event) return nullptr;
    }
    return nullptr;
}

const cases::CaseEvent* Facts::first_proof(const Condition& condition, const Standpoint& at) const {
    if (proof(condition, at) == nullptr) return nullptr;
    for (const cases::CaseEvent& event : case_.events)
        if (matches(event, condition) && counts(event, at) && !answered_later(event, at))
            return &event;
    return nullptr;
}

Expected<bool> Facts::lies_later(const Condition& condition, const cases::CaseEvent* event,
                                 const std::vector<ClockView>& clocks) const {
    if (event == nullptr || condition.later_than_clock.empty()) return event != nullptr;
    const auto date = date_in(*event, condition.detail);
    for (const ClockView& view : clocks) {
        if (!date || view.clock->id != condition.later_than_clock) continue;
        const auto limit = day_or_target(view, condition.later_than_day, calendar_);
        if (!limit) return fail(limit.error());
        return limit->has_value() && *date > **limit;
    }
    return false;
}

Expected<bool> Facts::holds(const Condition& condition, const std::vector<ClockView>& clocks,
                            const Standpoint& at) const {
    switch (condition.kind) {
        case Condition::Kind::event:
        case Condition::Kind::sent:
            return lies_later(condition, proof(condition, at), clocks);
        case Condition::Kind::party:
            return stands_on_the_case(condition, case_);
        case Condition::Kind::same_person:
            return is_one_person(condition, case_);
        case Condition::Kind::all:
            for (const Condition& part : condition.parts) {
                const auto held = holds(part, clocks, at);
                if (!held || !*held) return held;
            }
            return true;
        case Condition::Kind::clock_reached:
            break;
    }
    for (const ClockView& view : clocks) {
        if (view.clock->id != condition.name) continue;
        const Day by = at.until ? *at.until : today_;
        if (by < view.started) return false;
        const auto reached = day_or_target(view, condition.day, calendar_);
        if (!reached) return fail(reached.error());
        return reached->has_value() && **reached <= by &&
               (!view.stopped || **reached <= *view.stopped);
    }
    return false;
}

std::string in_words(const cases::CaseEvent& event) {
    return spaced(event.name) + " on " + calendar::long_date(event.on);
}

namespace {

std::string listed(const std::vector<std::string>& names, const char* between) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : between) + spaced(name);
    return text;
}

std::string event_in_words(const Condition& condition) {
    std::string text = spaced(condition.name);
    if (condition.older_than_years > 0)
        return text + " more than " + std::to_string(condition.older_than_years) +
               (condition.older_than_years == 1 ? " year after " : " years after ") +
               spaced(condition.detail);
    const cases::EventWord* word = cases::event_word(condition.name);
    if (!condition.detail.empty() &&
        (word == nullptr || word->principal_detail != condition.detail || condition.values.empty()))
        text += " with " + spaced(condition.detail);
    if (!condition.values.empty())
        text += (condition.negated ? ": not " : ": ") + listed(condition.values, " or ");
    if (!condition.later_than_clock.empty())
        text += " after " +
                (condition.later_than_day > 0 ? "day " + std::to_string(condition.later_than_day)
                                              : std::string("the limit")) +
                " of " + condition.later_than_clock;
    if (!condition.matching.empty()) text += " of the same " + spaced(condition.matching);
    return text;
}

std::string party_in_words(const Condition& condition) {
    std::string text = condition.values.empty() ? "" : listed(condition.values, " or ") + " as ";
    text += spaced(condition.name);
    const auto add = [&](std::optional<bool> wanted, const char* yes, const char* no) {
        if (wanted) text += *wanted ? yes : no;
    };
    add(condition.consent, " with consent", " without consent");
    add(condition.safe_contact, " with a safe contact", " without a safe contact");
    add(condition.complained_about, " who is complained about", " who is not complained about");
    return text;
}

}  // namespace

std::string in_words(const Condition& condition) {
    switch (condition.kind) {
        case Condition::Kind::event:
            return event_in_words(condition);
        case Condition::Kind::sent:
            return "letter " + condition.name + " sent";
        case Condition::Kind::clock_reached:
            return (condition.day > 0 ? "day " + std::to_string(condition.day)
                                      : std::string("the limit")) +
                   " of " + condition.name;
        case Condition::Kind::party:
            return party_in_words(condition);
        case Condition::Kind::same_person:
            return "the same person as " + listed(condition.people, " and ");
        case Condition::Kind::all: {
            std::string text;
            for (const Condition& part : condition.parts)
                text += (text.empty() ? "" : " and ") + in_words(part);
            return text;
        }
    }
    return {};
}

}  // namespace postroom::procedure
