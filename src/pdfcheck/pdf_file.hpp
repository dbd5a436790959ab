// The PDF opened with libqpdf; the other files of this module ask it here.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>

#include "pdfcheck/findings.hpp"

namespace postroom::pdfcheck {

class PdfFile {
  public:
    /// Throws QPDFExc when the bytes are no PDF, or need a password.
    PdfFile(std::string_view bytes, const std::string& name);

    std::string_view bytes() const { return bytes_; }
    QPDFObjectHandle catalogue() const { return catalogue_; }
    QPDFObjectHandle trailer() const { return trailer_; }
    /// Every object once, by number. Streams included.
    const std::vector<QPDFObjectHandle>& objects() const { return objects_; }
    const std::vector<QPDFObjectHandle>& pages() const { return pages_; }
    /// 1-based; 0 when the object is no page.
    int page_number(QPDFObjGen page) const;
    QPDFObjectHandle object(int number) const;
    bool encrypted() const { return encrypted_; }
    bool extraction_for_readers_allowed() const { return readers_allowed_; }

    /// A stream's data unpacked; nothing when it is damaged or grows past what we look at.
    std::optional<std::string> unpacked(QPDFObjectHandle stream) const;
    std::vector<std::string> damage() const;

  private:
    std::string_view bytes_;
    mutable QPDF qpdf_;
    QPDFObjectHandle catalogue_, trailer_;
    std::vector<QPDFObjectHandle> objects_, pages_;
    std::map<QPDFObjGen, int> numbers_;
    bool encrypted_ = false;
    bool readers_allowed_ = true;
    mutable std::size_t unpacked_so_far_ = 0;
};

/// "object 14", or "" for one that has no number of its own.
std::string object_name(const QPDFObjectHandle& object);
std::string page_name(int page);
/// "page 2, object 14"
std::string place(int page, const QPDFObjectHandle& object);

/// A name's letters with their slash; "" when the value is none.
std::string name_of(const QPDFObjectHandle& value);
/// A dictionary's or a stream's dictionary's value; null when there is none.
QPDFObjectHandle value_of(QPDFObjectHandle holder, const std::string& key);
bool is_text(const QPDFObjectHandle& value);  ///< a string that is not empty

}  // namespace postroom::pdfcheck
