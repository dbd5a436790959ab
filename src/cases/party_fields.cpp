#include "cases/party_fields.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>

#include "base/unicode.hpp"
#include "cases/email_address.hpp"
#include "cases/names.hpp"
#include "cases/reading.hpp"

namespace postroom::cases {

namespace {

constexpr std::string_view address_prefix = "address_";

struct TextField {
    std::string_view name;
    std::string Party::*member;
};
constexpr std::array text_fields{
    TextField{"title", &Party::title},           TextField{"first_name", &Party::first_name},
    TextField{"last_name", &Party::last_name},   TextField{"name", &Party::name},
    TextField{"salutation", &Party::salutation}, TextField{"phone", &Party::phone},
    TextField{"represents", &Party::represents}, TextField{"safe_contact", &Party::safe_contact},
};

constexpr std::array<std::string_view, 12> checked_fields{"kind",
                                                          "postcode",
                                                          "email",
                                                          "channel",
                                                          "format",
                                                          "language",
                                                          "consent.given",
                                                          "consent.on",
                                                          "consent.scope",
                                                          "address_confidential",
                                                          "complained_about",
                                                          "left"};

/// 3 of "address_3"; nothing for any other field.
std::optional<std::size_t> address_number(std::string_view field) {
    if (field.substr(0, address_prefix.size()) != address_prefix) return std::nullopt;
    const std::string_view digits = field.substr(address_prefix.size());
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    if (number < 1 || digits.front() == '0') return std::nullopt;
    return number;
}

/// 0-based place of a line that an address may hold.
std::optional<std::size_t> address_line(std::string_view field) {
    const std::optional<std::size_t> number = address_number(field);
    if (!number || *number > most_address_lines) return std::nullopt;
    return *number - 1;
}

/// "en", "cy", "zh-Hant": letters, digits and hyphens as in BCP 47; or "bilingual".
bool is_language(std::string_view text) {
    if (text == bilingual) return true;
    const std::size_t primary = std::min(text.find('-'), text.size());
    if (primary < 2 || primary > 3 || text.size() > 20 || text.back() == '-') return false;
    const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto may_follow = [&](char c) {
        return is_lower(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    };
    const auto subtags = text.begin() + static_cast<std::ptrdiff_t>(primary);
    return std::all_of(text.begin(), subtags, is_lower) &&
           std::all_of(subtags, text.end(), may_follow) &&
           text.find("--") == std::string_view::npos;
}

std::optional<Problem> wrong(std::string what, std::string remedy) {
    return Problem{.what = std::move(what), .remedy = std::move(remedy)};
}

std::optional<Problem> set_yes_or_no(bool& member, const Detail& value) {
    if (const bool* given = std::get_if<bool>(&value)) {
        member = *given;
        return std::nullopt;
    }
    const auto* text = std::get_if<std::string>(&value);
    const std::optional<bool> read = text == nullptr ? std::nullopt
                                     : text->empty() ? false
                                                     : yes_or_no(*text);
    if (!read) return wrong("neither yes nor no", "write true or false");
    member = *read;
    return std::nullopt;
}

std::optional<Problem> set_checked_text(Party& party, std::string_view field,
                                        const std::string& text) {
    if (const std::optional<std::size_t> line = address_line(field)) {
        std::vector<std::string>& lines = party.address.lines;
        if (lines.size() <= *line) lines.resize(*line + 1);
        lines[*line] = text;
    } else if (field == "kind") {
        if (!text.empty() && !is_kind(text))
            return wrong("not a kind of person that Postroom knows",
                         "use parent, carer, foster_carer, adopter, young_person, care_leaver or "
                         "other");
        party.kind = text;
    } else if (field == "postcode") {
        party.address.postcode = text;
    } else if (field == "email") {
        if (!text.empty() && !is_email_address(text))
            return wrong("not an email address", "write one address, as name@council.example");
        party.email = text;
    } else if (field == "channel") {
        const std::optional<Channel> channel = channel_named(text);
        if (!text.empty() && !channel) return wrong("not a channel", "use letter or email");
        party.channel = channel;
    } else if (field == "format") {
        if (!text.empty() && !is_format(text))
            return wrong("not a format that Postroom knows",
                         "use standard, large_print, giant_print, plain_html, plain_text, braille, "
                         "audio, easy_read or bsl");
        party.format = text.empty() ? "standard" : text;
    } else if (field == "language") {
        if (!text.empty() && !is_language(text))
            return wrong("not a language code",
                         "use en, cy, bilingual (Welsh and English) or another ISO 639 code");
        party.language = text.empty() ? "en" : text;
    } else if (field == "consent.on") {
        const std::optional<Day> on = Day::from_iso(text);
        if (!text.empty() && !on) return wrong("not a date that exists", "write it as YYYY-MM-DD");
        party.consent.on = on;
    } else if (field == "consent.scope") {
        party.consent.scope = text;
    } else {
        assert(false);
    }
    return std::nullopt;
}

bool holds_text(const Details& details, std::string_view key) {
    const auto found = details.find(key);
    const auto* text = found == details.end() ? nullptr : std::get_if<std::string>(&found->second);
    return text != nullptr && !text->empty();
}

/// Whoever holds the role's `which`th place, or null.
template <class Parties>
auto* party_in_place(Parties& parties, Role role, int which) {
    for (auto& party : parties)
        if (party.role == role && --which <= 0) return &party;
    return static_cast<decltype(parties.data())>(nullptr);
}

std::optional<Role> role_in(const Details& details) {
    const auto found = details.find("role");
    const auto* name = found == details.end() ? nullptr : std::get_if<std::string>(&found->second);
    return name == nullptr ? std::nullopt : role_named(*name);
}

/// Which of several in the role, counted from 1; nothing when it is not said.
std::optional<int> place_in(const Details& details) {
    const auto found = details.find("which");
    const auto* text = found == details.end() ? nullptr : std::get_if<std::string>(&found->second);
    int which = 0;
    if (text != nullptr) std::from_chars(text->data(), text->data() + text->size(), which);
    return which > 0 ? std::optional(which) : std::nullopt;
}

/// Of whom such an event speaks: a number alone counts the complainants.
std::optional<Role> role_counted(const Details& details) {
    const std::optional<Role> role = role_in(details);
    return role || !place_in(details) ? role : Role::complainant;
}

}  // namespace

std::optional<bool> yes_or_no(std::string_view text) {
    if (text == "yes" || text == "true") return true;
    if (text == "no" || text == "false") return false;
    return std::nullopt;
}

bool is_party_field(std::string_view field) {
    if (address_line(field)) return true;
    const auto has_name = [field](const TextField& text) { return text.name == field; };
    return std::any_of(text_fields.begin(), text_fields.end(), has_name) ||
           std::find(checked_fields.begin(), checked_fields.end(), field) != checked_fields.end();
}

bool is_surplus_address_line(std::string_view field) {
    return address_number(field).value_or(0) > most_address_lines;
}

std::optional<Problem> set_party_field(Party& party, std::string_view field, const Detail& value) {
    if (field == "consent.given") return set_yes_or_no(party.consent.given, value);
    if (field == "address_confidential") return set_yes_or_no(party.address_confidential, value);
    if (field == "complained_about") return set_yes_or_no(party.complained_about, value);
    if (field == "left") return set_yes_or_no(party.left, value);

    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) return wrong("not text", "write it in quotation marks");
    if (const auto trouble = wrong_in_line(*text))
        return wrong(*trouble, "mend it where it comes from");
    const std::string seen = is_blank(*text) ? std::string() : *text;
    for (const TextField& plain : text_fields) {
        if (plain.name != field) continue;
        party.*plain.member = seen;
        return std::nullopt;
    }
    return set_checked_text(party, field, seen);
}

void close_up_address(PostalAddress& address) {
    std::erase_if(address.lines, is_blank);
}

namespace {

std::string untitled_name(Party party) {
    party.title.clear();
    return full_name(party);
}

/// What was said of one advocate or representative was not said of the next, and who let them have
/// copies did not say so for another complainant. A name that was spelt wrong cannot be told from
/// another one.
bool is_another(const Party& before, Party after, const Details& change) {
    if (before.role != Role::advocate && before.role != Role::representative) return false;
    if (const auto said = change.find("represents"); said != change.end()) {
        set_party_field(after, said->first, said->second);
        if (!before.represents.empty() && !same_name(after.represents, before.represents))
            return true;
    }
    for (const char* part : {"name", "first_name", "last_name"})
        if (const auto said = change.find(part); said != change.end())
            set_party_field(after, part, said->second);
    return !untitled_name(before).empty() && untitled_name(after) != untitled_name(before);
}

}  // namespace

void apply_party_change(std::vector<Party>& parties, const Details& change) {
    const std::optional<Role> role = role_in(change);
    if (!role) return;
    Party* const there = party_in_place(parties, *role, place_in(change).value_or(1));
    const Party before = there != nullptr ? *there : Party{};
    // A role nobody had gains its party.
    Party& party = there != nullptr ? *there : parties.emplace_back();
    party.role = *role;
    // Who is only now put on the case has not been asked yet, whatever is said of consent.
    bool asked = there != nullptr;
    const bool new_parts = holds_text(change, "first_name") || holds_text(change, "last_name");
    const bool new_name = holds_text(change, "name");
    if (new_parts) party.name.clear();
    if (new_name) party.title.clear(), party.first_name.clear(), party.last_name.clear();
    if (new_parts || new_name || change.contains("title")) party.salutation.clear();
    // Whoever comes after somebody who left has not left, and has been given no consent. Nobody
    // comes after a complainant who died, withdrew or settled: their name is only put right.
    if (*role != Role::complainant && (new_parts || new_name || holds_text(change, "email"))) {
        if (party.left) {
            party.consent = {};
            asked = false;
        }
        party.left = false;
    }
    if (asked && is_another(before, party, change)) {
        party.consent = {};
        asked = false;
    }
    const bool once_given = party.consent.given || party.consent.withdrawn;
    if (std::any_of(change.begin(), change.end(),
                    [](const auto& detail) { return address_line(detail.first).has_value(); }))
        party.address.lines.clear();

    for (const auto& [field, value] : change) {
        if (!is_party_field(field)) continue;
        // Refused on the way in; a row another program wrote keeps the fields that are sound.
        Party changed = party;
        if (!set_party_field(changed, field, value)) party = std::move(changed);
    }
    party.consent.withdrawn = once_given && !party.consent.given;
    const bool answered = change.contains("consent.given");
    party.consent.refused =
        !once_given && !party.consent.given && (party.consent.refused || (asked && answered));
    close_up_address(party.address);
}

bool changes_nobody_known(const std::vector<Party>& parties, const Details& change) {
    const std::optional<Role> role = role_in(change);
    return role && !place_in(change) && std::ranges::count(parties, *role, &Party::role) > 1;
}

bool names_nobody(const std::vector<Party>& parties, const Details& ending) {
    const std::optional<Role> role = role_counted(ending);
    const std::optional<int> which = place_in(ending);
    return role && which && std::count_if(parties.begin(), parties.end(), [&](const Party& party) {
                                return party.role == *role;
                            }) < *which;
}

namespace {

/// The last one left still gets the letter that confirms the end.
bool goes_on_without(Party& gone, const std::vector<Party>& parties) {
    const bool goes_on = std::any_of(parties.begin(), parties.end(), [&](const Party& party) {
        return party.role == Role::complainant && !party.left && &party != &gone;
    });
    if (goes_on) gone.left = true;
    return goes_on;
}

}  // namespace

const Party* complainant_counted(const std::vector<Party>& parties, const Details& details) {
    const std::optional<int> which = place_in(details);
    if (role_counted(details) != Role::complainant || !which) return nullptr;
    return party_in_place(parties, Role::complainant, *which);
}

bool goes_on_for_another(std::vector<Party>& parties, const Details& ending) {
    const std::optional<int> which = place_in(ending);
    if (role_counted(ending) != Role::complainant || !which) return false;
    Party* const gone = party_in_place(parties, Role::complainant, *which);
    return gone != nullptr && goes_on_without(*gone, parties);
}

bool goes_on_without_whom_it_names(std::vector<Party>& parties, const Details& ending) {
    const auto found = ending.find("by");
    const auto* name = found == ending.end() ? nullptr : std::get_if<std::string>(&found->second);
    if (name == nullptr || ending.contains("which")) return false;
    const auto is_named = [&](const Party& party) {
        return party.role == Role::complainant && !party.left && means(*name, party, parties);
    };
    if (std::count_if(parties.begin(), parties.end(), is_named) != 1) return false;
    return goes_on_without(*std::find_if(parties.begin(), parties.end(), is_named), parties);
}

}  // namespace postroom::cases
