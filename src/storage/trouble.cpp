#include "storage/trouble.hpp"

#include <string_view>

#include <Poco/Data/DataException.h>
#include <Poco/Data/PostgreSQL/PostgreSQLException.h>
#include <Poco/Data/SQLite/SQLiteException.h>

namespace postroom::storage {

namespace sqlite = Poco::Data::SQLite;
namespace postgresql = Poco::Data::PostgreSQL;

namespace {

template <class Kind>
bool is(const Poco::Exception& exception) {
    return dynamic_cast<const Kind*>(&exception) != nullptr;
}

/// The first line: PostgreSQL's further lines (DETAIL: Key (…)=(…)) hold values.
std::string first_line(const std::string& text) {
    return text.substr(0, text.find('\n'));
}

}  // namespace

DatabaseError in_plain_words(const Poco::Exception& exception) {
    if (is<sqlite::DBLockedException>(exception) || is<sqlite::TableLockedException>(exception))
        return DatabaseError(
            "the database is locked by another program; close that program or try again in a "
            "minute");
    if (is<sqlite::ReadOnlyException>(exception))
        return DatabaseError(
            "the database file cannot be written; check its owner, its permissions and those of "
            "its folder");
    if (is<sqlite::DatabaseFullException>(exception))
        return DatabaseError(
            "the disk that holds the database is full; nothing of this change was kept; free some "
            "space and try again");
    if (is<sqlite::IOErrorException>(exception))
        return DatabaseError(
            "the disk that holds the database failed; check the disk before going on");
    if (is<sqlite::CantOpenDBFileException>(exception))
        return DatabaseError(
            "the database file cannot be opened; check that its folder exists and belongs to this "
            "user");
    const std::string said = first_line(exception.message());
    if (said.find("file is not a database") != std::string::npos)
        return DatabaseError("the database file is not a database; check the path");
    if (is<sqlite::CorruptImageException>(exception))
        return DatabaseError("the database file is damaged; restore it from a backup");
    if (is<postgresql::ConnectionException>(exception) ||
        is<Poco::Data::ConnectionFailedException>(exception))
        return DatabaseError(
            "the database cannot be opened; check that it is there, running and open to this "
            "user: " +
            said);
    if (said.find("due to lock timeout") != std::string::npos)
        return DatabaseError(
            "another program keeps part of the database locked; nothing of this change was kept; "
            "end that program or try again in a minute");
    if (said.find("no such table") != std::string::npos)
        return DatabaseError("the database has no tables yet; run postroom init first");
    return DatabaseError("the database refused: " + said);
}

}  // namespace postroom::storage
