#include "rendering/text.hpp"

#include <algorithm>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/unicode.hpp"
#include "rendering/reference_line.hpp"
#include "rendering/run_text.hpp"

namespace postroom::rendering {
namespace {

using namespace document;
using Lines = std::vector<std::string>;

constexpr std::size_t full_width = 72;

/// Columns a terminal would use, near enough: combining marks and joiners take none.
std::size_t columns(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        const bool takes_none =
            (c >= 0x300 && c <= 0x36F) || (c >= 0x200B && c <= 0x200D) || c == 0xFEFF;
        if (!takes_none) ++count;
    }
    return count;
}

/// A space that must not break has done its work once the lines are broken.
std::string with_plain_spaces(std::string_view text) {
    std::string plain_text;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i, 2) == "\u00A0") {
            plain_text += ' ';
            ++i;
        } else {
            plain_text += text[i];
        }
    }
    return plain_text;
}

/// A word longer than the line (a web address) stays whole on a line of its own.
Lines wrap(std::string_view text, std::size_t width) {
    Lines lines;
    std::string line;
    std::size_t used = 0;
    std::size_t at = 0;
    while (true) {
        const std::size_t end = std::min(text.find_first_of(" \t\n", at), text.size());
        const std::string_view word = text.substr(at, end - at);
        if (!word.empty()) {
            const std::size_t needed = columns(word);
            if (!line.empty() && used + 1 + needed > width) {
                lines.push_back(with_plain_spaces(line));
                line.clear();
                used = 0;
            }
            if (!line.empty()) line += ' ', ++used;
            line += word;
            used += needed;
        }
        if (end == text.size() || text[end] == '\n') {
            lines.push_back(with_plain_spaces(line));
            line.clear();
            used = 0;
        }
        if (end == text.size()) return lines;
        at = end + 1;
    }
}

void append(Lines& lines, Lines more) {
    lines.insert(lines.end(), std::make_move_iterator(more.begin()),
                 std::make_move_iterator(more.end()));
}

Lines lines_of(const std::vector<Block>& blocks, std::size_t width);

Lines lines_of(const Heading& heading, std::size_t width) {
    Lines lines = wrap(text_with_addresses(heading.runs), width);
    std::size_t longest = 0;
    for (const std::string& line : lines) longest = std::max(longest, columns(line));
    lines.emplace_back(longest, heading.level == 1 ? '=' : '-');
    return lines;
}

Lines lines_of(const List& list, std::size_t width) {
    const bool spread = std::any_of(list.items.begin(), list.items.end(),
                                    [](const auto& item) { return item.size() > 1; });
    Lines lines;
    int number = list.start;
    for (const std::vector<Block>& item : list.items) {
        const std::string mark = list.ordered ? std::to_string(number++) + ". " : "• ";
        const std::string hang(columns(mark), ' ');
        const std::size_t room = width > hang.size() + 20 ? width - hang.size() : 20;
        if (spread && !lines.empty()) lines.emplace_back();
        bool first = true;
        for (const std::string& line : lines_of(item, room)) {
            lines.push_back(line.empty() ? line : (first ? mark : hang) + line);
            first = false;
        }
    }
    return lines;
}

Lines lines_of(const Table& table, std::size_t width) {
    Lines lines;
    for (const std::vector<Runs>& row : table.rows) {
        if (!lines.empty()) lines.emplace_back();
        for (std::size_t column = 0; column < row.size(); ++column) {
            const std::string head = column < table.header.size()
                                         ? text_with_addresses(table.header[column])
                                         : std::string();
            append(lines, wrap(head.empty() ? text_with_addresses(row[column])
                                            : head + ": " + text_with_addresses(row[column]),
                               width));
        }
    }
    return lines;
}

Lines lines_of(const Block& block, std::size_t width) {
    return std::visit(
        [width](const auto& kind) {
            using Kind = std::decay_t<decltype(kind)>;
            if constexpr (std::is_same_v<Kind, Paragraph> || std::is_same_v<Kind, Callout>)
                return wrap(text_with_addresses(kind.runs), width);
            else
                return lines_of(kind, width);
        },
        block);
}

Lines lines_of(const std::vector<Block>& blocks, std::size_t width) {
    Lines lines;
    for (const Block& block : blocks) {
        if (!lines.empty()) lines.emplace_back();
        append(lines, lines_of(block, width));
    }
    return lines;
}

/// Lines that belong together: a signature, the council's contact lines.
Lines group(const std::vector<std::string>& texts) {
    Lines lines;
    for (const std::string& text : texts)
        if (!text.empty()) append(lines, wrap(text, full_width));
    return lines;
}

}  // namespace

std::string render_text(const Document& document) {
    const std::vector<Lines> parts = {group({reference_line(document), document.date}),
                                      group({document.salutation}),
                                      lines_of(document.body, full_width),
                                      group({document.sign_off}),
                                      group(document.signatory),
                                      lines_of(document.after_signature, full_width),
                                      group(document.contact)};
    std::string text;
    for (const Lines& part : parts) {
        if (part.empty()) continue;
        if (!text.empty()) text += '\n';
        for (const std::string& line : part) text.append(line) += '\n';
    }
    for (const Document& repeated : document.repeated_in)
        text += "\n" + std::string(full_width, '*') + "\n\n" + render_text(repeated);
    return text;
}

}  // namespace postroom::rendering
