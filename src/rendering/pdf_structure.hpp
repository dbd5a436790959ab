// The tree that tells a reader who cannot see the page what each piece of it is.
#pragma once

#include <string>
#include <vector>

#include "document/pages.hpp"
#include "rendering/pdf_content.hpp"
#include "rendering/pdf_objects.hpp"

namespace postroom::rendering {

struct PageInFile {
    int object = 0;
    const PageContent* content = nullptr;
};

/// Writes the structure tree, its parent tree and the link annotations, and ties the pages to
/// them. Returns the object of the StructTreeRoot.
int write_structure(PdfObjects& objects, const document::Pages& pages,
                    const std::vector<PageInFile>& in_file, double page_height);

}  // namespace postroom::rendering
