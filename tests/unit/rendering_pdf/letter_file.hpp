// A finished PDF, opened with libqpdf to be asked about its structure.
#pragma once

#include <set>
#include <string>
#include <vector>

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>

namespace postroom::rendering {

/// What a page's content stream shows, and how it is marked.
class ContentReader final : public QPDFObjectHandle::ParserCallbacks {
  public:
    std::set<int> marked;           ///< marked-content numbers
    std::vector<std::string> tags;  ///< of marked content, in order
    int shown_outside = 0;          ///< drawn neither in tagged content nor in an artifact
    int glyphs = 0;
    int missing_glyphs = 0;  ///< code 0
    std::set<std::string> fonts;
    int open = 0;  ///< marks still open at the end

    void handleObject(QPDFObjectHandle object) override {
        if (!object.isOperator()) {
            operands_.push_back(object);
            return;
        }
        const std::string name = object.getOperatorValue();
        if (name == "BDC") begin();
        if (name == "EMC") {
            if (levels_.back()) --inside_;
            levels_.pop_back();
        }
        if (name == "Tf") fonts.insert(operands_.at(0).getName());
        if (name == "TJ" || name == "f") {
            if (inside_ == 0) ++shown_outside;
        }
        if (name == "TJ") {
            for (QPDFObjectHandle part : operands_.at(0).getArrayAsVector()) {
                if (part.isString()) count(part.getStringValue());
            }
        }
        operands_.clear();
    }
    void handleEOF() override { open = static_cast<int>(levels_.size()); }

  private:
    void begin() {
        const std::string tag = operands_.at(0).getName();
        const bool owns = tag == "/Artifact" || operands_.at(1).hasKey("/MCID");
        if (operands_.at(1).hasKey("/MCID")) {
            marked.insert(operands_.at(1).getKey("/MCID").getIntValueAsInt());
            tags.push_back(tag);
        }
        levels_.push_back(owns);
        if (owns) ++inside_;
    }

    void count(const std::string& codes) {
        for (std::size_t i = 0; i + 1 < codes.size(); i += 2) {
            ++glyphs;
            if (codes[i] == 0 && codes[i + 1] == 0) ++missing_glyphs;
        }
        if (codes.size() % 2 != 0) ++missing_glyphs;
    }

    std::vector<QPDFObjectHandle> operands_;
    std::vector<bool> levels_;
    int inside_ = 0;
};

class LetterFile {
  public:
    explicit LetterFile(std::string bytes) : bytes_(std::move(bytes)) {
        qpdf.setSuppressWarnings(true);
        qpdf.processMemoryFile("letter", bytes_.data(), bytes_.size());
        pages = QPDFPageDocumentHelper(qpdf).getAllPages();
    }

    ContentReader content(std::size_t page) {
        ContentReader reader;
        pages.at(page).parseContents(&reader);
        return reader;
    }

    QPDFObjectHandle root() { return qpdf.getRoot(); }
    QPDFObjectHandle structure() { return root().getKey("/StructTreeRoot"); }

    std::string metadata() {
        const auto data = root().getKey("/Metadata").getStreamData();
        return {reinterpret_cast<const char*>(data->getBuffer()), data->getSize()};
    }

    /// The structure as "H1 P L(LI(Lbl LBody(P)))".
    std::string outline() { return outline_of(structure().getKey("/K")); }

    static std::vector<QPDFObjectHandle> kids(QPDFObjectHandle element) {
        QPDFObjectHandle kids = element.getKey("/K");
        if (kids.isArray()) return kids.getArrayAsVector();
        if (kids.isNull()) return {};
        return {kids};
    }

    QPDF qpdf;
    std::vector<QPDFPageObjectHelper> pages;

  private:
    static std::string outline_of(QPDFObjectHandle element) {
        std::string text = element.getKey("/S").getName().substr(1);
        std::string inside;
        for (QPDFObjectHandle kid : kids(element)) {
            if (!kid.isDictionary() || !kid.hasKey("/S")) continue;
            inside += (inside.empty() ? "" : " ") + outline_of(kid);
        }
        return inside.empty() ? text : text + "(" + inside + ")";
    }

    std::string bytes_;
};

}  // namespace postroom::rendering
