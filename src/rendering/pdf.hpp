// A document as a tagged PDF letter: PDF/UA-1 and PDF/A-2a, fonts embedded, same bytes each time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/expected.hpp"
#include "document/document.hpp"
#include "rendering/envelope.hpp"
#include "rendering/fonts.hpp"
#include "rendering/logo.hpp"

namespace postroom::rendering {

/// How a letter looks on paper: read from templates/letterhead/<form>.yaml. Lengths in
/// millimetres from the sheet's top left corner, sizes in points.
struct LetterForm {
    double margin_left = 25, margin_right = 35, margin_top = 20, margin_bottom = 22;
    double body_size = 12, line_height = 16.5, paragraph_gap = 9;
    double heading_size = 16, subheading_size = 13, callout_size = 16, small_size = 12;
    double council_size = 18;  ///< the council's name, top left
    double contact_left = 125, contact_size = 10.5, contact_line_height = 14;
    double address_size = 11, address_line_height = 13;
    /// The part of the window always visible: address lines fill it from the bottom, closing up
    /// when there are many, but never below 9 points.
    double address_left = 25, address_top = 57, address_width = 75, address_height = 24;
    double body_top = 104;        ///< where page 1's text may begin; lower, if the envelope asks
    double signature_space = 15;  ///< between the sign-off and the name
    std::string heading_colour = "#1d3557";
    std::string logo_file;                  ///< a PNG beside the form; empty: no logo
    std::string logo_words;                 ///< what the logo shows, said in words
    double logo_width = 25;                 ///< its height follows
    std::shared_ptr<const Logo> logo = {};  ///< logo_file, read by whoever reads files
    /// The envelope the letter is posted in: it then says where the address goes, and what else
    /// must keep away. None: the form's own address_… numbers hold.
    std::optional<Envelope> envelope = {};
};

/// `file` is only for messages.
Expected<LetterForm> read_letter_form(std::string_view yaml, const std::string& file);

struct PdfLetter {
    Bytes bytes;
    int pages = 0;
};

/// Fails, naming character and field, when no font has a character; and when an address line is
/// too wide or the lines are too many for the window: nothing is ever cut.
Expected<PdfLetter> render_pdf(const document::Document& document, const LetterForm& form,
                               const PreparedFonts& fonts, Instant created);

}  // namespace postroom::rendering
