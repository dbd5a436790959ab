#include "procedure/people.hpp"

#include <algorithm>

namespace postroom::procedure {

namespace {

using cases::Party;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_words(std::string_view one, std::string_view other) {
    return std::ranges::equal(one, other, {}, lower, lower);
}

std::string_view name_in(const cases::CaseEvent& event, std::string_view detail) {
    const auto found = event.details.find(detail);
    const auto* name =
        found == event.details.end() ? nullptr : std::get_if<std::string>(&found->second);
    return name == nullptr ? std::string_view() : *name;
}

/// The role whose holder a detail of an event names.
std::optional<cases::Role> role_of_detail(std::string_view detail) {
    if (detail == "chair") return cases::Role::panel_chair;
    const auto role = cases::role_named(detail);
    return role == cases::Role::panel_chair ? std::nullopt : role;
}

}  // namespace

bool same_person(const Party& one, const Party& other) {
    if (&one == &other) return true;
    if (!one.email.empty() && !other.email.empty()) return same_words(one.email, other.email);
    const std::string name = cases::full_name(one);
    return !name.empty() && same_words(name, cases::full_name(other));
}

bool stands_on_the_case(const Condition& condition, const cases::Case& case_) {
    return std::ranges::any_of(case_.parties, [&](const Party& party) {
        const auto is = [](const std::optional<bool>& wanted, bool has) {
            return !wanted || *wanted == has;
        };
        const auto& kinds = condition.values;
        return static_cast<int>(party.role) == condition.key && !party.left &&
               (kinds.empty() || std::ranges::find(kinds, party.kind) != kinds.end()) &&
               is(condition.consent, party.consent.given) &&
               is(condition.safe_contact, !party.safe_contact.empty()) &&
               is(condition.complained_about, party.complained_about);
    });
}

RolesFilled::RolesFilled(const cases::Case& case_file) : case_(case_file) {
    for (const Party& party : case_.parties)
        if (!party.left) people_.push_back({.role = party.role, .party = &party, .named = {}});
    for (const cases::CaseEvent& event : case_.events) {
        for (const auto& [detail, value] : event.details) {
            const auto role = role_of_detail(detail);
            const auto* name = role ? std::get_if<std::string>(&value) : nullptr;
            if (name != nullptr && !name->empty())
                people_.push_back({.role = *role, .party = nullptr, .named = *name});
        }
    }
}

std::string RolesFilled::Person::name() const {
    return party != nullptr ? cases::full_name(*party) : std::string(named);
}

std::vector<RolesFilled::Person> RolesFilled::people_named(std::string_view wanted) const {
    std::vector<Person> found;
    if (const std::size_t dot = wanted.find('.'); dot != std::string_view::npos) {
        const auto* event = case_.latest(wanted.substr(0, dot));
        const auto name = event == nullptr ? "" : name_in(*event, wanted.substr(dot + 1));
        if (!name.empty())
            found.push_back({.role = cases::Role::other_body, .party = nullptr, .named = name});
        return found;
    }
    const auto role = cases::role_named(wanted);
    for (const Person& person : people_)
        if (person.role == role) found.push_back(person);
    return found;
}

bool RolesFilled::same(const Person& one, const Person& other) {
    if (one.party != nullptr && other.party != nullptr)
        return same_person(*one.party, *other.party);
    return same_words(one.name(), other.name());
}

bool RolesFilled::is_one_person(const Condition& condition) const {
    if (condition.people.size() != 2) return false;
    const std::vector<Person> these = people_named(condition.people[0]);
    if (these.empty()) return false;
    const std::vector<Person> those = people_named(condition.people[1]);
    return std::ranges::any_of(these, [&](const Person& one) {
        return std::ranges::any_of(those, [&](const Person& other) { return same(one, other); });
    });
}

}  // namespace postroom::procedure
