// The three kinds of case file, each read into cases or events.
#pragma once

#include <string_view>
#include <vector>

#include "cases/csv_rows.hpp"
#include "cases/json_tree.hpp"
#include "cases/reading.hpp"

namespace postroom::cases {

/// `postroom-cases/1`.
void read_json_cases(std::string_view json, Reading& reading, ReadCases& read);

/// Rows under a header with `reference` and `received`: one case each.
void read_csv_cases(const std::vector<CsvRow>& rows, Reading& reading, ReadCases& read);

/// Rows under the header `reference, event, on, …`: one event each.
void read_csv_events(const std::vector<CsvRow>& rows, Reading& reading, ReadCases& read);

}  // namespace postroom::cases
