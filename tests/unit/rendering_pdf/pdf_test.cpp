#include "rendering/pdf.hpp"

#include <array>
#include <thread>

#include <gtest/gtest.h>

#include "letter_file.hpp"
#include "other_programs.hpp"
#include "sample_letter.hpp"

namespace postroom::rendering {
namespace {

PdfLetter rendered(const document::Document& letter) {
    auto made = render_pdf(letter, standard_form(), *letter_fonts(), spring);
    if (!made) throw std::runtime_error(to_text(made.error()));
    return *made;
}

std::string text_of(const PdfLetter& letter) {
    return run_tool("pdftotext -enc UTF-8", "-", letter.bytes).output;
}

TEST(Pdf, SameLetterSameBytes) {
    const PdfLetter first = rendered(full_letter());
    rendered(long_letter(7));  // what the shaper remembers must not show
    EXPECT_EQ(first.bytes, rendered(full_letter()).bytes);
}

TEST(Pdf, ThreadsMakeTheSameBytes) {
    const std::string alone = rendered(full_letter()).bytes;
    std::array<std::string, 4> made;
    std::vector<std::thread> threads;
    for (std::string& bytes : made) {
        threads.emplace_back([&bytes] {
            for (int i = 0; i < 20; ++i) bytes = rendered(full_letter()).bytes;
        });
    }
    for (std::thread& thread : threads) thread.join();
    for (const std::string& bytes : made) EXPECT_EQ(bytes, alone);
}

TEST(Pdf, OtherProgramsFindNothingWrong) {
    for (const document::Document& letter : {short_letter(), full_letter(), long_letter(60)}) {
        const ToolResult check = run_tool("qpdf --check", "", rendered(letter).bytes);
        EXPECT_EQ(check.status, 0) << check.output;
        EXPECT_EQ(check.output.find("WARNING"), std::string::npos) << check.output;
        EXPECT_EQ(run_tool("pdftotext", "/dev/null", rendered(letter).bytes).output, "");
    }
}

TEST(Pdf, NamesComeOutAsTheyWentIn) {
    for (const char* name :
         {"O’Neill", "de la Cruz", "*Ltd*", "=SUM(A1)", "{{x}}", "<b>&amp;</b>", "(a\\b)",
          "Ŵyn Łukasz Ștefan", "Nguyễn Thị Ánh", "Ольга", "Ελένη", "Zażółć", "office AVATAR",
          "50% of £12", "ગુજરાતી", "\u00C5ngstr\u00F6m"}) {
        document::Document letter = short_letter();
        letter.salutation = std::string("Dear ") + name;
        EXPECT_NE(text_of(rendered(letter)).find("Dear " + std::string(name) + "\n"),
                  std::string::npos)
            << name << "\n"
            << text_of(rendered(letter));
    }
}

TEST(Pdf, CharactersThatNeedEscapingInStringsSurvive) {
    // The codes of some glyphs hold the bytes of ( ) \ and carriage return.
    document::Document letter = short_letter();
    std::string all;
    for (char c = '!'; c <= '~'; ++c) all += c;
    letter.body.emplace_back(paragraph(all));
    std::string text;
    for (const char c : text_of(rendered(letter))) {
        if (c != '\n') text += c;
    }
    EXPECT_NE(text.find(all), std::string::npos) << text;
}

TEST(Pdf, DecomposedAndComposedLettersReadTheSame) {
    document::Document letter = short_letter();
    letter.salutation = "Dear Zoe\u0308";
    EXPECT_NE(text_of(rendered(letter)).find("Dear Zoe\u0308"), std::string::npos);
}

TEST(Pdf, RightToLeftNamesReadInTheirOrder) {
    document::Document letter = short_letter();
    letter.salutation = "Dear שרה כהן";
    EXPECT_NE(text_of(rendered(letter)).find("שרה כהן"), std::string::npos)
        << text_of(rendered(letter));
}

TEST(Pdf, WordsOfNeighbouringLinesDoNotJoin) {
    document::Document letter = short_letter();
    letter.body.emplace_back(paragraph(paragraph_text(4)));
    std::string text = text_of(rendered(letter));
    for (char& c : text) {
        if (c == '\n') c = ' ';
    }
    std::string once = paragraph_text(1);
    once.pop_back();
    EXPECT_NE(text.find(once + " " + once + " " + once), std::string::npos) << text;
}

TEST(Pdf, OrdinaryLettersAreSmall) {
    EXPECT_LE(rendered(short_letter()).bytes.size(), 20'000U);
}

TEST(Pdf, LettersOfManyPagesCountThem) {
    for (const int paragraphs : {1, 12, 60, 200}) {
        const PdfLetter letter = rendered(long_letter(paragraphs));
        LetterFile file(letter.bytes);
        EXPECT_EQ(static_cast<int>(file.pages.size()), letter.pages);
        const std::string last =
            "Page " + std::to_string(letter.pages) + " of " + std::to_string(letter.pages);
        EXPECT_NE(text_of(letter).find(last), std::string::npos);
    }
    EXPECT_GE(rendered(long_letter(200)).pages, 20);
}

TEST(Pdf, AVeryLongWordStaysOnThePaper) {
    document::Document letter = short_letter();
    letter.body.emplace_back(paragraph(std::string(10'000, 'x')));
    const std::string text = text_of(rendered(letter));
    const std::string without = text_of(rendered(short_letter()));
    EXPECT_EQ(std::count(text.begin(), text.end(), 'x'),
              10'000 + std::count(without.begin(), without.end(), 'x'));
}

TEST(Pdf, ACharacterNoFontHasIsNamedWithItsPlace) {
    document::Document letter = short_letter();
    letter.addressee[0] = "Ms \U0001F600";
    const auto made = render_pdf(letter, standard_form(), *letter_fonts(), spring);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().what, "no font has the character U+1F600");
    EXPECT_EQ(made.error().field, "addressee");
}

TEST(Pdf, ControlCharactersAreRefusedNotDrawn) {
    document::Document letter = short_letter();
    letter.salutation = "Dear \a";
    EXPECT_FALSE(render_pdf(letter, standard_form(), *letter_fonts(), spring));
}

TEST(Pdf, BadLabelsAreRefused) {
    document::Document letter = short_letter();
    letter.subject = "";
    EXPECT_FALSE(render_pdf(letter, standard_form(), *letter_fonts(), spring));
    letter.subject = "two\nlines";
    EXPECT_FALSE(render_pdf(letter, standard_form(), *letter_fonts(), spring));
    letter.subject = "Your complaint";
    letter.language = "en)/Evil(";
    EXPECT_FALSE(render_pdf(letter, standard_form(), *letter_fonts(), spring));
    letter.language = "en";
    letter.body.emplace_back(document::Paragraph{{{"here", false, "https://council.example/a b"}}});
    EXPECT_FALSE(render_pdf(letter, standard_form(), *letter_fonts(), spring));
}

TEST(Pdf, AFontThatIsNotOneIsRefusedByName) {
    const auto fonts = PreparedFonts::prepare({{"broken.ttf", "not a font"}, {"b", ""}, {}});
    ASSERT_FALSE(fonts);
    EXPECT_EQ(fonts.error().file, "broken.ttf");
}

TEST(Pdf, LargePrintIsSetAnewAtEighteenPoints) {
    const std::string file = "/templates/letterhead/large-print.yaml";
    const auto form = read_letter_form(file_bytes(POSTROOM_SOURCE_TREE + file), file);
    ASSERT_TRUE(form);
    EXPECT_GE(form->body_size, 18);
    const auto made = render_pdf(full_letter(), *form, *letter_fonts(), spring);
    ASSERT_TRUE(made) << to_text(made.error());
    EXPECT_GT(made->pages, rendered(full_letter()).pages);
}

TEST(LetterForm, ReadsEveryKeyOfTheStandardForm) {
    const LetterForm form = standard_form();
    EXPECT_DOUBLE_EQ(form.margin_left, 25);
    EXPECT_DOUBLE_EQ(form.body_size, 12);
    EXPECT_EQ(form.heading_colour, "#1d3557");
}

TEST(LetterForm, UnknownRepeatedAndSenselessKeysAreErrorsWithTheirLine) {
    const auto trouble = [](const char* yaml) {
        const auto form = read_letter_form(yaml, "form.yaml");
        return form ? Problem{} : form.error();
    };
    EXPECT_EQ(trouble("body_size: 12\nbody_sise: 12\n").line, 2);
    EXPECT_EQ(trouble("body_sise: 12\n").field, "body_sise");
    EXPECT_EQ(trouble("body_size: 12\nbody_size: 13\n").line, 2);
    EXPECT_EQ(trouble("body_size: large\n").field, "body_size");
    EXPECT_EQ(trouble("body_size: 1e9\n").field, "body_size");
    EXPECT_EQ(trouble("body_size: nan\n").field, "body_size");
    EXPECT_EQ(trouble("body_size: [12]\n").field, "body_size");
    EXPECT_EQ(trouble("heading_colour: navy\n").field, "heading_colour");
    EXPECT_EQ(trouble("a: [\n").file, "form.yaml");
    EXPECT_EQ(trouble("- a\n").line, 1);
    EXPECT_EQ(trouble("").line, 1);
}

}  // namespace
}  // namespace postroom::rendering
