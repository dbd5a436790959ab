// What a manager's Excel finds in our bytes, read with another program.
#include "rendering/workbook.hpp"

#include <cmath>
#include <filesystem>
#include <regex>

#include <gtest/gtest.h>

#include "makers.hpp"

namespace postroom::rendering {

namespace {

using namespace testing;
using Facts = std::map<std::string, std::string>;

/// A workbook of one cell with this value.
Workbook with_cell(CellValue value) {
    Workbook book = a_workbook();
    book.sheets[0].columns = {{"Text", 30}};
    book.sheets[0].rows = {{{std::move(value)}}};
    return book;
}

const Facts& the_facts() {
    static const Facts facts = read(rendered(a_workbook()));
    return facts;
}

TEST(Workbook, DatesAreDatesAndNumbersAreNumbers) {
    EXPECT_EQ(the_facts().at("All open/B5"), "2025-03-17T00:00:00");
    EXPECT_EQ(the_facts().at("All open/B5/type"), "date");
    EXPECT_EQ(the_facts().at("All open/D6"), "-5");
    EXPECT_EQ(the_facts().at("All open/D6/type"), "n");
    EXPECT_EQ(the_facts().at("All open/D5"), "0");
}

TEST(Workbook, BeginsWithItsTitleThenNotesThenTheHeader) {
    EXPECT_EQ(the_facts().at("All open/A1"), "All open complaints");
    EXPECT_EQ(the_facts().at("All open/A2"), "As at 17 March 2025.");
    EXPECT_EQ(the_facts().at("All open/A4"), "Reference");
    EXPECT_EQ(the_facts().at("active"), "All open");
}

TEST(Workbook, IsOneTableWithFilterButtonsOverHeaderAndRows) {
    EXPECT_EQ(the_facts().at("All open/tables"), "1");
    EXPECT_EQ(the_facts().at("All open/table-range"), "A4:D7");
    EXPECT_EQ(the_facts().at("All open/filter"), "A4:D7");
    EXPECT_EQ(the_facts().at("All open/headers"),
              R"(["Reference", "Due date", "Status", "Days left"])");
    const std::regex excels_own("[A-Za-z_][A-Za-z0-9_.]{0,254}");
    EXPECT_TRUE(std::regex_match(the_facts().at("All open/table"), excels_own));
    EXPECT_EQ(the_facts().at("All open/merged"), "0");
}

TEST(Workbook, KeepsHeaderAndReferenceInViewAndRepeatsTheHeaderInPrint) {
    EXPECT_EQ(the_facts().at("All open/freeze"), "B5");
    EXPECT_EQ(the_facts().at("All open/print-rows"), "$4:$4");
}

TEST(Workbook, PrintsOnA4LandscapeOnePageWideWithMarkingAndPageNumbers) {
    EXPECT_EQ(the_facts().at("All open/landscape"), "landscape");
    EXPECT_EQ(the_facts().at("All open/paper"), "9");
    EXPECT_EQ(the_facts().at("All open/fit"), "[true, null, 0]");  // a width left out is one page
    EXPECT_EQ(the_facts().at("All open/footer"),
              R"(["OFFICIAL-SENSITIVE", "&A", "Page &P of &N"])");
}

TEST(Workbook, ColourStandsOnlyBesideAWord) {
    EXPECT_EQ(the_facts().at("All open/C5"), "Due soon");
    EXPECT_EQ(the_facts().at("All open/C5/fill"), "FFEB9C");
    EXPECT_EQ(the_facts().at("All open/C6/fill"), "FFC7CE");
    EXPECT_EQ(the_facts().at("All open/C6/ink"), "9C0006");
    EXPECT_FALSE(the_facts().contains("All open/C7/fill"));
    for (const auto& [key, value] : the_facts()) {
        if (key.ends_with("/fill")) {
            EXPECT_TRUE(the_facts().contains(key.substr(0, key.size() - 5))) << key;
        }
    }
}

TEST(Workbook, SaysWhoMadeItAndWhen) {
    EXPECT_EQ(the_facts().at("title"), "Complaints tracker");
    EXPECT_EQ(the_facts().at("author"), "Children's complaints team");
    EXPECT_EQ(the_facts().at("created"), "2025-03-17T17:30:00");
}

TEST(Workbook, WidthsAreThoseAskedFor) {
    EXPECT_EQ(the_facts().at("All open/width-A"), "15");  // Excel adds 0.7 for its cell margins
    EXPECT_EQ(the_facts().at("All open/width-D"), "10");
}

TEST(Workbook, TextThatLooksLikeAFormulaStaysText) {
    for (const char* text : {"=SUM(A1)", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "{=1}"}) {
        const Facts facts = read(rendered(with_cell(text)));
        EXPECT_EQ(facts.at("All open/A5"), text);
        EXPECT_EQ(facts.at("All open/A5/type"), "s") << text;
    }
}

TEST(Workbook, WithoutRowsSaysSo) {
    Workbook book = a_workbook();
    book.sheets[0].rows.clear();
    const Facts facts = read(rendered(book));
    EXPECT_EQ(facts.at("All open/A5"), "No complaint is open.");
    EXPECT_EQ(facts.at("All open/table-range"), "A4:D5");
}

TEST(Workbook, SheetsOfLikeNamesGetTablesOfDifferentNames) {
    Workbook book = a_workbook();
    book.sheets.push_back(book.sheets[0]);
    book.sheets[1].name = "All-open";
    const Facts facts = read(rendered(book));
    EXPECT_EQ(facts.at("All open/table"), "Table_All_open");
    EXPECT_EQ(facts.at("All-open/table"), "Table_All_open_2");
}

TEST(Workbook, AnAmpersandInTheMarkingIsNoFooterCode) {
    Workbook book = a_workbook();
    book.marking = "Adults & Children";
    EXPECT_NE(read(rendered(book)).at("All open/footer").find("Adults && Children"),
              std::string::npos);
}

TEST(Workbook, IsTheSameBytesEveryTimeWhateverTheTimeZone) {
    const Bytes first = rendered(a_workbook());
    ASSERT_EQ(::setenv("TZ", "Pacific/Auckland", 1), 0);
    ::tzset();
    const Bytes second = rendered(a_workbook());
    ASSERT_EQ(::unsetenv("TZ"), 0);
    ::tzset();
    EXPECT_TRUE(first == second);
}

TEST(Workbook, WithoutAnInstantStillDoesNotAskTheClock) {
    Workbook book = a_workbook();
    book.created = Instant{};
    EXPECT_EQ(read(rendered(book)).at("created"), "1970-01-01T00:00:01");
}

TEST(Workbook, LeavesNothingInTheScratchFolder) {
    const Folder folder;
    ASSERT_TRUE(render_workbook(a_workbook(), folder.path()));
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(Workbook, AScratchFolderThatIsNotThereIsTheMachinesFault) {
    EXPECT_THROW((void)render_workbook(a_workbook(), "/nowhere/at/all"), std::runtime_error);
}

TEST(Workbook, EscapesWhatXmlCannotHold) {
    const std::string text("bell\a null\0 end", 15);
    EXPECT_TRUE(read(rendered(with_cell(text))).contains("shared/" + to_hex(text)));
}

TEST(Workbook, KeepsTextThatLooksLikeAnEscape) {
    const Facts facts = read(rendered(with_cell("Area_x0041_B")));
    EXPECT_EQ(facts.at("All open/A5"), "Area_x0041_B");
}

TEST(Workbook, AwkwardTextsComeBackAsTheyWentIn) {
    const std::string pieces[] = {
        "&", "<",       "]]>",     "\"", "'", " ",      "\t",         "\n",     "\r", "\x7F",
        "=", "_x0041_", "_x005F_", "_x", "_", "\u00E9", "\U0001F600", "\uFFFE", "A"};
    std::vector<std::string> texts;
    for (const std::string& first : pieces)
        for (const std::string& second : pieces) texts.push_back(first + second);
    Workbook book = with_cell("");
    book.sheets[0].rows.clear();
    for (const std::string& text : texts) book.sheets[0].rows.push_back({{text}});
    const Facts facts = read(rendered(book));
    for (const std::string& text : texts)
        EXPECT_TRUE(facts.contains("shared/" + to_hex(text))) << to_hex(text);
}

TEST(Workbook, TextThatIsNotUtf8IsAProblemNamingTheColumnAlone) {
    EXPECT_EQ(trouble(with_cell("secret\xFF")),
              "field Text: sheet 1 of the workbook holds a text that is not UTF-8");
}

TEST(Workbook, TextLongerThanACellIsAProblem) {
    EXPECT_EQ(trouble(with_cell(std::string(32'767, 'x'))), "");
    EXPECT_NE(trouble(with_cell(std::string(32'768, 'x'))), "");
    // Excel counts an escape by its seven characters.
    EXPECT_NE(trouble(with_cell(std::string(5'000, '\x01'))), "");
}

TEST(Workbook, ANumberExcelWouldRoundIsAProblem) {
    EXPECT_EQ(trouble(with_cell(9'007'199'254'740'992L)), "");
    EXPECT_NE(trouble(with_cell(9'007'199'254'740'993L)), "");
    EXPECT_NE(trouble(with_cell(-9'007'199'254'740'993L)), "");
}

TEST(Workbook, ADateExcelCannotHoldIsAProblem) {
    const Facts first = read(rendered(with_cell(DateCell{-25'508})));
    EXPECT_EQ(first.at("All open/A5"), "1900-03-01T00:00:00");
    EXPECT_NE(trouble(with_cell(DateCell{-25'509})), "");
    EXPECT_NE(trouble(with_cell(DateCell{2'932'897})), "");
}

struct BadName {
    const char* name;
    const char* why;
};

TEST(Workbook, ASheetNameExcelRefusesIsAProblem) {
    const BadName bad[] = {{"", "is empty"},
                           {"Looked after/leaving", "holds one of"},
                           {"[x]", "holds one of"},
                           {"What?", "holds one of"},
                           {"a:b", "holds one of"},
                           {"'quoted", "apostrophe"},
                           {"quoted'", "apostrophe"},
                           {"History", "keeps for itself"},
                           {"two\nlines", "U+000A"},
                           {"12345678901234567890123456789012", "longer than 31"},
                           {"\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80"
                            "\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80"
                            "\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80"
                            "\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80",
                            "longer than 31"},
                           {"bad\xC3", "is not UTF-8"}};
    for (const BadName& one : bad) {
        Workbook book = a_workbook();
        book.sheets[0].name = one.name;
        EXPECT_NE(trouble(book).find(one.why), std::string::npos) << one.name << trouble(book);
    }
}

TEST(Workbook, NamesThatDifferInCaseAloneAreOneName) {
    Workbook book = a_workbook();
    book.sheets.push_back(book.sheets[0]);
    book.sheets[1].name = "ALL OPEN";
    EXPECT_EQ(trouble(book), "sheet 2 of the workbook has the name of another");
}

TEST(Workbook, HeadersAreUniqueAndNeverEmpty) {
    Workbook book = a_workbook();
    book.sheets[0].columns[1].header = "reference";
    EXPECT_NE(trouble(book).find("column 2, that repeats another"), std::string::npos);
    book.sheets[0].columns[1].header = "";
    EXPECT_NE(trouble(book).find("column 2, that is empty"), std::string::npos);
}

TEST(Workbook, AWidthThatIsNoNumberIsAProblem) {
    for (const double width : {0.0, -1.0, 256.0, std::nan("")}) {
        Workbook book = a_workbook();
        book.sheets[0].columns[0].width = width;
        EXPECT_NE(trouble(book).find("has no width"), std::string::npos) << width;
    }
}

TEST(Workbook, WithoutSheetsIsAProblem) {
    Workbook book = a_workbook();
    book.sheets.clear();
    EXPECT_EQ(trouble(book), "the workbook has no sheets");
}

TEST(Workbook, AControlCharacterInTitleOrMarkingIsRefused) {
    Workbook book = a_workbook();
    book.title = "Tracker\x01";
    EXPECT_EQ(trouble(book), "the workbook's title holds the character U+0001");
    book = a_workbook();
    book.marking = "two\nlines";
    EXPECT_EQ(trouble(book), "the workbook's marking holds the character U+000A");
}

}  // namespace

}  // namespace postroom::rendering
