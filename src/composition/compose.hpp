// A letter filled for one reader: Letter + field values → Document.
#pragma once

#include <string>
#include <vector>

#include "base/expected.hpp"
#include "composition/letter.hpp"
#include "document/document.hpp"
#include "templating/template.hpp"

namespace postroom::composition {

/// Who the letter is to and what stands around the wording.
struct Frame {
    std::string reference;
    std::string date;                    ///< as read: "17 March 2025"
    std::vector<std::string> addressee;  ///< envelope lines; empty for email
    std::string salutation;
    std::string sign_off;
    std::vector<std::string> signatory;
    std::vector<std::string> contact;
};

/// The template is filled with tokens, the Markdown parsed, and only then do values enter, as text
/// runs: nothing in a value can become layout. A paragraph that is one value alone and holds
/// blank lines becomes several paragraphs; elsewhere its newlines are line breaks. Markdown beyond
/// headings 1–3, paragraphs, bold, lists, tables, links and block quotes (Callouts) is an error
/// naming the line. Problems carry the frame's reference. A letter without salutation has no
/// sign-off either.
ExpectedAll<document::Document> compose(const Letter& letter, const templating::Record& fields,
                                        const Frame& frame);

}  // namespace postroom::composition
