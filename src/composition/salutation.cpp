#include "composition/salutation.hpp"

#include <algorithm>
#include <cassert>
#include <string_view>

#include "base/unicode.hpp"
#include "composition/postal_rules.hpp"

namespace postroom::composition {

namespace {

using cases::Party;
using cases::Role;

constexpr std::string_view dear = "Dear ";

bool same_word(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; };
        return small(x) == small(y);
    });
}

/// Knights and dames are greeted by title and first name.
bool takes_first_name(const Party& party) {
    return same_word(party.title, "Sir") || same_word(party.title, "Dame");
}

bool is_body(const Party& party) {
    return party.role == Role::other_body || party.role == Role::ombudsman;
}

/// Without title: "Sam Patel".
std::string first_and_last(const Party& party) {
    if (party.first_name.empty()) return party.last_name;
    if (party.last_name.empty()) return party.first_name;
    return party.first_name + " " + party.last_name;
}

/// What stands after "Dear". Empty when the party has no name at all.
std::string greeted_as(const Party& party) {
    if (is_young(party) && !party.first_name.empty()) return party.first_name;
    const std::string plain = first_and_last(party);
    if (plain.empty() && party.name.empty()) return {};
    if (plain.empty()) {
        return party.title.empty() ? party.name : party.title + " " + party.name;
    }
    if (party.title.empty()) return plain;
    if (takes_first_name(party)) {
        return party.title + " " + (party.first_name.empty() ? plain : party.first_name);
    }
    return party.title + " " + (party.last_name.empty() ? plain : party.last_name);
}

std::string full_name_or_role(const Party& party) {
    const std::string name = cases::full_name(party);
    return name.empty() ? std::string(cases::words_for(party.role)) : name;
}

std::string without_final_comma(std::string text) {
    while (!text.empty() && (text.back() == ',' || text.back() == ' ')) text.pop_back();
    return text;
}

std::string joined_names(const std::vector<const Party*>& readers,
                         std::string (*name_of)(const Party&)) {
    std::string text;
    for (std::size_t i = 0; i < readers.size(); ++i) {
        if (i > 0) text += i + 1 == readers.size() ? " and " : ", ";
        text += name_of(*readers[i]);
    }
    return text;
}

bool share_title_and_last_name(const Party& first, const Party& second) {
    const auto plain = [](const Party& party) {
        return !party.title.empty() && !party.last_name.empty() && !takes_first_name(party) &&
               !is_young(party);
    };
    return plain(first) && plain(second) && first.last_name == second.last_name;
}

std::string greeted_or_role(const Party& party) {
    const std::string name = greeted_as(party);
    return name.empty() ? std::string(cases::words_for(party.role)) : name;
}

std::string names_after_dear(const std::vector<const Party*>& readers) {
    if (readers.size() >= 3) return joined_names(readers, full_name_or_role);
    if (readers.size() == 2 && share_title_and_last_name(*readers[0], *readers[1])) {
        return readers[0]->title + " and " + readers[1]->title + " " + readers[1]->last_name;
    }
    return joined_names(readers, greeted_or_role);
}

/// The salutation recorded for these readers together: on every one of them, and the same.
std::string recorded_salutation(const std::vector<const Party*>& readers) {
    const std::string& first = readers.front()->salutation;
    const bool shared = std::all_of(readers.begin(), readers.end(), [&](const Party* reader) {
        return reader->salutation == first;
    });
    return shared ? without_final_comma(first) : std::string();
}

bool names_nobody(std::string_view salutation) {
    return same_word(salutation, "Dear Sir") || same_word(salutation, "Dear Madam") ||
           same_word(salutation, "Dear Sir or Madam") || same_word(salutation, "Dear Sir/Madam");
}

constexpr auto sincerely = "Yours sincerely";
constexpr auto faithfully = "Yours faithfully";

Greeting greet_in_english(const std::vector<const Party*>& readers) {
    if (std::string recorded = recorded_salutation(readers); !recorded.empty()) {
        const bool nobody = names_nobody(recorded);
        return {std::move(recorded), nobody ? faithfully : sincerely};
    }
    const bool someone = std::any_of(readers.begin(), readers.end(), [](const Party* reader) {
        return !greeted_as(*reader).empty() &&
               (!is_body(*reader) || !first_and_last(*reader).empty());
    });
    return {std::string(dear) + names_after_dear(readers), someone ? sincerely : faithfully};
}

/// Names stay as they are: "Annwyl" is followed by no mutation of a person's name.
Greeting in_welsh(const Greeting& english) {
    if (english.sign_off == faithfully) return {"Annwyl Syr neu Fadam", "Yr eiddoch yn gywir"};
    std::string names = english.salutation;
    if (names.starts_with(dear)) names.erase(0, dear.size());
    constexpr std::string_view both = " and ";
    if (const std::size_t at = names.find(both); at != std::string::npos)
        names.replace(at, both.size(), " a ");
    return {"Annwyl " + names, "Yn gywir"};
}

}  // namespace

bool is_young(const Party& party) {
    return party.role == Role::young_person || party.kind == "young_person";
}

Greeting greet(const std::vector<const Party*>& readers, std::string_view language) {
    assert(!readers.empty() && "a letter has a reader");
    const Greeting english = greet_in_english(readers);
    return language == "cy" ? in_welsh(english) : english;
}

std::vector<std::string> envelope_lines(const Party& party) {
    if (party.address.empty()) return {};
    std::vector<std::string> lines;
    if (std::string name = cases::full_name(party); !name.empty()) lines.push_back(std::move(name));
    for (const std::string& line : party.address.lines)
        if (std::string written = written_address_line(line); !is_blank(written))
            lines.push_back(std::move(written));
    if (!party.address.postcode.empty()) lines.push_back(written_postcode(party.address.postcode));
    return lines;
}

}  // namespace postroom::composition
