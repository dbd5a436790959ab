// The first row of a table: the names of its fields.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.hpp"

namespace postroom::tables {

inline constexpr std::size_t most_columns = 256;
inline constexpr std::size_t longest_cell = 50'000;  ///< bytes

/// "First name" as a field is called: first_name.
std::string field_of(std::string_view title);

/// Sets `columns`; the problem when a title is missing, no name, or there twice.
std::optional<Problem> read_columns(const std::vector<std::string>& titles, int line,
                                    std::vector<std::string>& columns);

/// What is wrong with a cell's characters or length; nothing when it is well.
std::optional<Problem> trouble_in(std::string_view cell, const std::string& column);

bool is_empty(const std::vector<std::string>& cells);

}  // namespace postroom::tables
