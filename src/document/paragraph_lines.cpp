#include "document/paragraph_lines.hpp"

#include <algorithm>

#include "document/facts.hpp"
#include "document/paragraph_words.hpp"

namespace postroom::document {
namespace {

constexpr double hair = 0.01;               // points: what rounding may add to a line
constexpr double shortest_last_line = 3.5;  // of the type size
constexpr std::string_view soft_hyphen = "\xC2\xAD";

using Parts = std::vector<WordPart>;

class LineSetter {
  public:
    LineSetter(const LineSetting& setting, bool right_to_left, TextShaper& shaper)
        : setting_(setting),
          right_to_left_(right_to_left),
          shaper_(shaper),
          space_(shaper.word(" ", false, false)),
          bold_space_(shaper.word(" ", true, false)) {}

    std::vector<Line> set(const Parts& parts) {
        line_.reserve(parts.size());
        levels_.reserve(parts.size() * 2);
        for (std::size_t first = 0; first < parts.size();) {
            std::size_t last = first;
            while (last + 1 < parts.size() &&
                   (parts[last].gap == Gap::none || parts[last].gap == Gap::glued)) {
                ++last;
            }
            place_group(parts.data() + first, last - first + 1);
            if (parts[last].gap == Gap::newline && last + 1 < parts.size()) {
                lengthen_last_line();
                end_line(true);
            }
            first = last + 1;
        }
        lengthen_last_line();
        if (!line_.empty()) end_line(false);
        return std::move(lines_);
    }

  private:
    double points(int thousandths) const { return thousandths * setting_.size / 1000; }
    double width_of(const WordPart& part) const { return points(part.word->width); }
    const Word& space_of(const WordPart& part) const { return part.bold ? bold_space_ : space_; }
    double space_after(const WordPart& part) const { return points(space_of(part).width); }

    double width_of(const WordPart* parts, std::size_t count) const {
        double width = 0;
        for (std::size_t i = 0; i < count; ++i) {
            width += width_of(parts[i]);
            if (i + 1 < count && parts[i].gap != Gap::none) width += space_after(parts[i]);
        }
        return width;
    }

    double room() const {
        return setting_.width + hair - x_ - (line_.empty() ? 0 : space_after(line_.back()));
    }

    void append(const WordPart* parts, std::size_t count) {
        if (!line_.empty()) x_ += space_after(line_.back());
        x_ += width_of(parts, count);
        line_.insert(line_.end(), parts, parts + count);
    }

    // The parts stay together unless they are wider than a whole line.
    void place_group(const WordPart* parts, std::size_t count) {
        if (width_of(parts, count) <= room()) {
            append(parts, count);
            return;
        }
        Parts rest(parts, parts + count);
        while (!rest.empty()) {
            if (width_of(rest.data(), rest.size()) <= room()) {
                append(rest.data(), rest.size());
                return;
            }
            if (cut_where_allowed(rest)) {
                end_line(false);
            } else if (!line_.empty()) {
                const Parts full = line_;
                end_line(true);
                line_before_ = full;
            } else {
                const bool at_space = cut_between_words(rest);
                if (!at_space) cut_between_characters(rest);
                end_line(at_space);
            }
        }
    }

    WordPart part_of(const WordPart& part, std::size_t from, std::size_t to) {
        WordPart result = part;
        result.text = part.text.substr(from, to - from);
        result.word = &shaper_.word(result.text, part.bold, part.level % 2 == 1);
        if (to < part.text.size()) result.gap = Gap::none;
        return result;
    }

    // Puts what stands before the cut on the line and leaves the rest.
    void take(Parts& rest, std::size_t index, std::size_t byte) {
        Parts head(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(index));
        if (byte > 0) {
            head.push_back(part_of(rest[index], 0, byte));
            if (head.back().text.ends_with(soft_hyphen)) {
                WordPart hyphen = head.back();
                hyphen.text = soft_hyphen;
                hyphen.word = &shaper_.word(soft_hyphen, hyphen.bold, false);
                head.push_back(hyphen);
            }
            rest[index] = part_of(rest[index], byte, rest[index].text.size());
        }
        append(head.data(), head.size());
        rest.erase(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(index));
    }

    bool cut_where_allowed(Parts& rest) {
        double before = 0;
        std::size_t best_index = 0;
        std::size_t best_byte = 0;
        for (std::size_t i = 0; i < rest.size() && before <= room(); ++i) {
            if (may_break_inside(rest[i].text)) {
                for (const std::uint32_t byte : rest[i].word->breaks) {
                    const WordPart head = part_of(rest[i], 0, byte);
                    double width = before + width_of(head);
                    if (head.text.ends_with(soft_hyphen)) {
                        width += points(shaper_.word(soft_hyphen, head.bold, false).width);
                    }
                    if (width > room()) break;
                    best_index = i;
                    best_byte = byte;
                }
            }
            before += width_of(rest[i]) + (rest[i].gap == Gap::glued ? space_after(rest[i]) : 0);
        }
        if (best_byte == 0) return false;
        take(rest, best_index, best_byte);
        return true;
    }

    bool cut_between_words(Parts& rest) {
        std::size_t best = 0;
        double width = 0;
        for (std::size_t i = 0; i + 1 < rest.size(); ++i) {
            width += width_of(rest[i]);
            if (width > room()) break;
            if (rest[i].gap != Gap::glued) continue;
            best = i + 1;
            width += space_after(rest[i]);
        }
        if (best == 0) return false;
        take(rest, best, 0);
        return true;
    }

