// Numbers in English words, as they are said in dates and references.
#pragma once

#include <string>
#include <string_view>

namespace postroom::rendering {

std::string cardinal(int number);  ///< 0 to 99: "twenty-five"
std::string ordinal(int number);   ///< 1 to 31: "twenty-fifth"
std::string year_in_words(
    int year);  ///< 1000 to 2999: "twenty twenty-five", "two thousand and five"
std::string digits_in_words(std::string_view digits);  ///< "zero one one six"

}  // namespace postroom::rendering
