#include "rendering/pdf.hpp"

#include <algorithm>

#include "base/short_digest.hpp"
#include "base/unicode.hpp"
#include "document/layout.hpp"
#include "rendering/deflate.hpp"
#include "rendering/letter_form.hpp"
#include "rendering/pdf_areas.hpp"
#include "rendering/pdf_code.hpp"
#include "rendering/pdf_colour_profile.hpp"
#include "rendering/pdf_content.hpp"
#include "rendering/pdf_fonts.hpp"
#include "rendering/pdf_metadata.hpp"
#include "rendering/pdf_objects.hpp"
#include "rendering/pdf_outline.hpp"
#include "rendering/pdf_structure.hpp"
#include "rendering/pdf_text.hpp"
#include "rendering/prepared_fonts.hpp"
#include "rendering/shaper.hpp"

namespace postroom::rendering {
namespace {

constexpr int content_level = 3;  // libdeflate's; more takes a tenth of the letter's time for 2%

std::optional<Problem> trouble_of_labels(const document::Document& document) {
    if (document.subject.empty() || !is_utf8(document.subject) ||
        forbidden_in_a_line(document.subject)) {
        return Problem{.what =
                           "the subject, which is the PDF's title, is empty or not one line "
                           "of text",
                       .field = "subject"};
    }
    const auto is_tag_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-';
    };
    if (document.language.size() < 2 ||
        !std::all_of(document.language.begin(), document.language.end(), is_tag_letter)) {
        return Problem{.what = "the language is not a language tag such as en or cy",
                       .field = "language"};
    }
    for (const document::Document& repeated : document.repeated_in)
        if (auto trouble = trouble_of_labels(repeated)) return trouble;
    return std::nullopt;
}

std::optional<Problem> trouble_of_code(const std::string& code) {
    if (code.empty() || is_parcel_code(code)) return std::nullopt;
    return Problem{.what = "the code for the letter's foot is not 20 capitals and digits",
                   .field = "parcel_code"};
}

std::optional<Problem> trouble_of_links(const document::Pages& pages) {
    for (const document::Page& page : pages.pages) {
        for (const document::LinkArea& link : page.links) {
            const bool plain = std::all_of(link.address.begin(), link.address.end(),
                                           [](char c) { return c > ' ' && c <= '~'; });
            if (!plain) {
                return Problem{.what = "a link's address holds a character that addresses may not",
                               .remedy = "write such characters as %XX",
                               .field = "body"};
            }
        }
    }
    return std::nullopt;
}

// PDF/A wants to know what the colours mean.
int write_output_intent(PdfObjects& objects) {
    constexpr int smallest = 12;
    static const Bytes profile = deflate(srgb_profile(), smallest);
    const int stream = objects.add_stream("/N 3/Filter/FlateDecode", profile);
    return objects.add(
        "/Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/DestOutputProfile " +
        reference_to(stream));
}

// The resource entry of the form's logo; "" when it has none.
std::string write_logo(PdfObjects& objects, const LetterForm& form) {
    if (!form.logo) return {};
    const int picture = objects.add_stream(
        "/Type/XObject/Subtype/Image/ColorSpace/DeviceRGB/BitsPerComponent 8"
        "/Filter/FlateDecode/Width " +
            std::to_string(form.logo->width) + "/Height " + std::to_string(form.logo->height),
        form.logo->pixels);
    return "/XObject<</Logo " + reference_to(picture) + ">>";
}

std::vector<Bytes> deflate_all(const std::vector<PageContent>& contents) {
    std::vector<Bytes> deflated;
    deflated.reserve(contents.size());
    for (const PageContent& content : contents)
        deflated.push_back(deflate(content.operators, content_level));
    return deflated;
}

struct PageTree {
    int root = 0;
    std::vector<int> pages;
};

// PDF/A wants each page's resources said at the page, not at the node they all hang on.
PageTree write_pages(PdfObjects& objects, const std::vector<Bytes>& deflated,
                     const document::PageStyle& style, int resources) {
    PageTree tree{objects.reserve(), {}};
    std::string in_common = "/Type/Page/Parent " + reference_to(tree.root) + "/Resources " +
                            reference_to(resources) + "/MediaBox[0 0 ";
    append_number(in_common, style.page_width);
    in_common += ' ';
    append_number(in_common, style.page_height);
    in_common += "]/Contents ";
    std::string kids;
    for (const Bytes& content : deflated) {
        const int stream = objects.add_stream("/Filter/FlateDecode", content);
        tree.pages.push_back(objects.add(in_common + reference_to(stream)));
        kids += reference_to(tree.pages.back()) + ' ';
    }
    objects.write(tree.root,
                  "/Type/Pages/Count " + std::to_string(tree.pages.size()) + "/Kids[" + kids + ']');
    return tree;
}

// Made from whatever sets one letter apart from another.
std::string identifier_of(const document::Document& document, Instant created,
                          const std::vector<Bytes>& deflated) {
    std::string identity = document.subject + '\n' + iso_date_time(created) + document.language;
    for (const Bytes& content : deflated) identity += content;
    return '<' + to_hex(short_digest(identity)) + '>';
}

using ShowAreas = void (*)(document::Pages&, const document::PageStyle&);

Expected<PdfLetter> render(const document::Document& document, const LetterForm& form,
                           const PreparedFonts& fonts, Instant created, ShowAreas show_areas) {
    if (auto trouble = trouble_of_labels(document)) return fail(std::move(*trouble));
    if (auto trouble = trouble_of_code(document.parcel_code)) return fail(std::move(*trouble));
    const document::PageStyle style = page_style_of(form);
    HarfBuzzShaper shaper(fonts);
    Expected<document::Pages> pages = document::lay_out(document, style, shaper);
    if (!pages) return fail(pages.error());
    if (show_areas != nullptr) show_areas(*pages, style);
    if (auto trouble = trouble_of_links(*pages)) return fail(std::move(*trouble));

    PdfObjects objects;
    const LetterFonts letter_fonts(*pages, fonts.impl());
    const int resources = letter_fonts.write(objects, write_logo(objects, form));
    const SpokenScripts scripts(*pages, document.language);
    const std::string metadata = xmp_packet(document.subject, created, libharu_producer);
    std::vector<PageContent> contents;
    for (const document::Page& page : pages->pages) {
        contents.push_back(
            draw_page(*pages, page, style.page_height, letter_fonts.fonts(), scripts));
    }
    if (!document.parcel_code.empty()) {
        contents.front().operators +=
            draw_code(document.parcel_code, style.code_place, style.page_height);
    }
    const std::vector<Bytes> deflated = deflate_all(contents);
    const PageTree tree = write_pages(objects, deflated, style, resources);
    std::vector<PageInFile> in_file;
    for (std::size_t i = 0; i < contents.size(); ++i)
        in_file.push_back({tree.pages[i], &contents[i]});
    const int structure = write_structure(objects, *pages, in_file, style.page_height);
    const int outline = write_outline(objects, *pages, in_file, style.page_height);
    const int xmp = objects.add_stream("/Type/Metadata/Subtype/XML", metadata);
    const int catalog =
        objects.add("/Type/Catalog/Pages " + reference_to(tree.root) +
                    "/MarkInfo<</Marked true>>/Lang(" + spoken_language(document.language) +
                    ")/ViewerPreferences<</DisplayDocTitle true>>/StructTreeRoot " +
                    reference_to(structure) + "/Metadata " + reference_to(xmp) +
                    (outline == 0 ? "" : "/Outlines " + reference_to(outline)) + "/OutputIntents[" +
                    reference_to(write_output_intent(objects)) + "]");
    const int about = objects.add(information(document.subject, created, libharu_producer));
    const std::string identifier = identifier_of(document, created, deflated);
    return PdfLetter{objects.save("/Root " + reference_to(catalog) + "/Info " +
                                  reference_to(about) + "/ID[" + identifier + identifier + "]"),
                     static_cast<int>(contents.size())};
}

}  // namespace

Expected<PdfLetter> render_pdf(const document::Document& document, const LetterForm& form,
                               const PreparedFonts& fonts, Instant created) {
    return render(document, form, fonts, created, nullptr);
}

Expected<PdfLetter> render_pdf_with_areas(const document::Document& document,
                                          const LetterForm& form, const PreparedFonts& fonts,
                                          Instant created) {
    return render(document, form, fonts, created, draw_areas);
}

}  // namespace postroom::rendering
