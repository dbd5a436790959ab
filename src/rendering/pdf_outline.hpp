// The bookmarks beside a long letter.
#pragma once

#include <vector>

#include "document/pages.hpp"
#include "rendering/pdf_objects.hpp"
#include "rendering/pdf_structure.hpp"

namespace postroom::rendering {

/// The object of the outline, or 0 when the letter is too short to need one: it has fewer than
/// three headings, or one page.
int write_outline(PdfObjects& objects, const document::Pages& pages,
                  const std::vector<PageInFile>& in_file, double page_height);

}  // namespace postroom::rendering
