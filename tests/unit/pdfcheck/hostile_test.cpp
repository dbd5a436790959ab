// Files made to mislead, exhaust or crash whoever reads them.
#include <random>

#include <gtest/gtest.h>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDFWriter.hh>

#include "pdfcheck/check.hpp"
#include "workshop.hpp"

namespace postroom::pdfcheck {
namespace {

bool breaks(const Expected<Report>& report, std::string_view rule) {
    if (!report) return false;
    for (const Finding& finding : report->findings)
        if (finding.rule->id == rule) return true;
    return false;
}

std::string with_password(const std::string& good) {
    Workshop workshop(good);
    QPDFWriter writer(workshop.qpdf);
    writer.setOutputMemory();
    writer.setR6EncryptionParameters("user", "owner", true, true, true, true, true, true,
                                     qpdf_r3p_full, true);
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

TEST(HostilePdf, WhatIsNoPdfIsSaidToBeNone) {
    for (const std::string text :
         {"", "%PDF-1.7", "Dear Ms Patel", "%PDF-1.7\nstartxref\n0\n%%EOF"}) {
        const auto report = check(text, "letter.pdf");
        ASSERT_FALSE(report) << text;
        EXPECT_EQ(report.error().file, "letter.pdf");
        EXPECT_NE(report.error().what.find("not a PDF"), std::string::npos);
    }
}

TEST(HostilePdf, APasswordIsAskedForInWords) {
    const auto report = check(with_password(good_letter()), "letter.pdf");
    ASSERT_FALSE(report);
    EXPECT_NE(report.error().what.find("password"), std::string::npos);
}

TEST(HostilePdf, NoTruncatedFilePasses) {
    for (std::size_t size = 0; size < good_letter().size() - 2; size += 97) {
        const auto report = check(good_letter().substr(0, size), "letter.pdf");
        EXPECT_FALSE(report && report->passes()) << size;
    }
}

TEST(HostilePdf, BytesChangedAtRandomNeverCrashIt) {
    std::mt19937 random(20261125);
    for (int round = 0; round < 300; ++round) {
        std::string bytes = good_letter();
        for (int i = 0; i < 1 + round % 40; ++i)
            bytes[random() % bytes.size()] = static_cast<char>(random() % 256);
        const auto report = check(bytes, "letter.pdf");
        EXPECT_TRUE(report || !report.error().what.empty());
    }
}

TEST(HostilePdf, ObjectsPutInPlaceOfOthersNeverCrashIt) {
    std::mt19937 random(4711);
    for (int round = 0; round < 300; ++round) {
        Workshop workshop(good_letter());
        std::vector<QPDFObjectHandle> objects = workshop.qpdf.getAllObjects();
        for (int i = 0; i < 1 + round % 5; ++i) {
            QPDFObjectHandle to = objects[random() % objects.size()];
            QPDFObjectHandle from = objects[random() % objects.size()];
            if (!to.isDictionary() || to.getKeys().empty()) continue;
            const auto keys = to.getKeys();
            auto chosen = keys.begin();
            std::advance(chosen, static_cast<long>(random() % keys.size()));
            to.replaceKey(*chosen, from);
        }
        std::string bytes;
        try {
            bytes = workshop.bytes();
        } catch (const std::exception&) {
            continue;  // not even qpdf can write that
        }
        const auto report = check(bytes, "letter.pdf");
        EXPECT_TRUE(report || !report.error().what.empty());
    }
}

TEST(HostilePdf, PagesAndTagsThatGoRoundEnd) {
    Workshop workshop(good_letter());
    QPDFObjectHandle document = workshop.element("/Document");
    document.getKey("/K").appendItem(document);
    workshop.tree()
        .getKey("/ParentTree")
        .replaceKey("/Kids", QPDFObjectHandle::newArray({workshop.tree().getKey("/ParentTree")}));
    workshop.element("/P").replaceKey("/P", workshop.element("/P"));
    std::string bytes = workshop.bytes();
    EXPECT_TRUE(breaks(check(bytes, "letter.pdf"), "PR-tree"));
    // qpdf does not write pages that go round, so the bytes are turned by hand.
    const std::string kids = "/Kids [ ";
    const std::size_t at = bytes.find(kids) + kids.size();
    const std::size_t own = bytes.rfind(" 0 obj", at);
    const std::size_t start = bytes.rfind('\n', own) + 1;
    const std::string number = bytes.substr(start, own - start);
    bytes.replace(at, number.size() + 4, number + " 0 R");
    const auto report = check(bytes, "letter.pdf");
    EXPECT_FALSE(report && report->passes());
}

TEST(HostilePdf, AFormThatDrawsItselfEnds) {
    Workshop workshop(good_letter());
    QPDFObjectHandle form = workshop.add_stream("<</Type/XObject/Subtype/Form/BBox[0 0 9 9]>>",
                                                "/Self Do /Self Do /Self Do 0 0 1 1 re f");
    QPDFObjectHandle resources = workshop.parsed("<</XObject<<>>>>");
    resources.getKey("/XObject").replaceKey("/Self", form);
    form.getDict().replaceKey("/Resources", resources);
    workshop.resources().replaceKey("/XObject", resources.getKey("/XObject"));
    workshop.draw_first("/Self Do");
    EXPECT_TRUE(breaks(check(workshop.bytes(), "letter.pdf"), "UA-7.1-3"));
}

TEST(HostilePdf, DataThatUnpackWithoutEndAreNotUnpacked) {
    Workshop workshop(good_letter());
    const std::string gigabyte(100U << 20, ' ');
    workshop.page().replaceKey("/Contents", workshop.qpdf.newStream(gigabyte));
    QPDFWriter writer(workshop.qpdf);
    writer.setOutputMemory();
    writer.setCompressStreams(true);
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    const std::string_view bytes(reinterpret_cast<const char*>(buffer->getBuffer()),
                                 buffer->getSize());
    EXPECT_LT(bytes.size(), 1U << 20);
    EXPECT_TRUE(breaks(check(bytes, "letter.pdf"), "FILE-1"));
}

TEST(HostilePdf, NestingAndSpansWithoutEndAreCutShort) {
    Workshop workshop(good_letter());
    std::string deep;
    for (int i = 0; i < 400; ++i) deep += "[";
    workshop.draw_first(deep + " /P<</A<</A<</A 1>>>>>>BDC EMC");
    workshop.element("/TH").replaceKey(
        "/A", workshop.parsed("<</O/Table/Scope/Column/RowSpan 9999/ColSpan 9999>>"));
    workshop.inner_font().replaceKey("/W", workshop.parsed("[0 2000000000 5 0 65535 7]"));
    workshop.catalogue().replaceKey("/Held", workshop.parsed("[[[[[[[[[[1]]]]]]]]]]"));
    EXPECT_TRUE(breaks(check(workshop.bytes(), "letter.pdf"), "UA-7.2-42"));
}

TEST(HostilePdf, AnXmlBombInTheMetadataIsDefused) {
    Workshop workshop(good_letter());
    std::string bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\">";
    for (char c = 'b'; c <= 'k'; ++c) {
        bomb += std::string("<!ENTITY ") + c + " \"";
        for (int i = 0; i < 10; ++i) bomb += std::string("&") + static_cast<char>(c - 1) + ";";
        bomb += "\">";
    }
    workshop.set_metadata(bomb + "]><x>&k;</x>");
    EXPECT_TRUE(breaks(check(workshop.bytes(), "letter.pdf"), "A-6.6.2.1-4"));
}

}  // namespace
}  // namespace postroom::pdfcheck
