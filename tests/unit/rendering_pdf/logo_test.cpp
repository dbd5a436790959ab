// A council's logo, and the bookmarks of a long letter.
#include "rendering/logo.hpp"

#include <gtest/gtest.h>
#include <png.h>

#include "letter_file.hpp"
#include "sample_letter.hpp"

namespace postroom::rendering {
namespace {

std::string png_of(png_uint_32 width, png_uint_32 height, png_uint_32 format) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = width;
    image.height = height;
    image.format = format;
    const std::string pixels(PNG_IMAGE_SIZE(image), '\x40');
    png_alloc_size_t size = 0;
    png_image_write_to_memory(&image, nullptr, &size, 0, pixels.data(), 0, nullptr);
    std::string png(size, '\0');
    png_image_write_to_memory(&image, png.data(), &size, 0, pixels.data(), 0, nullptr);
    return png;
}

LetterForm form_with_logo() {
    LetterForm form = standard_form();
    form.logo_file = "oak.png";
    form.logo_words = "Northfold County Council’s oak";
    form.logo_width = 20;
    form.logo = read_logo(png_of(80, 40, PNG_FORMAT_RGBA), "oak.png").value();
    return form;
}

TEST(Logo, IsAFigureThatSaysInWordsWhatItShows) {
    const auto made = render_pdf(short_letter(), form_with_logo(), *letter_fonts(), spring);
    ASSERT_TRUE(made) << to_text(made.error());
    LetterFile file(made->bytes);
    EXPECT_TRUE(file.outline().starts_with("Document(Figure P P ")) << file.outline();
    QPDFObjectHandle figure = LetterFile::kids(file.structure().getKey("/K")).front();
    EXPECT_EQ(figure.getKey("/Alt").getUTF8Value(), "Northfold County Council’s oak");
    EXPECT_EQ(figure.getKey("/A").getKey("/BBox").getArrayNItems(), 4);
    QPDFObjectHandle picture =
        file.pages[0].getObjectHandle().getKey("/Resources").getKey("/XObject").getKey("/Logo");
    EXPECT_EQ(picture.getDict().getKey("/Width").getIntValueAsInt(), 80);
    EXPECT_EQ(picture.getStreamData()->getSize(), 80U * 40 * 3);
    EXPECT_EQ(file.content(0).shown_outside, 0);
}

TEST(Logo, EveryKindOfPngIsRead) {
    for (const png_uint_32 format :
         std::vector<png_uint_32>{PNG_FORMAT_GRAY, PNG_FORMAT_GA, PNG_FORMAT_RGB, PNG_FORMAT_RGBA,
                                  PNG_FORMAT_LINEAR_RGB_ALPHA}) {
        const auto logo = read_logo(png_of(7, 5, format), "oak.png");
        ASSERT_TRUE(logo) << format;
        EXPECT_EQ((*logo)->width, 7);
        EXPECT_EQ((*logo)->height, 5);
    }
}

TEST(Logo, WhatIsNoPictureIsRefusedByName) {
    const std::string good = png_of(30, 30, PNG_FORMAT_RGB);
    std::string damaged = good;
    damaged[good.size() / 2] = static_cast<char>(damaged[good.size() / 2] ^ 0x55);
    for (const std::string& bytes :
         {std::string(), std::string("GIF89a"), std::string("\x89PNG\r\n\x1a\n"),
          good.substr(0, 40), good.substr(0, good.size() - 20), damaged,
          png_of(2001, 1, PNG_FORMAT_GRAY)}) {
        const auto logo = read_logo(bytes, "oak.png");
        ASSERT_FALSE(logo) << bytes.size();
        EXPECT_EQ(logo.error().file, "oak.png");
        EXPECT_FALSE(logo.error().remedy.empty());
    }
}

TEST(LetterForm, ALogoNeedsItsWordsAndANameBesideTheForm) {
    const auto trouble = [](const char* yaml) {
        const auto form = read_letter_form(yaml, "form.yaml");
        return form ? Problem{} : form.error();
    };
    EXPECT_TRUE(read_letter_form("logo: oak.png\nlogo_words: An oak\nlogo_width: 30\n", "f"));
    EXPECT_EQ(trouble("logo: oak.png\n").field, "logo_words");
    EXPECT_EQ(trouble("logo_words: An oak\n").field, "logo");
    EXPECT_EQ(trouble("logo: ../oak.png\nlogo_words: x\n").field, "logo");
    EXPECT_EQ(trouble("logo: oak.jpg\nlogo_words: x\n").field, "logo");
    EXPECT_EQ(trouble("logo: oak.png\nlogo_words: \"\"\n").field, "logo_words");
}

TEST(Bookmarks, FollowTheHeadingsOfALongLetterAndLeadToThem) {
    const auto made = render_pdf(long_letter(20), standard_form(), *letter_fonts(), spring);
    LetterFile file(made->bytes);
    QPDFObjectHandle outline = file.root().getKey("/Outlines");
    QPDFObjectHandle title = outline.getKey("/First");
    EXPECT_EQ(title.getKey("/Title").getUTF8Value(), "We have received your complaint");
    EXPECT_EQ(title.getObjGen(), outline.getKey("/Last").getObjGen());
    int below = 0;
    for (QPDFObjectHandle item = title.getKey("/First"); item.isDictionary();
         item = item.getKey("/Next")) {
        EXPECT_EQ(item.getKey("/Title").getUTF8Value(), "What we found");
        EXPECT_EQ(item.getKey("/Parent").getObjGen(), title.getObjGen());
        EXPECT_TRUE(item.getKey("/Dest").getArrayItem(0).isPageObject());
        ++below;
    }
    EXPECT_EQ(below, 4);
    EXPECT_EQ(title.getKey("/Count").getIntValueAsInt(), 4);
}

TEST(Bookmarks, AShortLetterHasNone) {
    const auto made = render_pdf(short_letter(), standard_form(), *letter_fonts(), spring);
    EXPECT_FALSE(LetterFile(made->bytes).root().hasKey("/Outlines"));
}

TEST(SpokenScripts, WordsOfAnotherScriptSayTheirLanguage) {
    document::Document letter = short_letter();
    letter.addressee[0] = "સીમા પટેલ";
    letter.body.emplace_back(paragraph("السلام عليكم"));
    letter.body.emplace_back(paragraph("آپ کی شکایت مل گئی ہے"));
    letter.body.emplace_back(paragraph("ਸਤ ਸ੍ਰੀ ਅਕਾਲ and আপনার"));
    const auto content = [](const document::Document& of) {
        LetterFile file(render_pdf(of, standard_form(), *letter_fonts(), spring)->bytes);
        std::string bytes;
        for (auto& page : file.pages) {
            QPDFObjectHandle stream = page.getObjectHandle().getKey("/Contents");
            const auto data = stream.getStreamData();
            bytes.append(reinterpret_cast<const char*>(data->getBuffer()), data->getSize());
        }
        return bytes;
    };
    const std::string english = content(letter);
    for (const char* language : {"gu", "ar", "ur", "pa", "bn"})
        EXPECT_NE(english.find("/Lang(" + std::string(language) + ")"), std::string::npos)
            << language;
    letter.language = "ur";
    EXPECT_EQ(content(letter).find("/Lang(ur)"), std::string::npos);
}

}  // namespace
}  // namespace postroom::rendering
