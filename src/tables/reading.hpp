// One reader for each kind of table.
#pragma once

#include "tables/table.hpp"

namespace postroom::tables {

std::optional<Problem> read_csv(std::istream& in, const TakeColumns& take_columns,
                                const TakeRow& take_row);
std::optional<Problem> read_json(std::istream& in, const TakeColumns& take_columns,
                                 const TakeRow& take_row);
std::optional<Problem> read_xlsx(std::istream& in, const std::string& sheet,
                                 const TakeColumns& take_columns, const TakeRow& take_row);

/// How many bytes `in` has from where it stands; it stands there again afterwards.
std::int64_t length_of(std::istream& in);

/// Puts down what is wrong with the first cell that cannot be used.
void judge(Row& row, const std::vector<std::string>& columns);

}  // namespace postroom::tables
