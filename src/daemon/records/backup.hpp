// Backups of a whole office while it works, each checked by opening it again; and restoring one.
#pragma once

#include <string>

#include "daemon/records/office.hpp"

namespace postroom::daemon {

struct BackedUp {
    std::int64_t leaves = 0;
    std::size_t cases = 0;
};
/// Database, archive, postbook, configuration and overlays as of one moment; never the keys. A
/// folder, or a zip file when `path` ends in .zip. It is unpacked again, opened and verified before
/// this returns. Throws FileError, DatabaseError, ArchiveError.
ExpectedAll<BackedUp> back_up(Office& office, const std::string& path, Instant now);

/// The keys alone, which belong elsewhere.
void back_up_keys(const std::string& data, const std::string& path);

struct RestoreOptions {
    std::string keys;  ///< a folder or zip of back_up_keys(); empty: they are there, or come
    bool keep_archive = false;  ///< the data directory lives: only its database is put back
};
struct Restored {
    std::int64_t leaves = 0;      ///< of the database that was put back
    std::int64_t archived = 0;    ///< of the archive it now stands beside
    bool keys_are_there = false;  ///< without them nothing can be reconciled or sent
    std::string set_aside;        ///< where the database that was there lies now; may be empty
};
/// Puts a backup back and sends nothing: the first run stops until a person has reconciled.
ExpectedAll<Restored> restore(const Setting& setting, const std::string& path,
                              const RestoreOptions& options, Instant now);

}  // namespace postroom::daemon
