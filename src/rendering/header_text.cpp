#include "rendering/header_text.hpp"

#include <algorithm>

#include "base/bytes.hpp"
#include "base/unicode.hpp"

namespace postroom::rendering {
namespace {

constexpr std::size_t line_width = 76;
constexpr std::size_t longest_plain_word = 60;
/// "=?utf-8?Q?" and "?=".
constexpr std::size_t around_an_encoded_word = 12;
/// Under RFC 2047's limit of 75 for the whole word.
constexpr std::size_t longest_encoded_text = 75 - around_an_encoded_word;

bool is_printable_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7F; });
}

std::size_t longest_word(std::string_view text) {
    std::size_t longest = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        longest = std::max(longest, end - at);
        at = end + 1;
    }
    return longest;
}

bool reads_as_written(std::string_view text) {
    return is_printable_ascii(text) && text.find("=?") == std::string_view::npos &&
           text.find("  ") == std::string_view::npos && !text.starts_with(' ') &&
           !text.ends_with(' ') && longest_word(text) <= longest_plain_word;
}

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// The Q encoding in the narrow alphabet that is safe inside a display name too.
std::string q_encoded(std::string_view character) {
    if (character == " ") return "_";
    if (is_letter_or_digit(character.front())) return std::string(character);
    std::string text;
    for (const char byte : to_hex(character)) {
        if (text.size() % 3 == 0) text += '=';
        text += static_cast<char>(byte >= 'a' ? byte - 'a' + 'A' : byte);
    }
    return text;
}

/// Words cut between characters, never within one: each must decode on its own. Q, not B: GMime
/// reads a run of B words as one stream and stops at the first padding.
std::string encoded_words(std::string_view text, std::size_t used) {
    const std::size_t beside_name = line_width - std::min(line_width, used);
    std::size_t room = longest_encoded_text;
    if (beside_name >= around_an_encoded_word + 12)
        room = std::min(room, beside_name - around_an_encoded_word);
    std::string words;
    std::string word;
    const auto close = [&] {
        if (word.empty()) return;
        if (!words.empty()) words += ' ';
        words += "=?utf-8?Q?" + word + "?=";
        word.clear();
    };
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        next_code_point(text, at);
        const std::string encoded = q_encoded(text.substr(start, at - start));
        if (word.size() + encoded.size() > room) {
            close();
            room = longest_encoded_text;
        }
        word += encoded;
    }
    close();
    return words;
}

bool is_phrase_of_atoms(std::string_view name) {
    return std::all_of(name.begin(), name.end(), [](char c) {
        return is_letter_or_digit(c) || c == ' ' || c == '-' || c == '\'';
    });
}

/// Readers collapse the spaces of a name, each in its own way.
std::string single_spaced(std::string_view name) {
    std::string text;
    for (const char c : name)
        if (c != ' ' || (!text.empty() && text.back() != ' ')) text += c;
    if (text.ends_with(' ')) text.pop_back();
    return text;
}

std::string quoted(std::string_view name) {
    std::string text = "\"";
    for (const char c : name) {
        if (c == '"' || c == '\\') text += '\\';
        text += c;
    }
    return text + '"';
}

}  // namespace

std::string header_words(std::string_view text, std::size_t used) {
    std::string folded;
    std::size_t column = used;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        const std::string_view word = text.substr(at, end - at);
        if (at > 0) {
            const bool fits = column + 1 + word.size() <= line_width;
            folded += fits ? " " : "\n ";
            column = fits ? column + 1 : 1;
        } else if (column + word.size() > line_width && column > 1) {
            folded += "\n ";
            column = 1;
        }
        folded += word;
        column += word.size();
        at = end + 1;
    }
    return folded;
}

std::string header_prose(std::string_view text, std::size_t used) {
    if (reads_as_written(text)) return header_words(text, used);
    return header_words(encoded_words(text, used), used);
}

std::string header_mailbox(std::string_view written_name, std::string_view address,
                           std::size_t used) {
    const std::string name = single_spaced(written_name);
    if (name.empty()) return header_words(address, used);
    std::string phrase;
    if (!reads_as_written(name))
        phrase = encoded_words(name, used);
    else if (is_phrase_of_atoms(name))
        phrase = name;
    else
        phrase = quoted(name);
    return header_words(phrase.append(" <").append(address).append(">"), used);
}

}  // namespace postroom::rendering
