#include "procedure/people.hpp"

#include <algorithm>

namespace postroom::procedure {

namespace {

using cases::Party;

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

bool same_name(const Party& one, const Party& other) {
    const std::string name = lower(cases::full_name(one));
    return !name.empty() && name == lower(cases::full_name(other));
}

/// Somebody of whom an event gives only the name.
void add_named(std::vector<Party>& people, const cases::CaseEvent& event, std::string_view detail) {
    auto name = event.text(detail);
    if (name && !name->empty()) people.emplace_back().name = std::move(*name);
}

std::vector<Party> people_named(const std::string& wanted, const cases::Case& case_) {
    std::vector<Party> people;
    if (const std::size_t dot = wanted.find('.'); dot != std::string::npos) {
        if (const auto* event = case_.latest(wanted.substr(0, dot)))
            add_named(people, *event, wanted.substr(dot + 1));
        return people;
    }
    const auto role = cases::role_named(wanted);
    if (!role) return people;
    for (const Party* party : case_.parties_in(*role))
        if (!party->left) people.push_back(*party);
    const std::string detail = *role == cases::Role::panel_chair ? "chair" : wanted;
    for (const cases::CaseEvent& event : case_.events) add_named(people, event, detail);
    return people;
}

}  // namespace

bool same_person(const Party& one, const Party& other) {
    if (&one == &other) return true;
    if (!one.email.empty() && !other.email.empty()) return lower(one.email) == lower(other.email);
    return same_name(one, other);
}

bool stands_on_the_case(const Condition& condition, const cases::Case& case_) {
    return std::ranges::any_of(case_.parties, [&](const Party& party) {
        const auto is = [](const std::optional<bool>& wanted, bool has) {
            return !wanted || *wanted == has;
        };
        const auto& kinds = condition.values;
        return cases::name_of(party.role) == condition.name && !party.left &&
               (kinds.empty() || std::ranges::find(kinds, party.kind) != kinds.end()) &&
               is(condition.consent, party.consent.given) &&
               is(condition.safe_contact, !party.safe_contact.empty()) &&
               is(condition.complained_about, party.complained_about);
    });
}

bool is_one_person(const Condition& condition, const cases::Case& case_) {
    if (condition.people.size() != 2) return false;
    const std::vector<Party> these = people_named(condition.people[0], case_);
    const std::vector<Party> those = people_named(condition.people[1], case_);
    return std::ranges::any_of(these, [&](const Party& one) {
        return std::ranges::any_of(those,
                                   [&](const Party& other) { return same_person(one, other); });
    });
}

}  // namespace postroom::procedure
