#include "composition/postal_rules.hpp"

#include <algorithm>
#include <array>

#include "base/unicode.hpp"

namespace postroom::composition {
namespace {

constexpr std::size_t fewest_lines = 3;  // name and postcode among them
constexpr std::size_t most_lines = 7;
constexpr std::string_view forbidden_at_start = "@()=[]\"\\/,<>~";

// Areas of the Royal Mail, the Crown dependencies' and the Forces' among them.
constexpr std::array<std::string_view, 126> areas = {
    "AB", "AL", "B",  "BA", "BB", "BD", "BF", "BH", "BL", "BN", "BR", "BS", "BT", "BX", "CA", "CB",
    "CF", "CH", "CM", "CO", "CR", "CT", "CV", "CW", "DA", "DD", "DE", "DG", "DH", "DL", "DN", "DT",
    "DY", "E",  "EC", "EH", "EN", "EX", "FK", "FY", "G",  "GL", "GU", "GY", "HA", "HD", "HG", "HP",
    "HR", "HS", "HU", "HX", "IG", "IM", "IP", "IV", "JE", "KA", "KT", "KW", "KY", "L",  "LA", "LD",
    "LE", "LL", "LN", "LS", "LU", "M",  "ME", "MK", "ML", "N",  "NE", "NG", "NN", "NP", "NR", "NW",
    "OL", "OX", "PA", "PE", "PH", "PL", "PO", "PR", "RG", "RH", "RM", "S",  "SA", "SE", "SG", "SK",
    "SL", "SM", "SN", "SO", "SP", "SR", "SS", "ST", "SW", "SY", "TA", "TD", "TF", "TN", "TQ", "TR",
    "TS", "TW", "UB", "W",  "WA", "WC", "WD", "WF", "WN", "WR", "WS", "WV", "YO", "ZE"};

bool is_letter(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string in_capitals(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return result;
}

std::string compact(std::string_view text) {
    std::string result;
    for (const char c : in_capitals(text))
        if (c != ' ' && c != '\t') result += c;
    return result;
}

// "A9 9AA" in its six shapes, and Girobank's: letters and digits where they may stand.
bool has_shape(std::string_view code) {
    if (code == "GIR0AA") return true;
    if (code.size() < 5 || code.size() > 7) return false;
    const std::string_view inward = code.substr(code.size() - 3);
    // The unit never holds a letter that is easily taken for another.
    const auto may_end = [](char c) {
        return is_letter(c) && std::string_view("CIKMOV").find(c) == std::string_view::npos;
    };
    if (!is_digit(inward[0]) || !may_end(inward[1]) || !may_end(inward[2])) return false;
    std::string_view district = code.substr(0, code.size() - 3);
    const auto first_digit = std::find_if(district.begin(), district.end(), is_digit);
    const std::string_view area =
        district.substr(0, static_cast<std::size_t>(first_digit - district.begin()));
    if (std::find(areas.begin(), areas.end(), area) == areas.end()) return false;
    district.remove_prefix(area.size());
    if (district.empty()) return false;
    return district.size() == 1 ||
           (district.size() == 2 && (is_digit(district[1]) || is_letter(district[1])));
}

// "BFPO 801", "BFPO c/o 801": the Forces' own post, which goes without a postcode.
bool is_forces_post(std::string_view line) {
    std::string code = compact(line);
    if (code.substr(0, 4) != "BFPO") return false;
    code.erase(0, code.substr(4, 3) == "C/O" ? 7 : 4);
    return !code.empty() && code.size() <= 4 && std::all_of(code.begin(), code.end(), is_digit);
}

bool has_word_character(std::string_view line) {
    return std::any_of(line.begin(), line.end(), [](char c) {
        const char capital = in_capitals(std::string_view(&c, 1))[0];
        return is_letter(capital) || is_digit(c) || static_cast<unsigned char>(c) >= 0xC3;
    });
}

bool says_no_fixed_abode(std::string_view line) {
    const std::string capitals = in_capitals(line);
    const std::string code = compact(line);
    return code == "NFA" || code == "N.F.A." || code == "N.F.A" ||
           capitals.find("NO FIXED ABODE") != std::string::npos ||
           capitals.find("NO FIXED ADDRESS") != std::string::npos;
}

}  // namespace

bool is_postcode(std::string_view text) {
    return has_shape(compact(text));
}

std::string written_postcode(std::string_view recorded) {
    std::string code = compact(recorded);
    if (!has_shape(code)) return std::string(recorded);
    return code.insert(code.size() - 3, " ");
}

std::string written_address_line(std::string_view recorded) {
    constexpr std::string_view dropped = " \t,";
    const std::size_t first = recorded.find_first_not_of(" \t");
    const std::size_t last = recorded.find_last_not_of(dropped);
    if (first == recorded.npos || last == recorded.npos || last < first) return {};
    return std::string(recorded.substr(first, last + 1 - first));
}

std::optional<std::string> why_not_postable(const std::vector<std::string>& lines) {
    if (lines.size() < fewest_lines)
        return "the address has fewer than three lines: a name, a street and a postcode";
    if (lines.size() > most_lines)
        return "the address has " + std::to_string(lines.size()) +
               " lines with name and postcode; an envelope shows seven at most";
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::string number = std::to_string(i + 1);
        if (says_no_fixed_abode(lines[i])) return "the address says that there is no fixed abode";
        if (!lines[i].empty() && forbidden_at_start.find(lines[i].front()) != std::string::npos)
            return "line " + number + " of the address begins with a character it may not (" +
                   lines[i].substr(0, 1) + ")";
        if (i < 2 && !has_word_character(lines[i]))
            return "line " + number + " of the address holds neither a letter nor a digit";
    }
    const bool forces = std::any_of(lines.begin(), lines.end(), is_forces_post);
    if (forces && !is_forces_post(lines.back()) && !is_postcode(lines.back()))
        return "a BFPO address ends with its number or its postcode, and names no country";
    if (!forces && !is_postcode(lines.back()))
        return "the address does not end with a postcode of the United Kingdom";
    return std::nullopt;
}

}  // namespace postroom::composition
