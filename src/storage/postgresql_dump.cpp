#include "storage/postgresql_dump.hpp"

#include <cstring>
#include <map>
#include <memory>
#include <string_view>
#include <vector>

#include <libpq-fe.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storage/database.hpp"

namespace postroom::storage {

namespace {

/// The environment's name for each part of a PostgreSQL address.
std::map<std::string, std::string> as_environment(const std::string& uri) {
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
        PQconninfoParse(uri.c_str(), nullptr), &PQconninfoFree);
    if (!options) throw UnusableDatabase("the database address is not a PostgreSQL URI; mend it");
    std::map<std::string, std::string> variables;
    for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option)
        if (option->val != nullptr && option->envvar != nullptr)
            variables[option->envvar] = option->val;
    return variables;
}

void run_tool(const std::string& uri, std::vector<std::string> arguments) {
    std::vector<std::string> variables;
    for (const auto& [name, value] : as_environment(uri))
        variables.push_back(std::string(name).append("=").append(value));
    for (char** variable = environ; *variable != nullptr; ++variable)
        if (std::strncmp(*variable, "PG", 2) != 0) variables.emplace_back(*variable);
    const auto pointers = [](std::vector<std::string>& texts) {
        std::vector<char*> list;
        list.reserve(texts.size() + 1);
        for (std::string& text : texts) list.push_back(text.data());
        list.push_back(nullptr);
        return list;
    };
    const std::string tool = arguments.front();
    pid_t child = -1;
    const int error = ::posix_spawnp(&child, tool.c_str(), nullptr, nullptr,
                                     pointers(arguments).data(), pointers(variables).data());
    if (error != 0)
        throw DatabaseError(tool + " cannot be started (" + std::strerror(error) +
                            "); install Debian's postgresql-client");
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        throw DatabaseError(tool + " failed; what it said is above");
}

}  // namespace

void dump_postgresql(const std::string& uri, const std::string& path) {
    run_tool(uri,
             {"pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file=" + path});
}

void restore_postgresql(const std::string& uri, const std::string& path) {
    const auto variables = as_environment(uri);
    const auto database = variables.find("PGDATABASE");
    run_tool(
        uri,
        {"pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges",
         "--dbname=" + (database == variables.end() ? "postgres" : database->second), path});
}

}  // namespace postroom::storage
