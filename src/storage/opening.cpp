#include "storage/opening.hpp"

#include <algorithm>
#include <cerrno>
#include <mutex>
#include <system_error>

#include <Poco/Data/PostgreSQL/Connector.h>
#include <Poco/Data/PostgreSQL/SessionImpl.h>
#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/SQLite/Utility.h>
#include <Poco/Data/Session.h>
#include <fcntl.h>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <unistd.h>

#include "storage/database.hpp"

namespace postroom::storage {

namespace {

constexpr int patience_milliseconds = 10'000;
constexpr std::size_t seconds_to_open = 2;  // Poco's own is 60, spent on a folder that is not there
constexpr std::size_t seconds_to_connect = 10;
// A stopped program would keep its locks, and everybody else waiting, for ever (decision 0063).
// Whoever waits does so longer than the stopped one is borne with.
// And a mark before the dot is worth something only when no crash and no failover takes it back,
// whatever the server is content with for others.
constexpr const char* manners =
    "SET idle_in_transaction_session_timeout = '30s'; SET lock_timeout = '45s';"
    "SELECT set_config('synchronous_commit', 'on', false) "
    "WHERE current_setting('synchronous_commit') <> 'remote_apply'";
// A machine or a network that is gone is noticed as soon as that; unix sockets do not know these.
constexpr const char* bounds_of_silence =
    "tcp_user_timeout=30000 keepalives_idle=10 keepalives_interval=5 keepalives_count=4";
constexpr int first_sqlite_with_sound_write_ahead_log = 3'051'003;

/// SQLite would make the file with the process's mask; it holds personal data.
void make_private_file(const std::string& path) {
    // Only a new file is ever opened here: closing a descriptor of an existing database would
    // drop every lock this process holds on it.
    const int descriptor = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor >= 0)
        ::close(descriptor);
    else if (errno != EEXIST)
        throw DatabaseError("the database file cannot be made (" +
                            std::generic_category().message(errno) +
                            "); check that its folder exists and belongs to this user");
}

void tell(sqlite3* handle, const char* pragma) {
    if (sqlite3_exec(handle, pragma, nullptr, nullptr, nullptr) != SQLITE_OK) {
        const int code = sqlite3_errcode(handle);
        const std::string said = sqlite3_errmsg(handle);
        Poco::Data::SQLite::Utility::throwException(handle, code, said);
    }
}

/// Poco leaks a connection it could not make, and a daemon may try for days: so we try first.
void require_server(const std::string& uri) {
    const std::string seconds = std::to_string(seconds_to_connect);
    const char* const keywords[] = {"dbname", "connect_timeout", nullptr};
    const char* const values[] = {uri.c_str(), seconds.c_str(), nullptr};
    const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(
        PQconnectdbParams(keywords, values, 1), &PQfinish);
    if (PQstatus(connection.get()) == CONNECTION_OK) return;
    const std::string said = PQerrorMessage(connection.get());
    throw DatabaseError(
        "the database cannot be opened; check that it is running and open to this user: " +
        said.substr(0, said.find('\n')));
}

void teach_manners(PGconn* connection) {
    const std::unique_ptr<PGresult, decltype(&PQclear)> answer(PQexec(connection, manners),
                                                               &PQclear);
    if (PQresultStatus(answer.get()) != PGRES_TUPLES_OK)
        throw DatabaseError(
            "the database did not accept how long Postroom waits; it must be "
            "PostgreSQL 15 or later");
}

}  // namespace

bool names_postgresql(const std::string& location) {
    return location.starts_with("postgresql://") || location.starts_with("postgres://");
}

std::vector<AddressPart> parts_of_address(const std::string& uri) {
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
        PQconninfoParse(uri.c_str(), nullptr), &PQconninfoFree);
    if (!options) throw UnusableDatabase("the database address is not a PostgreSQL URI; mend it");
    std::vector<AddressPart> parts;
    for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option)
        if (option->val != nullptr)
            parts.push_back({.keyword = option->keyword,
                             .variable = option->envvar == nullptr ? "" : option->envvar,
                             .value = option->val});
    return parts;
}

bool names_several_servers(const std::string& uri) {
    const std::vector<AddressPart> parts = parts_of_address(uri);
    return std::any_of(parts.begin(), parts.end(), [](const AddressPart& part) {
        return part.keyword.starts_with("host") && part.value.find(',') != std::string::npos;
    });
}

std::unique_ptr<Poco::Data::Session> open_sqlite(const std::string& path) {
    static std::once_flag registered;
    std::call_once(registered, [] { Poco::Data::SQLite::Connector::registerConnector(); });

    make_private_file(path);
    auto session = std::make_unique<Poco::Data::Session>("SQLite", path, seconds_to_open);
    sqlite3* handle = sqlite_handle(*session);
    sqlite3_busy_timeout(handle, patience_milliseconds);
    tell(handle, "PRAGMA foreign_keys = ON");
    tell(handle, "PRAGMA secure_delete = ON");
    if (sqlite3_libversion_number() < first_sqlite_with_sound_write_ahead_log) {
        tell(handle, "PRAGMA journal_mode = DELETE");
        tell(handle, "PRAGMA synchronous = EXTRA");
    } else {
        tell(handle, "PRAGMA journal_mode = WAL");
        tell(handle, "PRAGMA synchronous = FULL");
    }
    return session;
}

std::unique_ptr<Poco::Data::Session> open_postgresql(const std::string& uri) {
    static std::once_flag registered;
    std::call_once(registered, [] { Poco::Data::PostgreSQL::Connector::registerConnector(); });

    // Poco reads "key=value" pairs split at spaces, not URIs.
    std::string pairs = bounds_of_silence;  // what the address itself says comes later and wins
    for (const AddressPart& part : parts_of_address(uri)) {
        if (part.value.find_first_of(" '\\") != std::string::npos)
            throw UnusableDatabase(
                "the database address holds a space, a quote or a backslash in '" + part.keyword +
                "'; put it into a PostgreSQL service or password file instead");
        pairs.append(" ").append(part.keyword).append("=").append(part.value);
    }
    require_server(uri);
    auto session = std::make_unique<Poco::Data::Session>("PostgreSQL", pairs, seconds_to_connect);
    teach_manners(postgresql_handle(*session));
    return session;
}

sqlite3* sqlite_handle(Poco::Data::Session& session) {
    return Poco::Data::SQLite::Utility::dbHandle(session);
}

pg_conn* postgresql_handle(Poco::Data::Session& session) {
    auto* implementation = dynamic_cast<Poco::Data::PostgreSQL::SessionImpl*>(session.impl());
    if (implementation == nullptr) return nullptr;
    return implementation->handle();
}

}  // namespace postroom::storage
