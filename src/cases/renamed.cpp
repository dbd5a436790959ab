#include "cases/renamed.hpp"

#include <algorithm>

#include "cases/names.hpp"
#include "cases/party_fields.hpp"

namespace postroom::cases {

namespace {

bool may_rename_a_complainant(const CaseEvent& event) {
    return event.name == "party_changed" && event.says("role", name_of(Role::complainant)) &&
           std::ranges::any_of(event.details, [](const auto& detail) {
               return detail.first == "name" || detail.first == "first_name" ||
                      detail.first == "last_name" || detail.first == "title";
           });
}

std::string* by_of(CaseEvent& event) {
    const auto found = event.details.find("by");
    return found == event.details.end() ? nullptr : std::get_if<std::string>(&found->second);
}

/// The place of the one complainant whom the name means; nothing when it means several or none.
std::optional<std::size_t> place_of(const std::string& name, const std::vector<Party>& parties) {
    std::optional<std::size_t> found;
    for (std::size_t place = 0; place < parties.size(); ++place) {
        const Party& party = parties[place];
        if (party.role != Role::complainant || !means(name, party, parties)) continue;
        if (found) return std::nullopt;
        found = place;
    }
    return found;
}

bool means_anybody(const std::string& name, const std::vector<Party>& parties) {
    return std::ranges::any_of(parties,
                               [&](const Party& party) { return means(name, party, parties); });
}

}  // namespace

NamesFollowed::NamesFollowed(const std::vector<Party>& parties,
                             const std::vector<CaseEvent>& events) {
    if (std::ranges::none_of(events, may_rename_a_complainant)) return;
    in_the_end_ = parties;
    for (const CaseEvent& event : events)
        if (event.name == "party_changed") apply_party_change(in_the_end_, event.details);
}

void NamesFollowed::call_as_now(CaseEvent& event, const std::vector<Party>& parties) const {
    std::string* by = by_of(event);
    if (by == nullptr || means_anybody(*by, parties)) return;
    // Parties are only ever added: each keeps their place.
    if (const auto place = place_of(*by, in_the_end_); place && *place < parties.size())
        *by = full_name(parties[*place]);
}

void NamesFollowed::follow(const std::vector<Party>& before, std::vector<Party>& now,
                           std::vector<CaseEvent>& events, const CaseEvent& event) const {
    for (std::size_t place = 0; place < before.size(); ++place) {
        const Party& was = before[place];
        const std::string name = full_name(now[place]);
        // In the place of somebody who left there may be another person.
        if (was.role != Role::complainant || full_name(was) == name ||
            (was.left && !now[place].left))
            continue;
        for (CaseEvent& earlier : events) {
            if (&earlier >= &event) break;
            std::string* by = by_of(earlier);
            if (by != nullptr && place_of(*by, before) == place) *by = name;
        }
        for (Party& speaker : now)
            if (!speaker.represents.empty() && place_of(speaker.represents, before) == place)
                speaker.represents = name;
    }
}

}  // namespace postroom::cases
