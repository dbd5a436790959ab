#include "daemon/studio/people_fields.hpp"

#include <algorithm>

#include "cases/names.hpp"
#include "daemon/studio/field_names.hpp"
#include "procedure/people.hpp"
#include "procedure/said_by.hpp"

namespace postroom::daemon {

namespace {

using cases::Party;
using cases::Role;
using templating::Value;

std::optional<Value> text(std::string value) {
    if (value.empty()) return std::nullopt;
    return Value(std::move(value));
}

std::string role_in_words(Role role, const std::string& language) {
    if (language == "cy") {
        if (role == Role::team_manager) return "rheolwr y tîm";
        if (role == Role::service_manager) return "rheolwr y gwasanaeth";
        if (role == Role::head_of_service) return "pennaeth gwasanaeth";
        if (role == Role::director) return "cyfarwyddwr";
        if (role == Role::complaints_manager) return "rheolwr cwynion";
    }
    return std::string(cases::words_for(role));
}

std::optional<Value> acting_value(const ActingName& asked, const FieldSource& from) {
    const auto acting = procedure::who_acts_as(asked.role, from.case_, from.people);
    if (acting.empty()) return std::nullopt;
    const Party& party = *acting.front();
    // Gets what nobody else is there for, and finds somebody; that is not to answer it.
    if (party.role == Role::complaints_manager && asked.role != Role::complaints_officer &&
        asked.role != Role::complaints_manager)
        return std::nullopt;
    if (asked.is) return Value(party.role == *asked.is);
    if (asked.asks == "role") return text(role_in_words(party.role, from.language));
    return text(cases::full_name(party));
}

/// Whoever may have copies of our letters to this reader as their advocate. Where several complain,
/// the advocate says whom they speak for, and is named to nobody else.
std::optional<Value> readers_advocate(const FieldSource& from) {
    const auto all = from.case_.parties_in(Role::complainant);
    const bool alone = from.reader.role == Role::complainant && all.size() == 1;
    for (const Party* advocate : from.case_.parties_in(Role::advocate)) {
        if (advocate->left || !advocate->consent.given) continue;
        const bool theirs = advocate->represents.empty()
                                ? alone
                                : cases::speaks_for(*advocate, from.reader, from.case_.parties);
        if (theirs) return text(cases::full_name(*advocate));
    }
    return std::nullopt;
}

/// Several people in one role, as a letter says them: "Ann, Bea and Cy".
std::string joined(const std::vector<std::string>& names, const std::string& language) {
    std::string all;
    for (std::size_t at = 0; at < names.size(); ++at) {
        if (at > 0) all += at + 1 < names.size() ? ", " : language == "cy" ? " a " : " and ";
        all += names[at];
    }
    return all;
}

bool are_several(Role role, const FieldSource& from) {
    return std::ranges::count(from.case_.parties_in(role), false, &Party::left) > 1;
}

/// No other complainant is on the case.
bool complains_alone(const FieldSource& from) {
    return !are_several(Role::complainant, from);
}

bool said_by_reader(const cases::CaseEvent& event, const FieldSource& from) {
    const std::string by = event.text("by").value_or("");
    if (by.empty()) return complains_alone(from);
    if (const auto role = cases::role_said_as(by))
        return *role == from.reader.role && (*role != Role::complainant || complains_alone(from));
    return cases::means(by, from.reader, from.case_.parties);
}

bool said_by_another(const cases::CaseEvent& event, const FieldSource& from) {
    const std::string by = event.text("by").value_or("");
    const auto is_named = [&](const Party& one) {
        return one.role == Role::complainant && cases::means(by, one, from.case_.parties);
    };
    if (std::ranges::any_of(from.case_.parties, is_named))
        return !cases::means(by, from.reader, from.case_.parties);
    const Party* whose = cases::whose_word(event, from.case_.parties);
    return whose != nullptr && whose != &from.reader;
}

}  // namespace

bool asks_who_said_it(std::string_view asked) {
    return asked == "by_reader" || asked == "by_another" || asked == "by_their_side" ||
           asked == "by_some" || asked == by_each;
}

std::optional<bool> who_said_it(std::string_view asked, const cases::CaseEvent& event,
                                const FieldSource& from) {
    if (asked == "by_reader") return said_by_reader(event, from);
    if (asked == "by_another") return said_by_another(event, from);
    if (asked == "by_their_side") return cases::is_said_by_their_side(event, from.case_.parties);
    if (asked == "by_some")
        return !procedure::who_has_not_said({.name = event.name}, from.case_, event).empty();
    return std::nullopt;
}

bool is_the_reader(std::string_view named, const FieldSource& from) {
    return cases::role_said_as(named) == from.reader.role ||
           cases::means(named, from.reader, from.case_.parties);
}

bool is_kept_from_reader(const cases::CaseEvent& event, const FieldSource& from) {
    if (from.reader.role != Role::complainant) return false;
    if (said_by_another(event, from)) return true;
    const std::vector<Party>& all = from.case_.parties;
    if (!cases::event_is(event.name, cases::EventIs::word_of_theirs_only) ||
        from.case_.parties_in(Role::complainant).size() < 2 ||
        cases::whose_word(event, all) != nullptr)
        return false;
    // Nobody's by name, or of somebody who speaks for several of them.
    const std::string by = event.text("by").value_or("");
    return std::ranges::none_of(all, [&](const Party& one) {
        return cases::means(by, one, all) && cases::speaks_for(one, from.reader, all);
    });
}

std::optional<Value> person_value(std::string_view name, const FieldSource& from) {
    if (const auto acting = read_acting_name(name)) return acting_value(*acting, from);
    if (const auto role = asked_for_consent(name))
        return Value(std::ranges::any_of(from.case_.parties, [&](const Party& party) {
            return party.role == *role && !party.left && party.consent.given;
        }));
    if (const auto role = several_in_role(name)) return Value(are_several(*role, from));
    if (name == can_be_filled_in)
        return Value(from.channel == cases::Channel::letter && from.reader.format != "audio" &&
                     from.reader.format != "braille");
    if (name == readers_advocate_name) return readers_advocate(from);
    const auto asked = asked_of_role(name);
    if (!asked) return std::nullopt;
    std::vector<std::string> names;
    for (const Party* party : procedure::who_holds(asked->role, from.case_, from.people)) {
        // An officer who is complained about is not named as the one who will answer.
        if (cases::is_council_officer(asked->role) &&
            procedure::is_complained_about(*party, from.case_))
            continue;
        if (asked->asks == "email") return text(party->email);
        if (asked->asks == "name") return text(cases::full_name(*party));
        names.push_back(cases::full_name(*party));
    }
    return text(joined(names, from.language));
}

}  // namespace postroom::daemon
