// Tables that people keep, and tables made to hurt. Workbooks: tests/flow/test_merge.py.
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tables/columns.hpp"
#include "tables/shared_texts.hpp"
#include "tables/table.hpp"

namespace postroom::tables {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Read {
    std::vector<std::string> columns;
    std::vector<Row> rows;
    std::optional<Problem> problem;

    std::vector<std::vector<std::string>> cells() const {
        std::vector<std::vector<std::string>> all;
        for (const Row& row : rows) all.push_back(row.cells);
        return all;
    }
};

Read read(Kind kind, const std::string& text) {
    std::istringstream in(text);
    Read read;
    read.problem = read_table(
        in, {.kind = kind, .file = "people", .sheet = {}},
        [&](const std::vector<std::string>& columns) {
            read.columns = columns;
            return true;
        },
        [&](Row& row, double part_read) {
            EXPECT_GE(part_read, 0);
            EXPECT_LE(part_read, 1.5);  // the last line may lack its line end
            read.rows.push_back(row);
            return true;
        });
    return read;
}

std::string said(const std::optional<Problem>& problem) {
    return problem ? to_text(*problem) : "";
}

TEST(ATitle, IsAFieldsNameWrittenForPeople) {
    EXPECT_EQ(field_of("First name"), "first_name");
    EXPECT_EQ(field_of(" Address - 1 "), "address_1");
    EXPECT_EQ(field_of("moves_on"), "moves_on");
}

TEST(ACsvTable, IsReadRowByRowWithItsLines) {
    const Read table = read(Kind::csv,
                            "\xEF\xBB\xBFReference,First name\r\nA-1,\"Ann,\nMarie\"\r\n,\r\n"
                            "A-2,\"say \"\"yes\"\"\"\r\n");
    EXPECT_EQ(said(table.problem), "");
    EXPECT_THAT(table.columns, ElementsAre("reference", "first_name"));
    EXPECT_THAT(table.cells(),
                ElementsAre(ElementsAre("A-1", "Ann,\nMarie"), ElementsAre("A-2", "say \"yes\"")));
    EXPECT_EQ(table.rows[0].line, 2);
    EXPECT_EQ(table.rows[0].number, 2);
    EXPECT_EQ(table.rows[1].line, 5);
    EXPECT_EQ(table.rows[1].number, 4);
}

TEST(ACsvTable, TellsOfARowThatDoesNotFitAndGoesOn) {
    const Read table = read(Kind::csv, "a,b\n1\n1,2\n1,\xFF\n1,x\xE2\x80\xAEy\n");
    ASSERT_EQ(table.rows.size(), 4U);
    EXPECT_THAT(said(table.rows[0].problem), HasSubstr("people:2: 1 cells under 2 columns"));
    EXPECT_FALSE(table.rows[1].problem);
    EXPECT_THAT(said(table.rows[2].problem),
                HasSubstr("people:4: field b: holds text that is not"));
    EXPECT_THAT(said(table.rows[3].problem), HasSubstr("U+202E"));
}

TEST(ACsvTable, ThatIsNoneIsRefusedAtItsLine) {
    EXPECT_THAT(said(read(Kind::csv, "").problem), HasSubstr("empty"));
    EXPECT_THAT(said(read(Kind::csv, "a,a\n").problem), HasSubstr("people:1: field a: a column"));
    EXPECT_THAT(said(read(Kind::csv, "a,,b\n").problem), HasSubstr("column 2 has no name"));
    EXPECT_THAT(said(read(Kind::csv, "Ann Example,12 Example Street?\n").problem),
                HasSubstr("has no name of a field"));
    EXPECT_THAT(said(read(Kind::csv, "a,b\n1,2\n1,\"2\n").problem), HasSubstr("people:3"));
    EXPECT_THAT(said(read(Kind::csv, "a,b\n1,\"" + std::string(3 << 20, 'x')).problem),
                HasSubstr("people:2"));
    EXPECT_THAT(said(read(Kind::csv, std::string("a\0\0\0b\0\0\0\n", 9)).problem),
                HasSubstr("UTF-8"));
    EXPECT_THAT(said(read(Kind::csv, "PK\x03\x04,\x01\n").problem), HasSubstr("no name"));
}

TEST(ACsvTable, MadeOfAnythingIsReadOrRefused) {
    rc::check("no text breaks the reader", [](const std::string& text) {
        const Read table = read(Kind::csv, text);
        for (const Row& row : table.rows) RC_ASSERT(row.cells.size() == table.columns.size());
        RC_ASSERT(!table.columns.empty() || table.problem);
    });
}

TEST(AJsonTable, IsAListOfFlatObjects) {
    const Read table = read(Kind::json,
                            "[{\"first_name\": \"Ann\", \"fee\": 12.50, \"invited\": true},\n"
                            " {},\n"
                            " {\"fee\": null, \"first_name\": \"B\\u00e9a\"}]");
    EXPECT_EQ(said(table.problem), "");
    EXPECT_THAT(table.columns, ElementsAre("first_name", "fee", "invited"));
    EXPECT_THAT(table.cells(),
                ElementsAre(ElementsAre("Ann", "12.50", "yes"), ElementsAre("B\u00E9a", "", "")));
    EXPECT_EQ(table.rows[1].number, 3);
    EXPECT_EQ(table.rows[1].line, 3);
}

TEST(AJsonTable, OfAnyOtherShapeIsRefusedAtItsLine) {
    for (const char* text :
         {"{}", "[1]", "[[]]", "[{\"a\": [1]}]", "[{\"a\": {\"b\": 1}}]", "\"x\"", "{\"a\": []}"})
        EXPECT_THAT(said(read(Kind::json, text).problem), HasSubstr("flat objects")) << text;
    EXPECT_THAT(said(read(Kind::json, "[\n{\"a\": 1, \"a\": 2}]").problem),
                HasSubstr("people:2: a key that stands there twice"));
    EXPECT_THAT(said(read(Kind::json, "[\n{\"a\": 1},\n{\"a\"").problem),
                HasSubstr("people:3: not JSON"));
    EXPECT_THAT(said(read(Kind::json, "").problem), HasSubstr("not JSON"));
    EXPECT_THAT(said(read(Kind::json, "[]").problem), HasSubstr("empty"));
    EXPECT_TRUE(read(Kind::json, std::string(100'000, '[')).problem);
    const Read other = read(Kind::json, "[{\"a\": \"1\"}, {\"b\": \"1\"}, {\"a\": \"\\udc00\"}]");
    ASSERT_EQ(other.rows.size(), 3U);
    EXPECT_THAT(said(other.rows[0].problem), "");
    EXPECT_THAT(said(other.rows[1].problem), HasSubstr("the first object does not have"));
    EXPECT_THAT(said(other.rows[2].problem), HasSubstr("UTF-8"));
}

TEST(AJsonTable, MadeOfAnythingIsReadOrRefused) {
    rc::check("no text breaks the reader", [](const std::string& text) {
        for (const std::string& whole : {text, "[{\"a\": \"" + text + "\"}]", "[" + text + "]"})
            read(Kind::json, whole);
    });
}

TEST(ATaker, ThatHasEnoughIsAskedNoMore) {
    for (const auto& [kind, text] :
         {std::pair{Kind::csv, "a\n1\n2\n3\n"},
          std::pair{Kind::json, "[{\"a\": \"1\"}, {\"a\": \"2\"}, {\"a\": \"3\"}]"}}) {
        std::istringstream in(text);
        int rows = 0;
        EXPECT_FALSE(read_table(
            in, {.kind = kind, .file = {}, .sheet = {}}, [](const auto&) { return true; },
            [&](Row&, double) { return ++rows < 2; }));
        EXPECT_EQ(rows, 2);
    }
}

TEST(SharedTexts, AreFoundByTheirPlace) {
    SharedTexts texts;
    texts.add("one");
    texts.add("");
    texts.add("three\nlines");
    EXPECT_EQ(texts.at(0), "one");
    EXPECT_EQ(texts.at(2), "three\nlines");
    EXPECT_EQ(texts.at(1), "");
    EXPECT_EQ(texts.at(3), std::nullopt);
    EXPECT_EQ(texts.at(static_cast<std::size_t>(-1)), std::nullopt);
}

}  // namespace
}  // namespace postroom::tables
