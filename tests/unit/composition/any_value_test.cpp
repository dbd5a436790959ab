// Whatever stands in a case, a letter keeps its shape and says exactly that.
#include <gmock/gmock.h>
#include <rapidcheck.h>

#include "base/unicode.hpp"
#include "makers.hpp"

namespace postroom::composition {

using document::Block;
using document::Document;

/// One letter with a field in every place a field can stand.
const char* const every_place =
    "# About {{heading}}\n\n"
    "{{own_paragraph}}\n\n"
    "We read {{inline}} and **{{bold}}** of it.\n\n"
    "> {{callout}}\n\n"
    "- {{item}}\n- then {{item_inline}}\n  1. {{inner_item}}\n\n"
    "| One | {{head_cell}} |\n|---|---|\n| {{cell}} | x {{cell_inline}} |\n\n"
    "See [{{link_words}}](https://council.example).\n\n"
    "{{#x_points}}\n{{number}}. {{text}}\n{{/x_points}}\n"
    "{{first}}{{second}}\n"
    "{{line_start}} end\n";

const char* const its_fields =
    "heading, own_paragraph, inline, bold, callout, item, item_inline, inner_item, head_cell, "
    "cell, cell_inline, link_words, x_points, first, second, line_start";

/// Every field has this value.
templating::Record all_fields(const std::string& value) {
    templating::Record fields;
    for (const char* name : {"heading", "own_paragraph", "inline", "bold", "callout", "item",
                             "item_inline", "inner_item", "head_cell", "cell", "cell_inline",
                             "link_words", "first", "second", "line_start"})
        fields[name] = value;
    fields["x_points"] = templating::Records{{{"number", value}, {"text", value}}};
    return fields;
}

/// Blocks, styles and addresses as one text, with the words between « and ».
class Shape {
  public:
    static std::string of(const std::vector<Block>& blocks) {
        Shape shape;
        shape.add(blocks);
        return shape.text_;
    }

  private:
    void add(const std::vector<Block>& blocks) {
        for (const Block& block : blocks) std::visit([this](const auto& one) { add(one); }, block);
    }
    void add(const document::Heading& one) {
        text_ += "H" + std::to_string(one.level);
        add(one.runs);
    }
    void add(const document::Paragraph& one) {
        text_ += "P";
        add(one.runs);
    }
    void add(const document::Callout& one) {
        text_ += "C";
        add(one.runs);
    }
    void add(const document::List& one) {
        text_ += one.ordered ? "OL" + std::to_string(one.start) : "UL";
        for (const auto& item : one.items) {
            text_ += "(";
            add(item);
            text_ += ")";
        }
    }
    void add(const document::Table& one) {
        text_ += "T(";
        for (const auto& cell : one.header) add(cell);
        for (const auto& row : one.rows) {
            text_ += "/";
            for (const auto& cell : row) add(cell);
        }
        text_ += ")";
    }
    void add(const document::Runs& runs) {
        text_ += "«";
        for (const document::Run& run : runs) {
            text_ += run.bold ? "<b>" : "<>";
            if (!run.link.empty()) text_ += "<" + run.link + ">";
            text_ += run.text;
        }
        text_ += "»";
    }

