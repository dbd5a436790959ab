#include "rendering/workbook.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>
#include <stdexcept>

#include <stdlib.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "rendering/workbook_checks.hpp"

namespace postroom::rendering {

namespace {

constexpr int excel_day_of_1970 = 25'569;
constexpr double font_size = 11;
constexpr double line_height = 16;  // points, of one line at font_size
constexpr double title_size = 16;
constexpr int paper_a4 = 9;

/// Excel's own pairs of text and fill: each passes contrast AA.
struct Shade {
    lxw_color_t text;
    lxw_color_t fill;
};
constexpr std::array shades{
    Shade{0x000000, 0xFFFFFF},  // none: never applied
    Shade{0x006100, 0xC6EFCE},  // good
    Shade{0x9C5700, 0xFFEB9C},  // attention
    Shade{0x9C0006, 0xFFC7CE},  // bad
};

/// libxlsxwriter takes `char*` where it only reads.
char* borrowed(const std::string& text) {
    return const_cast<char*>(text.c_str());
}

void must(lxw_error error) {
    if (error != LXW_NO_ERROR)
        throw std::runtime_error(std::string("a workbook cannot be written: ") +
                                 lxw_strerror(error));
}

/// A file of our own in the scratch folder, readable by nobody else, gone at the end.
class ScratchFile {
  public:
    explicit ScratchFile(const std::string& folder) : path_(folder + "/.workbook-XXXXXX") {
        const int file = ::mkstemp(path_.data());
        if (file < 0)
            throw std::runtime_error("a workbook cannot be written in " + folder +
                                     "; check that Postroom may write there");
        ::close(file);
    }
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;
    ~ScratchFile() { ::unlink(path_.c_str()); }

    const std::string& path() const { return path_; }
    Bytes bytes() const {
        std::ifstream file(path_, std::ios::binary);
        Bytes bytes{std::istreambuf_iterator<char>(file), {}};
        if (!file || bytes.empty())
            throw std::runtime_error("a workbook cannot be read back from the scratch folder");
        return bytes;
    }

  private:
    std::string path_;
};

/// Every look a cell may have.
class Formats {
  public:
    explicit Formats(lxw_workbook* book) {
        title = plain(book);
        format_set_font_size(title, title_size);
        format_set_bold(title);
        note = plain(book);
        header = wrapped(book);
        format_set_bold(header);
        format_set_bottom(header, LXW_BORDER_THIN);
        for (std::size_t tone = 0; tone < shades.size(); ++tone) {
            text_[tone] = body(book, tone, LXW_ALIGN_LEFT);
            number_[tone] = body(book, tone, LXW_ALIGN_RIGHT);
            date_[tone] = body(book, tone, LXW_ALIGN_RIGHT);
            format_set_num_format(date_[tone], "dd mmm yyyy");
        }
    }

    lxw_format* title;
    lxw_format* note;
    lxw_format* header;
    lxw_format* text(Tone tone) const { return text_[static_cast<std::size_t>(tone)]; }
    lxw_format* number(Tone tone) const { return number_[static_cast<std::size_t>(tone)]; }
    lxw_format* date(Tone tone) const { return date_[static_cast<std::size_t>(tone)]; }

  private:
    static lxw_format* plain(lxw_workbook* book) {
        lxw_format* format = workbook_add_format(book);
        format_set_font_name(format, "Arial");
        format_set_font_size(format, font_size);
        return format;
    }
    static lxw_format* wrapped(lxw_workbook* book) {
        lxw_format* format = plain(book);
        format_set_text_wrap(format);
        format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
        return format;
    }
    static lxw_format* body(lxw_workbook* book, std::size_t tone, lxw_format_alignments align) {
        lxw_format* format = wrapped(book);
        format_set_align(format, static_cast<uint8_t>(align));
        if (tone != static_cast<std::size_t>(Tone::none)) {
            format_set_font_color(format, shades[tone].text);
            format_set_bg_color(format, shades[tone].fill);
        }
        return format;
    }

