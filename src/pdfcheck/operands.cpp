#include "pdfcheck/operands.hpp"

#include <cstdlib>

#include "pdfcheck/pdf_file.hpp"

namespace postroom::pdfcheck {
namespace {

constexpr int deepest = 20;
constexpr std::size_t most_operands = 1000;

}  // namespace

std::vector<std::string> Operand::strings() const {
    if (kind == TokenKind::string || kind == TokenKind::hex_string) return {text};
    std::vector<std::string> all;
    for (const Operand& item : items)
        if (item.kind == TokenKind::string || item.kind == TokenKind::hex_string)
            all.push_back(item.text);
    return all;
}

Properties properties_of(const Operand& operand, QPDFObjectHandle resources) {
    Properties result;
    if (operand.kind == TokenKind::name) {
        QPDFObjectHandle list = value_of(resources, operand.text);
        QPDFObjectHandle number = value_of(list, "/MCID");
        if (number.isInteger()) result.number = number.getIntValueAsInt();
        result.has_actual_text = value_of(list, "/ActualText").isString();
        result.has_alternative = value_of(list, "/Alt").isString();
        result.has_expansion = value_of(list, "/E").isString();
        QPDFObjectHandle language = value_of(list, "/Lang");
        if (language.isString()) result.language = language.getUTF8Value();
        return result;
    }
    for (std::size_t i = 0; i + 1 < operand.items.size(); i += 2) {
        const std::string& key = operand.items[i].text;
        const Operand& value = operand.items[i + 1];
        if (key == "/MCID" && value.kind == TokenKind::number)
            result.number = static_cast<int>(value.number);
        if (key == "/ActualText") result.has_actual_text = true;
        if (key == "/Alt") result.has_alternative = true;
        if (key == "/E") result.has_expansion = true;
        if (key == "/Lang") result.language = value.text;
    }
    return result;
}

bool OperatorReader::next() {
    operands_.clear();
    for (;;) {
        Token token = lexer_.next();
        if (token.kind == TokenKind::end) return false;
        if (token.kind == TokenKind::keyword && token.text != "true" && token.text != "false" &&
            token.text != "null") {
            name_ = token.text;
            if (name_ == "ID") skip_inline_image();
            return true;
        }
        Operand operand = collect(std::move(token), 0);
        if (operands_.size() < most_operands) operands_.push_back(std::move(operand));
    }
}

Operand OperatorReader::collect(Token token, int depth) {
    Operand operand{.kind = token.kind, .text = std::move(token.text)};
    if (token.kind == TokenKind::number)
        operand.number = std::strtod(operand.text.c_str(), nullptr);
    const bool array = token.kind == TokenKind::array_open;
    if (!array && token.kind != TokenKind::dictionary_open) return operand;
    const TokenKind end = array ? TokenKind::array_close : TokenKind::dictionary_close;
    while (depth < deepest) {
        Token next = lexer_.next();
        if (next.kind == end || next.kind == TokenKind::end) break;
        operand.items.push_back(collect(std::move(next), depth + 1));
    }
    return operand;
}

// Its data end at the first EI between white space.
void OperatorReader::skip_inline_image() {
    std::size_t at = lexer_.position();
    while ((at = content_.find("EI", at)) != std::string_view::npos) {
        const bool before = at > 0 && is_pdf_space(content_[at - 1]);
        const bool after = at + 2 >= content_.size() || is_pdf_space(content_[at + 2]);
        if (before && after) break;
        ++at;
    }
    lexer_.move_to(at == std::string_view::npos ? content_.size() : at);
}

}  // namespace postroom::pdfcheck
