#include "storage/moving.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <optional>

#include "storage/query.hpp"

namespace postroom::storage {

namespace {

constexpr int rows_at_a_time = 500;

/// In an order in which no row comes before the one it refers to. The feed comes last, in the place
/// of what the triggers wrote while the others were filled in.
constexpr const char* tables[] = {
    "cases",    "parties",     "events",       "case_keys",      "parcels", "attempts",   "tasks",
    "promises", "legal_holds", "certificates", "archive_leaves", "marks",   "change_feed"};

/// Of the database itself, not of the office.
constexpr const char* left_behind[] = {"migrations", "leadership", "erasing"};

/// A table that nobody here knows would be lost without a word.
std::optional<Problem> unknown_table(Database& sqlite) {
    for (Row& row : rows(sqlite,
                         "SELECT name FROM sqlite_master WHERE type = 'table' "
                         "AND name NOT LIKE 'sqlite@_%' ESCAPE '@' ORDER BY name")) {
        const std::string name = row.text();
        if (std::ranges::find(tables, name) == std::end(tables) &&
            std::ranges::find(left_behind, name) == std::end(left_behind))
            return Problem{.what = "the database has a table that is not Postroom's",
                           .remedy = "keep what you need of it elsewhere and drop it",
                           .field = name};
    }
    return std::nullopt;
}

struct Column {
    std::string name;
    enum class Kind { number, text, bytes } kind = Kind::text;
};

std::vector<Column> columns_of(Database& sqlite, const std::string& table) {
    std::vector<Column> columns;
    for (Row& row :
         rows(sqlite, "SELECT name, type FROM pragma_table_info('" + table + "') ORDER BY cid")) {
        Column column{.name = row.text()};
        const std::string type = row.text();
        if (type == "BLOB") column.kind = Column::Kind::bytes;
        if (type == "INTEGER" || type == "BIGINT") column.kind = Column::Kind::number;
        columns.push_back(std::move(column));
    }
    return columns;
}

Value value_in(Row& row, Column::Kind kind) {
    if (kind == Column::Kind::number) return row.maybe_number();
    std::optional<std::string> cell = row.maybe_text();
    if (!cell) return {};
    return kind == Column::Kind::bytes ? Value::bytes(std::move(*cell)) : Value(std::move(*cell));
}

bool has_numbers(const std::vector<Column>& columns, const std::string& table) {
    return table == "change_feed" || columns.front().name == "number";
}

/// What is numbered next comes after all that was ever numbered, rows that are gone included.
void go_on_numbering(Database& from, Database& to, const std::string& table,
                     const std::string& column) {
    const auto last = first_row(from, "SELECT seq FROM sqlite_sequence WHERE name = $1", {table});
    if (!last) return;
    // Poco knows a statement's rows only from a SELECT's.
    (void)first_row(to,
                    "SELECT setval(pg_get_serial_sequence('" + table + "', '" + column + "'), $1)",
                    {Row(*last).number()});
}

class Mover {
  public:
    Mover(Database& from, Database& to) : from_(from), to_(to) {}

    void move(const std::string& table) {
        const auto columns = columns_of(from_, table);
        std::string sql = "SELECT rowid";
        for (const Column& column : columns) sql += ", " + column.name;
        sql += " FROM " + table + " WHERE rowid > $1 ORDER BY rowid LIMIT " +
               std::to_string(rows_at_a_time);
        run(to_, "DELETE FROM " + table);
        table_ = table;
        MovedTable moved{.name = table};
        for (row_ = 0;;) {
            auto page = rows(from_, sql, {row_});
            if (page.empty()) break;
            for (Row& row : page) put(row, columns);
            moved.rows += static_cast<std::int64_t>(page.size());
        }
        if (has_numbers(columns, table)) go_on_numbering(from_, to_, table, columns.front().name);
        const auto there = first_row(to_, "SELECT COUNT(*) FROM " + table);
        if (Row(*there).number() != moved.rows)
            throw DatabaseError("not every row of " + table + " arrived; nothing was kept");
        moved_.push_back(std::move(moved));
    }

    std::string where() const { return table_ + ", row " + std::to_string(row_); }
    std::vector<MovedTable> moved() { return std::move(moved_); }

  private:
    void put(Row& row, const std::vector<Column>& columns) {
        row_ = row.number();
        std::vector<std::pair<std::string_view, Value>> values;
        values.reserve(columns.size());
        for (const Column& column : columns)
            values.emplace_back(column.name, value_in(row, column.kind));
        insert(to_, table_, std::move(values));
    }

    Database& from_;
    Database& to_;
    std::string table_;
    std::int64_t row_ = 0;
    std::vector<MovedTable> moved_;
};

}  // namespace

Expected<std::vector<MovedTable>> move_rows(Database& from, Database& to) {
    assert(!from.is_postgresql() && to.is_postgresql());
    const auto there =
        first_row(to, "SELECT (SELECT COUNT(*) FROM cases) + (SELECT COUNT(*) FROM parcels)");
    if (Row(*there).number() != 0)
        return fail(
            Problem{.what = "the PostgreSQL database is not empty",
                    .remedy = "name a new one: Postroom adds to no other office's records"});
    if (auto unknown = unknown_table(from)) return fail(std::move(*unknown));
    Mover mover(from, to);
    try {
        from.in_transaction([&] {
            to.in_transaction([&] {
                for (const char* table : tables) mover.move(table);
            });
        });
    } catch (const DatabaseError& error) {
        return fail(Problem{.what = std::string("nothing was moved: ") + error.what(),
                            .remedy = "mend that row; another program wrote it so",
                            .field = mover.where()});
    }
    return mover.moved();
}

}  // namespace postroom::storage
