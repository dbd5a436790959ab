// The 2D code at the foot of page 1, read off a picture of the page as a scanner would.
#include "rendering/pdf_code.hpp"

#include <gtest/gtest.h>

#include "letter_file.hpp"
#include "other_programs.hpp"
#include "rendering/pdf.hpp"
#include "sample_letter.hpp"

namespace postroom::rendering {
namespace {

const std::string code = "0123456789ABCDEF0123";

document::Document with_code(document::Document letter) {
    letter.parcel_code = code;
    return letter;
}

LetterForm form_named(const std::string& name) {
    const std::string file = std::string(POSTROOM_SOURCE_TREE) + "/templates/letterhead/" + name;
    return read_letter_form(file_bytes(file), name).value();
}

Bytes rendered(const document::Document& letter, const LetterForm& form = standard_form()) {
    const auto made = render_pdf(letter, form, *letter_fonts(), spring);
    if (!made) throw std::runtime_error(to_text(made.error()));
    return made->bytes;
}

/// What zbar reads on that page, drawn so coarsely.
std::string scanned(const Bytes& pdf, int page, int dots_per_inch) {
    const std::string number = std::to_string(page);
    std::string picture = testing::TempDir() + "page" + std::to_string(getpid());
    run_tool("pdftoppm -gray -singlefile -f " + number + " -l " + number + " -r " +
                 std::to_string(dots_per_inch),
             picture, pdf);
    picture += ".pgm";
    const std::string read =
        run_tool("zbarimg -q --raw " + picture + " 2>/dev/null; true", "", "").output;
    std::remove(picture.c_str());
    return read;
}

TEST(PdfCode, AScannerReadsItOffThePage) {
    for (const char* form : {"standard.yaml", "large-print.yaml"}) {
        const Bytes letter = rendered(with_code(full_letter()), form_named(form));
        for (const int dots_per_inch : {100, 150, 300}) {
            EXPECT_EQ(scanned(letter, 1, dots_per_inch), code + "\n")
                << form << " at " << dots_per_inch;
        }
    }
}

TEST(PdfCode, StandsOnTheFirstPageAlone) {
    const Bytes letter = rendered(with_code(long_letter(30)));
    EXPECT_EQ(scanned(letter, 1, 150), code + "\n");
    EXPECT_EQ(scanned(letter, 2, 150), "");
}

TEST(PdfCode, IsAnArtifactThatSaysNothing) {
    LetterFile with(rendered(with_code(full_letter())));
    LetterFile without(rendered(full_letter()));
    EXPECT_EQ(with.content(0).shown_outside, 0);
    EXPECT_EQ(with.content(0).open, 0);
    EXPECT_EQ(with.content(0).marked, without.content(0).marked);
    EXPECT_EQ(with.outline(), without.outline());
}

TEST(PdfCode, LeavesThePageNumberBesideIt) {
    const Bytes letter = rendered(with_code(short_letter()), form_named("large-print.yaml"));
    const std::string text = run_tool("pdftotext -bbox -f 1 -l 1", "-", letter).output;
    // The last word of the footer ends left of the zone that must stay blank.
    const auto last = text.rfind("xMax=\"");
    ASSERT_NE(last, std::string::npos);
    const document::PageStyle style;
    EXPECT_LE(std::stod(text.substr(last + 6)), style.code_place.left - style.code_quiet_zone + 1);
}

TEST(PdfCode, LeavesTheLetterUnderTwentyKilobytes) {
    EXPECT_LE(rendered(with_code(short_letter())).size(), 20'000U);
    EXPECT_LE(rendered(with_code(short_letter())).size(), rendered(short_letter()).size() + 900);
}

TEST(PdfCode, SameCodeSameBytes) {
    EXPECT_EQ(rendered(with_code(short_letter())), rendered(with_code(short_letter())));
}

TEST(PdfCode, RefusesWhatTheSymbolCannotHold) {
    for (const char* wrong : {"0123", "0123456789abcdef0123", "0123456789ABCDEF012\xC3",
                              "0123456789ABCDEF01234", "0123 56789ABCDEF0123"}) {
        document::Document letter = short_letter();
        letter.parcel_code = wrong;
        EXPECT_FALSE(render_pdf(letter, standard_form(), *letter_fonts(), spring)) << wrong;
    }
}

}  // namespace
}  // namespace postroom::rendering
