#include "pdfcheck/lexer.hpp"

namespace postroom::pdfcheck {
namespace {

bool is_delimiter(char c) {
    return std::string_view("()<>[]{}/%").find(c) != std::string_view::npos;
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

bool is_pdf_space(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}

void Lexer::skip_space() {
    while (at_ < data_.size()) {
        if (is_pdf_space(data_[at_])) {
            ++at_;
        } else if (data_[at_] == '%') {
            while (at_ < data_.size() && data_[at_] != '\n' && data_[at_] != '\r') ++at_;
        } else {
            return;
        }
    }
}

Token Lexer::next() {
    skip_space();
    Token token;
    token.begin = at_;
    if (at_ >= data_.size()) {
        token.end = at_;
        return token;
    }
    const char c = data_[at_];
    const bool doubled = at_ + 1 < data_.size() && data_[at_ + 1] == c;
    if (c == '(') {
        token = literal_string();
    } else if (c == '<' && doubled) {
        token.kind = TokenKind::dictionary_open;
        at_ += 2;
    } else if (c == '<') {
        token = hex_string();
    } else if (c == '>' && doubled) {
        token.kind = TokenKind::dictionary_close;
        at_ += 2;
    } else if (c == '[' || c == ']') {
        token.kind = c == '[' ? TokenKind::array_open : TokenKind::array_close;
        ++at_;
    } else if (c == '/') {
        token = name();
    } else if (is_delimiter(c)) {
        token.kind = TokenKind::keyword;
        token.text = c;
        ++at_;
    } else {
        token = word();
    }
    token.end = at_;
    return token;
}

Token Lexer::literal_string() {
    Token token{.kind = TokenKind::string, .text = {}, .begin = at_++};
    int depth = 1;
    while (at_ < data_.size()) {
        const char c = data_[at_++];
        if (c == '\\' && at_ < data_.size()) {
            const char escaped = data_[at_++];
            constexpr std::string_view letters = "nrtbf";
            constexpr std::string_view meanings = "\n\r\t\b\f";
            if (const auto index = letters.find(escaped); index != letters.npos) {
                token.text += meanings[index];
            } else if (escaped >= '0' && escaped <= '7') {
                int value = escaped - '0';
                for (int i = 0;
                     i < 2 && at_ < data_.size() && data_[at_] >= '0' && data_[at_] <= '7'; ++i)
                    value = value * 8 + (data_[at_++] - '0');
                token.text += static_cast<char>(value);
            } else if (escaped == '\r') {
                if (at_ < data_.size() && data_[at_] == '\n') ++at_;
            } else if (escaped != '\n') {
                token.text += escaped;
            }
            continue;
        }
        if (c == '(') ++depth;
        if (c == ')' && --depth == 0) return token;
        token.text += c;
    }
    token.closed = false;
    return token;
}

Token Lexer::hex_string() {
    Token token{.kind = TokenKind::hex_string, .text = {}, .begin = at_++};
    int digits = 0;
    int value = 0;
    while (at_ < data_.size()) {
        const char c = data_[at_++];
        if (c == '>') {
            token.odd_digits = digits % 2 != 0;
            if (token.odd_digits) token.text += static_cast<char>(value << 4);
            return token;
        }
        if (is_pdf_space(c)) continue;
        const int digit = hex_value(c);
        if (digit < 0) {
            token.strange_digit = true;
            continue;
        }
        value = (value << 4 | digit) & 0xFF;
        if (++digits % 2 == 0) token.text += static_cast<char>(value);
    }
    token.closed = false;
    return token;
}

Token Lexer::name() {
    Token token{.kind = TokenKind::name, .text = "/", .begin = at_++};
    while (at_ < data_.size() && !is_pdf_space(data_[at_]) && !is_delimiter(data_[at_])) {
        const char c = data_[at_++];
        if (c == '#' && at_ + 1 < data_.size() && hex_value(data_[at_]) >= 0 &&
            hex_value(data_[at_ + 1]) >= 0) {
            token.text += static_cast<char>(hex_value(data_[at_]) << 4 | hex_value(data_[at_ + 1]));
            at_ += 2;
        } else {
            token.text += c;
        }
    }
    return token;
}

Token Lexer::word() {
    Token token{.kind = TokenKind::keyword, .text = {}, .begin = at_};
    while (at_ < data_.size() && !is_pdf_space(data_[at_]) && !is_delimiter(data_[at_]))
        token.text += data_[at_++];
    const bool numeric = token.text.find_first_not_of("+-.0123456789") == std::string::npos &&
                         token.text.find_first_of("0123456789") != std::string::npos;
    if (numeric) token.kind = TokenKind::number;
    return token;
}

}  // namespace postroom::pdfcheck
