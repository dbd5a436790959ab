// Tables as an Excel workbook, with libxlsxwriter. The one writer in rendering that touches the
// disk: libxlsxwriter 1.1 writes files only, so it uses a scratch file that it removes.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/expected.hpp"

namespace postroom::rendering {

/// A status in words and colour: the word is the carrier, the colour only helps.
enum class Tone { none, good, attention, bad };

/// A date as days since 1970-01-01 (calendar::Day::number): stored as a real Excel date.
struct DateCell {
    int days = 0;
    bool operator==(const DateCell&) const = default;
};
/// Blank, text (never a formula), whole number or date.
using CellValue = std::variant<std::monostate, std::string, long, DateCell>;

struct Cell {
    CellValue value;
    Tone tone = Tone::none;
    bool operator==(const Cell&) const = default;
};

struct Column {
    std::string header;  ///< unique in its sheet
    double width = 16;   ///< characters
};

struct Sheet {
    std::string name;   ///< at most 31 characters, none of []:*?/\ , unique whatever its case
    std::string title;  ///< goes into A1
    std::vector<std::string> notes;  ///< lines below the title
    std::vector<Column> columns;
    std::vector<std::vector<Cell>> rows;  ///< each as long as `columns`
    std::string empty_text;               ///< said in the first cell when there are no rows
};

struct Workbook {
    std::string title;
    std::string author;
    std::string marking;  ///< printed in every footer: "OFFICIAL-SENSITIVE"
    Instant created;
    std::vector<Sheet> sheets;
};

/// Each sheet is title, notes, then one real Excel table (with filter buttons): header and first
/// column frozen, header repeated in print, A4 landscape one page wide, footer with marking and
/// page numbers. No merged cells, no formulas. Same workbook, same bytes; `created` counts in whole
/// seconds. The problem names sheet and column, never a text: a name Excel refuses, headers that
/// repeat, text that is not UTF-8 or too long for a cell, a number or date Excel cannot hold.
/// Control characters in a cell are escaped as Excel does it, elsewhere they are refused.
/// `scratch` names a folder to write in; throws std::runtime_error when that fails.
Expected<Bytes> render_workbook(const Workbook& workbook, const std::string& scratch);

}  // namespace postroom::rendering
