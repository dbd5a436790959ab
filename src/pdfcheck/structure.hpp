// The structure tree: what a reader who cannot see the page is told.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "pdfcheck/pdf_file.hpp"

namespace postroom::pdfcheck {

struct StructureElement {
    QPDFObjectHandle object;
    int parent = -1;        ///< index; -1: the root
    int page = 0;           ///< of its first content, or its children's; 0 when unknown
    std::string type;       ///< as written, with its slash
    std::string standard;   ///< the standard type it stands for; "" when there is none
    bool circular = false;  ///< its role map goes round
    std::vector<int> kids;
};

/// Content on a page, or in a form of its own, by its marked-content number.
using ContentPlace = std::pair<QPDFObjGen, int>;

struct Structure {
    bool present = false;
    /// In reading order: a parent before its children.
    std::vector<StructureElement> elements;
    std::map<ContentPlace, int> owners;  ///< which element says it owns that content
    std::map<QPDFObjGen, int> owned;     ///< annotations and forms, by element
    std::map<long long, std::vector<QPDFObjectHandle>>
        parents;             ///< the parent tree; one for objects
    bool cut_short = false;  ///< too large, or it goes round: the rest was not read

    std::string where(int element) const;
    /// The element's language, or its ancestors'; "" when none says one.
    std::string language(int element) const;
};

Structure read_structure(const PdfFile& file);

bool is_standard_type(const std::string& type);

}  // namespace postroom::pdfcheck
