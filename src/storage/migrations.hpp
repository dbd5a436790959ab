// The schema's history, and the way up.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace postroom::storage {

class Database;

/// One step of the schema. Released ones are never edited: a change is a new number.
struct Migration {
    int number = 0;         ///< 1, 2, 3 … without gaps
    std::string_view name;  ///< "0001_first"
    std::string_view sql;   ///< for every database
    std::string_view sqlite_sql;
    std::string_view postgresql_sql;
};

/// Those of src/storage/sql, in order.
std::span<const Migration> built_in_migrations();

/// The statements of one migration as the given database spells them.
std::string spelt_for_sqlite(const Migration& migration);
std::string spelt_for_postgresql(const Migration& migration);

/// Applies those that are not applied yet, each in its own transaction. Throws DatabaseError.
void migrate(Database& database, std::span<const Migration> migrations);

}  // namespace postroom::storage
