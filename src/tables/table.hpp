// A table as somebody keeps it, CSV, JSON or a workbook, read row by row: its size does not matter.
#pragma once

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.hpp"

namespace postroom::tables {

enum class Kind { csv, json, xlsx };

/// By the file's name; nothing for another.
std::optional<Kind> kind_of(std::string_view file);

struct Row {
    int number = 0;                  ///< as a spreadsheet counts; in JSON, its place in the list
    int line = 0;                    ///< of a text file, 1-based; of a workbook, the row
    std::vector<std::string> cells;  ///< as many as there are columns; "" when empty
    std::optional<Problem> problem;  ///< why this row cannot be used; the table goes on
};

/// The columns' names as fields: "First name" is first_name. False stops the reading.
using TakeColumns = std::function<bool(const std::vector<std::string>& columns)>;
/// `part_read` says how much of the table has passed, 0 to 1.
using TakeRow = std::function<bool(Row& row, double part_read)>;

struct Table {
    Kind kind = Kind::csv;
    std::string file;   ///< for messages
    std::string sheet;  ///< of a workbook; empty: its first
};

/// Reads `in`, which can be positioned, once. A header of names that differ, then rows; rows with
/// nothing in them are passed over. CSV as RFC 4180 has it, in UTF-8; JSON: a list of flat objects,
/// the first of which names the columns; a workbook: dates become 2025-03-17, numbers what the
/// sheet shows, formulas the result stored with them. Returns what is wrong with the table as a
/// whole: not what it should be, too large when unpacked, or columns that clash.
std::optional<Problem> read_table(std::istream& in, const Table& table,
                                  const TakeColumns& take_columns, const TakeRow& take_row);

}  // namespace postroom::tables
