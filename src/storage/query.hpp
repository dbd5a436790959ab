// One SQL statement: arguments in, rows out. The traps of Poco::Data stay behind this file: a NULL
// read into a number is 0, an int64 read into an int is cut, SQLite numbers $n by first appearance.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "calendar/day.hpp"
#include "storage/database.hpp"

namespace postroom::storage {

/// A value on its way into the database: NULL, a number, text or bytes.
class Value {
  public:
    struct Blob {
        Bytes bytes;
    };
    using Held = std::variant<std::monostate, std::int64_t, std::string, Blob>;

    Value() = default;  ///< NULL
    Value(std::int64_t number) : held_(number) {}
    Value(int number) : held_(std::int64_t{number}) {}
    Value(bool flag) : held_(std::int64_t{flag ? 1 : 0}) {}
    Value(std::string text) : held_(std::move(text)) {}
    Value(std::string_view text) : held_(std::string(text)) {}
    Value(const char* text) : held_(std::string(text)) {}
    Value(Instant at) : held_(at.microseconds) {}
    Value(calendar::Day day) : held_(day.iso()) {}
    template <class T>
    Value(const std::optional<T>& maybe) {
        if (maybe) *this = Value(*maybe);
    }
    static Value bytes(Bytes bytes) {
        Value value;
        value.held_ = Blob{std::move(bytes)};
        return value;
    }

    const Held& held() const { return held_; }

  private:
    Held held_;
};

/// One row of an answer, read from left to right in the order of the SELECT.
class Row {
  public:
    using Cells = std::vector<std::optional<std::string>>;
    explicit Row(Cells cells) : cells_(std::move(cells)) {}

    std::optional<std::string> maybe_text();
    std::string text();  ///< NULL reads as ""
    std::optional<std::int64_t> maybe_number();
    std::int64_t number();  ///< the column must not be NULL
    int small_number();     ///< asserts that it fits
    bool flag();            ///< NULL reads as false
    std::optional<Instant> maybe_instant();
    Instant instant() { return Instant{number()}; }
    /// A day that we wrote ourselves; DatabaseError when it is none.
    std::optional<calendar::Day> maybe_day();
    calendar::Day day();

  private:
    const std::optional<std::string>& next();

    Cells cells_;
    std::size_t at_ = 0;
};

/// Placeholders are $1, $2 … in the order of their first appearance. Throws DatabaseError.
std::vector<Row> rows(Database& database, std::string_view sql, std::vector<Value> values = {});
std::optional<Row> first_row(Database& database, std::string_view sql,
                             std::vector<Value> values = {});
/// Returns how many rows it changed.
std::int64_t run(Database& database, std::string_view sql, std::vector<Value> values = {});

/// An INSERT with its columns beside their values; false when `or_nothing` and the row would have
/// broken a uniqueness.
enum class OnConflict { fail, do_nothing };
bool insert(Database& database, std::string_view table,
            std::vector<std::pair<std::string_view, Value>> columns,
            OnConflict on_conflict = OnConflict::fail);

/// "($1, $2, $3)" for a list of three that starts at placeholder 1.
std::string placeholders(std::size_t count, std::size_t first = 1);

}  // namespace postroom::storage
