// PDF's tokens (ISO 32000-1, 7.2 and 7.3), as they stand in a file, a page's content or a CMap.
#pragma once

#include <string>
#include <string_view>

namespace postroom::pdfcheck {

enum class TokenKind {
    end,
    number,
    name,  ///< with its slash, escapes resolved
    string,
    hex_string,
    keyword,
    array_open,
    array_close,
    dictionary_open,
    dictionary_close
};

struct Token {
    TokenKind kind = TokenKind::end;
    std::string text;            ///< a string's bytes, a keyword's or number's letters
    std::size_t begin = 0;       ///< bytes of the data
    std::size_t end = 0;         ///< the byte after it
    bool odd_digits = false;     ///< of a hexadecimal string
    bool strange_digit = false;  ///< something in it is no hexadecimal digit
    bool closed = true;          ///< false: the data ended within it

    bool is(std::string_view keyword) const {
        return kind == TokenKind::keyword && text == keyword;
    }
};

class Lexer {
  public:
    explicit Lexer(std::string_view data, std::size_t at = 0) : data_(data), at_(at) {}

    Token next();
    std::size_t position() const { return at_; }
    void move_to(std::size_t at) { at_ = at; }

  private:
    void skip_space();
    Token literal_string();
    Token hex_string();
    Token name();
    Token word();

    std::string_view data_;
    std::size_t at_;
};

bool is_pdf_space(char c);

}  // namespace postroom::pdfcheck
