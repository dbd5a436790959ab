#include "rendering/number_words.hpp"

#include <array>
#include <cassert>

namespace postroom::rendering {

namespace {

constexpr std::array<std::string_view, 20> small_numbers{
    "zero",     "one",     "two",     "three",     "four",     "five",    "six",
    "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",  "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array<std::string_view, 10> tens{"",      "",      "twenty",  "thirty", "forty",
                                                "fifty", "sixty", "seventy", "eighty", "ninety"};
constexpr std::array<std::string_view, 20> small_ordinals{
    "zeroth",     "first",     "second",    "third",       "fourth",     "fifth",     "sixth",
    "seventh",    "eighth",    "ninth",     "tenth",       "eleventh",   "twelfth",   "thirteenth",
    "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"};

std::string_view of(const auto& words, int index) {
    return words[static_cast<std::size_t>(index)];
}

}  // namespace

std::string cardinal(int number) {
    assert(number >= 0 && number < 100);
    if (number < 20) return std::string(of(small_numbers, number));
    std::string words(of(tens, number / 10));
    if (number % 10 != 0) words.append("-").append(of(small_numbers, number % 10));
    return words;
}

std::string ordinal(int number) {
    assert(number >= 1 && number <= 31);
    if (number < 20) return std::string(of(small_ordinals, number));
    if (number % 10 == 0) return number == 20 ? "twentieth" : "thirtieth";
    return std::string(of(tens, number / 10)).append("-").append(of(small_ordinals, number % 10));
}

std::string year_in_words(int year) {
    assert(year >= 1000 && year < 3000);
    const int century = year / 100;
    const int rest = year % 100;
    if (century == 20 && rest < 10)
        return rest == 0 ? "two thousand" : "two thousand and " + cardinal(rest);
    if (rest == 0) return cardinal(century) + " hundred";
    return cardinal(century) + (rest < 10 ? " oh " : " ") + cardinal(rest);
}

std::string digits_in_words(std::string_view digits) {
    std::string words;
    for (const char digit : digits) {
        if (!words.empty()) words += ' ';
        words += of(small_numbers, digit - '0');
    }
    return words;
}

}  // namespace postroom::rendering
