// What may not stand in any council's wording, and how hard a wording is to read whatever the case.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/problem.hpp"
#include "composition/letter.hpp"
#include "composition/readability.hpp"

namespace postroom::composition {

/// Another Ombudsman than the one for councils, a name it no longer has, marks of a word
/// processor's template ("[name]", "{name}", "XX") and phone numbers that should be fields: each
/// with its line. `text` may be a letter or a partial.
Problems wrong_words_in(std::string_view text, const std::string& file);

/// A name of an Ombudsman that a complaint about a council is not for, or no longer: "Housing
/// Ombudsman", "Local Government Ombudsman", any other before the word. Empty when there is none in
/// `words`.
std::string wrong_ombudsman_in(std::string_view words);

/// The highest grade and the longest sentence of all shapes the letter can take: every section
/// shown and left out, every field filled with a short stand-in, dates with a date. What a case
/// itself brings in (reasons, summaries) is nobody's wording and counts one word.
Readability hardest_reading(const Letter& letter, const std::vector<std::string>& fixed_names);

/// What a letter's readers may be asked to cope with (reference: letters 3.4 and 7.8).
struct ReadingLimits {
    double grade = 7.0;
    int words_in_a_sentence = 25;
};
ReadingLimits limits_for(Register register_);

}  // namespace postroom::composition
