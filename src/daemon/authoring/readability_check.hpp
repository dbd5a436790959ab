// How hard every letter of an installation is to read, and what no wording may say.
#pragma once

#include <string>
#include <vector>

#include "daemon/studio/studio.hpp"

namespace postroom::daemon {

struct LetterReading {
    std::string letter;
    std::string file;
    std::string reader;  ///< "adult", "young person" or "officer"
    double grade = 0;    ///< Flesch-Kincaid
    int longest_sentence_words = 0;
    std::string longest_sentence;
    bool limited = false;  ///< goes to people outside the council, who need not cope with more
    double grade_limit = 0;
    int words_limit = 0;
    bool passes() const {
        return !limited || (grade <= grade_limit && longest_sentence_words <= words_limit);
    }
};

/// One letter. `names` (the advocacy service, say) are fixed and count as one word each.
LetterReading read_letter(const composition::Letter& letter, std::vector<std::string> names);

/// What is wrong with a letter that does not pass.
Problem too_hard(const LetterReading& reading);

/// Every letter that a council can send, by name; one that a council words its own way, or whose
/// partials it does, once more as "luton/stage1/response". Letters in another language are left
/// out: the measure is for English.
std::vector<LetterReading> read_every_letter(const Studio& studio);

/// Letters that pass their limits by too much, wrong Ombudsmen and phone numbers in any wording,
/// and an Ombudsman in the configuration that councils have not got.
Problems wording_problems(const Setting& setting, const Studio& studio);

/// The table for people.
std::string as_table(const std::vector<LetterReading>& readings);

}  // namespace postroom::daemon
