#include "daemon/records/move_database.hpp"

#include <filesystem>

#include "daemon/premises/files.hpp"
#include "storage/moving.hpp"
#include "storage/opening.hpp"

namespace postroom::daemon {

namespace fs = std::filesystem;

Expected<MovedDatabase> move_database(Office& office, const std::string& location) {
    if (office.database().is_postgresql())
        return fail(Problem{.what = "this office works on PostgreSQL already"});
    if (!storage::names_postgresql(location))
        return fail(Problem{.what = "the new database is not named by an address of PostgreSQL",
                            .remedy = "give --to postgresql://…"});
    // A letter sent meanwhile would be missing in the copy, and go again.
    if (!office.take_sending_lock())
        return fail(Problem{.what = "another postroom is sending from this data directory",
                            .remedy = "stop it first"});
    storage::Database to(location);
    to.migrate();
    const auto moved = storage::move_rows(office.database(), to);
    if (!moved) return fail(moved.error());

    MovedDatabase done;
    for (const storage::MovedTable& table : *moved) {
        done.rows += table.rows;
        if (table.name == "cases") done.cases = table.rows;
    }
    const std::string file = office.database_location();
    done.set_aside = file + moved_away;
    std::error_code error;
    fs::rename(file, done.set_aside, error);
    if (error)
        throw FileError("everything was moved, but " + file + " cannot be put aside: " +
                        error.message() + "; move it away before anything else");
    return done;
}

}  // namespace postroom::daemon
