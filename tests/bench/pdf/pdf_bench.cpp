// Letters a second on one thread, beside libharu's own TrueType text with the same words in the
// same run. Each letter has another name, address, reference and date, as a real run does.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <hpdf.h>

#include "document/document.hpp"
#include "rendering/fonts.hpp"
#include "rendering/pdf.hpp"

namespace {

using namespace postroom;
using document::Block;
using document::Document;

const std::string font_folder = "/usr/share/fonts/truetype/noto/";

[[noreturn]] void stop(const std::string& why) {
    std::fprintf(stderr, "%s\n", why.c_str());
    std::exit(1);
}

std::string file_bytes(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) stop("cannot open " + path);
    return {std::istreambuf_iterator<char>(file), {}};
}

document::Paragraph paragraph(std::string text) {
    return {{{std::move(text)}}};
}

// One page: some 160 words, a list and a table, as an acknowledgement is.
Document letter(int number, const std::string& first_name) {
    const std::string reference = "CSC-2025-" + std::to_string(10000 + number);
    Document letter;
    letter.subject = "Your complaint " + reference;
    letter.reference = reference;
    letter.date = std::to_string(1 + number % 28) + " March 2025";
    letter.addressee = {"Ms " + first_name + " Patel" + std::to_string(number % 1000),
                        std::to_string(1 + number % 300) + " Orchard Row", "Oakham", "LE15 6QT"};
    letter.salutation = "Dear Ms Patel";
    letter.contact = {"Northfold County Council", "Complaints and Information Team",
                      "County Hall, Northfold NF1 2AA", "0116 496 0123",
                      "complaints@council.example"};
    letter.body.emplace_back(document::Heading{1, {{"We have received your complaint"}}});
    letter.body.emplace_back(paragraph(
        "Thank you for your complaint, which we received on 14 March 2025. I am sorry that you "
        "have had cause to complain. A manager who knows the service will look into what you have "
        "told us and write to you."));
    letter.body.emplace_back(paragraph(
        "You should have our answer by 28 March 2025, which is 10 working days from the day we "
        "received your complaint. If we need longer we will ask you first."));
    letter.body.emplace_back(document::List{
        false,
        1,
        {{paragraph("You will get a letter that answers each point, and says what we will do.")},
         {paragraph("If you are not content, you may ask for an independent investigation.")}}});
    letter.body.emplace_back(
        document::Table{{{{"Step"}}, {{"By when"}}},
                        {{{{"We write to you"}}, {{"28 March 2025"}}},
                         {{{"You may ask for Stage 2"}}, {{"until 12 May 2025"}}}}});
    letter.body.emplace_back(document::Callout{{{"Tell us if you need large print or a call."}}});
    letter.sign_off = "Yours sincerely";
    letter.signatory = {"Rosalind Fairweather", "Complaints Officer"};
    return letter;
}

double processor_seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

template <class Make>
void measure(const char* name, double seconds, Make make) {
    std::size_t bytes = 0;
    for (int i = 0; i < 3; ++i) bytes = make(i);
    const double start = processor_seconds();
    int count = 0;
    double spent = 0;
    while (spent < seconds) {
        for (int i = 0; i < 10; ++i) bytes = make(++count);
        spent = processor_seconds() - start;
    }
    std::printf("%-44s %8.0f letters/s  %7.3f ms  %6zu bytes\n", name, count / spent,
                1000 * spent / count, bytes);
}

std::vector<std::string> lines_of(const Document& letter) {
    std::vector<std::string> lines = letter.addressee;
    const auto add = [&](const std::string& text) {
        for (std::size_t at = 0; at < text.size(); at += 80) lines.push_back(text.substr(at, 80));
    };
    for (const Block& block : letter.body) {
        if (const auto* p = std::get_if<document::Paragraph>(&block)) add(plain(p->runs));
        if (const auto* h = std::get_if<document::Heading>(&block)) add(plain(h->runs));
        if (const auto* c = std::get_if<document::Callout>(&block)) add(plain(c->runs));
        if (const auto* l = std::get_if<document::List>(&block)) {
            for (const auto& item : l->items) {
                add(plain(std::get<document::Paragraph>(item.front()).runs));
            }
        }
        if (const auto* t = std::get_if<document::Table>(&block)) {
            for (const auto& row : t->rows) {
                for (const auto& cell : row) add(plain(cell));
            }
        }
    }
    return lines;
}

// What libharu does by itself: no tags, no kerning, lines cut blindly.
std::size_t bare_libharu(const Document& letter) {
    const auto on_error = [](HPDF_STATUS error, HPDF_STATUS, void*) {
        stop("libharu " + std::to_string(error));
    };
    const std::unique_ptr<std::remove_pointer_t<HPDF_Doc>, void (*)(HPDF_Doc)> document(
        HPDF_New(on_error, nullptr), HPDF_Free);
    HPDF_Doc doc = document.get();
    HPDF_SetCompressionMode(doc, HPDF_COMP_ALL);
    HPDF_UseUTFEncodings(doc);
    HPDF_Font fonts[2];
    int i = 0;
    for (const char* name : {"NotoSans-Regular.ttf", "NotoSans-Bold.ttf"}) {
        const char* loaded = HPDF_LoadTTFontFromFile(doc, (font_folder + name).c_str(), HPDF_TRUE);
        fonts[i++] = HPDF_GetFont(doc, loaded, "UTF-8");
    }
    HPDF_Page page = HPDF_AddPage(doc);
    HPDF_Page_SetSize(page, HPDF_PAGE_SIZE_A4, HPDF_PAGE_PORTRAIT);
    HPDF_Page_BeginText(page);
    HPDF_Page_SetFontAndSize(page, fonts[1], 16);
    HPDF_Page_TextOut(page, 70, 780, letter.subject.c_str());
    HPDF_Page_SetFontAndSize(page, fonts[0], 12);
    float y = 750;
    for (const std::string& line : lines_of(letter)) {
        HPDF_Page_TextOut(page, 70, y -= 16, line.c_str());
    }
    HPDF_Page_EndText(page);
    HPDF_SaveToStream(doc);
    return HPDF_GetStreamSize(doc);
}

}  // namespace

int main() {
    using namespace postroom::rendering;
    const auto font = [](const std::string& name) {
        return FontFile{name, file_bytes(font_folder + name + ".ttf")};
    };
    const double start = processor_seconds();
    const auto fonts =
        PreparedFonts::prepare({font("NotoSans-Regular"), font("NotoSans-Bold"), {}}).value();
    std::printf("fonts prepared in %.1f ms\n", 1000 * (processor_seconds() - start));
    const LetterForm form =
        read_letter_form(file_bytes(POSTROOM_SOURCE_TREE "/templates/letterhead/standard.yaml"),
                         "standard.yaml")
            .value();
    const auto ours = [&](const std::string& name) {
        return [&, name](int number) {
            const PdfLetter made =
                render_pdf(letter(number, name), form, *fonts, Instant{1'742'203'800'000'000})
                    .value();
            if (made.pages != 1) stop("the letter is not one page");
            return made.bytes.size();
        };
    };
    constexpr double seconds = 3;
    measure("postroom, tagged, ordinary letters", seconds, ours("Anjali"));
    measure("postroom, a name needs its own subset", seconds, ours("Łukasz Ștefan"));
    measure("libharu's own TrueType text, untagged", seconds,
            [&](int number) { return bare_libharu(letter(number, "Anjali")); });
    return 0;
}
