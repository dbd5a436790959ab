// What a letter on record was about: the event that set it off, which may be struck out by now.
#include <algorithm>
#include <ranges>

#include "procedure/facts.hpp"

namespace postroom::procedure {

namespace {

const std::string once = "once";

/// Whether an occurrence names an event of that id: "e5", "e5:2025-03-10", "stage2:e5:25".
bool names(std::string_view occurrence, std::string_view id) {
    while (true) {
        const std::size_t end = occurrence.find(':');
        if (occurrence.substr(0, end) == id) return true;
        if (end == std::string_view::npos) return false;
        occurrence.remove_prefix(end + 1);
    }
}

bool names(std::string_view occurrence, const cases::CaseEvent& event) {
    return names(occurrence, event.id.text) ||
           (event.told_anew && names(occurrence, event.told_anew->by.text)) ||
           std::ranges::any_of(event.reworded, [&](const cases::Reworded& one) {
               return names(occurrence, one.by.text);
           });
}

/// Whether the event was known when the letter left.
bool known_by_then(const cases::CaseEvent& event, const cases::CaseEvent& record, Day today) {
    const Day known = cases::first_known_on(event, today);
    const Day left = cases::known_on(record, today);
    if (known != left || event.recorded_on != record.recorded_on) return known <= left;
    return event.recorded_at <= record.recorded_at;
}

}  // namespace

const cases::CaseEvent* Facts::first_cause(const cases::CaseEvent& record) const {
    const Step* step = step_of(record);
    const auto* when = step == nullptr ? nullptr : std::get_if<OnEvent>(&step->when);
    const cases::CaseEvent* first = nullptr;
    if (when == nullptr) return first;
    any_of(when->keys, [&](const cases::CaseEvent& event) {
        if (known_by_then(event, record, today_) &&
            (first == nullptr ||
             cases::first_known_on(event, today_) < cases::first_known_on(*first, today_)))
            first = &event;
        return false;
    });
    return first;
}

const cases::CaseEvent* Facts::last_cause(const cases::CaseEvent& record) const {
    const Step* step = step_of(record);
    const auto* when = step == nullptr ? nullptr : std::get_if<OnEvent>(&step->when);
    const cases::CaseEvent* last = nullptr;
    if (when == nullptr) return last;
    const auto known = [&](const cases::CaseEvent& event) {
        return std::pair(cases::first_known_on(event, today_), event.recorded_at);
    };
    any_of(when->keys, [&](const cases::CaseEvent& event) {
        if (known_by_then(event, record, today_) &&
            (last == nullptr || known(event) >= known(*last)))
            last = &event;
        return false;
    });
    return last;
}

const cases::CaseEvent* Facts::letter_about(const Condition& condition,
                                            const cases::CaseEvent* event) const {
    if (event == nullptr) return nullptr;
    for (const auto* record = latest(condition.key); record != nullptr; record = earlier(*record)) {
        const std::string* occurrence = text_in(*record, "occurrence");
        if (occurrence == nullptr || !matches(*record, condition)) continue;
        if (*occurrence == once ? last_cause(*record) == event : names(*occurrence, *event))
            return record;
    }
    return nullptr;
}

bool Facts::answers_a_draft(const Step& step, int draft) const {
    const int cancelled =
        step.if_cancelled.empty() ? -1 : procedure_.names.event(step.if_cancelled);
    if (cancelled < 0) return false;
    const std::vector<int>& drafts = procedure_.names.opposites(cancelled);
    return std::ranges::find(drafts, draft) != drafts.end();
}

const cases::CaseEvent* Facts::first_left_with(const cases::CaseEvent& draft,
                                               const Step& step) const {
    const cases::CaseEvent* first = nullptr;
    for (const auto* sent = latest(step.key); sent != nullptr && sent > &draft;
         sent = earlier(*sent))
        if (is_letter_sent(*sent) && sent->recorded_at >= draft.recorded_at) first = sent;
    return first;
}

bool Facts::has_left_already(const Step& step, const cases::CaseEvent& trigger) const {
    return std::ranges::any_of(step.require, [&](const Condition& needed) {
        if (needed.kind != Condition::Kind::event || !answers_a_draft(step, needed.key))
            return false;
        const cases::CaseEvent* draft = latest(needed.key);
        const cases::CaseEvent* sent = draft == nullptr ? nullptr : first_left_with(*draft, step);
        return sent != nullptr && !set_off(trigger, *sent);
    });
}

const cases::Reworded* Facts::rewording(const cases::CaseEvent& event) const {
    if (event.reworded.empty() || latest(key_of(event)) != &event) return nullptr;
    bool is_draft = false;
    const cases::CaseEvent* left = nullptr;
    for (const Step& step : procedure_.steps) {
        if (!answers_a_draft(step, key_of(event))) continue;
        is_draft = true;
        if (left == nullptr) left = first_left_with(event, step);
    }
    if (!is_draft) return nullptr;
    const cases::Reworded* last = nullptr;
    for (const cases::Reworded& one : event.reworded)
        if (left == nullptr || one.recorded_at < left->recorded_at) last = &one;
    return last;
}

bool Facts::is_of_other_words(const cases::CaseEvent& draft, const cases::CaseEvent& said,
                              const Standpoint& at) const {
    // That a person cancelled the letter of the draft is no word about its words.
    if (draft.reworded.empty() || mark(said).is_consequence()) return false;
    const cases::Reworded* changed = rewording(draft);
    return changed != nullptr && changed->recorded_at > said.recorded_at &&
           (at.before == nullptr || changed->recorded_at < at.before->recorded_at);
}

bool Facts::comes_after(const cases::CaseEvent& other, const cases::CaseEvent& event,
                        const Standpoint& at) const {
    if (&other == &event) return false;
    return &other > &event ? !is_of_other_words(event, other, at)
                           : is_of_other_words(other, event, at);
}

bool Facts::set_off(const cases::CaseEvent& event, const cases::CaseEvent& record) const {
    const std::string* occurrence = text_in(record, "occurrence");
    if (occurrence == nullptr) return false;
    return *occurrence == once ? first_cause(record) == &event : names(*occurrence, event);
}

bool Facts::is_about_what_was_struck(const cases::CaseEvent& record) const {
    const std::string* occurrence = text_in(record, "occurrence");
    const Step* step = step_of(record);
    if (occurrence == nullptr || step == nullptr) return false;
    if (*occurrence != once)
        return std::ranges::any_of(case_.struck, [&](const cases::CaseEvent& struck) {
            return names(*occurrence, struck);
        });
    const auto* when = std::get_if<OnEvent>(&step->when);
    return when != nullptr && first_cause(record) == nullptr &&
           std::ranges::any_of(case_.struck, [&](const cases::CaseEvent& struck) {
               const int key = procedure_.names.event(struck.name);
               return std::ranges::find(when->keys, key) != when->keys.end() &&
                      known_by_then(struck, record, today_);
           });
}

}  // namespace postroom::procedure
