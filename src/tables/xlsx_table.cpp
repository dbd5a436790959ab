#include <algorithm>
#include <charconv>
#include <istream>

#include <Poco/Exception.h>

#include "tables/columns.hpp"
#include "tables/package.hpp"
#include "tables/reading.hpp"
#include "tables/shared_texts.hpp"
#include "tables/shown_number.hpp"

namespace postroom::tables {

namespace {

std::string value_of(const Attributes& attributes, std::string_view name) {
    const auto found = attributes.find(name);
    return found == attributes.end() ? "" : found->second;
}

int number_in(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? number : -1;
}

/// xl/workbook.xml: the sheets in their order, and where days are counted from.
class WorkbookPart : public PartHandler {
  public:
    struct Sheet {
        std::string name, relation;
    };
    std::vector<Sheet> sheets;
    bool counts_from_1904 = false;

    void begin(const std::string& element, const Attributes& attributes) override {
        if (element == "sheet")
            sheets.push_back({value_of(attributes, "name"), value_of(attributes, "id")});
        const std::string from_1904 = value_of(attributes, "date1904");
        if (element == "workbookPr") counts_from_1904 = from_1904 == "1" || from_1904 == "true";
    }
    void end(const std::string&) override {}
    void text(std::string_view) override {}
};

/// xl/_rels/workbook.xml.rels: which part is which.
class RelationsPart : public PartHandler {
  public:
    std::map<std::string, std::string> targets;  ///< by id
    std::string shared_texts, styles;

    void begin(const std::string& element, const Attributes& attributes) override {
        if (element != "Relationship") return;
        std::string target = value_of(attributes, "Target");
        target = target.starts_with('/') ? target.substr(1) : "xl/" + target;
        const std::string type = value_of(attributes, "Type");
        if (type.ends_with("/sharedStrings")) shared_texts = target;
        if (type.ends_with("/styles")) styles = target;
        targets[value_of(attributes, "Id")] = std::move(target);
    }
    void end(const std::string&) override {}
    void text(std::string_view) override {}
};

/// xl/styles.xml: the number format of each style.
class StylesPart : public PartHandler {
  public:
    std::string_view format_of(int style) const {
        if (style < 0 || style >= static_cast<int>(formats_.size())) return "";
        const int id = formats_[static_cast<std::size_t>(style)];
        const auto own = own_formats_.find(id);
        return own == own_formats_.end() ? built_in_format(id) : std::string_view(own->second);
    }

    void begin(const std::string& element, const Attributes& attributes) override {
        if (element == "numFmt")
            own_formats_[number_in(value_of(attributes, "numFmtId"))] =
                value_of(attributes, "formatCode");
        if (element == "cellXfs") in_cell_styles_ = true;
        if (element == "xf" && in_cell_styles_)
            formats_.push_back(number_in(value_of(attributes, "numFmtId")));
    }
    void end(const std::string& element) override {
        if (element == "cellXfs") in_cell_styles_ = false;
    }
    void text(std::string_view) override {}

  private:
    std::map<int, std::string> own_formats_;
    std::vector<int> formats_;
    bool in_cell_styles_ = false;
};

/// A text in pieces: what ruby characters add to them is left out.
class RichText {
  public:
    void begin(const std::string& element) {
        if (element == "rPh") ++aside_;
        in_text_ = element == "t" && aside_ == 0;
    }
    void end(const std::string& element) {
        if (element == "rPh") --aside_;
        if (element == "t") in_text_ = false;
    }
    void add(std::string_view characters) {
        if (in_text_ && text.size() <= longest_cell) text += characters;
    }
    std::string text;

  private:
    int aside_ = 0;
    bool in_text_ = false;
};

class SharedTextsPart : public PartHandler {
  public:
    explicit SharedTextsPart(SharedTexts& texts) : texts_(texts) {}
    void begin(const std::string& element, const Attributes&) override {
        if (element == "si") rich_ = {};
        rich_.begin(element);
    }
    void end(const std::string& element) override {
        rich_.end(element);
        if (element == "si") texts_.add(rich_.text);
    }
    void text(std::string_view characters) override { rich_.add(characters); }

  private:
    SharedTexts& texts_;
    RichText rich_;
};

std::string without_edges(std::string text) {
    constexpr std::string_view blank = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blank);
    if (first == std::string::npos) return {};
    text.erase(text.find_last_not_of(blank) + 1);
    text.erase(0, first);
    for (std::size_t at = 0; (at = text.find("\r\n", at)) != std::string::npos;) text.erase(at, 1);
    return text;
}

/// The sheet itself, row by row.
class SheetPart : public PartHandler {
  public:
    SheetPart(SharedTexts& texts, const StylesPart& styles, bool counts_from_1904,
              const TakeColumns& take_columns, const TakeRow& take_row)
        : texts_(texts),
          styles_(styles),
          counts_from_1904_(counts_from_1904),
          take_columns_(take_columns),
          take_row_(take_row) {}

    double part_read = 0;
    std::optional<Problem> trouble;
    bool has_columns() const { return !columns_.empty(); }

    bool finished() const override { return finished_; }

    void begin(const std::string& element, const Attributes& attributes) override {
        if (element == "row") {
            const int given = number_in(value_of(attributes, "r"));
            row_ = {.number = given > 0 ? given : row_.number + 1,
                    .line = 0,
                    .cells = {},
                    .problem = {}};
            row_.line = row_.number;
            column_ = -1;
        } else if (element == "c") {
            column_ = column_of(value_of(attributes, "r"), column_ + 1);
            type_ = value_of(attributes, "t");
            style_ = number_in(value_of(attributes, "s"));
            value_.clear();
            rich_ = {};
            has_formula_ = false;
        } else if (element == "f") {
            has_formula_ = true;
        } else if (element == "v") {
            in_value_ = true;
        }
        rich_.begin(element);
    }

