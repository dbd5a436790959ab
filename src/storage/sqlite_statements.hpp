// SQLite's statements, each compiled once a session. Poco's connector compiles a statement anew
// each time it is executed (decision 0091).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "storage/query.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace postroom::storage {

/// Must be gone before the session whose `handle` it has.
class SqliteStatements {
  public:
    explicit SqliteStatements(sqlite3* handle) : handle_(handle) {}

    /// Both throw Poco's exceptions of SQLite, as its own statements would.
    std::vector<Row> rows(std::string_view sql, const std::vector<Value>& values);
    /// Returns how many rows it changed.
    std::int64_t run(std::string_view sql, const std::vector<Value>& values);

  private:
    struct Finalizer {
        void operator()(sqlite3_stmt* statement) const;
    };
    using Statement = std::unique_ptr<sqlite3_stmt, Finalizer>;

    sqlite3_stmt* prepared(std::string_view sql);
    /// Calls `row` at each row of the answer.
    void execute(std::string_view sql, const std::vector<Value>& values,
                 const std::function<void(sqlite3_stmt*)>& row);
    void bind(sqlite3_stmt* statement, const std::vector<Value>& values) const;
    [[noreturn]] void refuse() const;

    sqlite3* handle_;
    std::map<std::string, Statement, std::less<>> statements_;
};

}  // namespace postroom::storage
