// An office that outgrew SQLite goes on with PostgreSQL.
#pragma once

#include <cstdint>
#include <string>

#include "daemon/records/office.hpp"

namespace postroom::daemon {

struct MovedDatabase {
    std::int64_t rows = 0;
    std::int64_t cases = 0;
    std::string set_aside;  ///< where the SQLite file lies now
};
/// Moves everything into the empty PostgreSQL database at `location`, and puts the SQLite file
/// aside, so that nobody goes on with it. Sends nothing. Throws DatabaseError, FileError.
Expected<MovedDatabase> move_database(Office& office, const std::string& location);

}  // namespace postroom::daemon
