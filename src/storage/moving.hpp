// Everything that one database holds, put into another of another kind.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/expected.hpp"
#include "storage/database.hpp"

namespace postroom::storage {

struct MovedTable {
    std::string name;
    std::int64_t rows = 0;
};

/// Copies every row of `from` (SQLite) into `to` (PostgreSQL, migrated, without a case), all or
/// nothing, numbers and change feed included; who leads is not taken over. Nobody else may write to
/// `from` meanwhile. A row that the other database refuses is a Problem naming its table and row.
Expected<std::vector<MovedTable>> move_rows(Database& from, Database& to);

}  // namespace postroom::storage
