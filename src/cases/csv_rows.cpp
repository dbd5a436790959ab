#include "cases/csv_rows.hpp"

#include <algorithm>

namespace postroom::cases {

namespace {

class CsvParser {
  public:
    explicit CsvParser(std::string_view text) : text_(text) {}

    Expected<std::vector<CsvRow>> rows() {
        std::vector<CsvRow> rows;
        while (at_ < text_.size()) {
            CsvRow row;
            for (;;) {
                Expected<CsvCell> cell = text_[at_] == '"' ? quoted_cell() : plain_cell();
                if (!cell) return fail(cell.error());
                row.push_back(std::move(*cell));
                if (at_ == text_.size() || text_[at_] != ',') break;
                ++at_;
                if (at_ == text_.size()) {
                    row.push_back({.text = {}, .line = line_});
                    break;
                }
            }
            pass_row_end();
            const bool filled = std::any_of(row.begin(), row.end(),
                                            [](const CsvCell& cell) { return !cell.text.empty(); });
            if (filled) rows.push_back(std::move(row));
        }
        return rows;
    }

  private:
    Expected<CsvCell> plain_cell() {
        std::size_t end = text_.find_first_of(",\n\"", at_);
        if (end == std::string_view::npos) end = text_.size();
        if (end < text_.size() && text_[end] == '"')
            return fail(Problem{.what = "a quotation mark inside a cell that is not quoted",
                                .remedy = "put the cell in quotation marks and double those in it",
                                .line = line_});
        std::string_view cell = text_.substr(at_, end - at_);
        at_ = end;
        const bool ends_row = end == text_.size() || text_[end] == '\n';
        if (ends_row && !cell.empty() && cell.back() == '\r') cell.remove_suffix(1);
        // Taken as text, the rows of a whole file would be one header, and named as its columns.
        if (cell.find('\r') != std::string_view::npos)
            return fail(Problem{.what = "a carriage return without a line feed",
                                .remedy = "save the file with the line ends of Windows or Linux",
                                .line = line_});
        const std::size_t first = cell.find_first_not_of(" \t");
        if (first == std::string_view::npos) return CsvCell{.text = {}, .line = line_};
        const std::size_t last = cell.find_last_not_of(" \t");
        return CsvCell{.text = std::string(cell.substr(first, last - first + 1)), .line = line_};
    }

    Expected<CsvCell> quoted_cell() {
        CsvCell cell{.text = {}, .line = line_};
        ++at_;
        for (;;) {
            const std::size_t stop = text_.find_first_of("\"\n", at_);
            if (stop == std::string_view::npos)
                return fail(Problem{.what = "a quotation mark that is never closed",
                                    .remedy = "close it, or double it if it belongs to the text",
                                    .line = cell.line});
            cell.text += text_.substr(at_, stop - at_);
            at_ = stop + 1;
            if (text_[stop] == '\n') {
                if (!cell.text.empty() && cell.text.back() == '\r') cell.text.pop_back();
                cell.text += '\n';
                ++line_;
            } else if (at_ < text_.size() && text_[at_] == '"') {
                cell.text += '"';
                ++at_;
            } else {
                break;
            }
        }
        if (!at_cell_end())
            return fail(Problem{.what = "text after a closing quotation mark",
                                .remedy = "double the quotation marks that belong to the text",
                                .line = line_});
        return cell;
    }

    bool at_cell_end() const {
        const std::string_view rest = text_.substr(at_);
        return rest.empty() || rest[0] == ',' || rest[0] == '\n' || rest.starts_with("\r\n") ||
               rest == "\r";
    }

    void pass_row_end() {
        if (at_ < text_.size() && text_[at_] == '\r') ++at_;
        if (at_ < text_.size() && text_[at_] == '\n') {
            ++at_;
            ++line_;
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int line_ = 1;
};

}  // namespace

Expected<std::vector<CsvRow>> parse_csv(std::string_view text) {
    return CsvParser(text).rows();
}

}  // namespace postroom::cases
