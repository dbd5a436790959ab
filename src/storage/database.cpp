#include "storage/database.hpp"

#include <cassert>
#include <string_view>
#include <thread>

#include <Poco/Data/Session.h>
#include <libpq-fe.h>
#include <poll.h>
#include <sqlite3.h>

#include "storage/migrations.hpp"
#include "storage/opening.hpp"
#include "storage/postgresql_dump.hpp"
#include "storage/query.hpp"
#include "storage/sqlite_statements.hpp"
#include "storage/trouble.hpp"

namespace postroom::storage {

struct Database::Impl {
    std::string location;
    bool postgresql = false;
    std::unique_ptr<Poco::Data::Session> session;
    std::optional<SqliteStatements> statements;  ///< of `session`, gone before it
    std::int64_t sessions_opened = 0;
    std::int64_t listens = 0;  ///< the session that was told to listen, by its count
    bool in_transaction = false;
    bool warned = false;  ///< the server remarked a warning

    /// Never printed: it would stand as plain text between the lines of the log.
    static void hear(void* impl, const PGresult* remark) {
        const char* severity = PQresultErrorField(remark, PG_DIAG_SEVERITY_NONLOCALIZED);
        if (severity != nullptr && std::string_view(severity) == "WARNING")
            static_cast<Impl*>(impl)->warned = true;
    }

    void open() {
        session = said_plainly(
            [&] { return postgresql ? open_postgresql(location) : open_sqlite(location); });
        if (postgresql)
            PQsetNoticeReceiver(postgresql_handle(*session), hear, this);
        else
            statements.emplace(sqlite_handle(*session));
        ++sessions_opened;
    }

    void close() noexcept {
        statements.reset();
        session.reset();
    }

    bool connection_lost() {
        return postgresql && PQstatus(postgresql_handle(*session)) != CONNECTION_OK;
    }

    /// The database may undo a transaction on its own (a full disk does; PostgreSQL does after any
    /// error and then answers COMMIT without complaint). What follows must not count as kept.
    bool transaction_alive() {
        if (postgresql) return PQtransactionStatus(postgresql_handle(*session)) == PQTRANS_INTRANS;
        return sqlite3_get_autocommit(sqlite_handle(*session)) == 0;
    }

    void require_transaction() {
        if (!transaction_alive())
            throw DatabaseError("the database undid the change as a whole; nothing of it was kept");
    }

