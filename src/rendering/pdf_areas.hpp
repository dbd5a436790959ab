// A letter with what the envelope and the printer make of its pages drawn over it: for the eye of
// whoever changes a form, never for a reader.
#pragma once

#include "document/pages.hpp"
#include "rendering/pdf.hpp"

namespace postroom::rendering {

/// Outlines the area that every printer reaches on each page, and on the first the part of the
/// window that always shows (filled) and where the letter itself may begin (a line).
void draw_areas(document::Pages& pages, const document::PageStyle& style);

/// render_pdf() with those outlines.
Expected<PdfLetter> render_pdf_with_areas(const document::Document& document,
                                          const LetterForm& form, const PreparedFonts& fonts,
                                          Instant created);

}  // namespace postroom::rendering
