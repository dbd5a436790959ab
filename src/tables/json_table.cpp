#include <algorithm>
#include <istream>

#include <rapidjson/error/en.h>
#include <rapidjson/istreamwrapper.h>
#include <rapidjson/reader.h>

#include "base/unicode.hpp"
#include "tables/columns.hpp"
#include "tables/reading.hpp"

namespace postroom::tables {

namespace {

/// Counts lines on the way to RapidJSON.
class CountedStream {
  public:
    using Ch = char;
    explicit CountedStream(std::istream& in) : stream_(in) {}
    char Peek() const { return stream_.Peek(); }
    char Take() {
        const char c = stream_.Take();
        if (c == '\n') ++line_;
        return c;
    }
    std::size_t Tell() const { return stream_.Tell(); }
    // RapidJSON wants these of every stream and calls them only of those it writes to.
    char* PutBegin() { return nullptr; }
    void Put(char) {}
    void Flush() {}
    std::size_t PutEnd(char*) { return 0; }
    int line() const { return line_; }

  private:
    rapidjson::IStreamWrapper stream_;
    int line_ = 1;
};

/// A list of flat objects, handed on one by one.
class Rows : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Rows> {
  public:
    Rows(const CountedStream& stream, double length, const TakeColumns& take_columns,
         const TakeRow& take_row)
        : stream_(stream), length_(length), take_columns_(take_columns), take_row_(take_row) {}

    bool Null() { return value(""); }
    bool Bool(bool yes) { return value(yes ? "yes" : "no"); }
    bool RawNumber(const char* digits, rapidjson::SizeType size, bool) {
        return value({digits, size});
    }
    bool String(const char* text, rapidjson::SizeType size, bool) { return value({text, size}); }
    bool Key(const char* text, rapidjson::SizeType size, bool) {
        key_ = field_of({text, size});
        const bool is_new = std::none_of(entries_.begin(), entries_.end(),
                                         [&](const auto& entry) { return entry.first == key_; });
        return is_new || stop("a key that stands there twice", "keep one of them");
    }
    bool StartObject() {
        if (depth_ != 1) return stop(not_flat, flat_remedy);
        ++depth_;
        row_ = {.number = ++number_, .line = stream_.line(), .cells = {}, .problem = {}};
        entries_.clear();
        return true;
    }
    bool StartArray() { return depth_++ == 0 || stop(not_flat, flat_remedy); }
    bool EndObject(rapidjson::SizeType) {
        --depth_;
        return finish_row();
    }
    bool EndArray(rapidjson::SizeType) {
        --depth_;
        return true;
    }

    std::optional<Problem> trouble;
    bool stopped = false;  ///< the taker had enough
    bool has_columns() const { return !columns_.empty(); }

  private:
    static constexpr const char* not_flat = "not a list of flat objects";
    static constexpr const char* flat_remedy =
        "write [{\"first_name\": \"…\", …}, …]: one object a letter, a text for each field";

    bool stop(const char* what, const char* remedy) {
        trouble = Problem{.what = what, .remedy = remedy, .line = stream_.line()};
        return false;
    }

    bool value(std::string_view text) {
        if (depth_ != 2) return stop(not_flat, flat_remedy);
        entries_.emplace_back(key_, text);
        return true;
    }

    bool finish_row() {
        if (columns_.empty()) {
            std::vector<std::string> titles;
            for (const auto& [key, text] : entries_) titles.push_back(key);
            trouble = read_columns(titles, row_.line, columns_);
            if (!trouble && columns_.empty()) return stop(not_flat, flat_remedy);
            if (trouble) return false;
            if (!take_columns_(columns_)) return enough();
        }
        row_.cells.assign(columns_.size(), "");
        for (auto& [key, text] : entries_) {
            const auto column = std::find(columns_.begin(), columns_.end(), key);
            if (column == columns_.end())
                row_.problem = Problem{.what = "a key that the first object does not have",
                                       .remedy = "give every object the same keys"};
            else
                row_.cells[static_cast<std::size_t>(column - columns_.begin())] = std::move(text);
        }
        if (is_empty(row_.cells) && !row_.problem) return true;
        judge(row_, columns_);
        return take_row_(row_, static_cast<double>(stream_.Tell()) / length_) || enough();
    }

    bool enough() {
        stopped = true;
        return false;
    }

    const CountedStream& stream_;
    double length_;
    const TakeColumns& take_columns_;
    const TakeRow& take_row_;
    int depth_ = 0, number_ = 0;
    std::string key_;
    std::vector<std::pair<std::string, std::string>> entries_;
    std::vector<std::string> columns_;
    Row row_;
};

}  // namespace

std::optional<Problem> read_json(std::istream& in, const TakeColumns& take_columns,
                                 const TakeRow& take_row) {
    const double length = static_cast<double>(std::max<std::int64_t>(1, length_of(in)));
    CountedStream stream(in);
    Rows rows(stream, length, take_columns, take_row);
    constexpr unsigned flags = rapidjson::kParseIterativeFlag |
                               rapidjson::kParseValidateEncodingFlag |
                               rapidjson::kParseNumbersAsStringsFlag;
    rapidjson::Reader reader;
    const rapidjson::ParseResult result = reader.Parse<flags>(stream, rows);
    if (rows.trouble) return rows.trouble;
    if (rows.stopped) return std::nullopt;
    if (result.IsError())
        return Problem{
            .what = std::string("not JSON: ") + rapidjson::GetParseError_En(result.Code()),
            .line = stream.line()};
    if (!rows.has_columns()) return Problem{.what = "the table is empty", .line = 1};
    return std::nullopt;
}

}  // namespace postroom::tables
