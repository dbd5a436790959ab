#include "document/facts.hpp"

#include <algorithm>
#include <array>

namespace postroom::document {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

std::string_view without_opening(std::string_view word) {
    while (!word.empty() && (word.front() == '(' || word.front() == '"')) word.remove_prefix(1);
    return word;
}

std::string_view without_stop(std::string_view word) {
    constexpr std::string_view stops = ".,;:!?)\"'";
    while (!word.empty() && stops.find(word.back()) != stops.npos) word.remove_suffix(1);
    return word;
}

template <std::size_t size>
bool is_one_of(std::string_view word, const std::array<std::string_view, size>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 24> months = {
    "January",   "February", "March",      "April",    "May",    "June",     "July",     "August",
    "September", "October",  "November",   "December", "Ionawr", "Chwefror", "Mawrth",   "Ebrill",
    "Mai",       "Mehefin",  "Gorffennaf", "Awst",     "Medi",   "Hydref",   "Tachwedd", "Rhagfyr"};

constexpr std::array<std::string_view, 14> weekdays = {
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    "Llun",   "Mawrth",  "Mercher",   "Iau",      "Gwener", "Sadwrn",   "Sul"};

constexpr std::array<std::string_view, 11> periods = {"working", "day",     "days",   "week",
                                                      "weeks",   "month",   "months", "year",
                                                      "years",   "diwrnod", "wythnos"};

constexpr std::array<std::string_view, 10> numbered = {
    "Stage", "stage", "Page", "page", "Cam", "cam", "Tudalen", "tudalen", "Part", "paragraph"};

constexpr std::array<std::string_view, 7> titles = {"Mr", "Mrs", "Ms",       "Miss",
                                                    "Mx", "Dr",  "Professor"};

bool is_day_of_month(std::string_view word) {
    constexpr std::array<std::string_view, 10> endings = {"",   "st",  "nd",  "rd",  "th",
                                                          "af", "ail", "ydd", "fed", "eg"};
    const std::size_t digits = word.size() > 1 && is_digit(word[1]) ? 2 : 1;
    return !word.empty() && is_digit(word[0]) && is_one_of(word.substr(digits), endings);
}

bool is_postcode(std::string_view outward, std::string_view inward) {
    return outward.size() >= 2 && outward.size() <= 4 && is_capital(outward[0]) &&
           std::any_of(outward.begin(), outward.end(), is_digit) && inward.size() == 3 &&
           is_digit(inward[0]) && is_capital(inward[1]) && is_capital(inward[2]);
}

}  // namespace

bool keeps_together(std::string_view word, std::string_view next) {
    word = without_opening(word);
    if (word.empty() || next.empty()) return false;
    if (is_capital(word[0]) && is_one_of(word, titles)) return true;
    // Asked of every two words of a letter: nearly all are answered here.
    if (!is_digit(word[0]) && !is_digit(next[0]) && word != "working") return false;
    const std::string_view after = without_stop(next);
    if (is_digit(word[0])) {
        return (is_day_of_month(word) && is_one_of(after, months)) ||
               (all_digits(word) && is_one_of(after, periods)) ||
               (word.size() >= 3 && after.size() >= 3 && all_digits(word) && all_digits(after));
    }
    if (is_digit(next[0])) {
        return (after.size() == 4 && all_digits(after) && is_one_of(word, months)) ||
               (is_day_of_month(after) && is_one_of(without_stop(word), weekdays)) ||
               is_one_of(word, numbered) || is_postcode(word, after);
    }
    return is_one_of(after, periods);
}

bool may_break_inside(std::string_view word) {
    if (word.find("://") != word.npos || word.substr(0, 4) == "www.") return true;
    return std::none_of(word.begin(), word.end(), is_digit);
}

}  // namespace postroom::document
