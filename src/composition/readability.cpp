#include "composition/readability.hpp"

#include <algorithm>
#include <string_view>

namespace postroom::composition {

namespace {

using document::Block;

bool is_letter(char c) {
    // Bytes of other scripts' and accented letters count as letters of their word.
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool is_vowel(char c) {
    return std::string_view("aeiouyAEIOUY").find(c) != std::string_view::npos;
}

bool sounds_its_ed(std::string_view word) {
    const char before = word[word.size() - 3];
    return before == 't' || before == 'd';
}

/// Groups of vowels, less the silent ends -e, -es and -ed; never none. Right for plain English
/// words to within a few in a hundred, which is what the grade itself is good for.
int syllables_in(std::string_view word) {
    int groups = 0;
    bool in_vowels = false;
    for (const char c : word) {
        const bool vowel = is_vowel(c);
        if (vowel && !in_vowels) ++groups;
        in_vowels = vowel;
    }
    const std::size_t n = word.size();
    const auto consonant = [&](std::size_t from_end) {
        return n >= from_end && is_letter(word[n - from_end]) && !is_vowel(word[n - from_end]);
    };
    if (n >= 3 && word.ends_with("e") && consonant(2)) {
        const bool sounded = word.ends_with("le") && n >= 3 && consonant(3);  // "table", "people"
        if (!sounded) --groups;
    } else if (n >= 4 && word.ends_with("ed") && consonant(3)) {
        if (!sounds_its_ed(word)) --groups;  // "asked", but "wanted"
    } else if (n >= 4 && word.ends_with("es") && consonant(3)) {
        constexpr std::string_view hissing = "szxcgh";
        if (hissing.find(word[n - 3]) == std::string_view::npos) --groups;  // "times", but "places"
    }
    return std::max(groups, 1);
}

/// A name that stands for one short word while counting.
constexpr char fixed_name_sign = '\x01';

std::string with_names_folded(std::string text, const std::vector<std::string>& names) {
    for (const std::string& name : names) {
        if (name.empty()) continue;
        for (std::size_t at = text.find(name); at != std::string::npos;
             at = text.find(name, at + 1))
            text.replace(at, name.size(), 1, fixed_name_sign);
    }
    return text;
}

bool is_word(std::string_view token) {
    return std::any_of(token.begin(), token.end(), [](char c) {
        return c == fixed_name_sign || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
               (c >= 'A' && c <= 'Z');
    });
}

int syllables_of_token(std::string_view token) {
    const bool plain = std::none_of(token.begin(), token.end(), [](char c) {
        return c == fixed_name_sign || (c >= '0' && c <= '9') || c == '@' || c == '/' || c == '_';
    });
    const std::size_t dot = token.find('.');
    if (!plain ||
        (dot != std::string_view::npos && dot + 1 < token.size() && is_letter(token[dot + 1]))) {
        return 1;
    }
    int syllables = 0;
    std::string part;
    for (const char c : token) {
        if (is_letter(c)) {
            part += c;
        } else if (c == '-' && !part.empty()) {
            syllables += syllables_in(part);
            part.clear();
        }
    }
    if (!part.empty()) syllables += syllables_in(part);
    return std::max(syllables, 1);
}

class Counter {
  public:
    explicit Counter(const std::vector<std::string>& names) : names_(names) {}

    void add(const std::vector<Block>& blocks) {
        for (const Block& block : blocks) {
            if (const auto* paragraph = std::get_if<document::Paragraph>(&block)) {
                add_text(document::plain(paragraph->runs));
            } else if (const auto* callout = std::get_if<document::Callout>(&block)) {
                add_text(document::plain(callout->runs));
            } else if (const auto* heading = std::get_if<document::Heading>(&block)) {
                add_text(document::plain(heading->runs));
            } else if (const auto* table = std::get_if<document::Table>(&block)) {
                for (const auto& cell : table->header) add_text(document::plain(cell));
                for (const auto& row : table->rows)
                    for (const auto& cell : row) add_text(document::plain(cell));
            } else if (const auto* list = std::get_if<document::List>(&block)) {
                for (const auto& item : list->items) add(item);
            }
        }
    }

    Readability result() const {
        Readability result = longest_;
        if (sentences_ > 0 && words_ > 0) {
            result.grade = 0.39 * words_ / sentences_ + 11.8 * syllables_ / words_ - 15.59;
        }
        return result;
    }

  private:
    void add_text(const std::string& text) {
        std::size_t begin = 0;
        for (std::size_t i = 0; i <= text.size(); ++i) {
            const bool at_end = i == text.size();
            const bool stop = !at_end && (text[i] == '.' || text[i] == '?' || text[i] == '!') &&
                              (i + 1 == text.size() || text[i + 1] == ' ' || text[i + 1] == '\n');
            if (!at_end && !stop && text[i] != '\n') continue;
            const std::size_t end = at_end ? i : i + 1;
            add_sentence(text.substr(begin, end - begin));
            begin = end;
        }
    }

    void add_sentence(std::string sentence) {
        const auto ends = [&](const char* spaces) {
            const std::size_t first = sentence.find_first_not_of(spaces);
            sentence.erase(0, std::min(first, sentence.size()));
            sentence.erase(sentence.find_last_not_of(spaces) + 1);
        };
        ends(" \n");
        const std::string folded = with_names_folded(sentence, names_);
        int words = 0;
        for (std::size_t at = 0; at < folded.size();) {
            const std::size_t end = std::min(folded.find_first_of(" \n", at), folded.size());
            const std::string_view token(folded.data() + at, end - at);
            at = end + 1;
            if (!is_word(token)) continue;
            ++words;
            syllables_ += syllables_of_token(token);
        }
        if (words == 0) return;
        words_ += words;
        ++sentences_;
        if (words > longest_.longest_sentence_words) {
            longest_.longest_sentence_words = words;
            longest_.longest_sentence = std::move(sentence);
        }
    }

    const std::vector<std::string>& names_;
    int words_ = 0;
    int sentences_ = 0;
    int syllables_ = 0;
    Readability longest_;
};

}  // namespace

Readability readability(const document::Document& document,
                        const std::vector<std::string>& fixed_names) {
    Counter counter(fixed_names);
    counter.add(document.body);
    counter.add(document.after_signature);
    return counter.result();
}

}  // namespace postroom::composition
