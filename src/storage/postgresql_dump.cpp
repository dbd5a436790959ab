#include "storage/postgresql_dump.hpp"

#include <cstring>
#include <vector>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storage/database.hpp"
#include "storage/opening.hpp"

namespace postroom::storage {

namespace {

void run_tool(const std::string& uri, std::vector<std::string> arguments) {
    std::vector<std::string> variables;
    for (const AddressPart& part : parts_of_address(uri))
        if (!part.variable.empty())
            variables.push_back(std::string(part.variable).append("=").append(part.value));
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
    std::string database = "postgres";
    for (const AddressPart& part : parts_of_address(uri))
        if (part.keyword == "dbname") database = part.value;
    run_tool(uri, {"pg_restore", "--exit-on-error", "--single-transaction", "--no-owner",
                   "--no-privileges", "--dbname=" + database, path});
}

}  // namespace postroom::storage