    bool roll_back() noexcept {
        if (connection_lost()) return false;
        if (!postgresql)
            return !transaction_alive() || sqlite3_exec(sqlite_handle(*session), "ROLLBACK",
                                                        nullptr, nullptr, nullptr) == SQLITE_OK;
        PGresult* answer = PQexec(postgresql_handle(*session), "ROLLBACK");
        const bool done = PQresultStatus(answer) == PGRES_COMMAND_OK;
        PQclear(answer);
        return done;
    }
};

namespace {

int newest_known() {
    return built_in_migrations().back().number;
}

void refuse_newer(int version) {
    if (version <= newest_known()) return;
    throw UnusableDatabase("the database was made by a newer Postroom (schema " +
                           std::to_string(version) + ", this program knows " +
                           std::to_string(newest_known()) + "); install the newer program");
}

}  // namespace

Database::Database(const std::string& location) : impl_(std::make_unique<Impl>()) {
    impl_->location = location;
    impl_->postgresql = names_postgresql(location);
    impl_->open();
    refuse_newer(schema_version());
}

Database::~Database() = default;

bool Database::is_postgresql() const {
    return impl_->postgresql;
}

std::int64_t Database::session_number() const {
    return impl_->sessions_opened;
}

Poco::Data::Session& Database::session() {
    if (impl_->in_transaction) {
        if (impl_->session == nullptr || impl_->connection_lost())
            throw DatabaseError("the connection to the database was lost; nothing was kept");
        impl_->require_transaction();
    } else if (impl_->session == nullptr || impl_->connection_lost()) {
        impl_->close();
        impl_->open();
    }
    return *impl_->session;
}

SqliteStatements* Database::sqlite() {
    session();
    return impl_->statements ? &*impl_->statements : nullptr;
}

void Database::migrate() {
    refuse_newer(schema_version());
    storage::migrate(*this, built_in_migrations());
}

int Database::schema_version() {
    const auto there = first_row(
        *this, impl_->postgresql
                   ? "SELECT COUNT(*) FROM pg_catalog.pg_tables WHERE tablename = 'migrations' "
                     "AND schemaname = current_schema()"
                   : "SELECT COUNT(*) FROM sqlite_master WHERE name = 'migrations'");
    if (Row(*there).number() == 0) return 0;
    return first_row(*this, "SELECT COALESCE(MAX(number), 0) FROM migrations")->small_number();
}

void Database::in_transaction(const std::function<void()>& work) {
    assert(!impl_->in_transaction);
    run(*this, impl_->postgresql ? "BEGIN" : "BEGIN IMMEDIATE");

    struct Ending {
        Impl& impl;
        bool committed = false;
        ~Ending() {
            impl.in_transaction = false;
            // A session that cannot even roll back is thrown away, and its transaction with it.
            if (!committed && !impl.roll_back()) impl.close();
        }
    };
    impl_->in_transaction = true;
    Ending ending{*impl_};

    work();
    impl_->warned = false;
    run(*this, "COMMIT");
    ending.committed = true;
    // Somebody ended the wait for the standby: committed here, and perhaps nowhere else.
    if (impl_->warned)
        throw DatabaseError(
            "the database kept a change that its standby did not confirm; nothing is built on it");
}

std::int64_t Database::data_version() {
    if (impl_->postgresql)
        return first_row(*this, "SELECT COALESCE(MAX(id), 0) FROM change_feed")->number();
    // Versions of two connections cannot be compared: the session's place comes first.
    const std::int64_t version = first_row(*this, "PRAGMA data_version")->number();
    return (impl_->sessions_opened << 32) + version;
}

namespace {

/// Takes all that have arrived; whether there were any.
bool take_notices(PGconn* connection) {
    bool any = false;
    while (PGnotify* notice = PQnotifies(connection)) {
        PQfreemem(notice);
        any = true;
    }
    return any;
}

}  // namespace

bool Database::wait_for_hint(std::chrono::milliseconds at_most) {
    assert(!impl_->in_transaction);
    // A connection that is lost is for the next look to complain of.
    if (!impl_->postgresql || impl_->session == nullptr || impl_->connection_lost()) {
        std::this_thread::sleep_for(at_most);
        return false;
    }
    if (impl_->listens != impl_->sessions_opened) {
        run_script("LISTEN postroom_changes");
        impl_->listens = impl_->sessions_opened;
        return true;  // what was said before nobody heard
    }
    PGconn* connection = postgresql_handle(*impl_->session);
    // What arrived with the last answers waits in memory, and the socket says nothing of it.
    if (take_notices(connection)) return true;
    pollfd socket{.fd = PQsocket(connection), .events = POLLIN, .revents = 0};
    if (::poll(&socket, 1, static_cast<int>(at_most.count())) <= 0) return false;
    PQconsumeInput(connection);  // when the connection was lost, this is how it is known
    take_notices(connection);
    return true;
}

void Database::run_script(const std::string& sql) {
    if (impl_->postgresql) {
        const std::unique_ptr<PGresult, decltype(&PQclear)> answer(
            PQexec(postgresql_handle(session()), sql.c_str()), &PQclear);
        const auto status = PQresultStatus(answer.get());
        if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return;
        const char* said = PQresultErrorField(answer.get(), PG_DIAG_MESSAGE_PRIMARY);
        if (said == nullptr)  // nobody is there to say anything
            throw DatabaseError("the connection to the database was lost");
        throw DatabaseError("the database refused: " + std::string(said));
    }
    sqlite3* handle = sqlite_handle(session());
    if (sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        throw DatabaseError("the database refused: " + std::string(sqlite3_errmsg(handle)));
}

void Database::lock_for_migration() {
    assert(impl_->in_transaction);
    // SQLite's BEGIN IMMEDIATE has the whole file already.
    if (impl_->postgresql) run_script("SELECT pg_advisory_xact_lock(7305710)");
}

void Database::copy_into(const std::string& path) {
    if (impl_->postgresql)
        dump_postgresql(impl_->location, path);
    else
        run(*this, "VACUUM INTO $1", {path});
}

void Database::fill_from(const std::string& dump) {
    assert(impl_->postgresql);
    restore_postgresql(impl_->location, dump);
}

std::optional<Problem> Database::risk_of_failover() {
    if (!impl_->postgresql || !names_several_servers(impl_->location)) return std::nullopt;
    if (!first_row(*this, "SHOW synchronous_standby_names")->text().empty()) return std::nullopt;
    return Problem{.what =
                       "the database waits for no standby, so a failover may lose what was "
                       "just sent, and send it again",
                   .remedy = "set synchronous_standby_names on both servers",
                   .field = "database.location"};
}

std::string Database::integrity_problem() {
    if (impl_->postgresql) return "";
    auto said = first_row(*this, "PRAGMA integrity_check")->text();
    return said == "ok" ? "" : said;
}

}  // namespace postroom::storage
