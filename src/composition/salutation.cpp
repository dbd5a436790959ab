#include "composition/salutation.hpp"

#include <algorithm>
#include <cassert>
#include <string_view>

#include "base/unicode.hpp"

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

bool is_young(const Party& party) {
    return party.role == Role::young_person || party.kind == "young_person";
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

std::string in_capitals(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return result;
}

/// "A9 9AA" in its six shapes, and Girobank's: letters and digits where they may stand.
bool has_uk_shape(std::string_view compact) {
    const auto letter = [](char c) { return c >= 'A' && c <= 'Z'; };
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    if (compact == "GIR0AA") return true;
    if (compact.size() < 5 || compact.size() > 7) return false;
    const std::string_view inward = compact.substr(compact.size() - 3);
    if (!digit(inward[0]) || !letter(inward[1]) || !letter(inward[2])) return false;
    std::string_view outward = compact.substr(0, compact.size() - 3);
    if (!letter(outward.front())) return false;
    outward.remove_prefix(1);
    if (outward.size() > 1 && letter(outward.front())) outward.remove_prefix(1);
    if (outward.empty() || !digit(outward.front())) return false;
    outward.remove_prefix(1);
    return outward.empty() || (outward.size() == 1 && (digit(outward[0]) || letter(outward[0])));
}

std::string written_postcode(const std::string& recorded) {
    std::string compact;
    for (const char c : in_capitals(recorded))
        if (c != ' ' && c != '\t') compact += c;
    if (!has_uk_shape(compact)) return recorded;
    return compact.insert(compact.size() - 3, " ");
}

}  // namespace

Greeting greet(const std::vector<const Party*>& readers) {
    assert(!readers.empty() && "a letter has a reader");
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

std::vector<std::string> envelope_lines(const Party& party) {
    if (party.address.empty()) return {};
    std::vector<std::string> lines;
    if (std::string name = cases::full_name(party); !name.empty()) lines.push_back(std::move(name));
    for (const std::string& line : party.address.lines)
        if (!is_blank(line)) lines.push_back(line);
    if (!party.address.postcode.empty()) lines.push_back(written_postcode(party.address.postcode));
    return lines;
}

}  // namespace postroom::composition
