#include "storage/leadership.hpp"

#include "storage/query.hpp"

namespace postroom::storage {

Instant clock_of(Database& database) {
    return first_row(database,
                     database.is_postgresql()
                         ? "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
                         : "SELECT CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) * "
                           "1000")
        ->instant();
}

bool Leadership::take_or_keep(std::int64_t microseconds) {
    bool leads = false;
    database_.in_transaction([&] {
        const Instant now = clock_of(database_);
        const Instant until{now.microseconds + microseconds};
        if (run(database_,
                "UPDATE leadership SET expires_at = $1 "
                "WHERE holder = $2 AND term = $3 AND expires_at > $4",
                {until, holder_, term_, now}) == 1) {
            leads = true;
            return;
        }
        // The term changes whoever takes it, so that what an earlier holder still does fails.
        leads = run(database_,
                    "UPDATE leadership SET term = term + 1, holder = $1, expires_at = $2 "
                    "WHERE expires_at <= $3 OR holder = $4",
                    {holder_, until, now, holder_}) == 1;
        if (leads) term_ = first_row(database_, "SELECT term FROM leadership")->number();
    });
    if (leads) confirmed_in_session_ = database_.session_number();
    return leads;
}

void Leadership::give_up() {
    database_.in_transaction([&] {
        run(database_, "UPDATE leadership SET expires_at = 0 WHERE holder = $1 AND term = $2",
            {holder_, term_});
    });
}

void Leadership::require() {
    if (confirmed_in_session_ != database_.session_number())
        throw DatabaseError(
            "the connection to the database was lost and made anew; the lead is asked for again");
    const std::string held = database_.is_postgresql() ? " FOR SHARE" : "";
    auto row = first_row(database_, "SELECT term, holder FROM leadership" + held);
    if (row->number() != term_ || row->text() != holder_)
        throw DatabaseError("another daemon has taken the lead; this one goes on sending for it");
}

std::string Leadership::holder() {
    auto row = first_row(database_, "SELECT holder, expires_at FROM leadership");
    std::string holder = row->text();
    return row->instant() > clock_of(database_) ? holder : std::string();
}

}  // namespace postroom::storage
