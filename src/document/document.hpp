// A document: what a letter says, before anyone decides whether it is paper, email or sound.
#pragma once

#include <string>
#include <variant>
#include <vector>

namespace postroom::document {

/// A stretch of text in one style. `text` is UTF-8 and may hold '\n' (a line break the writer
/// meant) and U+00A0 (a space that must not break). Never markup: what looks like markup is text.
struct Run {
    std::string text;
    bool bold = false;
    std::string link = {};  ///< an address to open; from the template only, never from a case
    bool operator==(const Run&) const = default;
};
using Runs = std::vector<Run>;

struct Paragraph {
    Runs runs;
    bool operator==(const Paragraph&) const = default;
};

struct Heading {
    int level = 1;  ///< 1 is the letter's own heading; 2 and 3 within it
    Runs runs;
    bool begins_page = false;  ///< on paper: the title of an enclosure
    bool operator==(const Heading&) const = default;
};

/// Said larger and bolder than the rest, e.g. how to ask for another format (domain 0.14).
struct Callout {
    Runs runs;
    bool operator==(const Callout&) const = default;
};

struct Table {
    std::vector<Runs> header;
    std::vector<std::vector<Runs>> rows;  ///< each as long as the header
    bool operator==(const Table&) const = default;
};

struct List;
using Block = std::variant<Heading, Paragraph, Callout, List, Table>;

struct List {
    bool ordered = false;
    int start = 1;
    std::vector<std::vector<Block>> items;
    bool operator==(const List&) const = default;
};

/// One reader's copy of one letter, ready to be laid out.
struct Document {
    std::string language = "en";    ///< BCP 47: "en", "cy"
    std::string subject;            ///< email subject and PDF title; carries no personal data
    std::string reference;          ///< the case reference, shown as "Our reference"
    std::string date;               ///< as the reader sees it: "17 March 2025"
    std::string form = "standard";  ///< which letterhead of templates/
    std::vector<std::string>
        addressee;            ///< envelope lines, name first, postcode last; empty: email
    std::string salutation;   ///< "Dear Ms Patel"; empty: none
    std::vector<Block> body;  ///< begins with the letter's level-1 heading
    std::string sign_off;     ///< "Yours sincerely"; empty: none
    std::vector<std::string> signatory;  ///< name, job, team
    std::vector<Block> after_signature;
    std::vector<std::string> contact;  ///< the council's name, then contact lines of the head
    std::string preheader;             ///< an email's hidden first line; carries no personal data
    /// The same letter in further languages, after this one and in the same file or email: a
    /// bilingual letter is the Welsh document with the English one here. Those repeat none.
    std::vector<Document> repeated_in;
    std::string parcel_code;  ///< paper: printed as a 2D code, so that a letter that comes
                              ///< back is known; 20 capitals and digits, or empty
};

/// The text alone, runs joined: for tests, previews and comparisons.
std::string plain(const Runs& runs);

}  // namespace postroom::document
