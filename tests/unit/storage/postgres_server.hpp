// A PostgreSQL server of the test program's own, on a Unix socket in a scratch folder. It dies with
// the program.
#pragma once

#include <string>

#include <sys/types.h>

namespace postroom::storage::testing {

class PostgresServer {
  public:
    static bool is_installed();
    /// Started at first use.
    static PostgresServer& of_this_program();

    /// The address of a new, empty schema.
    std::string fresh_schema();
    /// The address of one schema that all who ask share; what the last one wrote there is gone.
    /// Making the tables anew for every test would take most of the tests' time.
    std::string swept_schema();

    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

  private:
    PostgresServer();
    std::string address(const std::string& schema) const;

    std::string folder_;
    pid_t server_ = -1;
    int schemas_ = 0;
    std::string shared_;  ///< address of the shared schema, once made
};

}  // namespace postroom::storage::testing
