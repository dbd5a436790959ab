#include "document/paragraph_words.hpp"

#include <algorithm>

#include "document/facts.hpp"

namespace postroom::document {
namespace {

// Longer words are shaped in parts, so that a runaway one costs no more than its length.
constexpr std::size_t longest_part = 256;

struct Separator {
    std::size_t length = 0;  // 0: a character of a word
    Gap gap = Gap::none;
};

Separator separator_at(std::string_view text, std::size_t at) {
    switch (text[at]) {
        case ' ':
        case '\t':
            return {1, Gap::space};
        case '\n':
            return {1, Gap::newline};
        case '\xC2':  // U+00A0 no-break space
            return text.substr(at, 2) == "\xC2\xA0" ? Separator{2, Gap::glued} : Separator{};
        case '\xE2':  // U+202F narrow no-break space
            return text.substr(at, 3) == "\xE2\x80\xAF" ? Separator{3, Gap::glued} : Separator{};
        default:
            return {};
    }
}

class Taker {
  public:
    Taker(const Runs& runs, bool all_bold, TextShaper& shaper)
        : runs_(runs), all_bold_(all_bold), shaper_(shaper) {}

    ParagraphWords take() {
        const bool may_hold_right_to_left =
            std::any_of(runs_.begin(), runs_.end(), [](const Run& run) {
                return std::any_of(run.text.begin(), run.text.end(), [](char c) {
                    return static_cast<unsigned char>(c) >= 0xD6;  // U+0580 and after
                });
            });
        if (may_hold_right_to_left) directions_ = shaper_.directions(plain(runs_));
        words_.right_to_left = directions_.right_to_left;
        constexpr std::size_t short_word = 4;  // bytes: few texts have so many words as this says
        std::size_t bytes = 0;
        for (const Run& run : runs_) bytes += run.text.size();
        words_.parts.reserve(bytes / short_word + runs_.size());
        for (std::size_t i = 0; i < runs_.size(); ++i) {
            take_run(static_cast<int>(i), runs_[i].text);
            offset_ += runs_[i].text.size();
        }
        return std::move(words_);
    }

  private:
    void take_run(int run, std::string_view text) {
        std::size_t start = 0;
        for (std::size_t at = 0; at < text.size();) {
            const Separator separator = separator_at(text, at);
            if (separator.length == 0) {
                ++at;
                continue;
            }
            add_word(run, text, start, at);
            end_word(separator.gap);
            at += separator.length;
            start = at;
        }
        add_word(run, text, start, text.size());
    }

    void add_word(int run, std::string_view text, std::size_t start, std::size_t end) {
        while (start < end) {
            std::size_t stop = end;
            if (end - start > longest_part) {
                for (const std::uint32_t to : shaper_.character_ends(
                         text.substr(start, std::min(end - start, longest_part * 2)))) {
                    stop = start + to;
                    if (to >= longest_part) break;
                }
            }
            std::uint8_t level = 0;
            if (!directions_.levels.empty()) {
                level = directions_.levels[offset_ + start];
                std::size_t same = start;
                while (same < stop && directions_.levels[offset_ + same] == level) ++same;
                stop = same;
            }
            add_part(run, text.substr(start, stop - start), level);
            start = stop;
        }
    }

    void add_part(int run, std::string_view text, std::uint8_t level) {
        const bool bold = all_bold_ || runs_[static_cast<std::size_t>(run)].bold;
        const Word& word = shaper_.word(text, bold, level % 2 == 1);
        words_.parts.push_back({text, &word, run, bold, level, Gap::none});
    }

    // Of several separators in a row the strongest counts; spaces before the first word do not.
    void end_word(Gap gap) {
        if (words_.parts.empty()) return;
        Gap& previous = words_.parts.back().gap;
        if (gap == Gap::newline || previous == Gap::none)
            previous = gap;
        else if (previous == Gap::space && gap == Gap::glued)
            previous = gap;
    }

    const Runs& runs_;
    bool all_bold_;
    TextShaper& shaper_;
    Directions directions_;
    std::size_t offset_ = 0;  // of the run in the paragraph
    ParagraphWords words_;
};

void glue_reference(std::vector<WordPart>& parts, std::string_view reference) {
    for (std::size_t first = 0; first < parts.size(); ++first) {
        std::string_view rest = reference;
        for (std::size_t i = first; i < parts.size(); ++i) {
            const std::size_t space = rest.find(' ');
            if (space == rest.npos) {
                if (parts[i].text.substr(0, rest.size()) != rest) break;
                for (std::size_t k = first; k < i; ++k) parts[k].gap = Gap::glued;
                break;
            }
            if (parts[i].text != rest.substr(0, space) || parts[i].gap != Gap::space) break;
            rest.remove_prefix(space + 1);
        }
    }
}

}  // namespace

ParagraphWords take_apart(const Runs& runs, bool all_bold, std::string_view reference,
                          TextShaper& shaper) {
    ParagraphWords words = Taker(runs, all_bold, shaper).take();
    auto& parts = words.parts;
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
        if (parts[i].gap == Gap::space && keeps_together(parts[i].text, parts[i + 1].text)) {
            parts[i].gap = Gap::glued;
        }
    }
    if (reference.find(' ') != reference.npos) glue_reference(parts, reference);
    return words;
}

}  // namespace postroom::document