    std::array<lxw_format*, shades.size()> text_;
    std::array<lxw_format*, shades.size()> number_;
    std::array<lxw_format*, shades.size()> date_;
};

/// "Table_Due_this_week": Excel wants a name for each table, of letters, digits and underscores.
std::string table_name(const std::string& sheet_name, std::set<std::string>& taken) {
    std::string name = "Table_";
    for (const char c : sheet_name) {
        const bool plain =
            (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (plain || name.back() != '_') name += plain ? c : '_';
    }
    const std::string base = name;
    const auto lower = [](std::string text) {
        for (char& c : text)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        return text;
    };
    for (int n = 2; !taken.insert(lower(name)).second; ++n) name = base + "_" + std::to_string(n);
    return name;
}

/// Lines a text takes in a column, words kept whole. A width counts digits, and most letters are
/// no wider.
int lines_in(const std::string& text, double width) {
    const auto per_line = static_cast<std::size_t>(std::max(4.0, width));
    int lines = 1;
    std::size_t used = 0;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find(' ', from), text.size());
        const std::size_t word = end - from;
        if (used > 0 && used + 1 + word > per_line) {
            ++lines;
            used = 0;
        }
        lines += static_cast<int>(word / (per_line + 1));
        used += (used > 0 ? 1 : 0) + word;
        from = end + 1;
    }
    return lines;
}

class SheetWriter {
  public:
    SheetWriter(lxw_worksheet* out, const Sheet& sheet, const Formats& formats)
        : out_(out), sheet_(sheet), formats_(formats) {}

    void write(const Workbook& workbook, const std::string& name_of_table) {
        const auto header = static_cast<lxw_row_t>(1 + sheet_.notes.size());
        set_up(workbook, header);
        set_height(header, lines_of_header());
        write_text(0, 0, sheet_.title, formats_.title);
        for (std::size_t i = 0; i < sheet_.notes.size(); ++i)
            write_text(static_cast<lxw_row_t>(1 + i), 0, sheet_.notes[i], formats_.note);
        lxw_row_t row = header;
        for (const auto& cells : sheet_.rows) {
            ++row;
            set_height(row, lines_of(cells));
            for (std::size_t i = 0; i < cells.size(); ++i)
                write_cell(row, static_cast<lxw_col_t>(i), cells[i]);
        }
        if (sheet_.rows.empty()) write_text(++row, 0, sheet_.empty_text, formats_.text(Tone::none));
        add_table(header, row, name_of_table);
    }

  private:
    void set_up(const Workbook& workbook, lxw_row_t header) {
        worksheet_set_landscape(out_);
        worksheet_set_paper(out_, paper_a4);
        worksheet_set_margins(out_, 0.4, 0.4, 0.5, 0.7);
        worksheet_fit_to_pages(out_, 1, 0);
        must(worksheet_repeat_rows(out_, header, header));
        worksheet_freeze_panes(out_, header + 1, 1);
        std::string footer = "&L";
        for (const char c : workbook.marking) footer += c == '&' ? "&&" : std::string(1, c);
        footer += "&C&A&RPage &P of &N";
        must(worksheet_set_footer(out_, footer.c_str()));
        for (std::size_t i = 0; i < sheet_.columns.size(); ++i) {
            const auto column = static_cast<lxw_col_t>(i);
            must(worksheet_set_column(out_, column, column, sheet_.columns[i].width, nullptr));
        }
    }

    /// Not every program that opens a workbook fits rows to wrapped text by itself.
    void set_height(lxw_row_t row, int lines) {
        must(worksheet_set_row(out_, row, std::min(lines, 25) * line_height, nullptr));
    }

    int lines_of(const std::vector<Cell>& cells) const {
        int lines = 1;
        for (std::size_t i = 0; i < cells.size(); ++i)
            if (const auto* text = std::get_if<std::string>(&cells[i].value))
                lines = std::max(lines, lines_in(*text, sheet_.columns[i].width));
        return lines;
    }

