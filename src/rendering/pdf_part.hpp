// One PDF read with libqpdf and copied, object by object, into a file that holds many.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/expected.hpp"

namespace postroom::rendering {

/// The numbers of the objects of the whole file, and what of it may be used again.
struct BoundObjects {
    int next = 1;
    std::map<Digest, int> shared;              ///< fonts and colours by their bytes
    std::map<std::string, std::string> roles;  ///< what parts call standard structure types
};

/// The objects that a part hangs on.
struct PartFrame {
    int structure_parent = 0;                ///< takes the place of the part's StructTreeRoot
    int first_key = 0;                       ///< added to the part's StructParents
    std::string id_prefix;                   ///< before the part's structure ids
    std::string title;                       ///< of the part's branch of the structure tree
    std::function<int(int)> parent_of_page;  ///< by page of the part, 0-based: its Pages node
};

/// A part as written: its objects, and what others must refer to.
struct CopiedPart {
    struct Object {
        int number = 0;
        std::size_t offset = 0;  ///< in `bytes`
    };
    Bytes bytes;
    std::vector<Object> objects;
    std::vector<int> pages;
    std::vector<int> branches;  ///< the structure elements below its root
    /// Of the parent tree: a structure element, or the elements of a page's marked content.
    std::vector<std::pair<int, std::string>> parents;
    int keys = 0;  ///< how many StructParents the part may use
    std::vector<std::pair<std::string, int>> ids;
    std::string media_box;   ///< of its last page
    int output_profile = 0;  ///< its colours' meaning, if it says so
};

/// `objects` changes only when the part could be copied.
Expected<CopiedPart> copy_part(std::string_view pdf, const PartFrame& frame, BoundObjects& objects);

}  // namespace postroom::rendering
