// Backups of a PostgreSQL database by its own tools, pg_dump and pg_restore.
#pragma once

#include <string>

namespace postroom::storage {

/// Throws DatabaseError. The address reaches the tools by their environment, never by their
/// arguments, which every user of the machine may read.
void dump_postgresql(const std::string& uri, const std::string& path);
void restore_postgresql(const std::string& uri, const std::string& path);

}  // namespace postroom::storage
