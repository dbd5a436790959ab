// What pages draw: read operator by operator, with the marks around it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "pdfcheck/pdf_file.hpp"

namespace postroom::pdfcheck {

/// How a font is used in the whole file.
struct FontUse {
    QPDFObjectHandle font;
    int page = 0;                    ///< where first
    std::set<std::string> codes;     ///< as shown: one or two bytes
    std::set<std::string> wordless;  ///< of them, those shown outside any ActualText
    bool seen = false;               ///< drawn in other than the invisible mode
};

/// One page, or a form drawn on it.
struct ContentStream {
    QPDFObjGen owner;         ///< the page's or the form's object
    int page = 0;             ///< 1-based
    QPDFObjectHandle holder;  ///< the page, or the form
    std::set<int> marks;      ///< marked-content numbers
    int untagged = 0;         ///< marks drawn outside tags and artifacts
    int artifact_in_tag = 0;
    int tag_in_artifact = 0;
    int wordless_language = 0;  ///< ActualText, Alt or E of a span in no known language
    int without_language = 0;   ///< text whose language neither its span nor an element says
    std::set<std::string> bad_languages;
    std::set<std::string> unknown_operators;
    int deepest_nesting = 0;        ///< of q
    std::set<std::string> devices;  ///< "RGB", "CMYK", "Gray": colours of a device
    bool unreadable = false;
    bool rendering_intent_unknown = false;
};

struct Content {
    std::vector<ContentStream> streams;
    std::map<QPDFObjGen, FontUse> fonts;
};

Content read_content(const PdfFile& file);

}  // namespace postroom::pdfcheck
