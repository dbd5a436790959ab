// How hard a letter is to read.
#pragma once

#include <string>
#include <vector>

#include "document/document.hpp"

namespace postroom::composition {

struct Readability {
    double grade = 0;  ///< Flesch-Kincaid grade: 9 is an English reading age of about 14
    int longest_sentence_words = 0;
    std::string longest_sentence;
};

/// Of the sentences in paragraphs, callouts and list items; headings and tables hold none. A
/// sentence ends at . ? or ! before a space, and with its paragraph or line. Each of
/// `fixed_names` ("Local Government and Social Care Ombudsman"), which no writer can shorten,
/// counts as one word of one syllable; so do numbers and addresses.
Readability readability(const document::Document& document,
                        const std::vector<std::string>& fixed_names);

}  // namespace postroom::composition
