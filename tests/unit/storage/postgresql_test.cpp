// What only PostgreSQL has: a connection that can be lost, and writers at the same time.
#include <memory>
#include <thread>
#include <utility>

#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <sys/socket.h>

#include "postgres_server.hpp"
#include "storage/leadership.hpp"
#include "storage/migrations.hpp"
#include "storage/opening.hpp"
#include "storage/query.hpp"
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
    EXPECT_EQ(database->schema_version(), newest_migration());
    EXPECT_EQ(OtherProgram(location).run("INSERT INTO migrations (number, name) VALUES (99, 'n')"),
              "");
    EXPECT_THROW(Database{location}, DatabaseError);
    EXPECT_THROW(database->migrate(), DatabaseError);
}

TEST_F(OnPostgresql, AChangeOfAnotherProgramEndsTheWait) {
    using namespace std::chrono_literals;
    database->migrate();
    EXPECT_TRUE(database->wait_for_hint(0ms));  // begins to listen: it may have missed something
    EXPECT_FALSE(database->wait_for_hint(1ms));
    const std::int64_t before = database->data_version();
    Database other(location);
    CaseStore cases(other);
    other.in_transaction([&] { cases.add(case_file("CC-1")); });
    EXPECT_TRUE(database->wait_for_hint(10min));
    EXPECT_NE(database->data_version(), before);
    EXPECT_FALSE(database->wait_for_hint(1ms));
}

TEST_F(OnPostgresql, AWaitOnALostConnectionEndsAndANewOneListensAgain) {
    using namespace std::chrono_literals;
    database->migrate();
    EXPECT_TRUE(database->wait_for_hint(0ms));
    OtherProgram survivor(location);
    end_every_connection_but(survivor);
    EXPECT_TRUE(database->wait_for_hint(10min));  // the server says good-bye …
    database->wait_for_hint(1s);                  // … and is gone, now or before
    EXPECT_EQ(database->data_version(), 0);
    EXPECT_TRUE(database->wait_for_hint(10min));
}

TEST_F(OnPostgresql, AServerThatIsGoneWithoutAWordIsATroubleLikeAnyOther) {
    const auto cut = [&] {
        ::shutdown(PQsocket(postgresql_handle(database->session())), SHUT_RDWR);
    };
    cut();
    EXPECT_THROW(database->run_script("LISTEN postroom_changes"), DatabaseError);
    cut();
    EXPECT_THROW(database->schema_version(), DatabaseError);
    cut();
    EXPECT_THROW(database->in_transaction([] {}), DatabaseError);
    EXPECT_THROW(database->in_transaction([&] {
        cut();
        database->run_script("SELECT 1");
    }),
                 DatabaseError);
    EXPECT_EQ(database->schema_version(), 0);
}

TEST_F(OnPostgresql, ALeaderWhoseConnectionWasMadeAnewLeadsOnlyOnceAChangeIsConfirmedThere) {
    using namespace std::chrono_literals;
    database->migrate();
    Leadership leadership(*database, "north");
    ASSERT_TRUE(leadership.take_or_keep(60'000'000));
    database->in_transaction([&] { leadership.require(); });
    EXPECT_TRUE(database->wait_for_hint(0ms));
    ::shutdown(PQsocket(postgresql_handle(database->session())), SHUT_RDWR);
    EXPECT_TRUE(database->wait_for_hint(10min));  // the loss is noticed, and no statement fails
    EXPECT_THROW(database->in_transaction([&] { leadership.require(); }), DatabaseError);
    ASSERT_TRUE(leadership.take_or_keep(60'000'000));
    database->in_transaction([&] { leadership.require(); });
}

