// What only PostgreSQL has: a connection that can be lost, and writers at the same time.
#include <thread>

#include <gtest/gtest.h>

#include "postgres_server.hpp"
#include "storage/migrations.hpp"
#include "store_fixture.hpp"

using namespace postroom;
using namespace postroom::storage;
using namespace postroom::storage::testing;

// Poco 1.11 never frees a connection the server has ended (some 35 kB each time). Freeing it for
// Poco would be worse: a later Poco may. The name is the sanitizer's.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
    return "leak:Poco::Data::PostgreSQL::SessionHandle::connect";
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

class OnPostgresql : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!PostgresServer::is_installed()) GTEST_SKIP() << "no PostgreSQL 15 here";
        location = PostgresServer::of_this_program().fresh_schema();
        database = std::make_unique<Database>(location);
    }
    void end_every_connection_but(OtherProgram& survivor) {
        survivor.ask(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
        while (survivor.ask("SELECT COUNT(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
                            "AND backend_type = 'client backend'") != std::vector<std::string>{"0"})
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }

    std::string location;
    std::unique_ptr<Database> database;
};

TEST_F(OnPostgresql, TheSchemaIsMigratedOnceAndANewerOneRefused) {
    EXPECT_EQ(database->schema_version(), 0);
    database->migrate();
    database->migrate();
    EXPECT_EQ(database->schema_version(), 1);
    EXPECT_EQ(OtherProgram(location).run("INSERT INTO migrations (number, name) VALUES (9, 'n')"),
              "");
    EXPECT_THROW(Database{location}, DatabaseError);
    EXPECT_THROW(database->migrate(), DatabaseError);
}

TEST_F(OnPostgresql, AnInterruptedMigrationLeavesNothing) {
    database->migrate();
    const Migration broken{2, "0002_drawers", "CREATE TABLE drawers (name TEXT); SELECT nonsense",
                           "", ""};
    EXPECT_THROW(migrate(*database, {&broken, 1}), DatabaseError);
    EXPECT_EQ(database->schema_version(), 1);
    EXPECT_EQ(OtherProgram(location).ask("SELECT to_regclass('drawers')"),
              std::vector<std::string>{"NULL"});
}

TEST_F(OnPostgresql, ATransactionThatThrowsLeavesNothing) {
    database->migrate();
    CaseStore cases(*database);
    EXPECT_THROW(database->in_transaction([&] {
        cases.add(case_file("CC-1"));
        throw std::runtime_error("the work failed");
    }),
                 std::runtime_error);
    EXPECT_EQ(cases.count(), 0u);
}

TEST_F(OnPostgresql, ALostConnectionUndoesItsTransactionAndTheNextOneWorks) {
    database->migrate();
    CaseStore cases(*database);
    OtherProgram administrator(location);
    EXPECT_THROW(database->in_transaction([&] {
        cases.add(case_file("CC-1"));
        end_every_connection_but(administrator);
        cases.add(case_file("CC-2"));
    }),
                 DatabaseError);
    EXPECT_EQ(cases.count(), 0u);
    database->in_transaction([&] { cases.add(case_file("CC-1")); });
    EXPECT_EQ(cases.count(), 1u);
}

TEST_F(OnPostgresql, AFailedStatementEndsTheTransactionThoughTheCallerWentOn) {
    database->migrate();
    CaseStore cases(*database);
    EXPECT_THROW(database->in_transaction([&] {
        cases.add(case_file("CC-1"));
        EXPECT_THROW(cases.add(case_file("CC-1")), DatabaseError);
    }),
                 DatabaseError);
    EXPECT_EQ(cases.count(), 0u);
}

TEST_F(OnPostgresql, TheChangeFeedBecomesVisibleInTheOrderOfItsNumbers) {
    database->migrate();
    OtherProgram slow(location);
    ASSERT_EQ(slow.run("BEGIN; INSERT INTO cases (reference, procedure) VALUES ('slow', 'p')"), "");
    std::thread quick([&] {
        EXPECT_EQ(OtherProgram(location).run(
                      "INSERT INTO cases (reference, procedure) VALUES ('quick', 'p')"),
                  "");
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    CaseStore cases(*database);
    EXPECT_EQ(cases.last_change(), 0);  // nobody may run ahead of the slow one
    EXPECT_EQ(slow.run("COMMIT"), "");
    quick.join();
    EXPECT_EQ(cases.to_look_at(0, at_minute(0)),
              (std::vector{CaseReference("quick"), CaseReference("slow")}));
    EXPECT_EQ(database->data_version(), cases.last_change());
}

TEST_F(OnPostgresql, LeavesOfTwoWritersHaveNoGap) {
    database->migrate();
    const auto write_leaves = [&](bool sometimes_fail) {
        Database own(location);
        OutboxStore outbox(own);
        for (int number = 0; number < 25; ++number) {
            try {
                own.in_transaction([&] {
                    outbox.append_leaf({0, "leaf", "", ""});
                    if (sometimes_fail && number % 3 == 0) throw std::runtime_error("no");
                });
            } catch (const std::runtime_error&) {
                EXPECT_TRUE(sometimes_fail);
            }
        }
    };
    std::thread other([&] { write_leaves(true); });
    write_leaves(false);
    other.join();
    const auto entries = OutboxStore(*database).leaves_from(0, 100);
    EXPECT_EQ(entries.size(), 41u);
    for (std::size_t index = 0; index < entries.size(); ++index)
        EXPECT_EQ(entries[index].sequence, static_cast<std::int64_t>(index));
}

TEST_F(OnPostgresql, AnAddressThatPocoWouldMisreadIsRefusedWithoutItsPassword) {
    try {
        const Database opened("postgresql://clerk:two%20words@127.0.0.1:1/postroom");
        FAIL();
    } catch (const DatabaseError& error) {
        EXPECT_NE(std::string(error.what()).find("'password'"), std::string::npos);
        EXPECT_EQ(std::string(error.what()).find("two words"), std::string::npos);
    }
}

TEST_F(OnPostgresql, AServerThatIsNotThereIsNamedAsSuch) {
    try {
        const Database opened("postgresql://clerk@127.0.0.1:1/postroom");
        FAIL();
    } catch (const DatabaseError& error) {
        EXPECT_NE(std::string(error.what()).find("the database cannot be opened; check"),
                  std::string::npos)
            << error.what();
    }
}
