#include "pdfcheck/to_unicode.hpp"

#include <vector>

#include "pdfcheck/lexer.hpp"

namespace postroom::pdfcheck {
namespace {

constexpr std::size_t most_ranges = 200'000;

unsigned long number_of(const std::string& bytes) {
    unsigned long value = 0;
    for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
    return value;
}

std::string next_code(std::string code) {
    for (std::size_t i = code.size(); i-- > 0;) {
        code[i] = static_cast<char>(static_cast<unsigned char>(code[i]) + 1);
        if (code[i] != 0) break;
    }
    return code;
}

}  // namespace

ToUnicode::ToUnicode(std::string_view cmap) {
    Lexer lexer(cmap);
    std::vector<Token> waiting;
    enum { nothing, characters, spans } inside = nothing;
    for (Token token = lexer.next(); token.kind != TokenKind::end && ranges_.size() < most_ranges;
         token = lexer.next()) {
        if (token.kind == TokenKind::keyword) {
            inside = token.text == "beginbfchar"    ? characters
                     : token.text == "beginbfrange" ? spans
                                                    : nothing;
            waiting.clear();
            continue;
        }
        if (inside == nothing) continue;
        if (token.kind == TokenKind::array_open && waiting.size() == 2) {
            std::string code = waiting[0].text;
            for (Token item = lexer.next(); item.kind == TokenKind::hex_string;
                 item = lexer.next()) {
                ranges_[code] = {code, item.text};
                code = next_code(code);
            }
            waiting.clear();
            continue;
        }
        waiting.push_back(std::move(token));
        if (inside == characters && waiting.size() == 2) {
            ranges_[waiting[0].text] = {waiting[0].text, waiting[1].text};
            waiting.clear();
        } else if (inside == spans && waiting.size() == 3) {
            ranges_[waiting[0].text] = {waiting[1].text, waiting[2].text};
            waiting.clear();
        }
    }
}

std::optional<std::string> ToUnicode::text_of(const std::string& code) const {
    auto found = ranges_.upper_bound(code);
    if (found == ranges_.begin()) return std::nullopt;
    --found;
    const auto& [first, range] = *found;
    if (first.size() != code.size() || code > range.last || range.text.size() < 2)
        return std::nullopt;
    std::string text = range.text;
    const unsigned long further = number_of(code) - number_of(first);
    const unsigned long unit = number_of(text.substr(text.size() - 2)) + further;
    text[text.size() - 2] = static_cast<char>(unit >> 8 & 0xFF);
    text[text.size() - 1] = static_cast<char>(unit & 0xFF);
    return text;
}

}  // namespace postroom::pdfcheck
