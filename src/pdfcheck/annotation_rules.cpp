#include <algorithm>
#include <array>

#include "pdfcheck/inspections.hpp"

namespace postroom::pdfcheck {
namespace {

constexpr std::array<std::string_view, 22> kinds = {
    "/Text",        "/Link",     "/FreeText",  "/Line",      "/Square",         "/Circle",
    "/Polygon",     "/PolyLine", "/Highlight", "/Underline", "/Squiggly",       "/StrikeOut",
    "/Stamp",       "/Caret",    "/Ink",       "/Popup",     "/FileAttachment", "/Widget",
    "/PrinterMark", "/TrapNet",  "/Watermark", "/Redact"};

class AnnotationInspection {
  public:
    AnnotationInspection(const PdfFile& file, const Structure& structure, Findings& findings)
        : structure_(structure), findings_(findings) {
        file_has_language_ = is_text(file.catalogue().getKey("/Lang"));
    }

    void page(QPDFObjectHandle page, int number) {
        QPDFObjectHandle annotations = page.getKey("/Annots");
        if (!annotations.isArray() || annotations.getArrayNItems() == 0) return;
        if (name_of(page.getKey("/Tabs")) != "/S")
            findings_.add("UA-7.18.3-1", place(number, page), "Tabs is not S");
        for (int i = 0; i < annotations.getArrayNItems(); ++i) {
            QPDFObjectHandle annotation = annotations.getArrayItem(i);
            if (!annotation.isDictionary()) continue;
            where_ = place(number, annotation);
            kind_ = name_of(annotation.getKey("/Subtype"));
            general(annotation);
            tags(annotation);
        }
    }

  private:
    void general(QPDFObjectHandle annotation) {
        if (std::find(kinds.begin(), kinds.end(), kind_) == kinds.end())
            findings_.add("A-6.3.1-1", where_, "it is of a kind that may not be");
        QPDFObjectHandle flags = annotation.getKey("/F");
        const long long bits = flags.isInteger() ? flags.getIntValue() : 0;
        if (kind_ != "/Popup" && !flags.isInteger())
            findings_.add("A-6.3.2-1", where_, "it has no flags (F)");
        else if (flags.isInteger() && ((bits & 4) == 0 || (bits & (1 | 2 | 32 | 256)) != 0))
            findings_.add("A-6.3.2-2", where_, "it would not print, or is hidden");
        if (kind_ == "/Text" && (bits & 24) != 24)
            findings_.add("A-6.3.2-3", where_, "a note grows or turns with the page");
        QPDFObjectHandle look = annotation.getKey("/AP");
        const bool needs_none = kind_ == "/Popup" || kind_ == "/Link";
        if (!needs_none && !look.isDictionary())
            findings_.add("A-6.3.3-1", where_, "it has no appearance (AP)");
        if (look.isDictionary() && look.getKeys() != std::set<std::string>{"/N"})
            findings_.add("A-6.3.3-2", where_, "its appearance has more than N");
        if (kind_ == "/Widget" && (annotation.hasKey("/A") || annotation.hasKey("/AA")))
            findings_.add("A-6.4.1-1", where_, "a form's field starts an action");
        if (!file_has_language_ && is_text(annotation.getKey("/Contents")) &&
            language_of(annotation).empty())
            findings_.add("UA-7.2-24", where_, "its Contents is in no known language");
    }

    void tags(QPDFObjectHandle annotation) {
        const int element = owner_of(annotation);
        const std::string tag =
            element < 0 ? "" : structure_.elements[static_cast<std::size_t>(element)].standard;
        const bool has_words = is_text(annotation.getKey("/Contents"));
        if (kind_ == "/Link") {
            if (tag != "/Link") findings_.add("UA-7.18.5-1", where_, "it belongs to no Link");
            if (!has_words)
                findings_.add("UA-7.18.5-2", where_, "it does not say where it leads (Contents)");
        } else if (kind_ == "/Widget") {
            if (tag != "/Form") findings_.add("UA-7.18.4-1", where_, "it belongs to no Form");
        } else if (kind_ == "/PrinterMark") {
            if (element >= 0) findings_.add("UA-7.18.8-1", where_, "a printer's mark is tagged");
        } else if (kind_ == "/TrapNet") {
            findings_.add("UA-7.18.2-1", where_, "it is a TrapNet");
        } else if (kind_ != "/Popup") {
            if (tag != "/Annot") findings_.add("UA-7.18.1-1", where_, "it belongs to no Annot");
            const bool alternative =
                element >= 0 &&
                is_text(value_of(structure_.elements[static_cast<std::size_t>(element)].object,
                                 "/Alt"));
            if (!has_words && !alternative)
                findings_.add("UA-7.18.1-2", where_, "nothing says in words what it is");
        }
    }

    // The parent tree says whose it is, and the element must say so too.
    int owner_of(QPDFObjectHandle annotation) const {
        QPDFObjectHandle key = annotation.getKey("/StructParent");
        const auto owned = structure_.owned.find(annotation.getObjGen());
        if (!key.isInteger() || owned == structure_.owned.end()) return -1;
        const auto parents = structure_.parents.find(key.getIntValue());
        if (parents == structure_.parents.end() || parents->second.empty()) return -1;
        const auto& element = structure_.elements[static_cast<std::size_t>(owned->second)];
        const bool agree = parents->second.front().getObjGen() == element.object.getObjGen();
        return agree ? owned->second : -1;
    }

    std::string language_of(QPDFObjectHandle annotation) const {
        if (is_text(annotation.getKey("/Lang"))) return annotation.getKey("/Lang").getUTF8Value();
        const int element = owner_of(annotation);
        return element < 0 ? "" : structure_.language(element);
    }

    const Structure& structure_;
    Findings& findings_;
    bool file_has_language_ = false;
    std::string where_, kind_;
};

}  // namespace

void inspect_annotations(const PdfFile& file, const Structure& structure, Findings& findings) {
    AnnotationInspection inspection(file, structure, findings);
    for (std::size_t i = 0; i < file.pages().size(); ++i)
        inspection.page(file.pages()[i], static_cast<int>(i) + 1);
}

}  // namespace postroom::pdfcheck
