#include <algorithm>
#include <istream>

#include "cases/csv_rows.hpp"
#include "tables/columns.hpp"
#include "tables/reading.hpp"

namespace postroom::tables {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t longest_record = 1 << 20;  // bytes

/// One record at a time: up to a line end that no quotation marks hold.
class Records {
  public:
    explicit Records(std::istream& in) : in_(in) {}

    /// False at the end. `first_line` is the record's.
    bool next(std::string& record, int& first_line) {
        record.clear();
        first_line = line_;
        bool quoted = false;
        std::string part;
        while (record.size() <= longest_record && std::getline(in_, part)) {
            ++line_;
            read_ += part.size() + 1;
            quoted = quoted != (std::count(part.begin(), part.end(), '"') % 2 != 0);
            record += part;
            if (!in_.eof()) record += '\n';
            if (!quoted) return true;
        }
        return !record.empty();
    }
    std::size_t bytes_read() const { return read_; }

  private:
    std::istream& in_;
    int line_ = 1;
    std::size_t read_ = 0;
};

Problem too_long(int line) {
    return {.what = "a row that does not end: a quotation mark is never closed",
            .remedy = "close it, or double it if it belongs to the text",
            .line = line};
}

}  // namespace

std::optional<Problem> read_csv(std::istream& in, const TakeColumns& take_columns,
                                const TakeRow& take_row) {
    const double length = static_cast<double>(std::max<std::int64_t>(1, length_of(in)));
    Records records(in);
    std::vector<std::string> columns;
    std::string record;
    int line = 0, number = 0;
    while (records.next(record, line)) {
        ++number;
        if (record.size() > longest_record) return too_long(line);
        std::string_view text = record;
        if (number == 1 && text.starts_with(byte_order_mark))
            text.remove_prefix(byte_order_mark.size());
        if (number == 1 && text.find('\0') != text.npos)
            return Problem{.what = "this is not a CSV file in UTF-8",
                           .remedy = "save it as CSV UTF-8",
                           .line = line};
        auto rows = cases::parse_csv(text);
        if (!rows) {
            rows.error().line += line - 1;
            return rows.error();
        }
        if (rows->empty()) continue;
        Row row{.number = number, .line = line, .cells = {}, .problem = {}};
        for (cases::CsvCell& cell : rows->front()) row.cells.push_back(std::move(cell.text));
        if (columns.empty()) {
            if (auto problem = read_columns(row.cells, line, columns)) return problem;
            if (!take_columns(columns)) return std::nullopt;
            continue;
        }
        if (row.cells.size() != columns.size())
            row.problem = Problem{.what = std::to_string(row.cells.size()) + " cells under " +
                                          std::to_string(columns.size()) + " columns",
                                  .remedy = "put cells that hold a comma in quotation marks"};
        row.cells.resize(columns.size());
        judge(row, columns);
        if (!take_row(row, static_cast<double>(records.bytes_read()) / length)) return std::nullopt;
    }
    if (columns.empty()) return Problem{.what = "the table is empty", .line = 1};
    return std::nullopt;
}

}  // namespace postroom::tables
