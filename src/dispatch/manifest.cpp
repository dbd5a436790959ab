#include "dispatch/manifest.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace postroom::dispatch {
namespace {

constexpr std::string_view header = "parcel,case,step,letter,recipient,pages,file,due\r\n";
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

struct Record {
    std::string_view raw;  ///< with its line end
    std::vector<std::string> fields;
    int line = 0;
};

/// Takes one field off `text`, and the comma or line end after it; `ended` tells which. Nothing
/// for a quote that is never closed or is followed by more text.
std::optional<std::string> take_field(std::string_view& text, int& line, bool& ended) {
    std::string field;
    if (!text.empty() && text.front() == '"') {
        text.remove_prefix(1);
        for (;;) {
            if (text.empty()) return std::nullopt;
            const char c = text.front();
            text.remove_prefix(1);
            if (c == '"') {
                if (text.empty() || text.front() != '"') break;
                text.remove_prefix(1);
            }
            if (c == '\n') ++line;
            field += c;
        }
        if (!text.empty() && text.find_first_of(",\r\n") != 0) return std::nullopt;
    } else {
        const auto end = std::min(text.find_first_of(",\r\n"), text.size());
        field = text.substr(0, end);
        text.remove_prefix(end);
    }
    ended = text.empty() || text.front() != ',';
    if (!text.empty() && text.front() == '\r') text.remove_prefix(1);
    if (!text.empty() && (text.front() == '\n' || !ended)) text.remove_prefix(1);
    if (ended) ++line;
    return field;
}

Expected<std::vector<Record>> records_of(std::string_view text, const std::string& file) {
    std::vector<Record> records;
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    int line = 1;
    while (!text.empty()) {
        Record record{.raw = text, .fields = {}, .line = line};
        for (bool ended = false; !ended;) {
            auto field = take_field(text, line, ended);
            if (!field) {
                return fail(Problem{.what = "a quotation mark in the manifest is never closed",
                                    .remedy = "mend the line, or use the file as Postroom wrote it",
                                    .file = file,
                                    .line = record.line});
            }
            record.fields.push_back(std::move(*field));
        }
        record.raw = record.raw.substr(0, record.raw.size() - text.size());
        const bool is_blank = std::all_of(record.fields.begin(), record.fields.end(),
                                          [](const std::string& field) { return field.empty(); });
        if (!is_blank) records.push_back(std::move(record));
    }
    return records;
}

/// The column that holds parcel ids.
Expected<std::size_t> parcel_column(const std::vector<Record>& records, const std::string& file) {
    if (!records.empty()) {
        const auto& names = records.front().fields;
        const auto found = std::find(names.begin(), names.end(), "parcel");
        if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    }
    return fail(Problem{.what = "the first line does not name a column \"parcel\"",
                        .remedy = "give a manifest.csv from the print tray, separated by commas",
                        .file = file,
                        .line = 1});
}

bool names(const Record& record, std::size_t column, const ParcelId& parcel) {
    return column < record.fields.size() && record.fields[column] == parcel.text;
}

std::string number_or_nothing(int number) {
    return number > 0 ? std::to_string(number) : "";
}

/// Rows and columns of a manifest being rewritten.
class Table {
  public:
    explicit Table(const std::vector<Record>& records) {
        for (const Record& record : records) rows_.push_back(record.fields);
    }

    std::vector<std::vector<std::string>>& rows() { return rows_; }
    const std::vector<std::string>& header() const { return rows_.front(); }

    /// The column of that name, made when there is none.
    std::size_t column(std::string_view name) {
        auto& names = rows_.front();
        const auto found = std::find(names.begin(), names.end(), name);
        if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
        names.emplace_back(name);
        return names.size() - 1;
    }

    static void set(std::vector<std::string>& row, std::size_t column, std::string value) {
        if (row.size() <= column) row.resize(column + 1);
        row[column] = std::move(value);
    }

    std::string text() const {
        std::string text;
        for (const auto& row : rows_) {
            for (std::size_t i = 0; i < header().size() || i < row.size(); ++i)
                text += (i == 0 ? "" : ",") + as_csv_field(i < row.size() ? row[i] : "");
            text += "\r\n";
        }
        return text;
    }

