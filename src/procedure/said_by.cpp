#include "procedure/said_by.hpp"

#include <algorithm>

#include "calendar/date_text.hpp"
#include "cases/leavers.hpp"
#include "cases/names.hpp"
#include "procedure/facts.hpp"

namespace postroom::procedure {

namespace {

using cases::CaseEvent;
using cases::Party;

std::vector<const Party*> those_who_complain(const cases::Case& case_) {
    std::vector<const Party*> all = case_.parties_in(cases::Role::complainant);
    std::erase_if(all, [](const Party* party) { return party->left; });
    return all;
}

const Condition* of_each_in(const std::vector<Condition>& conditions) {
    for (const Condition& one : conditions) {
        if (one.kind == Condition::Kind::event && one.of_each) return &one;
        if (one.kind == Condition::Kind::all)
            if (const Condition* part = of_each_in(one.parts)) return part;
    }
    return nullptr;
}

/// Those of these of whom it is not the last word by then.
std::vector<const Party*> unsaid_by(std::vector<const Party*> unsaid, const Condition& condition,
                                    const cases::Case& case_, const CaseEvent& by_then) {
    std::vector<const Party*> open = unsaid;
    for (const CaseEvent* said = &by_then; said >= case_.events.data() && !open.empty(); --said) {
        if (said->name != condition.name) continue;
        const Party* whose = cases::whose_word(*said, case_.parties);
        if (says_of_itself(*said, condition, case_.parties))
            std::erase_if(unsaid, [&](const Party* party) {
                return std::ranges::find(open, party) != open.end() &&
                       (whose == nullptr || whose == party);
            });
        if (whose == nullptr) break;
        std::erase(open, whose);
    }
    return unsaid;
}

/// Those of these whose own last word by then asks for what the condition is, and who have not got
/// it since. What is nobody's by name has come for all of them.
std::vector<const Party*> without_it(std::vector<const Party*> open, const Condition& condition,
                                     const cases::Case& case_, const CaseEvent& by_then) {
    const Condition& word = condition.of_each_who.front();
    std::vector<const Party*> without;
    for (const CaseEvent* event = &by_then; event >= case_.events.data() && !open.empty();
         --event) {
        const bool asks = event->name == word.name && says_of_itself(*event, word, case_.parties);
        if (event->name != condition.name && event->name != word.name) continue;
        const Party* whose = cases::whose_word(*event, case_.parties);
        // That all of them agree says of none that they ask for it.
        if (whose == nullptr && asks) continue;
        if (whose == nullptr) break;
        if (asks && std::ranges::find(open, whose) != open.end()) without.push_back(whose);
        std::erase(open, whose);
    }
    return without;
}

/// Those of these whose word or turn the condition (`of_each`, `of_each_who`) still lacks by then.
std::vector<const Party*> open_by(std::vector<const Party*> all, const Condition& condition,
                                  const cases::Case& case_, const CaseEvent& by_then) {
    return condition.of_each_who.empty() ? unsaid_by(std::move(all), condition, case_, by_then)
                                         : without_it(std::move(all), condition, case_, by_then);
}

}  // namespace

bool says_of_itself(const CaseEvent& event, const Condition& condition,
                    const std::vector<Party>& parties) {
    if (condition.values.empty())
        return condition.detail.empty() || event.details.contains(condition.detail);
    const std::string* text = Facts::text_in(event, condition.detail);
    const bool who = text != nullptr && condition.detail == "by";
    const bool listed = std::ranges::any_of(condition.values, [&](const std::string& value) {
        if (text != nullptr ? *text == value : event.says(condition.detail, value)) return true;
        // A name is as good as the role that its bearer has.
        const auto role = who ? cases::role_named(value) : std::nullopt;
        return role && cases::is_said_by(event, *role, parties);
    });
    return listed != condition.negated;
}

std::vector<const Party*> who_has_not_said(const Condition& condition, const cases::Case& case_,
                                           const CaseEvent& by_then) {
    if (case_.parties_in(cases::Role::complainant).size() < 2) return {};
    return open_by(those_who_complain(case_), condition, case_, by_then);
}

std::vector<const Party*> who_has_not_said(const Condition& condition, const cases::Case& case_) {
    const auto& events = case_.events;
    const auto last = std::find_if(events.rbegin(), events.rend(), [&](const CaseEvent& event) {
        return event.name == condition.name;
    });
    return last == events.rend() ? std::vector<const Party*>{}
                                 : who_has_not_said(condition, case_, *last);
}

calendar::Day said_by_each_since(const Condition& condition, const CaseEvent& last,
                                 const cases::Case& case_) {
    calendar::Day since = last.on;
    for (const Party* party :
         open_by(case_.parties_in(cases::Role::complainant), condition, case_, last)) {
        const auto is_over = [&](const CaseEvent& later) {
            return &later > &last && ((cases::is_a_leaving(later.name) &&
                                       cases::complainant_of(later, case_.parties) == party) ||
                                      open_by({party}, condition, case_, later).empty());
        };
        const auto over = std::ranges::find_if(case_.events, is_over);
        if (over != case_.events.end()) since = std::max(since, over->on);
    }
    return since;
}

const Condition* asked_of_each(const Step& step) {
    return step.asks_each ? of_each_in(step.unless) : nullptr;
}

std::vector<const Party*> still_to_say(const Step& step, const cases::Case& case_) {
    const Condition* awaited = asked_of_each(step);
    if (awaited == nullptr || those_who_complain(case_).size() < 2) return {};
    if (case_.latest(awaited->name) == nullptr) return those_who_complain(case_);
    return who_has_not_said(*awaited, case_);
}

const CaseEvent* why_read_first(const Step& step, const Party& reader, const cases::Case& case_) {
    if (step.tells_a_right || step.acknowledges || reader.role != cases::Role::complainant)
        return nullptr;
    const CaseEvent* lost = nullptr;
    for (const CaseEvent& event : case_.events) {
        const bool is_word = cases::event_is(event.name, cases::EventIs::sign_of_contact);
        const bool moved = event.name == "party_changed" && event.says("role", "complainant");
        if (event.name != "contact_lost" && !is_word && !moved) continue;
        const Party* whose = cases::whose_word(event, case_.parties);
        // A change that does not say of which is one of the first.
        if (moved && whose == nullptr) whose = case_.party(cases::Role::complainant);
        if (whose != nullptr && whose != &reader) continue;
        lost = event.name == "contact_lost" ? &event : nullptr;
    }
    return lost;
}

std::string cannot_be_reached(const CaseEvent& since) {
    return "the complainant cannot be reached since " + calendar::long_date(since.on) +
           ", so a person decides";
}

}  // namespace postroom::procedure
