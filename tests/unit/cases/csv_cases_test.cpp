#include <gtest/gtest.h>

#include "makers.hpp"

namespace postroom::cases {
namespace {

const std::string case_header =
    "reference,procedure,service_area,summary,desired_outcome,received,complainant.last_name,"
    "complainant.address_1,complainant.address_2,complainant.address_3,complainant.postcode,"
    "complainant.email,team_manager.name,team_manager.complained_about,advocate.name,"
    "advocate.consent.given\n";

std::string csv_troubles(const std::string& text) {
    return troubles(text, "cases.csv");
}

ReadCases read(const std::string& text) {
    auto cases = read_cases(text, "cases.csv", acceptance());
    if (!cases) throw std::invalid_argument(to_text(cases.error()));
    return std::move(*cases);
}

TEST(CsvCases, OneRowIsOneCase) {
    const ReadCases cases = read(
        case_header +
        "CC-1,leicestershire-statutory,North,\"He said \"\"no\"\",\r\nthen left.\",An answer,"
        "2025-03-03,de la Cruz,1 Example Road,,Oadby,LE2 0XX,n@mail.example,Beth Novák,yes,,\r\n");
    ASSERT_EQ(cases.cases.size(), 1U);
    const CaseFile& one = cases.cases[0];
    EXPECT_EQ(one.reference.text, "CC-1");
    EXPECT_EQ(one.service_area, "North");
    EXPECT_EQ(one.summary, "He said \"no\",\nthen left.");
    EXPECT_EQ(one.desired_outcome, "An answer");
    ASSERT_EQ(one.parties.size(), 2U) << "an advocate with empty cells is nobody";
    EXPECT_EQ(one.parties[0].last_name, "de la Cruz");
    EXPECT_EQ(one.parties[0].address.lines, (std::vector<std::string>{"1 Example Road", "Oadby"}));
    EXPECT_EQ(one.parties[0].address.postcode, "LE2 0XX");
    EXPECT_TRUE(one.parties[1].complained_about);
    ASSERT_EQ(one.events.size(), 1U);
    EXPECT_EQ(one.events[0].name, "received");
    EXPECT_EQ(one.events[0].on, day("2025-03-03"));
    EXPECT_EQ(one.events[0].id.text, "e1");
    EXPECT_EQ(one.events[0].source, "import");
    EXPECT_EQ(one.logged_on, day("2025-03-05"));
}

TEST(CsvCases, ProblemsNameTheLineTheCellStandsOn) {
    const std::string told = csv_troubles(
        case_header +
        "CC-1,leicestershire-statutory,,\"two\nlines\",,2025-03-03,Patel,,,,,SECRET,,,,\n"
        "CC-2,leicestershire-statutory,,,,,Patel,,,,,,,,,\n"
        ",leicestershire-statutory,,,,2025-03-03,Patel,,,,,,,,,\n"
        "CC-1,nobody,,,,2025-02-30,Patel,,,,,,,,,\n"
        "CC-5,leicestershire-statutory,,,,2025-03-03,,,,,,,,,,\n");
    EXPECT_EQ(told,
              "cases.csv:3: case CC-1, field complainant.email: not an email address; write one "
              "address, as name@council.example\n"
              "cases.csv:4: case CC-2, field received: missing; say on which day the council "
              "received the complaint\n"
              "cases.csv:5: field reference: missing; give the council's own reference\n"
              "cases.csv:6: case CC-1, field reference: used by an earlier case, at line 2; give "
              "each case one row\n"
              "cases.csv:6: case CC-1, field received.on: not a date that exists; write it as "
              "YYYY-MM-DD\n"
              "cases.csv:6: case CC-1, field procedure: no procedure of that id is loaded; use the "
              "id of a file in config/procedures\n"
              "cases.csv:7: case CC-5, field complainant: nobody complains in this case; give a "
              "party with the role complainant\n");
}

TEST(CsvCases, HeadersAreReadStrictly) {
    const std::string row = "CC-1,leicestershire-statutory,2025-03-03,Patel";
    EXPECT_EQ(csv_troubles("reference,procedure,received,complainant.name\n" + row), "");
    EXPECT_EQ(
        csv_troubles("\xEF\xBB\xBFreference, procedure, received, complainant.name\r\n" + row), "");
    for (const char* header :
         {"reference,procedure,received,complainant.nam", "reference,procedure,received,king.name",
          "reference,procedure,received,complainant", "reference,procedure,received,",
          "reference,procedure,received,complainant.role",
          "reference,procedure,received,complainant.address_0",
          "reference,procedure,received,complainant.address_13",
          "reference,procedure,received,complainant.address_x",
          "reference,procedure,received,received", "reference,procedure,date,complainant.name",
          "reference;procedure;received;complainant.name"})
        EXPECT_NE(csv_troubles(std::string(header) + "\n" + row + "\n"), "") << header;
}

TEST(CsvCases, ColumnsForAnAddressOfFiveHundredLinesAreOneProblem) {
    std::string header = "reference,procedure,received,complainant.name";
    std::string row = "CC-1,leicestershire-statutory,2025-03-03,Patel";
    for (int i = 1; i <= 500; ++i) {
        header += ",complainant.address_" + std::to_string(i);
        row += ",Row";
    }
    EXPECT_EQ(csv_troubles(header + "\n" + row + "\n"),
              "cases.csv:1: field complainant.address_13: more lines than the 12 that an address "
              "may hold; keep the columns of what the post needs\n");
}

TEST(CsvCases, BrokenRowsAreRefusedWithTheirLine) {
    const std::string header = "reference,procedure,received,complainant.name\n";
    const std::string good = "CC-1,leicestershire-statutory,2025-03-03,Patel\n";
    EXPECT_EQ(csv_troubles(header + good + "CC-2,leicestershire-statutory,2025-03-03\n"),
              "cases.csv:3: 3 cells under 4 columns; put cells that hold a comma in quotation "
              "marks\n");
    EXPECT_EQ(csv_troubles(header + good + "CC-2,\"never\nclosed\n").substr(0, 12), "cases.csv:3:");
    EXPECT_EQ(csv_troubles(header + good + "CC-2,\"x\"y,,\n").substr(0, 12), "cases.csv:3:");
    EXPECT_EQ(csv_troubles(header + good + "CC-2,x\"y,,\n").substr(0, 12), "cases.csv:3:");
    EXPECT_EQ(csv_troubles(header + good + "\n,,,\n\r\n" + "CC-2,a,b,c,d\n").substr(0, 12),
              "cases.csv:6:");
}

TEST(CsvCases, RowsEndedByCarriageReturnsAloneAreNotTakenForAHeader) {
    EXPECT_EQ(
        csv_troubles("reference,procedure,received,complainant.name\r"
                     "CC-1,leicestershire-statutory,2025-03-03,Patel\r"),
        "cases.csv:1: a carriage return without a line feed; save the file with the line ends "
        "of Windows or Linux\n");
}

TEST(CsvCases, EmptyRowsAreSkippedAndAnEmptyFileIsRefused) {
    const std::string header = "reference,procedure,received,complainant.name\n";
    EXPECT_EQ(
        read(header + "\n,,,\n\r\nCC-1,leicestershire-statutory,2025-03-03,Patel").cases.size(),
        1U);
    EXPECT_EQ(read(header).cases.size(), 0U);
    for (const char* nothing : {"", "\n\n", "\xEF\xBB\xBF", "  \r\n", "hello", "[]"})
        EXPECT_NE(csv_troubles(nothing), "") << nothing;
}

TEST(CsvCases, TextThatCouldRunAsAFormulaIsOnlyText) {
    const ReadCases cases = read(
        "reference,procedure,received,complainant.name\n"
        "CC-1,leicestershire-statutory,2025-03-03,\"=SUM(A1,\"\"B2\"\")\"\n");
    EXPECT_EQ(cases.cases[0].parties[0].name, "=SUM(A1,\"B2\")");
}

TEST(CsvEvents, AreGroupedByTheirCaseInOrder) {
    const ReadCases cases = read(
        "reference,event,on,reason,agrees,points\n"
        "CC-1,delay_confirmed,2025-03-13,staff on leave,,\n"
        "CC-2,director_decided,2025-03-14,,yes,\n"
        "CC-1,stage1_drafted,2025-03-15,,,\"[{\"\"text\"\": \"\"a\"\", \"\"finding\"\": "
        "\"\"upheld\"\"}]\"\n");
    EXPECT_TRUE(cases.cases.empty());
    ASSERT_EQ(cases.events.size(), 2U);
    EXPECT_EQ(cases.events[0].reference.text, "CC-1");
    EXPECT_EQ(cases.events[0].lines.front(), 2);
    ASSERT_EQ(cases.events[0].events.size(), 2U);
    EXPECT_EQ(cases.events[0].events[0].details,
              (Details{{"reason", std::string("staff on leave")}}));
    EXPECT_EQ(
        cases.events[0].events[1].details,
        (Details{{"points", std::vector<DetailObject>{{{"finding", "upheld"}, {"text", "a"}}}}}));
    EXPECT_EQ(cases.events[1].events[0].details, (Details{{"agrees", true}}));
    EXPECT_TRUE(cases.events[0].events[0].id.empty()) << "the store assigns ids";
    EXPECT_EQ(cases.events[0].events[0].recorded_on, day("2025-03-05"));
}

TEST(CsvEvents, ACorrectionNamesItsEventInAColumnOfItsOwn) {
    const ReadCases cases = read(
        "reference,event,on,corrects,strike,replace.on\n"
        "CC-1,corrected,2025-03-13,e2,yes,\n"
        "CC-1,corrected,2025-03-14,e3,,2025-03-12\n");
    EXPECT_EQ(cases.events[0].events[0].details,
              (Details{{"event", std::string("e2")}, {"strike", true}}));
    EXPECT_EQ(cases.events[0].events[1].details,
              (Details{{"event", std::string("e3")}, {"replace.on", std::string("2025-03-12")}}));
}

TEST(CsvEvents, ChangesOfPartiesUseThePartysOwnFields) {
    const ReadCases cases = read(
        "reference,event,on,role,name,address_1,consent.given\n"
        "CC-1,party_changed,2025-03-13,advocate,Rhys Ŵyn,1 New Road,yes\n");
    EXPECT_EQ(cases.events[0].events[0].details, (Details{{"role", std::string("advocate")},
                                                          {"name", std::string("Rhys Ŵyn")},
                                                          {"address_1", std::string("1 New Road")},
                                                          {"consent.given", true}}));
}

TEST(CsvEvents, AreCheckedAgainstTheVocabulary) {
    for (const char* row :
         {"CC-1,nonsense,2025-03-13,", "CC-1,resolved,13/03/2025,", "CC-1,resolved,,",
          ",resolved,2025-03-13,", "CC-1,step_skipped,2025-03-13,", "CC-1,received,2025-03-13,",
          "CC-1,resolved,2025-03-13,SECRET", "CC-1,,2025-03-13,"}) {
        const std::string told =
            csv_troubles("reference,event,on,colour\n" + std::string(row) + "\n");
        EXPECT_EQ(told.substr(0, 12), "cases.csv:2:") << row << told;
        EXPECT_EQ(told.find("SECRET"), std::string::npos);
    }
}

}  // namespace
}  // namespace postroom::cases
