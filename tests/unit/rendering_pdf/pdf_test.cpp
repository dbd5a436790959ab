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

/// Nothing of the letter may lie off the paper, whatever was in it.
void expect_on_the_paper(const PdfLetter& letter, const std::string& what) {
    const std::string boxes = run_tool("pdftotext -bbox", "-", letter.bytes).output;
    for (std::size_t at = 0; (at = boxes.find("<word xMin=\"", at)) != std::string::npos; ++at) {
        double left = 0, top = 0, right = 0, bottom = 0;
        const std::string word = boxes.substr(at, 120);  // sscanf measures what it is given
        ASSERT_EQ(
            std::sscanf(word.c_str(), "<word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\"",
                        &left, &top, &right, &bottom),
            4);
        EXPECT_TRUE(left >= 0 && top >= 0 && right <= 595.3 && bottom <= 841.9)
            << what << ": " << left << "," << top << " to " << right << "," << bottom;
    }
}

TEST(Pdf, WhateverACaseHoldsStaysOnThePaperOrIsRefused) {
    const std::string long_name(10'000, 'W');
    const std::string many_names = [] {
        std::string text;
        for (int i = 0; i < 500; ++i) text += "Anne-Marie ";
        return text;
    }();
    struct Case {
        const char* what;
        void (*put)(document::Document&, const std::string&);
    };
    const Case places[] = {
        {"salutation", [](auto& letter, auto& text) { letter.salutation = "Dear " + text; }},
        {"date", [](auto& letter, auto& text) { letter.date = text; }},
        {"body", [](auto& letter, auto& text) { letter.body.push_back(paragraph(text)); }},
        {"heading",
         [](auto& letter, auto& text) {
             letter.body[0] = document::Heading{1, {{text}}};
         }},
        {"callout",
         [](auto& letter, auto& text) { letter.body.push_back(document::Callout{{{text}}}); }},
        {"item",
         [](auto& letter, auto& text) {
             letter.body.push_back(document::List{true, 999'999'999, {{paragraph(text)}}});
         }},
        {"cell",
         [](auto& letter, auto& text) {
             letter.body.push_back(document::Table{{{{text}}, {{"b"}}}, {{{{"c"}}, {{text}}}}});
         }},
        {"sign-off", [](auto& letter, auto& text) { letter.sign_off = text; }},
        {"signatory",
         [](auto& letter, auto& text) {
             letter.signatory = {text, text};
         }},
        {"contact",
         [](auto& letter, auto& text) {
             letter.contact = {text, text};
         }},
        {"addressee",
         [](auto& letter, auto& text) {
             letter.addressee = {"A", text, "LE1 1AA"};
         }},
        {"reference", [](auto& letter, auto& text) { letter.reference = text; }},
    };
    for (const Case& place : places) {
        for (const std::string& text :
             {long_name, many_names, std::string(), std::string("a\u202Eb\u2066c\u200Fd"),
              std::string("\uFDFD\uFDFD"), std::string("السلام ") + many_names}) {
            document::Document letter = short_letter();
            place.put(letter, text);
            const auto made = render_pdf(letter, standard_form(), *letter_fonts(), spring);
            if (made) {
                expect_on_the_paper(*made, place.what);
            } else {
                EXPECT_FALSE(made.error().field.empty()) << place.what;
                EXPECT_EQ(to_text(made.error()).find("WWW"), std::string::npos);
            }
        }
    }
}

TEST(Pdf, MarksOfIndicScriptsDoNotPushTheTextAway) {
    document::Document letter = short_letter();
    letter.body.emplace_back(paragraph("ਸਾਨੂੰ ਤੁਹਾਡੀ ਸ਼ਿਕਾਇਤ ਮਿਲੀ ਹੈ"));
    letter.body.emplace_back(paragraph("কর্তৃপক্ষ উজ্জ্বল আপনার অভিযোগ"));
    letter.body.emplace_back(paragraph("ક્ષત્રિય જ્ઞાન શ્રી દ્વારા"));
    const PdfLetter made = rendered(letter);
    expect_on_the_paper(made, "marks");
    const std::string text = text_of(made);
    for (const char* words :
         {"ਸਾਨੂੰ ਤੁਹਾਡੀ ਸ਼ਿਕਾਇਤ ਮਿਲੀ ਹੈ", "কর্তৃপক্ষ উজ্জ্বল আপনার অভিযোগ", "ક્ષત્રિય જ્ઞાન શ્રી દ્વારા"})
        EXPECT_NE(text.find(words), std::string::npos) << words << "\n" << text;
}

TEST(Pdf, AnAddressInArabicScriptStandsAtTheLeftAsTheRoyalMailAsks) {
    document::Document letter = short_letter();
    letter.addressee = {"عائشہ قریشی", "مکان نمبر ۱۲", "Luton", "LU1 2AB"};
    const std::string boxes = run_tool("pdftotext -bbox", "-", rendered(letter).bytes).output;
    const auto left_of = [&](const std::string& word) {
        const std::size_t end = boxes.find(">" + word + "<");
        const std::size_t at = boxes.rfind("xMin=\"", end);
        return std::atof(boxes.c_str() + at + 6);
    };
    EXPECT_NEAR(left_of("Luton"), left_of("LU1"), 0.1);
    EXPECT_NEAR(left_of("LU1"), 25 * 72 / 25.4, 0.5);
}

TEST(Pdf, AnAddressOfFiveHundredLinesIsRefused) {
    document::Document letter = short_letter();
    letter.addressee.resize(500, "line");
    const auto made = render_pdf(letter, standard_form(), *letter_fonts(), spring);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().field, "addressee");
}

TEST(Pdf, ALetterOfTwoHundredPagesIsWholeAndOnThePaper) {
    const PdfLetter letter = rendered(long_letter(1'900));
    EXPECT_GE(letter.pages, 200);
    LetterFile file(letter.bytes);
    EXPECT_EQ(static_cast<int>(file.pages.size()), letter.pages);
    expect_on_the_paper(letter, "two hundred pages");
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
