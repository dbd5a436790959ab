#include "rendering/braille.hpp"

#include <algorithm>
#include <mutex>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include <liblouis/liblouis.h>

#include "base/unicode.hpp"
#include "rendering/braille_sheet.hpp"
#include "rendering/reference_line.hpp"
#include "rendering/run_text.hpp"

namespace postroom::rendering {

namespace {

using namespace document;

// Unified English Braille, written with the characters that embossers agree on.
constexpr const char* tables = "en-us-brf.dis,en-ueb-g2.ctb";
constexpr std::size_t most_cells_a_character = 16;

std::vector<widechar> wide(std::string_view text) {
    std::vector<widechar> characters;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        const bool is_space = c == 0xA0 || c == '\t' || c == '\n';
        if (c != 0xAD) characters.push_back(is_space ? U' ' : static_cast<widechar>(c));
    }
    return characters;
}

/// liblouis keeps its tables in variables of the process.
std::mutex& only_one() {
    static std::mutex mutex;
    return mutex;
}

/// Nothing when the tables cannot be read.
std::optional<std::string> translated(const std::vector<widechar>& text, int mode) {
    const std::lock_guard guard(only_one());
    lou_registerLogCallback([](logLevels, const char*) {});
    std::vector<widechar> cells(text.size() * most_cells_a_character + 64);
    int read = static_cast<int>(text.size());
    int written = static_cast<int>(cells.size());
    if (lou_translateString(tables, text.data(), &read, cells.data(), &written, nullptr, nullptr,
                            mode) == 0 ||
        read != static_cast<int>(text.size()))
        return std::nullopt;
    std::string braille;
    for (int i = 0; i < written; ++i) braille += static_cast<char>(cells[std::size_t(i)]);
    return braille;
}

/// Characters no table knows come out spelt as numbers, unless they are to be left out.
bool is_known(const std::vector<widechar>& text, const std::string& braille) {
    const auto without = translated(text, noUndefined);
    return without && without->size() == braille.size();
}

class BrailleWriter {
  public:
    Expected<Bytes> write(const Document& document) {
        add_lines({reference_line(document), document.date});
        add_lines({document.salutation});
        add(document.body, 0);
        add_lines({document.sign_off});
        add_lines(document.signatory);
        add(document.after_signature, 0);
        add_lines(document.contact);
        const auto number = [this](std::size_t page) { return braille_of(std::to_string(page)); };
        Bytes brf = sheets_.pages(number);
        if (trouble_) return fail(std::move(*trouble_));
        return brf;
    }

  private:
    std::string braille_of(std::string_view text) {
        const std::vector<widechar> characters = wide(text);
        if (characters.empty()) return {};
        const auto braille = translated(characters, 0);
        if (!braille) {
            fail_with({.what = "the braille tables cannot be read",
                       .remedy = "install the package liblouis-data"});
            return {};
        }
        if (!is_known(characters, *braille)) name_unknown(characters);
        return *braille;
    }

    void name_unknown(const std::vector<widechar>& characters) {
        for (const widechar character : characters) {
            const std::vector<widechar> alone{character};
            const auto braille = translated(alone, 0);
            if (braille && is_known(alone, *braille)) continue;
            return fail_with(
                {.what = "braille has no sign for the character " + code_point_name(character),
                 .remedy = "have this letter transcribed by a person"});
        }
    }

    void fail_with(Problem problem) {
        if (!trouble_) trouble_ = std::move(problem);
    }

    /// Line breaks the writer meant begin a line of their own.
    void add_text(std::string_view text, BrailleIndent indent) {
        for (std::size_t at = 0; at <= text.size();) {
            const std::size_t end = std::min(text.find('\n', at), text.size());
            sheets_.add(braille_of(text.substr(at, end - at)), indent);
            at = end + 1;
        }
    }

    void add_lines(const std::vector<std::string>& lines) {
        sheets_.add_blank_line();
        for (const std::string& line : lines)
            if (!line.empty()) add_text(line, {0, 2});
    }

    void add(const std::vector<Block>& blocks, std::size_t depth) {
        for (const Block& block : blocks)
            std::visit([&](const auto& kind) { add(kind, depth); }, block);
    }

    void add(const Heading& heading, std::size_t) {
        sheets_.add_heading(braille_of(text_with_addresses(heading.runs)), heading.level);
    }
    // A paragraph begins in cell 3 and goes on in cell 1, as braille books have it.
    void add(const Paragraph& paragraph, std::size_t depth) {
        add_text(text_with_addresses(paragraph.runs), {2 * depth + 2, 2 * depth});
    }
    void add(const Callout& callout, std::size_t) {
        sheets_.add_blank_line();
        add_text(text_with_addresses(callout.runs), {2, 0});
        sheets_.add_blank_line();
    }

    void add(const List& list, std::size_t depth) {
        if (depth == 0) sheets_.add_blank_line();
        int number = list.start;
        for (const std::vector<Block>& item : list.items) {
            const std::string mark = list.ordered ? std::to_string(number++) + ". " : "• ";
            bool first = true;
            for (const Block& block : item) {
                const auto* paragraph = std::get_if<Paragraph>(&block);
                if (first && paragraph != nullptr)
                    add_text(mark + text_with_addresses(paragraph->runs),
                             {2 * depth, 2 * depth + 2});
                else
                    std::visit([&](const auto& kind) { add(kind, depth + 1); }, block);
                first = false;
            }
        }
        if (depth == 0) sheets_.add_blank_line();
    }

    void add(const Table& table, std::size_t depth) {
        for (const std::vector<Runs>& row : table.rows) {
            sheets_.add_blank_line();
            for (std::size_t column = 0; column < row.size(); ++column) {
                std::string head = column < table.header.size()
                                       ? text_with_addresses(table.header[column])
                                       : std::string();
                if (!head.empty()) head += ": ";
                add_text(head + text_with_addresses(row[column]), {2 * depth, 2 * depth + 2});
            }
        }
        sheets_.add_blank_line();
    }

    BrailleSheets sheets_;
    std::optional<Problem> trouble_;
};

}  // namespace

Expected<Bytes> render_braille(const Document& document) {
    if (document.language != "en" || !document.repeated_in.empty())
        return fail(Problem{.what = "braille is made of English letters alone",
                            .remedy = "have this letter transcribed by a person"});
    return BrailleWriter().write(document);
}

}  // namespace postroom::rendering