    void end(const std::string& element) override {
        rich_.end(element);
        if (element == "v") in_value_ = false;
        if (element == "c") finish_cell();
        if (element == "row") finish_row();
    }

    void text(std::string_view characters) override {
        if (in_value_ && value_.size() <= longest_cell) value_ += characters;
        rich_.add(characters);
    }

  private:
    static int column_of(std::string_view cell, int otherwise) {
        int column = 0;
        for (const char c : cell) {
            if (c < 'A' || c > 'Z' || column > 100'000) break;
            column = column * 26 + (c - 'A' + 1);
        }
        return column == 0 ? otherwise : column - 1;
    }

    void wrong(std::string what, std::string remedy) {
        if (row_.problem) return;
        const auto place = static_cast<std::size_t>(column_);
        row_.problem = Problem{.what = std::move(what),
                               .remedy = std::move(remedy),
                               .field = place < columns_.size() ? columns_[place] : ""};
    }

    void finish_cell() {
        const auto place = static_cast<std::size_t>(std::max(0, column_));
        if (place >= most_columns) return;
        std::string shown = shown_text();
        if (shown.empty()) return;
        if (!columns_.empty() && place >= columns_.size()) {
            wrong("a cell under no column's name", "name the column in the first row");
            return;
        }
        if (row_.cells.size() <= place) row_.cells.resize(place + 1);
        row_.cells[place] = std::move(shown);
    }

    std::string shown_text() {
        if (type_ == "inlineStr") return without_edges(rich_.text);
        if (value_.empty()) {
            if (has_formula_)
                wrong("holds a formula without its result",
                      "open the workbook in a spreadsheet program and save it again");
            return {};
        }
        if (type_ == "s") {
            const auto text = texts_.at(static_cast<std::size_t>(number_in(value_)));
            if (!text) wrong("holds a text that the workbook does not have", "save it again");
            return without_edges(text.value_or(""));
        }
        if (type_ == "str") return without_edges(value_);
        if (type_ == "b") return value_ == "1" ? "yes" : "no";
        if (type_ == "d") return value_.substr(0, 10);
        if (type_ == "e") {
            wrong("holds an error instead of a value", "mend the formula");
            return {};
        }
        const auto shown = shown_number(value_, styles_.format_of(style_), counts_from_1904_);
        if (!shown)
            wrong("holds a number in a format that cannot be followed",
                  "format the cell as a plain number, a date or text");
        return shown.value_or("");
    }

    void finish_row() {
        if (finished_) return;
        if (is_empty(row_.cells) && !row_.problem) return;
        if (columns_.empty()) {
            trouble = read_columns(row_.cells, row_.line, columns_);
            finished_ = trouble || !take_columns_(columns_);
            return;
        }
        row_.cells.resize(columns_.size());
        judge(row_, columns_);
        finished_ = !take_row_(row_, part_read);
    }

    SharedTexts& texts_;
    const StylesPart& styles_;
    bool counts_from_1904_;
    const TakeColumns& take_columns_;
    const TakeRow& take_row_;
    std::vector<std::string> columns_;
    Row row_;
    int column_ = -1, style_ = -1;
    std::string type_, value_;
    RichText rich_;
    bool in_value_ = false, has_formula_ = false, finished_ = false;
};

std::optional<Problem> read_package(Package& package, const std::string& sheet,
                                    const TakeColumns& take_columns, const TakeRow& take_row) {
    WorkbookPart workbook;
    if (auto problem = package.read("xl/workbook.xml", workbook)) return problem;
    RelationsPart relations;
    if (auto problem = package.read("xl/_rels/workbook.xml.rels", relations)) return problem;
    const auto wanted = std::find_if(
        workbook.sheets.begin(), workbook.sheets.end(),
        [&](const WorkbookPart::Sheet& one) { return sheet.empty() || one.name == sheet; });
    if (wanted == workbook.sheets.end())
        return Problem{.what = "the workbook has no sheet of that name",
                       .remedy = "give the name on the sheet's tab with --sheet"};
    StylesPart styles;
    if (package.has(relations.styles))
        if (auto problem = package.read(relations.styles, styles)) return problem;
    SharedTexts texts;
    SharedTextsPart shared(texts);
    if (package.has(relations.shared_texts))
        if (auto problem = package.read(relations.shared_texts, shared)) return problem;
    SheetPart rows(texts, styles, workbook.counts_from_1904, take_columns, take_row);
    if (auto problem = package.read(relations.targets[wanted->relation], rows, &rows.part_read))
        return problem;
    if (rows.trouble) return rows.trouble;
    if (!rows.has_columns()) return Problem{.what = "the sheet is empty", .line = 1};
    return std::nullopt;
}

}  // namespace

std::optional<Problem> read_xlsx(std::istream& in, const std::string& sheet,
                                 const TakeColumns& take_columns, const TakeRow& take_row) {
    std::optional<Package> package;
    try {
        package.emplace(in);
    } catch (const Poco::Exception&) {
        return Problem{.what = "this is not a workbook: it is no zip file",
                       .remedy = "save it as .xlsx, not as .xls"};
    }
    return read_package(*package, sheet, take_columns, take_row);
}

}  // namespace postroom::tables
