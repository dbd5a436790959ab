#include "cases/case.hpp"

#include <algorithm>

#include "base/unicode.hpp"

namespace postroom::cases {

namespace {

/// "NFA", "No fixed abode": somebody wrote down that there is no address.
bool says_there_is_none(std::string_view line) {
    std::string words;
    for (const char c : line)
        if (c >= 'A' && c <= 'Z')
            words += static_cast<char>(c - 'A' + 'a');
        else if (c != '.')
            words += c;
    return words == "nfa" || words == "no fixed abode" || words == "no fixed address";
}

}  // namespace

bool PostalAddress::empty() const {
    return std::all_of(lines.begin(), lines.end(), is_blank) ||
           std::any_of(lines.begin(), lines.end(), says_there_is_none);
}

bool has_name(const Party& party) {
    return !party.name.empty() || !party.first_name.empty() || !party.last_name.empty();
}

std::string full_name(const Party& party) {
    if (!party.name.empty()) return party.name;
    std::string text;
    for (const std::string* part : {&party.title, &party.first_name, &party.last_name}) {
        if (part->empty()) continue;
        if (!text.empty()) text += ' ';
        text += *part;
    }
    return text;
}

std::optional<std::string> CaseEvent::text(std::string_view detail) const {
    const auto found = details.find(detail);
    if (found == details.end()) return std::nullopt;
    if (const auto* words = std::get_if<std::string>(&found->second)) return *words;
    if (const auto* yes = std::get_if<bool>(&found->second)) return *yes ? "yes" : "no";
    return std::nullopt;
}

bool CaseEvent::says(std::string_view detail, std::string_view value) const {
    const auto found = details.find(detail);
    if (found == details.end()) return false;
    if (const auto* words = std::get_if<std::string>(&found->second)) return *words == value;
    if (const auto* yes = std::get_if<bool>(&found->second)) return value == (*yes ? "yes" : "no");
    return false;
}

const Party* Case::party(Role role) const {
    const auto found = std::find_if(parties.begin(), parties.end(),
                                    [role](const Party& party) { return party.role == role; });
    return found == parties.end() ? nullptr : &*found;
}

std::vector<const Party*> Case::parties_in(Role role) const {
    std::vector<const Party*> found;
    for (const Party& party : parties)
        if (party.role == role) found.push_back(&party);
    return found;
}

const CaseEvent* Case::latest(std::string_view event) const {
    const auto found =
        std::find_if(events.rbegin(), events.rend(),
                     [event](const CaseEvent& happened) { return happened.name == event; });
    return found == events.rend() ? nullptr : &*found;
}

Day known_on(const CaseEvent& event, Day today) {
    if (event.recorded_on > today) return event.on;
    return std::max(event.on, event.recorded_on);
}

Day first_known_on(const CaseEvent& event, Day today) {
    const Day known = known_on(event, today);
    if (!event.on_at_first) return known;
    const Day at_first = event.recorded_on > today
                             ? *event.on_at_first
                             : std::max(*event.on_at_first, event.recorded_on);
    return std::min(known, at_first);
}

}  // namespace postroom::cases