    std::string text_;
};

std::string with_replaced(std::string text, const std::string& what, const std::string& by) {
    for (std::size_t at = text.find(what); at != std::string::npos;
         at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
    return text;
}

/// Code points of every sort, those that mean something to somebody above all.
rc::Gen<std::string> hostile_value() {
    const auto pieces =
        rc::gen::container<std::vector<std::string>>(rc::gen::weightedOneOf<std::string>(
            {{3, rc::gen::element<std::string>(
                     "*", "**", "_", "`", "```", "#", "# ", "- ", "1. ", "> ", "|", "|---|",
                     "[x](http://e)", "![", "](", "<b>", "<!--", "&amp;", "&#42;", "\\", "\\\\",
                     "{{", "}}", "{{x}}", "{{#x}}", "{{/x}}", "{{{y}}}", "---", "===", "    ", "\t",
                     "https://mail.example", "~~", "$")},
             {1, rc::gen::element<std::string>("\xEE\x80\x80", "\xEE\x80\x81", "\xEE\x80\x82",
                                               "\xEE\x80\x80\xEE\x80\x90\xEE\x80\x82",
                                               "\xEE\x80\x99", "\xEF\xA3\xBF", "\xC2\xA0",
                                               "\xE2\x80\xA8", "\xE2\x80\xAE")},
             {2, rc::gen::map(rc::gen::inRange<int>(0x20, 0x10FFFF), [](int number) {
                  std::string text;
                  const bool surrogate = number >= 0xD800 && number <= 0xDFFF;
                  append_code_point(text, surrogate ? U'?' : static_cast<char32_t>(number));
                  return text;
              })}}));
    return rc::gen::map(pieces, [](const std::vector<std::string>& parts) {
        std::string value = "a";  // blank values are refused, and told apart elsewhere
        for (const std::string& part : parts) value += part;
        return value;
    });
}

TEST(AnyValue, LeavesTheShapeOfALetterAloneAndIsSaidWordForWord) {
    const Letter wording = letter(every_place, its_fields);
    const std::string benign = Shape::of(composed(wording, all_fields("BENIGN")).body);
    ASSERT_EQ(with_replaced(benign, "BENIGN", "").find("BENIGN"), std::string::npos);
    EXPECT_TRUE(rc::check([&] {
        const std::string value = *hostile_value();
        const std::string shape = Shape::of(composed(wording, all_fields(value)).body);
        RC_ASSERT(shape == with_replaced(benign, "BENIGN", value));
    }));
}

TEST(AnyValue, WithNewlinesChangesOnlyParagraphsOfItsOwn) {
    const Letter wording = letter(every_place, its_fields);
    auto fields = all_fields("BENIGN");
    const std::string benign = Shape::of(composed(wording, fields).body);
    EXPECT_TRUE(rc::check([&] {
        const std::string one = *hostile_value();
        const std::string two = *hostile_value();
        const std::string end = *rc::gen::element<std::string>("\n", "\r\n", "\r");
        const std::string shape = Shape::of(composed(wording, all_fields(one + end + two)).body);
        RC_ASSERT(shape == with_replaced(benign, "BENIGN", one + "\n" + two));
    }));
}

TEST(AnyValue, BlankLinesPartParagraphsOnlyWhereItStandsAlone) {
    const Letter wording = letter("# T\n\n{{a}}\n\nso {{a}}\n", "a");
    EXPECT_TRUE(rc::check([&] {
        const std::string one = *hostile_value();
        const std::string two = *hostile_value();
        const Document document = composed(
            wording,
            {{"a", one + "\n" + *rc::gen::element<std::string>("\n", " \n", "\n\n") + two}});
        RC_ASSERT(Shape::of(document.body) ==
                  "H1«<>T»P«<>" + one + "»P«<>" + two + "»P«<>so " + one + "\n" + two + "»");
    }));
}

TEST(AnyValue, NeverReachesSubjectOrPreheader) {
    const Letter wording = letter(every_place, its_fields, "preheader: Your complaint\n");
    const Document document = composed(wording, all_fields("BENIGN"));
    EXPECT_EQ(document.subject, "Your complaint: our reference CC-1");
    EXPECT_EQ(document.preheader, "Your complaint");
}

TEST(AnyLetter, IsReadOrRefusedWhateverItsBodyHolds) {
    EXPECT_TRUE(rc::check([] {
        const std::string body =
            *hostile_value() + "\n" + *hostile_value() + "\n\n" + *hostile_value();
        const auto result = read(letter_text("# T\n\n" + body));
        if (!result) {
            for (const Problem& problem : result.error()) {
                RC_ASSERT(problem.file == "letters/test.md");
                RC_ASSERT(problem.line > 0);
            }
        } else {
            RC_ASSERT(compose(*result, {{"reference", std::string("CC-1")}}, frame()).has_value());
        }
    }));
}

}  // namespace postroom::composition
