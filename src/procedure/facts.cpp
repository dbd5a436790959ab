#include "procedure/facts.hpp"

#include <algorithm>

#include "calendar/date_text.hpp"
#include "procedure/clocks.hpp"

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
    return at.ignoring == nullptr || event.name == cases::letter_sent ||
           !event.says("step", at.ignoring->id.text);
}

bool Facts::matches(const cases::CaseEvent& event, const Condition& condition) const {
    if (condition.kind == Condition::Kind::sent) {
        if (event.name != cases::letter_sent && event.name != cases::step_baselined) return false;
        return event.says("step", condition.name);
    }
    if (event.name != condition.name) return false;
    if (condition.values.empty()) return true;
    const bool listed = std::ranges::any_of(condition.values, [&](const std::string& value) {
        return event.says(condition.detail, value);
    });
    return listed != condition.negated;
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
    for (auto event = case_.events.rbegin(); event != case_.events.rend(); ++event) {
        if (condition.kind == Condition::Kind::event && event->name != condition.name) continue;
        if (!counts(*event, at)) continue;
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

Expected<bool> Facts::holds(const Condition& condition, const std::vector<ClockView>& clocks,
                            const Standpoint& at) const {
    if (condition.kind != Condition::Kind::clock_reached) return proof(condition, at) != nullptr;
    for (const ClockView& view : clocks) {
        if (view.clock->id != condition.name) continue;
        const Day by = at.until ? *at.until : today_;
        if (by < view.started) return false;
        const int wanted = condition.day > 0 ? condition.day : view.target;
        const auto reached = day_of(view, wanted, calendar_);
        if (!reached) return fail(reached.error());
        return reached->has_value() && **reached <= by &&
               (!view.stopped || **reached <= *view.stopped);
    }
    return false;
}

std::string in_words(const cases::CaseEvent& event) {
    return spaced(event.name) + " on " + calendar::long_date(event.on);
}

std::string in_words(const Condition& condition) {
    switch (condition.kind) {
        case Condition::Kind::event: {
            std::string text = spaced(condition.name);
            for (std::size_t i = 0; i < condition.values.size(); ++i)
                text += (i == 0 ? (condition.negated ? ": not " : ": ") : " or ") +
                        spaced(condition.values[i]);
            return text;
        }
        case Condition::Kind::sent:
            return "letter " + condition.name + " sent";
        case Condition::Kind::clock_reached:
            return "day " + std::to_string(condition.day) + " of " + condition.name;
    }
    return {};
}

}  // namespace postroom::procedure
