// A content stream's operators with what stands before each.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <qpdf/QPDFObjectHandle.hh>

#include "pdfcheck/lexer.hpp"

namespace postroom::pdfcheck {

struct Operand {
    TokenKind kind = TokenKind::end;  ///< of an array or dictionary: its opening
    std::string text;
    double number = 0;
    std::vector<Operand> items;  ///< of an array; of a dictionary key, value, key, value…

    /// Its own text, when it is a string, and those within it.
    std::vector<std::string> strings() const;
};

/// What a marked-content property list says that these rules ask about.
struct Properties {
    int number = -1;  ///< MCID
    bool has_actual_text = false, has_alternative = false, has_expansion = false;
    std::string language;
    bool has_words() const { return has_actual_text || has_alternative || has_expansion; }
};
/// `operand` is a dictionary, or a name in `resources`.
Properties properties_of(const Operand& operand, QPDFObjectHandle resources);

class OperatorReader {
  public:
    explicit OperatorReader(std::string_view content) : lexer_(content), content_(content) {}

    /// False at the end.
    bool next();
    const std::string& name() const { return name_; }
    const std::vector<Operand>& operands() const { return operands_; }

  private:
    Operand collect(Token token, int depth);
    void skip_inline_image();

    Lexer lexer_;
    std::string_view content_;
    std::string name_;
    std::vector<Operand> operands_;
};

}  // namespace postroom::pdfcheck
