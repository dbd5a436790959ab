#include "storage/query.hpp"

#include <cassert>
#include <charconv>
#include <limits>

#include <Poco/Any.h>
#include <Poco/Data/LOB.h>
#include <Poco/Data/RecordSet.h>
#include <Poco/Data/Session.h>
#include <Poco/Data/Statement.h>

#include "storage/sqlite_statements.hpp"
#include "storage/trouble.hpp"

namespace postroom::storage {

namespace {

using Poco::Data::BLOB;
using Poco::Data::CLOB;

[[maybe_unused]] bool placeholders_in_order(std::string_view sql) {
    std::size_t highest = 0;
    for (std::size_t at = sql.find('$'); at != std::string_view::npos; at = sql.find('$', at + 1)) {
        std::size_t number = 0;
        std::from_chars(sql.data() + at + 1, sql.data() + sql.size(), number);
        if (number > highest + 1) return false;
        highest = std::max(highest, number);
    }
    return true;
}

Poco::Any as_any(const Value& value) {
    struct Visitor {
        Poco::Any operator()(std::monostate) const { return {}; }
        Poco::Any operator()(std::int64_t number) const { return Poco::Int64{number}; }
        Poco::Any operator()(const std::string& text) const { return text; }
        Poco::Any operator()(const Value::Blob& blob) const {
            return BLOB(reinterpret_cast<const unsigned char*>(blob.bytes.data()),
                        blob.bytes.size());
        }
    };
    return std::visit(Visitor{}, value.held());
}

/// A statement for PostgreSQL with its arguments, which Poco refers to and does not copy.
class Prepared {
  public:
    Prepared(Database& database, std::string_view sql, const std::vector<Value>& values)
        : statement_(database.session()) {
        statement_ << std::string(sql);
        arguments_.reserve(values.size());
        for (const Value& value : values) {
            arguments_.push_back(as_any(value));
            statement_.addBind(Poco::Data::Keywords::use(arguments_.back()));
        }
    }

    std::int64_t execute() { return static_cast<std::int64_t>(statement_.execute()); }
    Poco::Data::Statement& statement() { return statement_; }

  private:
    std::vector<Poco::Any> arguments_;
    Poco::Data::Statement statement_;
};

std::string as_text(const Poco::Dynamic::Var& value) {
    if (value.type() == typeid(BLOB)) {
        const auto& blob = value.extract<BLOB>();
        return {reinterpret_cast<const char*>(blob.rawContent()), blob.size()};
    }
    if (value.type() == typeid(CLOB)) {
        const auto& text = value.extract<CLOB>();
        return {text.rawContent(), text.size()};
    }
    return value.convert<std::string>();
}

Row read_row(const Poco::Data::RecordSet& records, std::size_t row) {
    Row::Cells cells(records.columnCount());
    for (std::size_t column = 0; column < cells.size(); ++column)
        if (!records.isNull(column, row)) cells[column] = as_text(records.value(column, row));
    return Row(std::move(cells));
}

}  // namespace

const std::optional<std::string>& Row::next() {
    assert(at_ < cells_.size());
    return cells_[at_++];
}

std::optional<std::string> Row::maybe_text() {
    return next();
}

std::string Row::text() {
    return next().value_or(std::string());
}

std::optional<std::int64_t> Row::maybe_number() {
    const auto& cell = next();
    if (!cell) return std::nullopt;
    std::int64_t number = 0;
    const char* end = cell->data() + cell->size();
    const auto [stop, error] = std::from_chars(cell->data(), end, number);
    if (error != std::errc{} || stop != end)
        throw DatabaseError("the database holds something else where a number should stand");
    return number;
}

std::int64_t Row::number() {
    const auto number = maybe_number();
    if (!number) throw DatabaseError("the database holds nothing where a number should stand");
    return *number;
}

int Row::small_number() {
    const std::int64_t value = number();
    assert(value >= std::numeric_limits<int>::min() && value <= std::numeric_limits<int>::max());
    return static_cast<int>(value);
}

bool Row::flag() {
    return maybe_number().value_or(0) != 0;
}

std::optional<Instant> Row::maybe_instant() {
    const auto number = maybe_number();
    if (!number) return std::nullopt;
    return Instant{*number};
}

std::optional<calendar::Day> Row::maybe_day() {
    const auto& cell = next();
    if (!cell) return std::nullopt;
    const auto day = calendar::Day::from_iso(*cell);
    if (!day) throw DatabaseError("the database holds something else where a date should stand");
    return day;
}

calendar::Day Row::day() {
    const auto day = maybe_day();
    if (!day) throw DatabaseError("the database holds nothing where a date should stand");
    return *day;
}

std::vector<Row> rows(Database& database, std::string_view sql, std::vector<Value> values) {
    assert(placeholders_in_order(sql));
    return said_plainly([&] {
        if (SqliteStatements* sqlite = database.sqlite()) return sqlite->rows(sql, values);
        Prepared prepared(database, sql, values);
        prepared.execute();
        const Poco::Data::RecordSet records(prepared.statement());
        std::vector<Row> result;
        result.reserve(records.rowCount());
        for (std::size_t row = 0; row < records.rowCount(); ++row)
            result.push_back(read_row(records, row));
        return result;
    });
}

std::optional<Row> first_row(Database& database, std::string_view sql, std::vector<Value> values) {
    auto found = rows(database, sql, std::move(values));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::int64_t run(Database& database, std::string_view sql, std::vector<Value> values) {
    assert(placeholders_in_order(sql));
    return said_plainly([&] {
        if (SqliteStatements* sqlite = database.sqlite()) return sqlite->run(sql, values);
        return Prepared(database, sql, values).execute();
    });
}

bool insert(Database& database, std::string_view table,
            std::vector<std::pair<std::string_view, Value>> columns, OnConflict on_conflict) {
    std::string sql = "INSERT INTO " + std::string(table) + " (";
    std::vector<Value> values;
    values.reserve(columns.size());
    for (std::pair<std::string_view, Value>& column : columns) {
        if (!values.empty()) sql += ", ";
        sql += column.first;
        values.push_back(std::move(column.second));
    }
    sql += ") VALUES " + placeholders(values.size());
    if (on_conflict == OnConflict::do_nothing) sql += " ON CONFLICT DO NOTHING";
    return run(database, sql, std::move(values)) > 0;
}

std::string placeholders(std::size_t count, std::size_t first) {
    std::string list = "(";
    for (std::size_t index = 0; index < count; ++index)
        list += (index ? ", $" : "$") + std::to_string(first + index);
    return list + ")";
}

}  // namespace postroom::storage
