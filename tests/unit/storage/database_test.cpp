#include <fstream>

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storage/migrations.hpp"
#include "storage/opening.hpp"
#include "store_fixture.hpp"

using namespace postroom;
using namespace postroom::storage;
using namespace postroom::storage::testing;

namespace {

sqlite3* handle_of(Database& database) {
    return sqlite_handle(database.session());
}

std::string pragma(Database& database, const char* name) {
    std::string answer;
    const auto take = [](void* into, int, char** cells, char**) {
        *static_cast<std::string*>(into) = cells[0];
        return 0;
    };
    sqlite3_exec(handle_of(database), (std::string("PRAGMA ") + name).c_str(), take, &answer,
                 nullptr);
    return answer;
}

template <class Work>
std::string trouble_of(Work work) {
    try {
        work();
    } catch (const DatabaseError& error) {
        return error.what();
    }
    return "";
}

}  // namespace

using ADatabase = SqliteStoreTest;

TEST_F(ADatabase, IsOpenedWithEverythingASessionMustBeTold) {
    EXPECT_EQ(pragma(database, "foreign_keys"), "1");
    EXPECT_EQ(pragma(database, "secure_delete"), "1");
    EXPECT_EQ(pragma(database, "busy_timeout"), "10000");
    if (sqlite3_libversion_number() < 3051003) {
        EXPECT_EQ(pragma(database, "journal_mode"), "delete");
        EXPECT_EQ(pragma(database, "synchronous"), "3");
    } else {
        EXPECT_EQ(pragma(database, "journal_mode"), "wal");
        EXPECT_EQ(pragma(database, "synchronous"), "2");
    }
}

