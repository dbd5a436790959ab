// Many tagged PDFs bound into one, written as it grows: its size in memory is that of one part and
// of the places of the others.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/expected.hpp"

namespace postroom::rendering {

/// What the file says of itself.
struct BindingLabel {
    std::string title;
    std::string language = "en-GB";
    Instant created;
};

/// Where a part stands in the bound file.
struct BoundPart {
    int first_page = 0;  ///< 1-based
    int pages = 0;
};

/// The pages of each part are copied as they are, content streams byte for byte; the structure
/// trees become branches of one, with the parts' own languages; fonts that parts share are written
/// once. The whole is PDF/UA-1 and PDF/A-2a when every part is. Same parts, same bytes.
class PdfBinder {
  public:
    /// Gets the file's bytes from first to last; may throw.
    using Sink = std::function<void(std::string_view)>;

    PdfBinder(BindingLabel label, Sink sink);
    ~PdfBinder();
    PdfBinder(const PdfBinder&) = delete;
    PdfBinder& operator=(const PdfBinder&) = delete;

    /// The following parts stand under this bookmark.
    void begin_group(std::string_view bookmark);
    /// The problem, and nothing written, when `pdf` is not a tagged PDF that can be joined to
    /// others: not readable, encrypted, with a form, layers or names of its own.
    /// An empty `bookmark`: the part has none.
    Expected<BoundPart> add(std::string_view pdf, std::string_view bookmark);
    /// An empty page as large as the last one, so that what follows starts on a sheet of its own.
    void add_blank_page();
    int pages() const;

    /// Writes what holds the parts together. At least one part was added.
    void finish();

  private:
    class Book;
    std::unique_ptr<Book> book_;
};

}  // namespace postroom::rendering
