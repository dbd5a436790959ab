// The database: one class owns sessions. SQLite by default; PostgreSQL where there are machines.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "base/clock.hpp"
#include "base/expected.hpp"
#include "base/problem.hpp"

namespace Poco::Data {
class Session;
}

namespace postroom::storage {

class SqliteStatements;

/// The environment failed us (disk, lock, connection). Caught at the doors: request, job, main.
/// what() says what to do and holds no personal data.
class DatabaseError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// No waiting mends it: a wrong address, a schema newer than this program.
class UnusableDatabase : public DatabaseError {
  public:
    using DatabaseError::DatabaseError;
};

/// Owns the sessions of one database. Not thread-safe: one Database a thread.
///
/// SQLite: `BEGIN IMMEDIATE`, foreign keys on, rollback journal with synchronous=EXTRA on versions
/// below 3.51.3 (their WAL can lose commits), busy timeout 10 s. A session that failed is thrown
/// away, never reconnected inside a transaction.
class Database {
  public:
    /// `location`: a file path, or "postgresql://…". Opens and checks; does not migrate. Throws
    /// DatabaseError. A new SQLite file is made readable to its owner alone. A schema newer than
    /// this program is refused.
    explicit Database(const std::string& location);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Brings the schema up to date; a no-op when it is. Refuses a schema newer than this program.
    void migrate();
    int schema_version();

    /// All of `work` or nothing: commits when it returns, rolls back when it throws. Not nested.
    /// Also throws when PostgreSQL kept it and its standby did not: after a failover it would be
    /// gone, so nothing may be built on it.
    void in_transaction(const std::function<void()>& work);

    /// SQLite: PRAGMA data_version on this object's pinned session: changes when another
    /// connection committed (and when a failed session had to be replaced). PostgreSQL: the last
    /// change_feed id.
    std::int64_t data_version();

    /// Waits so long, or until another program says that it changed something; whether one did. A
    /// hint alone: what it says may be lost, and SQLite says nothing, so data_version() decides.
    /// Outside a transaction.
    bool wait_for_hint(std::chrono::milliseconds at_most);

    bool is_postgresql() const;

    /// Which of the sessions had so far this is: another after a lost one was replaced, perhaps
    /// with one on another server.
    std::int64_t session_number() const;

    /// What a failover may lose, and so send twice: an address that names several servers, of
    /// which the one at work waits for no other.
    std::optional<Problem> risk_of_failover();

    /// A copy as of this moment, at `path`, where nothing may be: a database of its own (SQLite),
    /// or what pg_dump writes. Other sessions may hold a write transaction meanwhile.
    void copy_into(const std::string& path);
    /// What copy_into() wrote of a PostgreSQL database, put into this empty one.
    void fill_from(const std::string& dump);

    // --- for the stores of this module alone ---
    Poco::Data::Session& session();
    /// Of the session as it is now; null where the database is PostgreSQL.
    SqliteStatements* sqlite();
    /// Several statements in one text, without arguments.
    void run_script(const std::string& sql);
    /// Inside a transaction: keeps a second program from migrating at the same time.
    void lock_for_migration();

    /// "" when the database is sound, else what integrity_check says.
    std::string integrity_problem();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace postroom::storage
