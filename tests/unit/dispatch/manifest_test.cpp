#include "dispatch/manifest.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "dispatch_makers.hpp"

namespace postroom::dispatch {
namespace {

using namespace testing_makers;

const std::string header = "parcel,case,step,letter,recipient,pages,file,due\r\n";

std::string second_line(const std::string& manifest) {
    return manifest.substr(header.size());
}

std::vector<std::string> ids_in(std::string_view text) {
    const std::vector<ParcelId> parcels = read_manifest(text, "manifest.csv").value();
    std::vector<std::string> ids;
    ids.reserve(parcels.size());
    for (const ParcelId& id : parcels) ids.push_back(id.text);
    return ids;
}

TEST(Manifest, NeutralisesWhatASpreadsheetWouldCalculate) {
    outbox::Parcel parcel = parcel_number(1);
    parcel.case_reference = CaseReference("=HYPERLINK(\"http://mail.example\",\"x\")");
    parcel.step = StepId("+1");
    parcel.letter = "@sum";
    parcel.recipient = "-2";
    EXPECT_EQ(second_line(with_line("", parcel, 0).value()),
              parcel_id(1) +
                  ",\"'=HYPERLINK(\"\"http://mail.example\"\",\"\"x\"\")\",'+1,'@sum,'-2,," +
                  parcel_id(1) + ".pdf,2017-11-21\r\n");
}

TEST(Manifest, KeepsOtherLinesByteForByte) {
    const std::string edited = "parcel,note\n" + parcel_id(7) + ",\"taken by hand, \"\"late\"\"\"";
    const std::string with_ours = with_line(edited, parcel_number(1), 1).value();
    EXPECT_TRUE(with_ours.starts_with(edited + "\r\n" + parcel_id(1) + ","));
    EXPECT_EQ(without_line(with_ours, ParcelId(parcel_id(1))).value(), edited + "\r\n");
    EXPECT_EQ(without_line(with_ours, ParcelId(parcel_id(9))).value(), with_ours);
}

PostingLine posting_line(int number, int first_page) {
    return {.parcel = ParcelId(parcel_id(number)),
            .post_class = "first",
            .format = "print",
            .pages = 2,
            .sheets = 1,
            .first_page = first_page};
}

TEST(Manifest, IsPutInPostingOrderAndKeepsWhatPeopleAdded) {
    const std::string before = "note,parcel,pages\r\n\"a, b\"," + parcel_id(1) + ",9\r\nposted," +
                               parcel_id(2) + ",3\r\n," + parcel_id(3) + ",\r\n";
    const std::string after =
        in_posting_order(before, {posting_line(3, 1), posting_line(1, 3)}).value();
    EXPECT_EQ(after, "note,parcel,pages,order,class,format,sheets,first_page\r\n," + parcel_id(3) +
                         ",2,1,first,print,1,1\r\n\"a, b\"," + parcel_id(1) +
                         ",2,2,first,print,1,3\r\nposted," + parcel_id(2) + ",3,,,,,\r\n");
    EXPECT_EQ(posting_order(after),
              (std::vector<ParcelId>{ParcelId(parcel_id(3)), ParcelId(parcel_id(1))}));
    EXPECT_EQ(in_posting_order(after, {posting_line(3, 1), posting_line(1, 3)}).value(), after);
}

TEST(Manifest, NumbersNoLetterThatIsNotInThePrintFile) {
    const std::string before = with_line("", parcel_number(1), 2).value();
    const std::string after = in_posting_order(before, {posting_line(1, 0)}).value();
    EXPECT_TRUE(posting_order(after).empty());
    EXPECT_EQ(ids_in(after), std::vector<std::string>{parcel_id(1)});
    EXPECT_TRUE(posting_order("no manifest").empty());
    EXPECT_TRUE(posting_order("\"").empty());
}

TEST(Manifest, IsReadAfterASpreadsheetHasSavedIt) {
    EXPECT_EQ(ids_in("\xEF\xBB\xBF"
                     "due,\"parcel\"\n21/11/2017," +
                     parcel_id(2) +
                     "\n,\n\n"
                     "\"2017\n11\",\"" +
                     parcel_id(1) + "\"\r\n21/11/2017," + parcel_id(2)),
              (std::vector<std::string>{parcel_id(2), parcel_id(1)}));
    EXPECT_EQ(ids_in(header), std::vector<std::string>{});
}

TEST(Manifest, NamesTheLineItCannotUse) {
    struct Wrong {
        std::string text;
        int line;
    };
    for (const Wrong& wrong :
         {Wrong{"", 1}, Wrong{"case,step\r\n", 1}, Wrong{"parcel;case\r\n", 1},
          Wrong{"parcel\r\n1.23457E+31\r\n", 2}, Wrong{"parcel\r\n\"a\r\n", 2},
          Wrong{"parcel\r\n" + parcel_id(1) + "\r\n\r\nx\r\n", 4}, Wrong{"parcel\r\n\"a\"b\r\n", 2},
          Wrong{"case,parcel\r\nCC-1\r\n", 2}}) {
        const auto ids = read_manifest(wrong.text, "manifest.csv");
        ASSERT_FALSE(ids) << wrong.text;
        EXPECT_EQ(ids.error().line, wrong.line) << wrong.text;
        EXPECT_EQ(ids.error().file, "manifest.csv");
        EXPECT_FALSE(ids.error().remedy.empty());
        EXPECT_EQ(ids.error().what.find("CC-1"), std::string::npos);
    }
}

TEST(Manifest, GivesBackEveryParcelWhateverTheOtherColumnsHold) {
    EXPECT_TRUE(rc::check([](const std::vector<std::string>& references) {
        std::string manifest;
        std::vector<std::string> expected;
        for (const std::string& reference : references) {
            outbox::Parcel parcel = parcel_number(static_cast<unsigned>(expected.size()));
            parcel.case_reference = CaseReference(reference);
            manifest = with_line(manifest, parcel, 1).value();
            manifest = with_line(manifest, parcel, 1).value();
            expected.push_back(parcel.id.text);
        }
        if (!references.empty()) RC_ASSERT(ids_in(manifest) == expected);
    }));
}

}  // namespace
}  // namespace postroom::dispatch
