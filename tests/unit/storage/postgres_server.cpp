#include "postgres_server.hpp"

#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace postroom::storage::testing {

namespace {

const std::string programs = "/usr/lib/postgresql/15/bin/";

/// PostgreSQL refuses to run as root: root starts it as nobody.
const passwd* ordinary_user() {
    return getuid() == 0 ? getpwnam("nobody") : nullptr;
}

pid_t start(std::vector<std::string> words) {
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const passwd* user = ordinary_user();
    const pid_t test = getpid();
    const pid_t child = fork();
    if (child != 0) return child;

    const int nowhere = open("/dev/null", O_RDWR);
    dup2(nowhere, 0);
    dup2(nowhere, 1);
    dup2(nowhere, 2);
    if (user != nullptr && (setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)) _exit(1);
    prctl(PR_SET_PDEATHSIG, SIGQUIT);
    if (getppid() != test || chdir("/") != 0) _exit(1);
    execv(arguments[0], arguments.data());
    _exit(1);
}

void tell(const std::string& location, const std::string& sql) {
    PGconn* connection = PQconnectdb(location.c_str());
    PGresult* answer = PQexec(connection, sql.c_str());
    const bool done = PQresultStatus(answer) == PGRES_COMMAND_OK;
    PQclear(answer);
    PQfinish(connection);
    if (!done) throw std::runtime_error("the test's own server refused");
}

}  // namespace

bool PostgresServer::is_installed() {
    return access((programs + "postgres").c_str(), X_OK) == 0;
}

PostgresServer& PostgresServer::of_this_program() {
    static PostgresServer server;
    return server;
}

PostgresServer::PostgresServer() {
    folder_ = (std::filesystem::temp_directory_path() / "postroom-pg-XXXXXX").string();
    if (mkdtemp(folder_.data()) == nullptr) throw std::runtime_error("no scratch folder");
    if (const passwd* user = ordinary_user();
        user != nullptr && chown(folder_.c_str(), user->pw_uid, user->pw_gid) != 0)
        throw std::runtime_error("cannot give the scratch folder away");
    const std::string data = folder_ + "/data";
    int status = 0;
    waitpid(start({programs + "initdb", "-D", data, "-U", "postroom", "-A", "trust", "--no-sync",
                   "-E", "UTF8", "--locale=C.UTF-8"}),
            &status, 0);
    if (status != 0) throw std::runtime_error("initdb failed");
    server_ = start({programs + "postgres", "-D", data, "-c", "listen_addresses=", "-c",
                     "unix_socket_directories=" + folder_, "-c", "fsync=off"});
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (PQping(address("public").c_str()) != PQPING_OK) {
        if (std::chrono::steady_clock::now() > give_up)
            throw std::runtime_error("the server does not start");
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

PostgresServer::~PostgresServer() {
    kill(server_, SIGQUIT);
    waitpid(server_, nullptr, 0);
    std::filesystem::remove_all(folder_);
}

std::string PostgresServer::address(const std::string& schema) const {
    return "postgresql:///postgres?host=" + folder_ + "&user=postroom&options=-csearch_path%3D" +
           schema;
}

std::string PostgresServer::fresh_schema() {
    const std::string schema = "test" + std::to_string(++schemas_);
    tell(address("public"), "CREATE SCHEMA " + schema);
    return address(schema);
}

std::string PostgresServer::swept_schema() {
    if (shared_.empty()) return shared_ = fresh_schema();
    // As a replica, so that the triggers that keep history whole stand aside.
    tell(shared_,
         "SET session_replication_role = replica;"
         "DELETE FROM events; DELETE FROM parties; DELETE FROM cases; DELETE FROM change_feed;"
         "DELETE FROM attempts; DELETE FROM parcels; DELETE FROM tasks; DELETE FROM promises;"
         "DELETE FROM case_keys; DELETE FROM archive_leaves; DELETE FROM legal_holds;"
         "DELETE FROM erasing; DELETE FROM certificates;"
         "DELETE FROM marks WHERE name NOT IN ('leaf_count', 'archived_count');"
         "UPDATE marks SET value = 0");
    return shared_;
}

}  // namespace postroom::storage::testing
