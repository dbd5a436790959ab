// One statement: what goes in comes out, as often as it is used.
#include "storage/query.hpp"

#include "store_fixture.hpp"

using namespace postroom;
using namespace postroom::storage;
using namespace postroom::storage::testing;

class AStatement : public StoreTest {
  protected:
    void SetUp() override {
        database.run_script(
            std::string("CREATE TABLE things (number BIGINT UNIQUE, words TEXT, bytes ") +
            (database.is_postgresql() ? "BYTEA)" : "BLOB)"));
    }
    void TearDown() override {
        database.run_script("DROP TABLE IF EXISTS things; DROP TABLE IF EXISTS former");
    }
    void put(int number, const Value& words, const Value& bytes) {
        insert(database, "things", {{"number", number}, {"words", words}, {"bytes", bytes}});
    }
    Row things(int number) {
        return *first_row(database, "SELECT words, bytes FROM things WHERE number = $1", {number});
    }
};

INSTANTIATE_TEST_SUITE_P(, AStatement, ::testing::ValuesIn(kinds_here()), name_of);

TEST_P(AStatement, GivesBackWhatItWasGiven) {
    const Bytes every_byte = std::string("\0\x01\xff'\n", 5);
    put(1, "Zoë O'Brien", Value::bytes(every_byte));
    put(2, "", Value::bytes(""));
    put(3, Value(), Value());
    Row first = things(1);
    EXPECT_EQ(first.text(), "Zoë O'Brien");
    EXPECT_EQ(first.maybe_text(), every_byte);
    Row second = things(2);
    EXPECT_EQ(second.maybe_text(), "");
    EXPECT_EQ(second.text(), "");  // Poco reads no bytes from PostgreSQL as NULL
    Row third = things(3);
    EXPECT_EQ(third.maybe_text(), std::nullopt);
    EXPECT_EQ(third.maybe_text(), std::nullopt);
}

TEST_P(AStatement, HasNothingLeftOfItsLastValues) {
    put(1, "words", Value::bytes("bytes"));
    put(2, Value(), Value());
    EXPECT_EQ(things(2).maybe_text(), std::nullopt);
    EXPECT_FALSE(first_row(database, "SELECT words, bytes FROM things WHERE number = $1", {3}));
}

TEST_P(AStatement, WorksAgainAfterItWasRefused) {
    put(1, "words", Value());
    EXPECT_THROW(put(1, "others", Value()), DatabaseError);
    put(2, "others", Value());
    EXPECT_EQ(things(1).text(), "words");
    EXPECT_EQ(things(2).text(), "others");
}

TEST_P(AStatement, CountsWhatItChanged) {
    put(1, "words", Value());
    put(2, "words", Value());
    const auto rename = [&](const char* from) {
        return run(database, "UPDATE things SET words = 'new' WHERE words = $1", {from});
    };
    EXPECT_EQ(rename("words"), 2);
    EXPECT_EQ(rename("words"), 0);
    const auto put_unless_there = [&](int number) {
        return insert(database, "things", {{"number", number}}, OnConflict::do_nothing);
    };
    EXPECT_TRUE(put_unless_there(3));
    EXPECT_FALSE(put_unless_there(3));
}

TEST_P(AStatement, SeesATableThatWasMadeAnewSinceItsFirstUse) {
    put(1, "words", Value());
    EXPECT_EQ(things(1).text(), "words");
    OtherProgram other(location);
    EXPECT_EQ(other.run("ALTER TABLE things RENAME TO former"), "");
    EXPECT_EQ(other.run("CREATE TABLE things AS SELECT number, 'new' AS words, bytes FROM former"),
              "");
    EXPECT_EQ(things(1).text(), "new");
}

TEST_P(AStatement, OfManyRowsHoldsNobodyUpOnceTheFirstWasRead) {
    in_transaction([&] {
        for (int number = 0; number < 100; ++number) put(number, "words", Value());
    });
    EXPECT_TRUE(first_row(database, "SELECT number FROM things"));
    OtherProgram other(location);
    EXPECT_EQ(other.run("DELETE FROM things"), "");
}

TEST_P(AStatement, MayBeOneOfMoreThanAreKeptReady) {
    put(7, "words", Value());
    for (std::size_t count = 1; count <= 600; ++count) {
        const std::vector<Value> numbers(count, Value(7));
        EXPECT_EQ(
            rows(database, "SELECT 1 FROM things WHERE number IN " + placeholders(count), numbers)
                .size(),
            1U);
    }
    EXPECT_EQ(things(7).text(), "words");
}
