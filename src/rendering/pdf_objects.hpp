// A PDF file as numbered objects, written by libharu.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace postroom::rendering {

/// libharu keeps the objects, their numbers, the cross-reference table and the file's frame; what
/// stands in each object is said by the caller, in PDF's own syntax.
class PdfObjects {
  public:
    PdfObjects();
    ~PdfObjects();
    PdfObjects(const PdfObjects&) = delete;
    PdfObjects& operator=(const PdfObjects&) = delete;

    /// An object's number, so that others can refer to it before it is written.
    int reserve();
    /// The inside of a dictionary: "/Type/Font …".
    void write(int object, std::string entries);
    int add(std::string entries);
    /// `entries` beside Length, Filter included when the data is compressed.
    int add_stream(std::string entries, std::string_view data);
    /// A page of the file, after those before. Its entries besides Parent, MediaBox and Contents.
    int add_page(double width, double height, std::string_view deflated_content);
    void set_page_name(int page, const char* key, const char* name);
    void set_page_number(int page, const char* key, int number);
    /// `key` refers to an object.
    void set_page_object(int page, const char* key, int object);
    void set_page_objects(int page, const char* key, const std::vector<int>& objects);

    void write_catalog(std::string entries);
    void write_information(std::string entries);
    void set_identifier(std::string_view sixteen_bytes);

    Bytes save();

  private:
    struct Handles;
    std::unique_ptr<Handles> handles_;
};

/// "12 0 R"
std::string reference_to(int object);

}  // namespace postroom::rendering