TEST_F(OnPostgresql, AnInterruptedMigrationLeavesNothing) {
    database->migrate();
    const Migration broken{newest_migration() + 1, "drawers",
                           "CREATE TABLE drawers (name TEXT); SELECT nonsense", "", ""};
    EXPECT_THROW(migrate(*database, {&broken, 1}), DatabaseError);
    EXPECT_EQ(database->schema_version(), newest_migration());
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

TEST_F(OnPostgresql, AProgramStoppedInATransactionHoldsNobodyUpForEver) {
    EXPECT_EQ(first_row(*database, "SHOW idle_in_transaction_session_timeout")->text(), "30s");
    EXPECT_EQ(first_row(*database, "SHOW lock_timeout")->text(), "45s");
    database->migrate();
    CaseStore cases(*database);
    EXPECT_THROW(database->in_transaction([&] {
        cases.add(case_file("CC-1"));
        database->run_script("SET LOCAL idle_in_transaction_session_timeout = '50ms'");
        // Waits for what the stopped one holds, and gets it.
        EXPECT_EQ(OtherProgram(location).run(
                      "INSERT INTO cases (reference, procedure) VALUES ('CC-1', 'p')"),
                  "");
        cases.add(case_file("CC-2"));
    }),
                 DatabaseError);
    EXPECT_EQ(cases.count(), 1U);
}

TEST_F(OnPostgresql, WhatIsCommittedIsOnTheDiskWhateverTheServerIsContentWith) {
    const auto when_told = [&](const std::string& setting) {
        OtherProgram administrator(location);
        EXPECT_EQ(administrator.run("ALTER ROLE postroom SET synchronous_commit = " + setting), "");
        const std::string used =
            first_row(*std::make_unique<Database>(location), "SHOW synchronous_commit")->text();
        EXPECT_EQ(administrator.run("ALTER ROLE postroom RESET synchronous_commit"), "");
        return used;
    };
    EXPECT_EQ(when_told("off"), "on");
    EXPECT_EQ(when_told("local"), "on");
    EXPECT_EQ(when_told("remote_write"), "on");
    EXPECT_EQ(when_told("remote_apply"), "remote_apply");  // asks for more
}

/// A server that waits for a standby which is not there, as long as this lives.
class WaitingForStandby {
  public:
    explicit WaitingForStandby(const std::string& location) : administrator_(location) {
        say("ALTER SYSTEM SET synchronous_standby_names = 'nobody'", "nobody");
    }
    ~WaitingForStandby() { say("ALTER SYSTEM RESET synchronous_standby_names", ""); }
    WaitingForStandby(const WaitingForStandby&) = delete;
    WaitingForStandby& operator=(const WaitingForStandby&) = delete;

    /// Ends the first wait for it, as an impatient administrator would.
    void cancel_the_wait() {
        while (administrator_
                   .ask("SELECT pg_cancel_backend(pid) FROM pg_stat_activity "
                        "WHERE wait_event = 'SyncRep'")
                   .empty())
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }

  private:
    void say(const std::string& sql, const std::string& until) {
        EXPECT_EQ(administrator_.run(sql), "");
        administrator_.ask("SELECT pg_reload_conf()");
        while (administrator_.ask("SHOW synchronous_standby_names") !=
               std::vector<std::string>{until})
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    OtherProgram administrator_;
};

TEST_F(OnPostgresql, NothingIsBuiltOnWhatTheStandbyDidNotConfirm) {
    database->migrate();
    CaseStore cases(*database);
    WaitingForStandby waiting(location);
    std::thread impatient([&] { waiting.cancel_the_wait(); });
    EXPECT_THROW(database->in_transaction([&] { cases.add(case_file("CC-1")); }), DatabaseError);
    impatient.join();
}

TEST_F(OnPostgresql, TwoServersOfWhichTheFirstWaitsForNoOtherAreARisk) {
    EXPECT_FALSE(database->risk_of_failover());
    const std::string host = "host=";
    std::string several = location;
    several.insert(several.find(host) + host.size(), "/nowhere,");
    Database other(several);
    ASSERT_TRUE(other.risk_of_failover());
    EXPECT_EQ(other.risk_of_failover()->field, "database.location");
    const WaitingForStandby waiting(location);
    EXPECT_FALSE(Database(several).risk_of_failover());
}

TEST_F(OnPostgresql, WhoeverWaitsTooLongForALockIsToldWhy) {
    database->migrate();
    OtherProgram slow(location);
    ASSERT_EQ(slow.run("BEGIN; INSERT INTO cases (reference, procedure) VALUES ('CC-1', 'p')"), "");
    CaseStore cases(*database);
    try {
        database->in_transaction([&] {
            database->run_script("SET LOCAL lock_timeout = '50ms'");
            cases.add(case_file("CC-1"));
        });
        FAIL();
    } catch (const DatabaseError& error) {
        EXPECT_NE(std::string(error.what()).find("locked"), std::string::npos) << error.what();
    }
}

TEST_F(OnPostgresql, WhatTheServerRemarksIsNotPutBetweenTheLinesOfTheLog) {
    ::testing::internal::CaptureStderr();
    database->run_script("DROP TABLE IF EXISTS cupboards");
    EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
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

// --- several daemons ------------------------------------------------------------------------

class SeveralDaemons : public OnPostgresql {
  protected:
    static constexpr std::int64_t a_minute = 60'000'000;

    void SetUp() override {
        OnPostgresql::SetUp();
        if (IsSkipped()) return;
        database->migrate();
        other_database = std::make_unique<Database>(location);
        stores_ = {std::make_unique<OutboxStore>(*database),
                   std::make_unique<OutboxStore>(*other_database)};
        one().claim_as("one", a_minute);
        other().claim_as("other", a_minute);
    }
    /// A parcel that may go, its leaf in the archive folder already.
    void add_ready(const std::string& id) {
        database->in_transaction([&] {
            outbox::Parcel ready = parcel(id, "A-1");
            ready.recipient = id;
            ASSERT_TRUE(one().add(ready, std::string(32, 's')));
            const auto sequence = one().append_leaf({.leaf = "l", .object_id = id, .object = "o"});
            one().archived_below(sequence + 1);
        });
    }

    OutboxStore& one() { return *stores_.first; }
    OutboxStore& other() { return *stores_.second; }

    std::unique_ptr<Database> other_database;

  private:
    std::pair<std::unique_ptr<OutboxStore>, std::unique_ptr<OutboxStore>> stores_;
};

TEST_F(SeveralDaemons, OneLeadsUntilItsTermRunsOutAndThenItCannotActAnyMore) {
    Leadership first(*database, "one"), second(*other_database, "other");
    EXPECT_TRUE(first.take_or_keep(a_minute));
    EXPECT_TRUE(first.take_or_keep(a_minute));
    EXPECT_FALSE(second.take_or_keep(a_minute));
    EXPECT_EQ(second.holder(), "one");
    database->in_transaction([&] { first.require(); });

    EXPECT_TRUE(first.take_or_keep(0));  // as if it had been paused for its whole term
    EXPECT_TRUE(second.take_or_keep(a_minute));
    EXPECT_THROW(database->in_transaction([&] { first.require(); }), DatabaseError);
    EXPECT_FALSE(first.take_or_keep(a_minute));
    second.give_up();
    EXPECT_TRUE(first.take_or_keep(a_minute));
}

TEST_F(SeveralDaemons, ARestartedLeaderLeadsAtOnceUnderANewTerm) {
    Leadership before(*database, "one"), after(*other_database, "one");
    EXPECT_TRUE(before.take_or_keep(a_minute));
    EXPECT_TRUE(after.take_or_keep(a_minute));
    EXPECT_THROW(database->in_transaction([&] { before.require(); }), DatabaseError);
}

TEST_F(SeveralDaemons, AParcelOneIsAboutToClaimIsSkippedByTheOther) {
    add_ready("p1");
    add_ready("p2");
    database->in_transaction([&] {
        std::vector<outbox::Parcel> mine{*one().load(ParcelId("p1"))};
        one().hold_for_claiming(mine);
        ASSERT_EQ(mine.size(), 1U);
        other_database->in_transaction([&] {
            std::vector<outbox::Parcel> theirs{*other().load(ParcelId("p1")),
                                               *other().load(ParcelId("p2"))};
            other().hold_for_claiming(theirs);
            ASSERT_EQ(theirs.size(), 1U);
            EXPECT_EQ(theirs.front().id.text, "p2");
            EXPECT_TRUE(other().claim(theirs.front()));
        });
        EXPECT_TRUE(one().claim(mine.front()));
    });
    std::vector<outbox::Parcel> stale{parcel("p1", "A-1"), parcel("p2", "A-1")};
    database->in_transaction([&] { one().hold_for_claiming(stale); });
    EXPECT_TRUE(stale.empty());
}

TEST_F(SeveralDaemons, WhatTheArchiveFolderDoesNotHaveYetDoesNotGo) {
    database->in_transaction([&] {
        ASSERT_TRUE(one().add(parcel("p1", "A-1"), std::string(32, 's')));
        one().append_leaf({.leaf = "l", .object_id = "p1", .object = "o"});
    });
    std::vector<outbox::Parcel> ready{parcel("p1", "A-1")};
    database->in_transaction([&] { one().hold_for_claiming(ready); });
    EXPECT_TRUE(ready.empty());
}

TEST_F(SeveralDaemons, AClaimIsAbandonedForItsOwnDaemonAndForAllOnceItHasRunOut) {
    add_ready("p1");
    outbox::Parcel claimed = *one().load(ParcelId("p1"));
    database->in_transaction([&] { ASSERT_TRUE(one().claim(claimed)); });
    EXPECT_EQ(one().abandoned_claims().size(), 1U);
    EXPECT_TRUE(other().abandoned_claims().empty());
    OtherProgram(location).run("UPDATE parcels SET claimed_until = 1");
    EXPECT_EQ(other().abandoned_claims().size(), 1U);

    // Given back and claimed anew, it is fenced from the daemon that was paused.
    outbox::Parcel given_back = other().abandoned_claims().front();
    given_back.state = outbox::State::retry_wait;
    database->in_transaction([&] { ASSERT_TRUE(one().move(given_back, outbox::State::sending)); });
    outbox::Parcel again = *other().load(ParcelId("p1"));
    other_database->in_transaction([&] { ASSERT_TRUE(other().claim(again)); });
    claimed.state = outbox::State::committing;
    database->in_transaction([&] { EXPECT_FALSE(one().move(claimed, outbox::State::sending)); });
}

TEST_F(SeveralDaemons, WhenTheClaimOfAnEmailRunsOutIsAMomentToWakeAt) {
    for (const char* id : {"email", "paper"}) {
        add_ready(id);
        OtherProgram(location).run("UPDATE parcels SET channel = 'email' WHERE id = 'email'");
        outbox::Parcel claimed = *one().load(ParcelId(id));
        database->in_transaction([&] { ASSERT_TRUE(one().claim(claimed)); });
    }
    OtherProgram(location).run("UPDATE parcels SET claimed_until = 7 WHERE id = 'paper'");
    EXPECT_GT(other().earliest_wake().value(), clock_of(*database));
    OtherProgram(location).run("UPDATE parcels SET claimed_until = 8 WHERE id = 'email'");
    EXPECT_EQ(other().earliest_wake(), Instant{8});
    ASSERT_EQ(other().abandoned_emails().size(), 1U);
    EXPECT_EQ(other().abandoned_emails().front().id.text, "email");
}

TEST_F(SeveralDaemons, AnEmailsBytesStayInTheDatabaseAsLongAsItMayGo) {
    database->in_transaction([&] {
        outbox::Parcel email = parcel("p1", "A-1");
        email.channel = cases::Channel::email;
        ASSERT_TRUE(one().add(email, std::string(32, 's')));
        one().append_leaf({.leaf = "l", .object_id = "p1", .object = "bytes"});
        one().archived_below(1);
    });
    EXPECT_EQ(other().object_of(ParcelId("p1")), "bytes");
    OtherProgram(location).run("UPDATE parcels SET state = 'accepted'");
    database->in_transaction([&] { one().archived_below(1); });
    EXPECT_FALSE(other().object_of(ParcelId("p1")));
}
