// A PDF file as numbered objects, written by libharu.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace postroom::rendering {

/// libharu keeps the objects, their numbers and the cross-reference table; what stands in each
/// object is said by the caller, in PDF's own syntax.
class PdfObjects {
  public:
    PdfObjects();
    ~PdfObjects();
    PdfObjects(const PdfObjects&) = delete;
    PdfObjects& operator=(const PdfObjects&) = delete;

    /// An object's number, so that others can refer to it before it is written.
    int reserve();
    /// The inside of a dictionary, "/Type/Font …", after what was written of it before.
    void write(int object, std::string entries);
    int add(std::string entries);
    /// `entries` beside Length, Filter included when the data is compressed. The data is not
    /// copied: it must stay until the file is saved.
    int add_stream(std::string entries, std::string_view data);

    /// The whole file; `trailer` beside Size.
    Bytes save(std::string trailer);

  private:
    struct Handles;
    std::unique_ptr<Handles> handles_;
};

/// "12 0 R"
std::string reference_to(int object);

}  // namespace postroom::rendering
