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

/// Another program: the plain SQLite C library with its own defaults (no foreign keys).
class OtherProgram {
  public:
    explicit OtherProgram(const std::string& path);
    ~OtherProgram();
    OtherProgram(const OtherProgram&) = delete;
    OtherProgram& operator=(const OtherProgram&) = delete;

    /// "" when it worked, else what SQLite said.
    std::string run(const std::string& sql);
    /// The first column of every row.
    std::vector<std::string> ask(const std::string& sql);
    sqlite3* handle() { return handle_; }

  private:
    sqlite3* handle_ = nullptr;
};

/// A migrated database in a file.
class StoreTest : public ::testing::Test {
  protected:
    StoreTest() { database.migrate(); }

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
    std::string path = scratch.file("postroom.db");
    Database database{path};
    CaseStore cases{database};
    OutboxStore outbox{database};
};

calendar::Day day(const char* iso);
Instant at_minute(std::int64_t minutes);

cases::CaseEvent event(const std::string& name, const char* on);
cases::Party complainant();
cases::CaseFile case_file(const std::string& reference);
outbox::Parcel parcel(const std::string& id, const std::string& reference);
outbox::Task task(const std::string& id, const std::string& reference);

}  // namespace postroom::storage::testing