  private:
    std::vector<std::vector<std::string>> rows_;
};

bool is_parcel_id(std::string_view text) {
    return text.size() == 32 &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

std::string as_csv_field(std::string text) {
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string::npos) {
        text.insert(text.begin(), '\'');
    }
    if (text.find_first_of("\",\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + "\"";
}

std::string manifest_line(const outbox::Parcel& parcel, int pages) {
    std::string line;
    for (std::string field :
         {parcel.id.text, parcel.case_reference.text, parcel.step.text, parcel.letter,
          parcel.recipient, pages > 0 ? std::to_string(pages) : "", parcel.id.text + ".pdf",
          parcel.due.iso()}) {
        line += (line.empty() ? "" : ",") + as_csv_field(std::move(field));
    }
    return line + "\r\n";
}

Expected<std::string> with_line(std::string_view manifest, const outbox::Parcel& parcel,
                                int pages) {
    std::string text(manifest.empty() ? header : manifest);
    const auto records = records_of(text, {});
    if (!records) return fail(records.error());
    const auto column = parcel_column(*records, {});
    if (!column) return fail(column.error());
    for (const Record& record : *records) {
        if (names(record, *column, parcel.id)) return text;
    }
    if (text.back() != '\n') text += "\r\n";
    return text + manifest_line(parcel, pages);
}

Expected<std::set<std::string>> parcels_in(std::string_view manifest) {
    const auto records = records_of(manifest, {});
    if (!records) return fail(records.error());
    const auto column = parcel_column(*records, {});
    if (!column) return fail(column.error());
    std::set<std::string> parcels;
    for (const Record& record : *records)
        if (*column < record.fields.size()) parcels.insert(record.fields[*column]);
    return parcels;
}

Expected<std::string> without_line(std::string_view manifest, const ParcelId& parcel) {
    const auto records = records_of(manifest, {});
    if (!records) return fail(records.error());
    const auto column = parcel_column(*records, {});
    if (!column) return fail(column.error());
    std::string text;
    for (const Record& record : *records) {
        if (!names(record, *column, parcel)) text += record.raw;
    }
    return text;
}

Expected<std::string> in_posting_order(std::string_view manifest,
                                       const std::vector<PostingLine>& lines) {
    const auto records = records_of(manifest.empty() ? header : manifest, {});
    if (!records) return fail(records.error());
    const auto parcels = parcel_column(*records, {});
    if (!parcels) return fail(parcels.error());
    std::map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i < lines.size(); ++i) places[lines[i].parcel.text] = i;

    Table table(*records);
    const std::size_t pages = table.column("pages");
    const std::size_t order = table.column("order");
    const std::size_t post_class = table.column("class");
    const std::size_t format = table.column("format");
    const std::size_t sheets = table.column("sheets");
    const std::size_t first_page = table.column("first_page");
    const auto place_of = [&](const std::vector<std::string>& row) {
        const auto found = *parcels < row.size() ? places.find(row[*parcels]) : places.end();
        return found == places.end() ? lines.size() : found->second;
    };
    std::stable_sort(
        table.rows().begin() + 1, table.rows().end(),
        [&](const auto& one, const auto& other) { return place_of(one) < place_of(other); });
    for (auto row = table.rows().begin() + 1; row != table.rows().end(); ++row) {
        const std::size_t place = place_of(*row);
        const bool here = place < lines.size() && lines[place].first_page > 0;
        Table::set(*row, order, here ? std::to_string(place + 1) : "");
        Table::set(*row, first_page, here ? std::to_string(lines[place].first_page) : "");
        if (place == lines.size()) continue;
        if (lines[place].pages > 0) Table::set(*row, pages, std::to_string(lines[place].pages));
        Table::set(*row, post_class, lines[place].post_class);
        Table::set(*row, format, lines[place].format);
        Table::set(*row, sheets, number_or_nothing(lines[place].sheets));
    }
    return table.text();
}

std::vector<ParcelId> posting_order(std::string_view manifest) {
    const auto records = records_of(manifest, {});
    if (!records || records->empty()) return {};
    Table table(*records);
    const std::size_t order = table.column("order");
    const std::size_t parcel = table.column("parcel");
    std::map<int, std::string> found;
    for (const auto& row : table.rows()) {
        if (row.size() <= std::max(order, parcel)) continue;
        int number = 0;
        std::from_chars(row[order].data(), row[order].data() + row[order].size(), number);
        if (number > 0) found[number] = row[parcel];
    }
    std::vector<ParcelId> parcels;
    parcels.reserve(found.size());
    for (auto& [number, id] : found) parcels.emplace_back(std::move(id));
    return parcels;
}

Expected<std::vector<ParcelId>> read_manifest(std::string_view text, const std::string& file) {
    const auto records = records_of(text, file);
    if (!records) return fail(records.error());
    const auto column = parcel_column(*records, file);
    if (!column) return fail(column.error());
    std::vector<ParcelId> parcels;
    std::set<std::string_view> seen;
    for (std::size_t i = 1; i < records->size(); ++i) {
        const Record& record = (*records)[i];
        if (*column >= record.fields.size() || !is_parcel_id(record.fields[*column])) {
            return fail(Problem{.what = "this is not a parcel's id, 32 digits and letters a to f",
                                .remedy = "a spreadsheet may have changed it; use the file as "
                                          "Postroom wrote it",
                                .file = file,
                                .line = record.line,
                                .field = "parcel"});
        }
        if (seen.insert(record.fields[*column]).second) {
            parcels.emplace_back(record.fields[*column]);
        }
    }
    return parcels;
}

}  // namespace postroom::dispatch
