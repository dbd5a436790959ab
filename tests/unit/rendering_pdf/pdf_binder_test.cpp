// Letters bound into one file: the same pages, the same structure, and one tree that joins them.
#include "rendering/pdf_binder.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <qpdf/QPDFNumberTreeObjectHelper.hh>
#include <qpdf/QPDFOutlineDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>

#include "letter_file.hpp"
#include "other_programs.hpp"
#include "rendering/pdf.hpp"
#include "sample_letter.hpp"

namespace postroom::rendering {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Bytes rendered(const document::Document& letter) {
    const auto made = render_pdf(letter, standard_form(), *letter_fonts(), spring);
    if (!made) throw std::runtime_error(to_text(made.error()));
    return made->bytes;
}

document::Document letter_to(const std::string& name) {
    document::Document letter = short_letter();
    letter.addressee.front() = name;
    letter.salutation = "Dear " + name;
    return letter;
}

document::Document in_welsh() {
    document::Document letter = full_letter();
    letter.language = "cy";
    return letter;
}

/// Letters of one and several pages, with links, tables, other languages and other scripts.
std::vector<Bytes> letters() {
    return {rendered(short_letter()),
            rendered(full_letter()),
            rendered(in_welsh()),
            rendered(long_letter(20)),
            rendered(letter_to("Łukasz Żółć")),
            rendered(letter_to("ગુજરાતી પટેલ"))};
}

BindingLabel label() {
    return {.title = "Letters of 17 March 2025", .created = spring};
}

Bytes bound(const std::vector<Bytes>& parts) {
    Bytes file;
    PdfBinder binder(label(), [&](std::string_view bytes) { file += bytes; });
    int number = 0;
    for (const Bytes& part : parts) {
        const auto place = binder.add(part, "CSC-" + std::to_string(++number));
        if (!place) throw std::runtime_error(to_text(place.error()));
    }
    binder.finish();
    return file;
}

std::string raw_content(QPDFPageObjectHelper page) {
    const auto data = page.getObjectHandle().getKey("/Contents").getRawStreamData();
    return {reinterpret_cast<const char*>(data->getBuffer()), data->getSize()};
}

std::string pictures_of(const Bytes& pdf, int first, int last) {
    std::string name = testing::TempDir() + "boundXXXXXX";
    close(mkstemp(name.data()));
    run_tool("pdftoppm -r 40 -gray -f " + std::to_string(first) + " -l " + std::to_string(last),
             "> " + name, pdf);
    std::string pictures = file_bytes(name);
    std::remove(name.c_str());
    return pictures;
}

TEST(PdfBinder, EveryPageLooksAsItDid) {
    const std::vector<Bytes> parts = letters();
    const Bytes file = bound(parts);
    int first = 1;
    for (const Bytes& part : parts) {
        const auto pages = static_cast<int>(LetterFile(part).pages.size());
        const std::string alone = pictures_of(part, 1, pages);
        EXPECT_GT(alone.size(), 100'000U);
        EXPECT_EQ(pictures_of(file, first, first + pages - 1), alone);
        first += pages;
    }
}

TEST(PdfBinder, EveryPagesContentIsTheSameByteForByte) {
    const std::vector<Bytes> parts = letters();
    LetterFile file(bound(parts));
    std::size_t page = 0;
    for (const Bytes& part : parts) {
        LetterFile alone(part);
        for (QPDFPageObjectHelper& own : alone.pages)
            EXPECT_EQ(raw_content(file.pages.at(page++)), raw_content(own));
    }
    EXPECT_EQ(page, file.pages.size());
}

TEST(PdfBinder, EveryLettersStructureIsABranchOfOne) {
    const std::vector<Bytes> parts = letters();
    LetterFile file(bound(parts));
    std::string expected;
    for (const Bytes& part : parts)
        expected += (expected.empty() ? "" : " ") + LetterFile(part).outline();
    EXPECT_EQ(file.outline(), "Document(" + expected + ")");
}

TEST(PdfBinder, EveryPieceOfContentFindsItsElementAndBack) {
    LetterFile file(bound(letters()));
    QPDFNumberTreeObjectHelper tree(file.structure().getKey("/ParentTree"), file.qpdf);
    std::set<int> keys;
    for (std::size_t i = 0; i < file.pages.size(); ++i) {
        QPDFObjectHandle page = file.pages[i].getObjectHandle();
        const int key = page.getKey("/StructParents").getIntValueAsInt();
        EXPECT_TRUE(keys.insert(key).second) << "page " << i;
        QPDFObjectHandle elements;
        ASSERT_TRUE(tree.findObject(key, elements)) << key;
        const std::set<int> marked = file.content(i).marked;
        EXPECT_EQ(static_cast<int>(marked.size()), elements.getArrayNItems());
        for (const int number : marked) {
            bool found = false;
            for (QPDFObjectHandle kid : LetterFile::kids(elements.getArrayItem(number))) {
                const bool here = kid.isInteger()
                                      ? elements.getArrayItem(number).getKey("/Pg").getObjGen() ==
                                            page.getObjGen()
                                      : kid.isDictionary() && kid.hasKey("/MCID") &&
                                            kid.getKey("/Pg").getObjGen() == page.getObjGen();
                const int kid_number = kid.isInteger() ? kid.getIntValueAsInt()
                                       : kid.hasKey("/MCID")
                                           ? kid.getKey("/MCID").getIntValueAsInt()
                                           : -1;
                found = found || (here && kid_number == number);
            }
            EXPECT_TRUE(found) << "page " << i << ", content " << number;
        }
        if (!page.hasKey("/Annots")) continue;
        for (QPDFObjectHandle link : page.getKey("/Annots").getArrayAsVector()) {
            QPDFObjectHandle element;
            const int link_key = link.getKey("/StructParent").getIntValueAsInt();
            EXPECT_TRUE(keys.insert(link_key).second);
            ASSERT_TRUE(tree.findObject(link_key, element));
            EXPECT_EQ(element.getKey("/S").getName(), "/Link");
        }
    }
    EXPECT_GT(file.structure().getKey("/ParentTreeNextKey").getIntValueAsInt(), *keys.rbegin());
}

TEST(PdfBinder, EveryLetterKeepsItsLanguage) {
    LetterFile file(bound(letters()));
    std::vector<std::string> languages;
    for (QPDFObjectHandle branch : LetterFile::kids(file.structure().getKey("/K")))
        languages.push_back(branch.getKey("/Lang").getUTF8Value());
    EXPECT_THAT(languages, ElementsAre("en-GB", "en-GB", "cy", "en-GB", "en-GB", "en-GB"));
}

TEST(PdfBinder, SaysWhatItIs) {
    LetterFile file(bound(letters()));
    EXPECT_TRUE(file.root().getKey("/MarkInfo").getKey("/Marked").getBoolValue());
    EXPECT_TRUE(file.root().getKey("/ViewerPreferences").getKey("/DisplayDocTitle").getBoolValue());
    EXPECT_EQ(file.root().getKey("/Lang").getUTF8Value(), "en-GB");
    EXPECT_TRUE(file.root().getKey("/OutputIntents").isArray());
    EXPECT_THAT(file.metadata(), HasSubstr("<pdfuaid:part>1<"));
    EXPECT_THAT(file.metadata(), HasSubstr("<pdfaid:part>2<"));
    EXPECT_THAT(file.metadata(), HasSubstr(">Letters of 17 March 2025<"));
}

TEST(PdfBinder, OtherProgramsFindNothingWrong) {
    const Bytes file = bound(letters());
    const ToolResult check = run_tool("qpdf --check", "", file);
    EXPECT_EQ(check.status, 0) << check.output;
    EXPECT_EQ(check.output.find("WARNING"), std::string::npos) << check.output;
    EXPECT_EQ(run_tool("pdftotext", "/dev/null", file).output, "");
    EXPECT_THAT(run_tool("pdfinfo", "", file).output, HasSubstr("Tagged:          yes"));
}

std::vector<std::string> titles_of(const std::vector<QPDFOutlineObjectHelper>& marks) {
    std::vector<std::string> titles;
    for (QPDFOutlineObjectHelper mark : marks) {
        titles.push_back(mark.getTitle());
        for (const std::string& title : titles_of(mark.getKids())) titles.push_back("- " + title);
    }
    return titles;
}

TEST(PdfBinder, EveryLetterHasABookmarkInItsGroup) {
    Bytes bytes;
    PdfBinder binder(label(), [&](std::string_view part) { bytes += part; });
    binder.begin_group("First class");
    EXPECT_EQ(binder.add(rendered(full_letter()), "A-1")->first_page, 1);
    EXPECT_EQ(binder.add(rendered(short_letter()), "A-2")->first_page, 3);
    binder.begin_group("Nothing goes this way");
    binder.begin_group("Second class");
    EXPECT_EQ(binder.add(rendered(short_letter()), "A-3")->pages, 1);
    binder.finish();
    LetterFile file(bytes);
    const auto marks = QPDFOutlineDocumentHelper(file.qpdf).getTopLevelOutlines();
    EXPECT_THAT(titles_of(marks),
                ElementsAre("First class", "- A-1", "- A-2", "Second class", "- A-3"));
    EXPECT_EQ(QPDFOutlineObjectHelper(marks.back()).getDestPage().getObjGen(),
              file.pages.at(3).getObjectHandle().getObjGen());
    EXPECT_EQ(run_tool("qpdf --check", "", bytes).status, 0);
}

TEST(PdfBinder, ABlankPageIsAnArtifactAndNothingElse) {
    Bytes bytes;
    PdfBinder binder(label(), [&](std::string_view part) { bytes += part; });
    ASSERT_TRUE(binder.add(rendered(short_letter()), "A-1"));
    binder.add_blank_page();
    EXPECT_EQ(binder.add(rendered(short_letter()), "A-2")->first_page, 3);
    binder.add_blank_page();
    EXPECT_EQ(binder.pages(), 4);
    binder.finish();
    LetterFile file(bytes);
    ASSERT_EQ(file.pages.size(), 4U);
    EXPECT_EQ(file.content(1).glyphs, 0);
    EXPECT_TRUE(file.content(1).marked.empty());
    EXPECT_FALSE(file.pages[1].getObjectHandle().hasKey("/StructParents"));
    EXPECT_EQ(run_tool("qpdf --check", "", bytes).status, 0);
}

TEST(PdfBinder, WritesWhatLettersShareOnce) {
    const std::vector<Bytes> parts(30, rendered(short_letter()));
    const Bytes file = bound(parts);
    int font_files = 0;
    for (auto at = file.find("/FontFile2"); at != file.npos; at = file.find("/FontFile2", at + 1))
        ++font_files;
    EXPECT_EQ(font_files, 2);
    EXPECT_LT(file.size(), parts.front().size() + 30 * 9'000);
}

TEST(PdfBinder, ManyPagesHangOnATreeOfThem) {
    Bytes bytes;
    PdfBinder binder(label(), [&](std::string_view part) { bytes += part; });
    const Bytes letter = rendered(short_letter());
    for (int i = 0; i < 140; ++i) ASSERT_TRUE(binder.add(letter, std::to_string(i)));
    for (int i = 0; i < 4'000; ++i) binder.add_blank_page();
    ASSERT_TRUE(binder.add(letter, "last"));
    binder.finish();
    const ToolResult check = run_tool("qpdf --check", "", bytes);
    EXPECT_EQ(check.status, 0) << check.output;
    LetterFile file(bytes);
    EXPECT_EQ(file.pages.size(), 4'141U);
    QPDFNumberTreeObjectHelper tree(file.structure().getKey("/ParentTree"), file.qpdf);
    EXPECT_EQ(std::distance(tree.begin(), tree.end()), 141);
    QPDFObjectHandle last;
    EXPECT_TRUE(tree.findObject(140, last));
}

TEST(PdfBinder, SamePartsSameBytes) {
    EXPECT_EQ(bound(letters()), bound(letters()));
}

Bytes changed(const Bytes& pdf, const std::function<void(QPDF&, QPDFWriter&)>& change) {
    QPDF qpdf;
    qpdf.processMemoryFile("letter", pdf.data(), pdf.size());
    QPDFWriter writer(qpdf);
    writer.setOutputMemory();
    writer.setStaticID(true);
    change(qpdf, writer);
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

TEST(PdfBinder, RefusesWhatItCannotJoinAndGoesOn) {
    const Bytes good = rendered(short_letter());
    const std::vector<std::pair<Bytes, const char*>> wrong{
        {"", "cannot be read"},
        {"no PDF at all", "cannot be read"},
        {good.substr(0, good.size() / 2), "cannot be read"},
        {changed(good, [](QPDF& pdf, QPDFWriter&) { pdf.getRoot().removeKey("/StructTreeRoot"); }),
         "not tagged"},
        {changed(good,
                 [](QPDF&, QPDFWriter& writer) {
                     writer.setR6EncryptionParameters("", "owner", true, true, true, true, true,
                                                      true, qpdf_r3p_full, true);
                 }),
         "encrypted"},
        {changed(good,
                 [](QPDF& pdf, QPDFWriter&) {
                     pdf.getRoot().replaceKey("/AcroForm", QPDFObjectHandle::newDictionary());
                 }),
         "AcroForm"},
    };
    Bytes bytes;
    PdfBinder binder(label(), [&](std::string_view part) { bytes += part; });
    ASSERT_TRUE(binder.add(good, "A-1"));
    for (const auto& [part, why] : wrong) {
        const std::size_t before = bytes.size();
        const auto place = binder.add(part, "A-2");
        ASSERT_FALSE(place) << why;
        EXPECT_THAT(to_text(place.error()), HasSubstr(why));
        EXPECT_EQ(bytes.size(), before);
    }
    ASSERT_TRUE(binder.add(good, "A-3"));
    binder.finish();
    const ToolResult check = run_tool("qpdf --check", "", bytes);
    EXPECT_EQ(check.status, 0) << check.output;
    EXPECT_EQ(LetterFile(bytes).pages.size(), 2U);
}

/// A letter whose structure uses roles and ids, as another program's may.
Bytes with_roles_and_ids(const std::string& standard) {
    return changed(rendered(short_letter()), [&](QPDF& pdf, QPDFWriter&) {
        QPDFObjectHandle root = pdf.getRoot().getKey("/StructTreeRoot");
        root.replaceKey("/RoleMap", QPDFObjectHandle::parse("<</Salutation " + standard + ">>"));
        QPDFObjectHandle document = root.getKey("/K");
        QPDFObjectHandle first = document.getKey("/K").getArrayItem(0);
        first.replaceKey("/S", QPDFObjectHandle::newName("/Salutation"));
        first.replaceKey("/ID", QPDFObjectHandle::newString("greeting"));
    });
}

TEST(PdfBinder, KeepsRolesAndTellsTheIdsOfPartsApart) {
    const Bytes part = with_roles_and_ids("/P");
    LetterFile file(bound({part, part}));
    EXPECT_EQ(file.structure().getKey("/RoleMap").getKey("/Salutation").getName(), "/P");
    std::set<std::string> ids;
    for (QPDFObjectHandle branch : LetterFile::kids(file.structure().getKey("/K")))
        ids.insert(LetterFile::kids(branch).front().getKey("/ID").getStringValue());
    EXPECT_THAT(ids, ElementsAre("0.greeting", "1.greeting"));
    EXPECT_TRUE(file.structure().getKey("/IDTree").hasKey("/Kids"));
}

TEST(PdfBinder, RefusesAPartThatGivesARoleAnotherMeaning) {
    Bytes bytes;
    PdfBinder binder(label(), [&](std::string_view part) { bytes += part; });
    ASSERT_TRUE(binder.add(with_roles_and_ids("/P"), "A-1"));
    const auto place = binder.add(with_roles_and_ids("/H1"), "A-2");
    ASSERT_FALSE(place);
    EXPECT_THAT(to_text(place.error()), HasSubstr("another meaning"));
}

}  // namespace
}  // namespace postroom::rendering
