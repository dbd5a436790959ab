// A sound letter taken apart, one thing in it broken, and put together again.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>

namespace postroom::pdfcheck {

/// A rule, and what makes a sound file break it.
struct Breaking {
    std::string rule;
    std::function<std::string(const std::string& good)> spoil;
};

/// A letter with a heading, lists, a table, a link and several pages.
const std::string& good_letter();

/// The letter's objects, for changing.
class Workshop {
  public:
    explicit Workshop(const std::string& bytes);

    QPDFObjectHandle catalogue() { return qpdf.getRoot(); }
    QPDFObjectHandle page();
    QPDFObjectHandle resources() { return page().getKey("/Resources"); }
    QPDFObjectHandle tree() { return catalogue().getKey("/StructTreeRoot"); }
    /// The n-th element of that type, in the order of the file.
    QPDFObjectHandle element(const std::string& type, int number = 0);
    QPDFObjectHandle link();  ///< the link's annotation
    QPDFObjectHandle font() { return resources().getKey("/Font").getKey("/F0"); }
    QPDFObjectHandle inner_font() { return font().getKey("/DescendantFonts").getArrayItem(0); }
    QPDFObjectHandle descriptor() { return inner_font().getKey("/FontDescriptor"); }

    void draw_first(const std::string& operators);  ///< before everything else on page 1
    std::string metadata();
    void set_metadata(const std::string& packet);
    /// A new element of that type, last in `parent`.
    QPDFObjectHandle add_element(QPDFObjectHandle parent, const std::string& type);
    /// A stream of that dictionary in the file, held by the catalogue.
    QPDFObjectHandle add_stream(const std::string& dictionary, const std::string& data = "");
    /// A TrueType font for one-byte codes, used on page 1.
    QPDFObjectHandle add_simple_font();
    QPDFObjectHandle parsed(const std::string& object) {
        return QPDFObjectHandle::parse(&qpdf, object);
    }

    std::string bytes();
    QPDF qpdf;

  private:
    std::string source_;
};

/// Breaks by changing objects.
Breaking objects(const std::string& rule, std::function<void(Workshop&)> change);
/// Sets a key of one object.
Breaking key(const std::string& rule, std::function<QPDFObjectHandle(Workshop&)> object,
             const std::string& name, const std::string& value);

std::vector<Breaking> broken_bytes();
std::vector<Breaking> broken_objects();
std::vector<Breaking> broken_metadata();
std::vector<Breaking> broken_structure();
std::vector<Breaking> broken_content();
std::vector<Breaking> broken_fonts();
std::vector<Breaking> broken_annotations();

}  // namespace postroom::pdfcheck