TEST_F(ADatabase, IsReadableToItsOwnerAlone) {
    struct stat status {};
    ASSERT_EQ(stat(location.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST_F(ADatabase, IsSoundWhenFresh) {
    EXPECT_EQ(database.integrity_problem(), "");
}

TEST_F(ADatabase, TellsThatItIsDamaged) {
    ScratchFolder other;
    const std::string damaged = other.file("damaged.db");
    {
        Database fresh(damaged);
        fresh.migrate();
    }
    OtherProgram(damaged).run(
        "PRAGMA writable_schema = ON; DELETE FROM sqlite_master "
        "WHERE name = 'parcels_created'");
    EXPECT_NE(Database(damaged).integrity_problem(), "");
}

TEST_F(ADatabase, KeepsNothingOfATransactionThatThrows) {
    EXPECT_THROW(in_transaction([&] {
                     cases.add(case_file("CC-1"));
                     outbox.add(parcel("p1", "CC-1"), "salt");
                     throw std::runtime_error("the work failed");
                 }),
                 std::runtime_error);
    EXPECT_EQ(cases.count(), 0u);
    EXPECT_TRUE(outbox.all().empty());
    add(case_file("CC-1"));
    EXPECT_EQ(cases.count(), 1u);
}

TEST_F(ADatabase, KeepsNothingOfATransactionWhoseProcessDied) {
    add(case_file("CC-1"));
    int ready[2];
    ASSERT_EQ(pipe(ready), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        Database own(location);
        own.in_transaction([&] {
            // A small cache makes SQLite write half a transaction into the file itself.
            sqlite3_exec(handle_of(own), "PRAGMA cache_size = 1; PRAGMA cache_spill = 1", nullptr,
                         nullptr, nullptr);
            CaseStore store(own);
            for (int number = 2; number < 200; ++number)
                store.add(case_file("CC-" + std::to_string(number)));
            if (write(ready[1], "x", 1) != 1) _exit(1);
            pause();
        });
        _exit(1);
    }
    char byte = 0;
    ASSERT_EQ(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    close(ready[1]);
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);

    EXPECT_EQ(cases.count(), 1u);
    EXPECT_EQ(Database(location).integrity_problem(), "");
}

TEST_F(ADatabase, SaysThatAnotherProgramHoldsTheLock) {
    OtherProgram other(location);
    ASSERT_EQ(other.run("BEGIN EXCLUSIVE"), "");
    sqlite3_busy_timeout(handle_of(database), 20);
    const std::string said = trouble_of([&] { add(case_file("CC-1")); });
    EXPECT_NE(said.find("the database is locked by another program"), std::string::npos) << said;
    ASSERT_EQ(other.run("ROLLBACK"), "");
    add(case_file("CC-1"));
    EXPECT_EQ(cases.count(), 1u);
}

TEST_F(ADatabase, SaysThatItCannotBeWritten) {
    sqlite3_exec(handle_of(database), "PRAGMA query_only = ON", nullptr, nullptr, nullptr);
    const std::string said = trouble_of([&] { add(case_file("CC-1")); });
    EXPECT_NE(said.find("cannot be written"), std::string::npos) << said;
}

TEST_F(ADatabase, SaysThatTheDiskIsFullAndKeepsNothing) {
    const std::string pages = pragma(database, "page_count");
    pragma(database, ("max_page_count = " + pages).c_str());
    const std::string said = trouble_of([&] {
        in_transaction([&] {
            for (int number = 0; number < 1000; ++number)
                cases.add(case_file("CC-" + std::to_string(number)));
        });
    });
    EXPECT_NE(said.find("is full"), std::string::npos) << said;
    pragma(database, "max_page_count = 1000000");
    EXPECT_EQ(cases.count(), 0u);
    add(case_file("CC-1"));
    EXPECT_EQ(cases.count(), 1u);
}

TEST_F(ADatabase, WritesNothingOnceTheDatabaseItselfUndidTheTransaction) {
    EXPECT_THROW(in_transaction([&] {
                     cases.add(case_file("CC-1"));
                     sqlite3_exec(handle_of(database), "ROLLBACK", nullptr, nullptr, nullptr);
                     cases.add(case_file("CC-2"));
                 }),
                 DatabaseError);
    EXPECT_EQ(cases.count(), 0u);
}

TEST_F(ADatabase, SaysThatTheFileIsNoDatabase) {
    const std::string letter = scratch.file("letter.txt");
    std::ofstream(letter) << std::string(2000, 'x');
    const std::string said = trouble_of([&] { Database{letter}; });
    EXPECT_NE(said.find("not a database"), std::string::npos) << said;
}

TEST_F(ADatabase, SaysThatItsFolderIsMissing) {
    const std::string said = trouble_of([&] { Database{scratch.file("nowhere/postroom.db")}; });
    EXPECT_NE(said.find("check that its folder exists"), std::string::npos) << said;
}

TEST_F(ADatabase, WithoutTablesSaysHowToMakeThem) {
    Database fresh(scratch.file("fresh.db"));
    CaseStore store(fresh);
    const std::string said = trouble_of([&] { store.count(); });
    EXPECT_NE(said.find("postroom init"), std::string::npos) << said;
}

TEST_F(ADatabase, SeesWhenAnotherConnectionCommitted) {
    const auto before = database.data_version();
    EXPECT_EQ(database.data_version(), before);
    OtherProgram other(location);
    ASSERT_EQ(other.run("BEGIN; INSERT INTO cases (reference, procedure) VALUES ('CC-9', 'p')"),
              "");
    ASSERT_EQ(other.run("ROLLBACK"), "");
    EXPECT_EQ(database.data_version(), before);
    ASSERT_EQ(other.run("INSERT INTO cases (reference, procedure) VALUES ('CC-9', 'p')"), "");
    EXPECT_NE(database.data_version(), before);
}

TEST_F(ADatabase, MigratedTwiceIsMigratedOnce) {
    EXPECT_EQ(database.schema_version(), newest_migration());
    add(case_file("CC-1"));
    const auto schema = OtherProgram(location).ask("SELECT sql FROM sqlite_master ORDER BY name");
    database.migrate();
    EXPECT_EQ(OtherProgram(location).ask("SELECT sql FROM sqlite_master ORDER BY name"), schema);
    EXPECT_EQ(OtherProgram(location).ask("SELECT COUNT(*) FROM migrations"),
              std::vector<std::string>{std::to_string(newest_migration())});
    EXPECT_EQ(cases.count(), 1u);
}

TEST_F(ADatabase, OfANewerProgramIsRefused) {
    ASSERT_EQ(
        OtherProgram(location).run("INSERT INTO migrations (number, name) VALUES (99, 'new')"), "");
    const std::string on_opening = trouble_of([&] { Database{location}; });
    EXPECT_NE(on_opening.find("newer"), std::string::npos) << on_opening;
    EXPECT_THROW(database.migrate(), DatabaseError);
}

TEST_F(ADatabase, AnInterruptedMigrationLeavesNothingAndCanBeRunAgain) {
    add(case_file("CC-1"));
    const int next = newest_migration() + 1;
    const Migration broken{next, "drawers", "CREATE TABLE drawers (name TEXT); SELECT nonsense", "",
                           ""};
    EXPECT_THROW(migrate(database, {&broken, 1}), DatabaseError);
    EXPECT_EQ(database.schema_version(), next - 1);
    EXPECT_TRUE(OtherProgram(location)
                    .ask("SELECT name FROM sqlite_master WHERE name = 'drawers'")
                    .empty());

    const Migration mended{next, "drawers", "CREATE TABLE drawers (name TEXT)", "", ""};
    migrate(database, {&mended, 1});
    EXPECT_EQ(database.schema_version(), next);
    EXPECT_EQ(cases.count(), 1u);
}

TEST_F(ADatabase, MigrationsAreNumberedWithoutGaps) {
    int expected = 1;
    for (const Migration& migration : built_in_migrations())
        EXPECT_EQ(migration.number, expected++) << migration.name;
    EXPECT_GT(expected, 1);
}