    // At least one character goes on the line, however narrow it is.
    void cut_between_characters(Parts& rest) {
        double before = 0;
        std::size_t index = 0;
        while (index + 1 < rest.size() && before + width_of(rest[index]) <= room()) {
            before += width_of(rest[index]);
            ++index;
        }
        const WordPart& part = rest[index];
        const std::vector<std::uint32_t> ends = shaper_.character_ends(part.text);
        const auto too_wide = std::partition_point(ends.begin(), ends.end(), [&](auto end) {
            return before + width_of(part_of(part, 0, end)) <= room();
        });
        std::size_t byte = too_wide == ends.begin() ? 0 : *(too_wide - 1);
        if (byte == 0 && index == 0) byte = ends.front();
        if (byte == part.text.size()) {
            ++index;
            byte = 0;
        }
        take(rest, index, byte);
    }

    // "no." alone on the last line reads like a mistake: the word before it comes along.
    void lengthen_last_line() {
        if (line_before_.empty() || x_ > shortest_last_line * setting_.size) return;
        std::size_t first = line_before_.size() - 1;
        const auto begins_word = [&](std::size_t i) {
            return line_before_[i - 1].gap != Gap::none && line_before_[i - 1].gap != Gap::glued;
        };
        while (first > 0 && !begins_word(first)) --first;
        if (first == 0) return;
        const auto cut = line_before_.begin() + static_cast<std::ptrdiff_t>(first);
        const Parts moved(cut, line_before_.end());
        const double wanted = width_of(moved.data(), moved.size()) + space_after(moved.back()) + x_;
        if (wanted > setting_.width + hair) return;  // in a narrow column
        const Parts last = std::move(line_);
        Parts rest(line_before_.begin(), cut);
        lines_.pop_back();
        line_.clear();
        x_ = 0;
        append(rest.data(), rest.size());
        end_line(true);
        append(moved.data(), moved.size());
        append(last.data(), last.size());
    }

    void end_line(bool with_space) {
        line_before_.clear();
        if (line_.empty()) {  // two line breaks in a row leave an empty line
            lines_.emplace_back();
            return;
        }
        Line line;
        line.width = x_;
        line.pieces.reserve(line_.size() * 2);
        levels_.clear();
        for (std::size_t i = 0; i < line_.size(); ++i) {
            add_piece(line, *line_[i].word, line_[i].run, line_[i].level);
            const bool last = i + 1 == line_.size();
            if (last ? with_space : line_[i].gap != Gap::none) {
                const bool link_goes_on = last || line_[i + 1].run == line_[i].run;
                const std::uint8_t level = last ? std::uint8_t{right_to_left_}
                                                : std::min(line_[i].level, line_[i + 1].level);
                add_piece(line, space_of(line_[i]), link_goes_on ? line_[i].run : line_[i + 1].run,
                          level);
            }
        }
        reorder(line);
        double x = 0;
        for (Piece& piece : line.pieces) {
            piece.x = x;
            x += points(piece.word->width);
        }
        if (right_to_left_ && !setting_.left_aligned) {
            for (Piece& piece : line.pieces) piece.x += setting_.width - x;
        }
        lines_.push_back(std::move(line));
        line_.clear();
        x_ = 0;
    }

    void add_piece(Line& line, const Word& word, int run, std::uint8_t level) {
        line.pieces.push_back({&word, 0, run});
        levels_.push_back(level);
    }

    // UAX #9, rule L2: from the highest level down, turn round every stretch of at least that
    // level.
    void reorder(Line& line) {
        const std::uint8_t highest = *std::max_element(levels_.begin(), levels_.end());
        for (std::uint8_t level = highest; level > 0; --level) {
            for (std::size_t first = 0; first < levels_.size();) {
                std::size_t end = first;
                while (end < levels_.size() && levels_[end] >= level) ++end;
                const auto offset = [](std::size_t n) { return static_cast<std::ptrdiff_t>(n); };
                std::reverse(line.pieces.begin() + offset(first),
                             line.pieces.begin() + offset(end));
                std::reverse(levels_.begin() + offset(first), levels_.begin() + offset(end));
                first = end + 1;
            }
        }
    }

    const LineSetting& setting_;
    bool right_to_left_;
    TextShaper& shaper_;
    const Word& space_;
    const Word& bold_space_;
    Parts line_;
    Parts line_before_;  // when it ended at a space, and nothing was cut
    double x_ = 0;
    std::vector<std::uint8_t> levels_;
    std::vector<Line> lines_;
};

}  // namespace

SetParagraph set_in_lines(const Runs& runs, const LineSetting& setting, TextShaper& shaper) {
    const ParagraphWords words = take_apart(runs, setting.bold, setting.reference, shaper);
    SetParagraph result;
    for (const WordPart& part : words.parts) {
        if (part.word->missing) {
            result.missing = part.word->missing;
            return result;
        }
    }
    result.lines = LineSetter(setting, words.right_to_left, shaper).set(words.parts);
    return result;
}

Extent extent_of(const Runs& runs, const LineSetting& setting, TextShaper& shaper) {
    int widest = 0;
    int stretch = 0;
    int longest = 0;
    int line = 0;
    for (const WordPart& part : take_apart(runs, setting.bold, setting.reference, shaper).parts) {
        stretch += part.word->width;
        widest = std::max(widest, stretch);
        line += part.word->width;
        longest = std::max(longest, line);
        if (part.gap == Gap::none) continue;
        const int space = shaper.word(" ", part.bold, false).width;
        stretch = part.gap == Gap::glued ? stretch + space : 0;
        line = part.gap == Gap::newline ? 0 : line + space;
    }
    return {widest * setting.size / 1000, longest * setting.size / 1000};
}

}  // namespace postroom::document
