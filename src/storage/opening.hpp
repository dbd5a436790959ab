// Opening a session on each kind of database, with everything a session must be told.
#pragma once

#include <memory>
#include <string>
#include <vector>

struct sqlite3;
struct pg_conn;

namespace Poco::Data {
class Session;
}

namespace postroom::storage {

/// Rollback journal with synchronous=EXTRA where SQLite's write-ahead log can lose commits (below
/// 3.51.3), else write-ahead log with FULL; foreign keys, secure delete, ten seconds of patience.
/// Throws Poco::Exception or DatabaseError.
std::unique_ptr<Poco::Data::Session> open_sqlite(const std::string& path);

/// `uri` as libpq reads it; it may name several servers. What the server answers as committed is on
/// its disk and on that of its standby, if it has one to wait for. It ends a transaction in which
/// nothing happens for 30 s, and a statement that waits 45 s for a lock fails. Throws
/// Poco::Exception or DatabaseError.
std::unique_ptr<Poco::Data::Session> open_postgresql(const std::string& uri);

bool names_postgresql(const std::string& location);
/// A part of a PostgreSQL address that has a value: as libpq and its environment name it.
struct AddressPart {
    std::string keyword;   ///< "host"
    std::string variable;  ///< "PGHOST"; "" where there is none
    std::string value;
};
/// Throws UnusableDatabase.
std::vector<AddressPart> parts_of_address(const std::string& uri);
/// Whether there is another to go on with when one is gone.
bool names_several_servers(const std::string& uri);

/// The C handles below the sessions; they belong to the session.
sqlite3* sqlite_handle(Poco::Data::Session& session);
pg_conn* postgresql_handle(Poco::Data::Session& session);

}  // namespace postroom::storage
