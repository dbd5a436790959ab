// Braille already translated, cut into lines and pages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace postroom::rendering {

/// Where the lines of one block begin, in cells from the left.
struct BrailleIndent {
    std::size_t first = 0;
    std::size_t further = 0;
};

class BrailleSheets {
  public:
    /// Lines of one paragraph, list item or address; words too long for a line go on with the
    /// continuation sign (dot 5).
    void add(std::string_view braille, BrailleIndent indent);
    /// A heading stays on the page of the text after it.
    void add_heading(std::string_view braille, int level);
    void add_blank_line();
    /// All pages; `number` says a page's number in braille.
    template <class Number>
    std::string pages(Number number) const;

  private:
    static std::vector<std::string> cut(std::string_view braille, BrailleIndent indent,
                                        std::size_t width);
    std::vector<std::vector<std::string>> in_pages() const;
    static std::string page_text(const std::vector<std::string>& lines, const std::string& number);

    struct Line {
        std::string text;
        bool keep_with_next = false;
    };
    std::vector<Line> lines_;
};

template <class Number>
std::string BrailleSheets::pages(Number number) const {
    std::string text;
    std::size_t page = 0;
    for (const std::vector<std::string>& lines : in_pages())
        text += page_text(lines, number(++page));
    return text;
}

}  // namespace postroom::rendering
