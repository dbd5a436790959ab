#include "procedure/people.hpp"

#include <algorithm>

#include "cases/names.hpp"
#include "procedure/facts.hpp"

namespace postroom::procedure {

namespace {

using cases::Party;

/// The roles by the details of an event that name who fills them.
NameTable role_details() {
    NameTable details;
    for (int role = 0; role <= static_cast<int>(cases::Role::other_body); ++role) {
        const auto of = static_cast<cases::Role>(role);
        details.add(of == cases::Role::panel_chair ? "chair" : std::string(cases::name_of(of)));
    }
    return details;
}

}  // namespace

bool same_person(const Party& one, const Party& other) {
    if (&one == &other) return true;
    if (!one.email.empty() && !other.email.empty())
        return cases::same_words(one.email, other.email);
    const std::string name = cases::full_name(one);
    return !name.empty() && cases::same_name(name, cases::full_name(other));
}

bool stands_on_the_case(const Condition& condition, const cases::Case& case_) {
    const auto people = std::ranges::count_if(case_.parties, [&](const Party& party) {
        const auto is = [](const std::optional<bool>& wanted, bool has) {
            return !wanted || *wanted == has;
        };
        const auto& kinds = condition.values;
        return static_cast<int>(party.role) == condition.key && !party.left &&
               (kinds.empty() || std::ranges::find(kinds, party.kind) != kinds.end()) &&
               is(condition.consent, party.consent.given) &&
               ((!condition.consent_withdrawn && !condition.consent_refused) ||
                (condition.consent_withdrawn && party.consent.withdrawn) ||
                (condition.consent_refused && party.consent.refused)) &&
               is(condition.safe_contact, !party.safe_contact.empty()) &&
               is(condition.complained_about, party.complained_about) &&
               (!condition.represents ||
                *condition.represents == cases::is_known_for_whom(party, case_.parties));
    });
    return people >= condition.at_least;
}

RolesFilled::RolesFilled(const cases::Case& case_file) : case_(case_file) {
    static const NameTable roles = role_details();
    people_.reserve(case_.parties.size());
    for (const Party& party : case_.parties) {
        if (party.left) continue;
        people_.push_back({.role = static_cast<int>(party.role), .party = &party, .named = {}});
        filled_ |= 1U << static_cast<unsigned>(party.role);
    }
    // Where somebody on the case has the role, what an event said of it is over.
    const std::uint32_t by_parties = filled_;
    for (const cases::CaseEvent& event : case_.events) {
        for (const auto& [detail, value] : event.details) {
            const auto* name = std::get_if<std::string>(&value);
            const int role = name == nullptr || name->empty() ? -1 : roles.find(detail);
            if (role < 0 || (by_parties >> static_cast<unsigned>(role) & 1U) != 0) continue;
            people_.push_back({.role = role, .party = nullptr, .named = *name});
            filled_ |= 1U << static_cast<unsigned>(role);
        }
    }
}

std::string RolesFilled::Person::name() const {
    return party != nullptr ? cases::full_name(*party) : std::string(named);
}

RolesFilled::Wanted RolesFilled::wanted(const Condition& condition, std::size_t which) const {
    Wanted wanted{.role = condition.people_keys[which], .by_event = {}};
    if (wanted.role >= 0) return wanted;
    const std::string_view words = condition.people[which];
    const std::size_t dot = words.find('.');
    if (dot == std::string_view::npos) return wanted;
    if (const auto* event = case_.latest(words.substr(0, dot)))
        if (const auto* name = Facts::text_in(*event, words.substr(dot + 1))) {
            wanted.by_event.named = *name;
            // "head_of_service": whoever is that here.
            if (const auto role = cases::role_said_as(*name)) wanted.role = static_cast<int>(*role);
        }
    return wanted;
}

template <class Fits>
bool RolesFilled::any(const Wanted& wanted, Fits fits) const {
    if (wanted.role < 0) return !wanted.by_event.named.empty() && fits(wanted.by_event);
    return std::ranges::any_of(
        people_, [&](const Person& person) { return person.role == wanted.role && fits(person); });
}

bool RolesFilled::same(const Person& one, const Person& other) {
    if (one.party != nullptr && other.party != nullptr && same_person(*one.party, *other.party))
        return true;
    // One name with two mailboxes may be two people: whoever is asked about them knows.
    const std::string name = one.name();
    return !name.empty() && cases::same_name(name, other.name());
}

bool RolesFilled::is_one_person(const Condition& condition) const {
    if (condition.people_keys.size() != 2) return false;
    // Mostly nobody fills one of them yet.
    for (const int role : condition.people_keys)
        if (role >= 0 && !is_filled(role)) return false;
    const Wanted these = wanted(condition, 0);
    const Wanted those = wanted(condition, 1);
    return any(these, [&](const Person& one) {
        return any(those, [&](const Person& other) { return same(one, other); });
    });
}

}  // namespace postroom::procedure