    /// The filter button takes two characters of each heading's room.
    int lines_of_header() const {
        int lines = 1;
        for (const Column& column : sheet_.columns)
            lines = std::max(lines, lines_in(column.header, column.width - 2));
        return lines;
    }

    void write_text(lxw_row_t row, lxw_col_t column, const std::string& text, lxw_format* format) {
        must(worksheet_write_string(out_, row, column, stored_text(text).c_str(), format));
    }

    void write_cell(lxw_row_t row, lxw_col_t column, const Cell& cell) {
        if (const auto* text = std::get_if<std::string>(&cell.value)) {
            write_text(row, column, *text, formats_.text(cell.tone));
        } else if (const auto* number = std::get_if<long>(&cell.value)) {
            must(worksheet_write_number(out_, row, column, static_cast<double>(*number),
                                        formats_.number(cell.tone)));
        } else if (const auto* date = std::get_if<DateCell>(&cell.value)) {
            must(worksheet_write_number(out_, row, column, date->days + excel_day_of_1970,
                                        formats_.date(cell.tone)));
        } else {
            must(worksheet_write_blank(out_, row, column, formats_.text(cell.tone)));
        }
    }

    void add_table(lxw_row_t header, lxw_row_t last, const std::string& name) {
        std::vector<lxw_table_column> columns(sheet_.columns.size());
        std::vector<lxw_table_column*> pointers;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            columns[i].header = borrowed(sheet_.columns[i].header);
            columns[i].header_format = formats_.header;
            pointers.push_back(&columns[i]);
        }
        pointers.push_back(nullptr);
        lxw_table_options options{};
        options.name = borrowed(name);
        options.columns = pointers.data();
        // No style of its own: colour is kept for the status.
        options.style_type = LXW_TABLE_STYLE_TYPE_LIGHT;
        options.style_type_number = 0;
        must(worksheet_add_table(out_, header, 0, last, static_cast<lxw_col_t>(columns.size() - 1),
                                 &options));
    }

    lxw_worksheet* out_;
    const Sheet& sheet_;
    const Formats& formats_;
};

struct FreeBook {
    void operator()(lxw_workbook* book) const { lxw_workbook_free(book); }
};

/// Zero would mean "now" to libxlsxwriter.
time_t second_of(Instant at) {
    return std::max<std::int64_t>(1, at.microseconds / 1'000'000);
}

void write_book(const Workbook& workbook, const std::string& path, const std::string& scratch) {
    lxw_workbook_options options{};
    options.tmpdir = borrowed(scratch);
    std::unique_ptr<lxw_workbook, FreeBook> book(workbook_new_opt(path.c_str(), &options));
    if (!book) throw std::runtime_error("a workbook cannot be begun: no memory");
    lxw_doc_properties properties{};
    properties.title = borrowed(workbook.title);
    properties.author = borrowed(workbook.author);
    properties.created = second_of(workbook.created);
    must(workbook_set_properties(book.get(), &properties));
    const Formats formats(book.get());
    std::set<std::string> table_names;
    for (const Sheet& sheet : workbook.sheets) {
        lxw_worksheet* out = workbook_add_worksheet(book.get(), sheet.name.c_str());
        assert(out != nullptr);
        SheetWriter(out, sheet, formats).write(workbook, table_name(sheet.name, table_names));
    }
    // Closing writes the file and frees the book, whatever comes of it.
    must(workbook_close(book.release()));
}

}  // namespace

Expected<Bytes> render_workbook(const Workbook& workbook, const std::string& scratch) {
    if (const auto trouble = trouble_with(workbook)) return fail(*trouble);
    const ScratchFile file(scratch);
    write_book(workbook, file.path(), scratch);
    return file.bytes();
}

}  // namespace postroom::rendering
