#include <charconv>
#include <map>

#include "pdfcheck/inspections.hpp"
#include "pdfcheck/lexer.hpp"

namespace postroom::pdfcheck {
namespace {

bool is_line_end(char c) {
    return c == '\n' || c == '\r';
}

// How many bytes of one line end stand at `at`: 0, 1 or 2.
std::size_t line_end_at(std::string_view data, std::size_t at) {
    if (data.substr(at, 2) == "\r\n") return 2;
    return at < data.size() && is_line_end(data[at]) ? 1 : 0;
}

class ByteInspection {
  public:
    ByteInspection(const PdfFile& file, Findings& findings)
        : file_(file), data_(file.bytes()), findings_(findings) {}

    void header() {
        const bool version = data_.size() > 8 && data_.substr(0, 7) == "%PDF-1." &&
                             data_[7] >= '0' && data_[7] <= '7' && is_line_end(data_[8]);
        if (!version) {
            findings_.add("A-6.1.2-1", "the first line", "it is not %PDF-1.0 to %PDF-1.7 alone");
            return;
        }
        const std::size_t second = 8 + line_end_at(data_, 8);
        bool binary = data_.size() > second + 4 && data_[second] == '%';
        for (std::size_t i = 1; binary && i <= 4; ++i)
            binary = static_cast<unsigned char>(data_[second + i]) > 127;
        if (!binary)
            findings_.add("A-6.1.2-2", "the second line", "it is not a % and four bytes above 127");
    }

    void end() {
        const std::size_t mark = data_.rfind("%%EOF");
        if (mark == std::string_view::npos) {
            findings_.add("A-6.1.3-3", "the last line", "there is no %%EOF");
            return;
        }
        const std::size_t after = mark + 5;
        if (after + line_end_at(data_, after) != data_.size())
            findings_.add("A-6.1.3-3", "the last line", "data follow %%EOF");
    }

    // The cross-reference table that readers are sent to first.
    void cross_reference() {
        const std::size_t mark = data_.rfind("startxref");
        if (mark == std::string_view::npos) return;
        const Token place = Lexer(data_, mark + 9).next();
        std::size_t at = 0;
        std::from_chars(place.text.data(), place.text.data() + place.text.size(), at);
        if (at >= data_.size() || data_.substr(at, 4) != "xref") return;  // a stream instead
        const std::size_t line = line_end_at(data_, at + 4);
        const std::size_t next = at + 4 + line;
        if (line == 0 || next >= data_.size() || data_[next] < '0' || data_[next] > '9')
            findings_.add("A-6.1.4-2", "the cross-reference table",
                          "xref is not alone on its line, or lines stand between");
    }

    void objects() {
        Lexer lexer(data_);
        Token before, last;
        for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
            if (token.is("obj")) {
                number_ = last.kind == TokenKind::number && before.kind == TokenKind::number
                              ? before.text
                              : "";
                head(before, last, token);
            } else if (token.is("endobj")) {
                tail(token);
            } else if (token.is("stream")) {
                lexer.move_to(stream(token));
            } else if (token.kind == TokenKind::hex_string) {
                if (token.odd_digits)
                    findings_.add("A-6.1.6-1", here(), "a string has an odd number of digits");
                if (token.strange_digit)
                    findings_.add("A-6.1.6-2", here(), "a string holds what is no digit");
            }
            before = std::move(last);
            last = std::move(token);
        }
    }

  private:
    std::string here() const { return number_.empty() ? "between objects" : "object " + number_; }

    bool one_space(const Token& from, const Token& to) const { return to.begin == from.end + 1; }

    void head(const Token& number, const Token& generation, const Token& word) {
        const bool spaced = one_space(number, generation) && one_space(generation, word);
        const bool on_own_line = number.begin == 0 || is_line_end(data_[number.begin - 1]);
        if (!spaced || !on_own_line || line_end_at(data_, word.end) == 0)
            findings_.add("A-6.1.9-1", here(), "its first line is not “n g obj” alone");
    }

    void tail(const Token& word) {
        if (!is_line_end(data_[word.begin - 1]) || line_end_at(data_, word.end) == 0)
            findings_.add("A-6.1.9-1", here(), "endobj does not stand alone on its line");
    }

    // Returns where to read on.
    std::size_t stream(const Token& word) {
        const bool well_begun =
            data_.substr(word.end, 2) == "\r\n" || data_.substr(word.end, 1) == "\n";
        if (!well_begun)
            findings_.add("A-6.1.7-2", here(), "the word stream is not followed by a line end");
        const std::size_t begin = word.end + line_end_at(data_, word.end);
        const std::size_t found = data_.find("endstream", begin);
        if (found == std::string_view::npos) {
            findings_.add("A-6.1.7-1", here(), "the stream has no end");
            return data_.size();
        }
        std::size_t length = 0;
        std::from_chars(number_.data(), number_.data() + number_.size(), length);
        QPDFObjectHandle said = value_of(file_.object(static_cast<int>(length)), "/Length");
        const std::size_t claimed = said.isInteger() && said.getIntValue() >= 0
                                        ? static_cast<std::size_t>(said.getIntValue())
                                        : data_.size();
        const std::size_t end = claimed > data_.size() - begin ? data_.size() : begin + claimed;
        const std::size_t line = line_end_at(data_, end);
        if (line > 0 && data_.substr(end + line, 9) == "endstream") return end + line;
        if (data_.substr(end, 9) == "endstream") {
            findings_.add("A-6.1.7-2", here(), "endstream does not begin a line");
            return end;
        }
        findings_.add("A-6.1.7-1", here(), "Length is not the number of its bytes");
        return found;
    }

    const PdfFile& file_;
    std::string_view data_;
    Findings& findings_;
    std::string number_;  // of the object being read
};

}  // namespace

void inspect_bytes(const PdfFile& file, Findings& findings) {
    ByteInspection inspection(file, findings);
    inspection.header();
    inspection.end();
    inspection.cross_reference();
    inspection.objects();
}

}  // namespace postroom::pdfcheck
