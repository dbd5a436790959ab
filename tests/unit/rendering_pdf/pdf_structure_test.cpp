// What PDF/UA-1 and PDF/A-2a ask of the file, rule by rule.
#include <map>

#include <gtest/gtest.h>

#include "letter_file.hpp"
#include "sample_letter.hpp"

namespace postroom::rendering {
namespace {

std::string rendered(const document::Document& letter) {
    auto made = render_pdf(letter, standard_form(), *letter_fonts(), spring);
    if (!made) throw std::runtime_error(to_text(made.error()));
    return made->bytes;
}

document::Document bilingual_letter() {
    document::Document welsh = full_letter();
    welsh.language = "cy";
    welsh.repeated_in = {full_letter()};
    return welsh;
}

std::vector<document::Document> every_kind() {
    document::Document foreign = short_letter();
    foreign.body.emplace_back(paragraph("السلام عليكم 31 مارس, ગુજરાતી ક્ષત્રિય, Łukasz x\u0302"));
    return {short_letter(), full_letter(), long_letter(20), foreign, bilingual_letter()};
}

TEST(PdfStructure, EverythingDrawnIsTaggedOrAnArtifact) {
    for (const document::Document& letter : every_kind()) {
        LetterFile file(rendered(letter));
        for (std::size_t page = 0; page < file.pages.size(); ++page) {
            const ContentReader content = file.content(page);
            EXPECT_GT(content.glyphs, 0);
            EXPECT_EQ(content.shown_outside, 0);
            EXPECT_EQ(content.open, 0);
        }
    }
}

TEST(PdfStructure, NoGlyphIsTheMissingOne) {
    for (const document::Document& letter : every_kind()) {
        LetterFile file(rendered(letter));
        for (std::size_t page = 0; page < file.pages.size(); ++page) {
            EXPECT_EQ(file.content(page).missing_glyphs, 0);
        }
    }
}

TEST(PdfStructure, EveryMarkHasAnElementThatOwnsIt) {
    for (const document::Document& letter : every_kind()) {
        LetterFile file(rendered(letter));
        QPDFObjectHandle numbers = file.structure().getKey("/ParentTree").getKey("/Nums");
        std::map<int, QPDFObjectHandle> parents;
        for (int i = 0; i + 1 < numbers.getArrayNItems(); i += 2) {
            parents[numbers.getArrayItem(i).getIntValueAsInt()] = numbers.getArrayItem(i + 1);
        }
        for (std::size_t page = 0; page < file.pages.size(); ++page) {
            QPDFObjectHandle object = file.pages[page].getObjectHandle();
            QPDFObjectHandle owners =
                parents.at(object.getKey("/StructParents").getIntValueAsInt());
            const ContentReader content = file.content(page);
            ASSERT_EQ(owners.getArrayNItems(), static_cast<int>(content.marked.size()));
            for (const int mark : content.marked) {
                bool owned = false;
                QPDFObjectHandle owner = owners.getArrayItem(mark);
                for (QPDFObjectHandle kid : LetterFile::kids(owner)) {
                    const bool here = kid.isInteger() && kid.getIntValueAsInt() == mark &&
                                      owner.getKey("/Pg").getObjGen() == object.getObjGen();
                    const bool elsewhere = kid.isDictionary() && kid.hasKey("/MCID") &&
                                           kid.getKey("/MCID").getIntValueAsInt() == mark &&
                                           kid.getKey("/Pg").getObjGen() == object.getObjGen();
                    owned = owned || here || elsewhere;
                }
                EXPECT_TRUE(owned) << "page " << page << " mark " << mark;
            }
        }
    }
}

TEST(PdfStructure, TheTreeSaysWhatTheLetterIs) {
    LetterFile file(rendered(full_letter()));
    EXPECT_EQ(file.outline(),
              "Document(P P P P P P H1 P P H2 P "
              "L(LI(Lbl LBody(P)) LI(Lbl LBody(P L(LI(Lbl LBody(P)) LI(Lbl LBody(P))))) "
              "LI(Lbl LBody(P))) "
              "H2 Table(TR(TH TH TH) TR(TD TD TD) TR(TD TD TD)) P H2 P(Link) P P P P)");
}

TEST(PdfStructure, EachLanguageOfALetterIsAPartThatNamesIt) {
    LetterFile file(rendered(bilingual_letter()));
    EXPECT_EQ(file.root().getKey("/Lang").getStringValue(), "cy");
    QPDFObjectHandle document = file.structure().getKey("/K");
    const auto parts = LetterFile::kids(document);
    ASSERT_EQ(parts.size(), 2U);
    const std::vector<std::string> languages{"cy", "en-GB"};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        QPDFObjectHandle part = parts[i];
        EXPECT_EQ(part.getKey("/S").getName(), "/Part");
        EXPECT_EQ(part.getKey("/Lang").getStringValue(), languages[i]);
    }
}

TEST(PdfStructure, ContentStandsInReadingOrderInsideTables) {
    LetterFile file(rendered(full_letter()));
    std::string tags;
    const ContentReader content = file.content(1);
    for (const std::string& tag : content.tags) tags += tag;
    EXPECT_NE(tags.find("/TH/TH/TH/TD/TD/TD/TD/TD/TD/P"), std::string::npos) << tags;
}

TEST(PdfStructure, TableHeadsSayTheirScope) {
    LetterFile file(rendered(full_letter()));
    int heads = 0;
    for (QPDFObjectHandle object : file.qpdf.getAllObjects()) {
        if (!object.isDictionary() || !object.hasKey("/S")) continue;
        if (!object.getKey("/S").isNameAndEquals("/TH")) continue;
        ++heads;
        EXPECT_TRUE(object.getKey("/A").getKey("/Scope").isNameAndEquals("/Column"));
    }
    EXPECT_EQ(heads, 3);
}

TEST(PdfStructure, LinksAreAnnotationsWithWordsThatPrint) {
    LetterFile file(rendered(full_letter()));
    int links = 0;
    for (auto& page : file.pages) {
        QPDFObjectHandle annotations = page.getObjectHandle().getKey("/Annots");
        if (annotations.isNull()) continue;
        for (QPDFObjectHandle link : annotations.getArrayAsVector()) {
            ++links;
            EXPECT_EQ(link.getKey("/A").getKey("/URI").getStringValue(),
                      "https://www.council.example/advocacy");
            EXPECT_EQ(link.getKey("/Contents").getUTF8Value(), "council.example/advocacy");
            EXPECT_EQ(link.getKey("/F").getIntValueAsInt(), 4);
            EXPECT_TRUE(link.getKey("/StructParent").isInteger());
        }
    }
    EXPECT_EQ(links, 1);
}

TEST(PdfStructure, TheCatalogMakesTheFileReadableAloud) {
    LetterFile file(rendered(short_letter()));
    EXPECT_TRUE(file.root().getKey("/MarkInfo").getKey("/Marked").getBoolValue());
    EXPECT_EQ(file.root().getKey("/Lang").getStringValue(), "en-GB");
    EXPECT_TRUE(file.root().getKey("/ViewerPreferences").getKey("/DisplayDocTitle").getBoolValue());
    for (auto& page : file.pages) {
        EXPECT_TRUE(page.getObjectHandle().getKey("/Tabs").isNameAndEquals("/S"));
    }
    document::Document welsh = short_letter();
    welsh.language = "cy";
    EXPECT_EQ(LetterFile(rendered(welsh)).root().getKey("/Lang").getStringValue(), "cy");
}

TEST(PdfStructure, MetadataNamesBothStandardsAndAgreesWithTheInformation) {
    document::Document letter = short_letter();
    letter.subject = "Fostering & <Adoption> – Llŷn";
    LetterFile file(rendered(letter));
    const std::string xmp = file.metadata();
    for (const char* part :
         {"<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<",
          ">Fostering &amp; &lt;Adoption&gt; – Llŷn</rdf:li>", "2025-03-17T09:30:00Z",
          "http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"}) {
        EXPECT_NE(xmp.find(part), std::string::npos) << part;
    }
    QPDFObjectHandle information = file.qpdf.getTrailer().getKey("/Info");
    EXPECT_EQ(information.getKey("/Title").getUTF8Value(), letter.subject);
    EXPECT_EQ(information.getKey("/CreationDate").getStringValue(), "D:20250317093000Z");
    EXPECT_EQ(information.getKey("/ModDate").getStringValue(), "D:20250317093000Z");
    EXPECT_NE(xmp.find("<pdf:Producer>" + information.getKey("/Producer").getStringValue() + "<"),
              std::string::npos);
}

TEST(PdfStructure, FontsAreEmbeddedSubsetsWithTextAndWidths) {
    for (const document::Document& letter : every_kind()) {
        LetterFile file(rendered(letter));
        QPDFObjectHandle fonts =
            file.pages[0].getObjectHandle().getKey("/Resources").getKey("/Font");
        EXPECT_GE(fonts.getKeys().size(), 2U);
        for (const std::string& key : fonts.getKeys()) {
            QPDFObjectHandle font = fonts.getKey(key);
            EXPECT_TRUE(font.getKey("/Encoding").isNameAndEquals("/Identity-H"));
            EXPECT_TRUE(font.getKey("/ToUnicode").isStream());
            EXPECT_EQ(font.getKey("/BaseFont").getName().find('+'), 7U);
            QPDFObjectHandle inner = font.getKey("/DescendantFonts").getArrayItem(0);
            EXPECT_TRUE(inner.getKey("/CIDToGIDMap").isNameAndEquals("/Identity"));
            EXPECT_TRUE(inner.getKey("/W").isArray());
            QPDFObjectHandle program = inner.getKey("/FontDescriptor").getKey("/FontFile2");
            ASSERT_TRUE(program.isStream());
            EXPECT_EQ(static_cast<int>(program.getStreamData()->getSize()),
                      program.getDict().getKey("/Length1").getIntValueAsInt());
        }
        for (std::size_t page = 0; page < file.pages.size(); ++page) {
            const ContentReader content = file.content(page);
            for (const std::string& used : content.fonts) {
                EXPECT_TRUE(fonts.hasKey(used)) << used;
            }
        }
    }
}

TEST(PdfStructure, ColoursHaveAProfile) {
    LetterFile file(rendered(short_letter()));
    QPDFObjectHandle intent = file.root().getKey("/OutputIntents").getArrayItem(0);
    EXPECT_TRUE(intent.getKey("/S").isNameAndEquals("/GTS_PDFA1"));
    QPDFObjectHandle profile = intent.getKey("/DestOutputProfile");
    EXPECT_EQ(profile.getDict().getKey("/N").getIntValueAsInt(), 3);
    const auto data = profile.getStreamData();
    const std::string bytes(reinterpret_cast<const char*>(data->getBuffer()), data->getSize());
    EXPECT_EQ(bytes.substr(36, 4), "acsp");
    EXPECT_EQ(bytes.substr(12, 8), "mntrRGB ");
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(bytes[at]); };
    EXPECT_EQ(static_cast<std::size_t>(byte(2) << 8 | byte(3)), bytes.size());
}

TEST(PdfStructure, TheIdentifierFollowsTheContent) {
    const auto identifier = [](const document::Document& letter) {
        LetterFile file(rendered(letter));
        QPDFObjectHandle id = file.qpdf.getTrailer().getKey("/ID");
        EXPECT_EQ(id.getArrayItem(0).getStringValue(), id.getArrayItem(1).getStringValue());
        return id.getArrayItem(0).getStringValue();
    };
    document::Document other = short_letter();
    other.date = "18 March 2025";
    EXPECT_EQ(identifier(short_letter()).size(), 16U);
    EXPECT_NE(identifier(short_letter()), identifier(other));
}

}  // namespace
}  // namespace postroom::rendering
