#include "composition/words_in_text.hpp"

namespace postroom::composition {

bool is_word_sign(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::string in_small_letters(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

bool holds_word(std::string_view line, std::string_view word) {
    for (std::size_t at = line.find(word); at != std::string_view::npos;
         at = line.find(word, at + 1)) {
        const bool begins = at == 0 || !is_word_sign(line[at - 1]);
        const std::size_t end = at + word.size();
        const bool ends = end == line.size() || !is_word_sign(line[end]);
        if (begins && ends) return true;
    }
    return false;
}

}  // namespace postroom::composition
