// What the storage tests share: a database of its own for each test, makers of invented cases, and
// "another program" that knows nothing but SQL.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "cases/case.hpp"
#include "outbox/parcel.hpp"
#include "storage/case_store.hpp"
#include "storage/database.hpp"
#include "storage/outbox_store.hpp"

struct pg_conn;

namespace postroom::storage::testing {

/// A folder that goes with the test.
class ScratchFolder {
  public:
    ScratchFolder();
    ~ScratchFolder();
    std::string file(const std::string& name) const { return (folder_ / name).string(); }

  private:
    std::filesystem::path folder_;
};

/// The databases every store must behave the same on.
enum class Kind { sqlite, postgresql };
std::string name_of(const ::testing::TestParamInfo<Kind>& info);

/// An empty database of its own: a file, or a schema on the test's own server.
std::string fresh_location(Kind kind, const ScratchFolder& scratch);

/// Another program: plain SQL through the C library, with that library's own defaults (SQLite: no
/// foreign keys).
class OtherProgram {
  public:
    explicit OtherProgram(const std::string& location);
    ~OtherProgram();
    OtherProgram(const OtherProgram&) = delete;
    OtherProgram& operator=(const OtherProgram&) = delete;

    /// "" when it worked, else what the database said.
    std::string run(const std::string& sql);
    /// The first column of every row; NULL as "NULL".
    std::vector<std::string> ask(const std::string& sql);
    sqlite3* sqlite() { return sqlite_; }

  private:
    sqlite3* sqlite_ = nullptr;
    pg_conn* postgresql_ = nullptr;
};

/// A migrated database and its stores.
class OfficeStores {
  protected:
    explicit OfficeStores(Kind kind) : location(fresh_location(kind, scratch)) {
        database.migrate();
    }

    template <class Work>
    void in_transaction(Work work) {
        database.in_transaction([&] { work(); });
    }
    void add(const cases::CaseFile& file) {
        in_transaction([&] { cases.add(file); });
    }
    bool add(const outbox::Parcel& parcel) {
        bool added = false;
        in_transaction([&] { added = outbox.add(parcel, std::string(32, 's')); });
        return added;
    }

    ScratchFolder scratch;
    std::string location;
    Database database{location};
    CaseStore cases{database};
    OutboxStore outbox{database};
};

/// The conformance suite: every test runs on every kind of database there is here.
class StoreTest : public OfficeStores, public ::testing::TestWithParam<Kind> {
  protected:
    StoreTest() : OfficeStores(GetParam()) {}
};
std::vector<Kind> kinds_here();

/// What only SQLite has.
class SqliteStoreTest : public OfficeStores, public ::testing::Test {
  protected:
    SqliteStoreTest() : OfficeStores(Kind::sqlite) {}
};

int newest_migration();

calendar::Day day(const char* iso);
Instant at_minute(std::int64_t minutes);

cases::CaseEvent event(const std::string& name, const char* on);
cases::Party complainant();
cases::CaseFile case_file(const std::string& reference);
outbox::Parcel parcel(const std::string& id, const std::string& reference);
outbox::Task task(const std::string& id, const std::string& reference);

}  // namespace postroom::storage::testing
