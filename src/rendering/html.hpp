// A document as HTML: a whole page, and the body that goes into an email's shell.
#pragma once

#include <string>

#include "document/document.hpp"

namespace postroom::rendering {

/// Semantic, inline-styled HTML of salutation, body, sign-off and contact. Text is escaped here
/// and nowhere else.
std::string render_html_body(const document::Document& document);

/// An email: `shell` is templates/email/standard.html, in which {{{body}}},
/// {{title}}, {{lang}} and {{preheader}} are the only names.
std::string render_html(const document::Document& document, const std::string& shell);

/// A page of its own, to keep and to open in any browser: `shell` is templates/page/letter.html,
/// with the same names and the style sheet that the body's elements have none of.
std::string render_page(const document::Document& document, const std::string& shell);

}  // namespace postroom::rendering
