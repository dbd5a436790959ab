#include "tables/table.hpp"

#include <istream>

#include "tables/columns.hpp"
#include "tables/reading.hpp"

namespace postroom::tables {

std::optional<Kind> kind_of(std::string_view file) {
    if (file.ends_with(".csv")) return Kind::csv;
    if (file.ends_with(".json")) return Kind::json;
    if (file.ends_with(".xlsx")) return Kind::xlsx;
    return std::nullopt;
}

std::int64_t length_of(std::istream& in) {
    const auto here = in.tellg();
    in.seekg(0, std::ios::end);
    const auto end = in.tellg();
    in.seekg(here);
    return static_cast<std::int64_t>(end - here);
}

void judge(Row& row, const std::vector<std::string>& columns) {
    for (std::size_t i = 0; i < row.cells.size() && !row.problem; ++i)
        row.problem = trouble_in(row.cells[i], columns[i]);
}

std::optional<Problem> read_table(std::istream& in, const Table& table,
                                  const TakeColumns& take_columns, const TakeRow& take_row) {
    const TakeRow take = [&](Row& row, double part_read) {
        if (row.problem) {
            row.problem->file = table.file;
            row.problem->line = row.line;
        }
        return take_row(row, part_read);
    };
    std::optional<Problem> problem;
    switch (table.kind) {
        case Kind::csv:
            problem = read_csv(in, take_columns, take);
            break;
        case Kind::json:
            problem = read_json(in, take_columns, take);
            break;
        case Kind::xlsx:
            problem = read_xlsx(in, table.sheet, take_columns, take);
            break;
    }
    if (problem) problem->file = table.file;
    return problem;
}

}  // namespace postroom::tables
