#include "storage/sqlite_statements.hpp"

#include <Poco/Data/SQLite/Utility.h>
#include <sqlite3.h>

namespace postroom::storage {

namespace {

/// Our own texts are some two hundred. Lists of any length make more of them: then all are compiled
/// again, rather than kept without end.
constexpr std::size_t kept_at_most = 512;

std::optional<std::string> cell(sqlite3_stmt* statement, int column) {
    const int type = sqlite3_column_type(statement, column);
    if (type == SQLITE_NULL) return std::nullopt;
    // The bytes first where they are text: that may convert, and only then is the length known.
    const void* bytes = type == SQLITE_BLOB
                            ? sqlite3_column_blob(statement, column)
                            : static_cast<const void*>(sqlite3_column_text(statement, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
    if (bytes == nullptr) return std::string();
    return std::string(static_cast<const char*>(bytes), size);
}

/// At its end a statement lets go of locks and of the values, which may be personal data.
struct AtRest {
    sqlite3_stmt* statement;
    ~AtRest() {
        sqlite3_reset(statement);
        sqlite3_clear_bindings(statement);
    }
};

}  // namespace

void SqliteStatements::Finalizer::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

void SqliteStatements::refuse() const {
    Poco::Data::SQLite::Utility::throwException(handle_, sqlite3_errcode(handle_));
    throw DatabaseError("the database refused without a word");
}

sqlite3_stmt* SqliteStatements::prepared(std::string_view sql) {
    if (const auto known = statements_.find(sql); known != statements_.end())
        return known->second.get();
    sqlite3_stmt* made = nullptr;
    if (sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &made, nullptr) != SQLITE_OK)
        refuse();
    Statement statement(made);
    if (statements_.size() >= kept_at_most) statements_.clear();
    statements_.emplace(sql, std::move(statement));
    return made;
}

void SqliteStatements::bind(sqlite3_stmt* statement, const std::vector<Value>& values) const {
    struct Binder {
        sqlite3_stmt* statement;
        int place;
        int operator()(std::monostate) const { return sqlite3_bind_null(statement, place); }
        int operator()(std::int64_t number) const {
            return sqlite3_bind_int64(statement, place, number);
        }
        int operator()(const std::string& text) const {
            return sqlite3_bind_text64(statement, place, text.data(), text.size(), SQLITE_STATIC,
                                       SQLITE_UTF8);
        }
        int operator()(const Value::Blob& blob) const {
            return sqlite3_bind_blob64(statement, place, blob.bytes.data(), blob.bytes.size(),
                                       SQLITE_STATIC);
        }
    };
    int place = 0;
    for (const Value& value : values)
        if (std::visit(Binder{statement, ++place}, value.held()) != SQLITE_OK) refuse();
}

void SqliteStatements::execute(std::string_view sql, const std::vector<Value>& values,
                               const std::function<void(sqlite3_stmt*)>& row) {
    sqlite3_stmt* statement = prepared(sql);
    const AtRest at_rest{statement};
    bind(statement, values);
    int said = sqlite3_step(statement);
    for (; said == SQLITE_ROW; said = sqlite3_step(statement)) row(statement);
    if (said != SQLITE_DONE) refuse();
}

std::vector<Row> SqliteStatements::rows(std::string_view sql, const std::vector<Value>& values) {
    std::vector<Row> found;
    execute(sql, values, [&](sqlite3_stmt* statement) {
        Row::Cells cells(static_cast<std::size_t>(sqlite3_column_count(statement)));
        for (std::size_t column = 0; column < cells.size(); ++column)
            cells[column] = cell(statement, static_cast<int>(column));
        found.emplace_back(std::move(cells));
    });
    return found;
}

std::int64_t SqliteStatements::run(std::string_view sql, const std::vector<Value>& values) {
    execute(sql, values, [](sqlite3_stmt*) {});
    return sqlite3_changes64(handle_);
}

}  // namespace postroom::storage
