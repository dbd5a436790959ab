#include "cases/names.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "cases/party_fields.hpp"

namespace postroom::cases {

namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// "Priya Raman" of "Ms Priya Raman".
std::string_view without_titles(std::string_view name) {
    constexpr std::array<std::string_view, 11> titles{"mr",   "mrs", "ms",  "miss", "mx",  "dr",
                                                      "prof", "sir", "rev", "cllr", "dame"};
    while (true) {
        const std::size_t gap = name.find_first_of(" .");
        if (gap == name.npos) return name;
        const std::string_view first = name.substr(0, gap);
        if (std::ranges::none_of(titles,
                                 [&](std::string_view title) { return same_words(first, title); }))
            return name;
        name.remove_prefix(std::min(name.find_first_not_of(" .", gap), name.size()));
    }
}

const std::string* text_in(const CaseEvent& event, std::string_view detail) {
    const auto found = event.details.find(detail);
    return found == event.details.end() ? nullptr : std::get_if<std::string>(&found->second);
}

}  // namespace

bool same_words(std::string_view one, std::string_view other) {
    return std::ranges::equal(one, other, {}, lower, lower);
}

bool same_name(std::string_view one, std::string_view other) {
    return same_words(without_titles(one), without_titles(other));
}

std::string known_as(Role role, std::size_t place) {
    std::string reader(name_of(role));
    if (place > 0) reader += "." + std::to_string(place + 1);
    return reader;
}

const Party* reader_known_as(std::string_view reader, const std::vector<Party>& parties) {
    const std::string_view role = reader.substr(0, reader.find('.'));
    std::size_t place = 0;
    for (const Party& party : parties)
        if (name_of(party.role) == role && known_as(party.role, place++) == reader) return &party;
    return nullptr;
}

std::optional<Role> role_said_as(std::string_view words) {
    for (int role = 0; role <= static_cast<int>(Role::other_body); ++role)
        if (const auto said = static_cast<Role>(role);
            same_words(words, name_of(said)) || same_words(words, words_for(said)))
            return said;
    return std::nullopt;
}

namespace {

/// "Ben Lowe" of "Master Ben Lowe", whatever their title is.
std::string_view without_own_title(std::string_view full, const Party& party) {
    if (!party.title.empty() && full.starts_with(party.title + " "))
        full.remove_prefix(party.title.size() + 1);
    return without_titles(full);
}

}  // namespace

bool means(std::string_view name, const Party& party, const std::vector<Party>& parties) {
    const std::string own = full_name(party);
    if (name.empty()) return false;
    if (!same_words(name, own) && !same_words(without_titles(name), without_own_title(own, party)))
        return false;
    return same_words(name, own) || std::ranges::none_of(parties, [&](const Party& other) {
               return other.role == party.role && same_words(name, full_name(other));
           });
}

bool means_several_complainants(std::string_view name, const std::vector<Party>& parties) {
    return std::ranges::count_if(parties, [&](const Party& party) {
               return party.role == Role::complainant && means(name, party, parties);
           }) > 1;
}

bool speaks_for(const Party& speaker, const Party& other, const std::vector<Party>& parties) {
    if (means(speaker.represents, other, parties)) return true;
    std::string_view rest = speaker.represents;
    while (!rest.empty()) {
        std::size_t end = rest.size();
        std::size_t next = rest.size();
        for (const std::string_view between : {", ", "; ", " and ", " & "})
            if (const std::size_t at = rest.find(between); at < end) {
                end = at;
                next = at + between.size();
            }
        if (means(rest.substr(0, end), other, parties)) return true;
        rest.remove_prefix(next);
    }
    return false;
}

bool is_known_for_whom(const Party& speaker, const std::vector<Party>& parties) {
    int complainants = 0;
    for (const Party& party : parties) {
        if (party.role != Role::complainant) continue;
        ++complainants;
        if (speaks_for(speaker, party, parties)) return true;
    }
    return complainants < 2;
}

bool is_said_by(const CaseEvent& event, Role role, const std::vector<Party>& parties) {
    const std::string* by = text_in(event, "by");
    if (by == nullptr) return false;
    return role_said_as(*by) == role || std::ranges::any_of(parties, [&](const Party& party) {
               return party.role == role && means(*by, party, parties);
           });
}

bool is_said_by_their_side(const CaseEvent& event, const std::vector<Party>& parties) {
    constexpr std::array side{Role::complainant, Role::young_person, Role::advocate,
                              Role::representative};
    return std::ranges::any_of(side, [&](Role role) { return is_said_by(event, role, parties); });
}

namespace {

/// The one of whom it is so; null when it is so of none, or of several.
template <class IsIt>
const Party* only_one(const std::vector<Party>& parties, IsIt is_it) {
    return std::ranges::count_if(parties, is_it) == 1 ? &*std::ranges::find_if(parties, is_it)
                                                      : nullptr;
}

}  // namespace

const Party* complainant_of(const CaseEvent& event, const std::vector<Party>& parties) {
    if (const Party* counted = complainant_counted(parties, event.details)) return counted;
    const std::string* by = text_in(event, "by");
    const auto is_named = [&](const Party& party) {
        return by != nullptr && party.role == Role::complainant && means(*by, party, parties);
    };
    if (std::ranges::any_of(parties, is_named)) return only_one(parties, is_named);
    return only_one(
        parties, [](const Party& party) { return party.role == Role::complainant && !party.left; });
}

const Party* whose_word(const CaseEvent& event, const std::vector<Party>& parties) {
    if (std::ranges::count(parties, Role::complainant, &Party::role) < 2) return nullptr;
    if (const Party* counted = complainant_counted(parties, event.details)) return counted;
    const std::string* by = text_in(event, "by");
    if (by == nullptr) return nullptr;
    const auto is_named = [&](const Party& party) {
        return party.role == Role::complainant && means(*by, party, parties);
    };
    if (std::ranges::any_of(parties, is_named)) return only_one(parties, is_named);
    const auto said_it = [&](const Party& speaker) {
        return (speaker.role == Role::advocate || speaker.role == Role::representative) &&
               (means(*by, speaker, parties) ||
                (role_said_as(*by) == speaker.role && !speaker.left));
    };
    return only_one(parties, [&](const Party& party) {
        return party.role == Role::complainant &&
               std::ranges::any_of(parties, [&](const Party& speaker) {
                   return said_it(speaker) && speaks_for(speaker, party, parties);
               });
    });
}

std::string in_its_place(std::string_view role, std::size_t place) {
    constexpr std::array<std::string_view, 8> places{"first", "second", "third",   "fourth",
                                                     "fifth", "sixth",  "seventh", "eighth"};
    if (place < 1 || place > places.size())
        return std::string(role).append(" ").append(std::to_string(place));
    return std::string(places[place - 1]).append(" ").append(role);
}

std::string complainant_in_words(const Party& complainant, const std::vector<Party>& parties) {
    const auto before = std::count_if(parties.data(), &complainant, [](const Party& party) {
        return party.role == Role::complainant;
    });
    return in_its_place(words_for(Role::complainant), static_cast<std::size_t>(before) + 1);
}

std::string whose_word_in_words(const CaseEvent& event, const std::vector<Party>& parties) {
    const Party* whose = whose_word(event, parties);
    return whose == nullptr ? std::string() : complainant_in_words(*whose, parties);
}

}  // namespace postroom::cases
