// The inspections of a file: each asks the rules of one part of it.
#pragma once

#include "pdfcheck/content.hpp"
#include "pdfcheck/findings.hpp"
#include "pdfcheck/pdf_file.hpp"
#include "pdfcheck/structure.hpp"

namespace postroom::pdfcheck {

/// Header, end, spacing, strings and stream lengths, in the bytes as they stand.
void inspect_bytes(const PdfFile& file, Findings& findings);
/// Limits, filters, actions, graphics states, images and forms, wherever they stand.
void inspect_objects(const PdfFile& file, Findings& findings);
/// Trailer, catalogue, output intents, pages' own entries.
void inspect_catalogue(const PdfFile& file, Findings& findings);
/// The XMP packet: title, standards kept, schemas explained.
void inspect_metadata(const PdfFile& file, Findings& findings);
/// Nesting, headings, lists, figures, notes and the role map.
void inspect_structure(const PdfFile& file, const Structure& structure, Findings& findings);
void inspect_tables(const PdfFile& file, const Structure& structure, Findings& findings);
/// Everything drawn is tagged or an artifact, and tree and pages agree.
void inspect_content(const PdfFile& file, const Structure& structure, const Content& content,
                     Findings& findings);
void inspect_fonts(const PdfFile& file, const Content& content, Findings& findings);
void inspect_annotations(const PdfFile& file, const Structure& structure, Findings& findings);

}  // namespace postroom::pdfcheck
