#include "rendering/braille_sheet.hpp"

#include <algorithm>

#include "rendering/braille.hpp"

namespace postroom::rendering {

namespace {

constexpr std::size_t text_lines = braille_lines - 1;  // the last holds the page number
constexpr char goes_on = '"';                          // dot 5: the word continues below
constexpr std::size_t main_heading_margin = 3;         // blank cells at least, at either side
constexpr std::size_t lines_kept_after_heading = 2;

}  // namespace

std::vector<std::string> BrailleSheets::cut(std::string_view braille, BrailleIndent indent,
                                            std::size_t width) {
    std::vector<std::string> lines;
    std::string line(indent.first, ' ');
    bool has_word = false;
    const auto end_line = [&] {
        lines.push_back(line);
        line.assign(indent.further, ' ');
        has_word = false;
    };
    for (std::size_t at = 0; at < braille.size();) {
        const std::size_t end = std::min(braille.find(' ', at), braille.size());
        std::string_view word = braille.substr(at, end - at);
        at = end + 1;
        if (word.empty()) continue;
        if (has_word && line.size() + 1 + word.size() > width) end_line();
        while (line.size() + (has_word ? 1 : 0) + word.size() > width) {
            const std::size_t room = width - line.size() - 1;
            line.append(word.substr(0, room)) += goes_on;
            word.remove_prefix(room);
            end_line();
        }
        if (has_word) line += ' ';
        line += word;
        has_word = true;
    }
    if (has_word) lines.push_back(line);
    return lines;
}

void BrailleSheets::add(std::string_view braille, BrailleIndent indent) {
    for (std::string& line : cut(braille, indent, braille_cells))
        lines_.push_back({std::move(line)});
}

void BrailleSheets::add_heading(std::string_view braille, int level) {
    add_blank_line();
    std::vector<std::string> lines;
    if (level == 1) {
        lines = cut(braille, {}, braille_cells - 2 * main_heading_margin);
        for (std::string& line : lines) line.insert(0, (braille_cells - line.size()) / 2, ' ');
    } else {
        const std::size_t cell = level == 2 ? 4 : 6;  // headings begin in cell 5, within them in 7
        lines = cut(braille, {cell, cell}, braille_cells);
    }
    for (std::string& line : lines) lines_.push_back({std::move(line), true});
    if (level == 1) lines_.push_back({"", true});
}

void BrailleSheets::add_blank_line() {
    if (!lines_.empty() && !lines_.back().text.empty()) lines_.push_back({});
}

std::vector<std::vector<std::string>> BrailleSheets::in_pages() const {
    std::vector<std::vector<std::string>> pages(1);
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        std::size_t together = 1;
        while (i + together <= lines_.size() && lines_[i + together - 1].keep_with_next) ++together;
        if (together > 1) together += lines_kept_after_heading - 1;
        const bool full = pages.back().size() + together > text_lines && together <= text_lines;
        // A heading's later lines were counted with its first.
        const bool begun = i > 0 && lines_[i - 1].keep_with_next;
        if (pages.back().size() == text_lines || (full && !begun && !pages.back().empty()))
            pages.emplace_back();
        if (pages.back().empty() && lines_[i].text.empty()) continue;
        pages.back().push_back(lines_[i].text);
    }
    while (!pages.back().empty() && pages.back().back().empty()) pages.back().pop_back();
    return pages;
}

std::string BrailleSheets::page_text(const std::vector<std::string>& lines,
                                     const std::string& number) {
    std::string page;
    for (const std::string& line : lines) page += line + "\r\n";
    for (std::size_t i = lines.size(); i < text_lines; ++i) page += "\r\n";
    return page + std::string(braille_cells - number.size(), ' ') + number + "\r\n\f";
}

}  // namespace postroom::rendering
