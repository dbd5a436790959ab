// Tables as rows of the flow: columns as wide as their words ask, a head said again on each page.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "document/flow.hpp"

namespace postroom::document {
namespace {

constexpr double padding = 5;           // above and below a cell's text
constexpr double column_gap = 14;       // between columns
constexpr double narrowest_column = 2;  // of the type size, when all were equal
constexpr Colour hairline{0xb4, 0xbc, 0xc6};

/// Every column gets its longest word when that fits, then its share of what is left.
std::vector<double> share_out(const std::vector<Extent>& wishes, double width) {
    double least = 0;
    double most = 0;
    for (const Extent& wish : wishes) {
        least += wish.least;
        most += wish.most;
    }
    std::vector<double> widths;
    for (const Extent& wish : wishes) {
        if (most <= width) {
            widths.push_back(wish.most + (width - most) / static_cast<double>(wishes.size()));
        } else if (least >= width) {
            widths.push_back(width * std::max(wish.least, 1.0) /
                             std::max(least, static_cast<double>(wishes.size())));
        } else {
            const double wanted = most - least;
            widths.push_back(wish.least + (width - least) * (wish.most - wish.least) / wanted);
        }
    }
    return widths;
}

struct Columns {
    std::vector<double> lefts;
    std::vector<double> widths;
};

/// A cell that says only this is filled in by hand: there is room in it to write one's name.
bool is_filled_in_by_hand(const Runs& cell) {
    return plain(cell) == "…";
}
constexpr double lines_to_write = 2.2;  // 13 mm at 12 point
constexpr double ems_to_write = 14;     // 59 mm

class TableRow {
  public:
    TableRow(Flow& flow, const Columns& columns, Measure measure)
        : flow_(flow), columns_(columns), measure_(measure) {}

    /// The rows of one line of cells; `cells` may be shorter than the head.
    std::vector<Row> set(const std::vector<Runs>& cells, const Look& look, Role role, int parent,
                         const Rule& below) {
        static const Runs empty;
        std::vector<Row> rows(1);
        for (std::size_t column = 0; column < columns_.lefts.size(); ++column) {
            const Runs& runs = column < cells.size() ? cells[column] : empty;
            const int element =
                role == Role::row ? repeated_head_artifact : flow_.add_element(role, parent);
            const std::vector<Line> lines = flow_.set(runs, look, columns_.widths[column]);
            rows.resize(std::max(rows.size(), lines.size()));
            std::vector<int> links;
            for (std::size_t i = 0; i < lines.size(); ++i) {
                const double baseline = Flow::baseline_in(look) + (i == 0 ? padding : 0);
                const double left = columns_.lefts[column];
                if (element == repeated_head_artifact) {
                    flow_.place_artifact(lines[i], look, left, baseline, element, rows[i].texts);
                } else {
                    flow_.place(lines[i], runs, look, left, baseline, element, links, rows[i]);
                }
            }
        }
        for (Row& row : rows) {
            row.height = look.line_height;
            row.keep_with_next = &row != &rows.back();
        }
        rows.front().height += padding;
        rows.back().height += padding;
        if (std::ranges::any_of(cells, is_filled_in_by_hand))
            rows.back().height = std::max(rows.back().height, lines_to_write * look.line_height);
        Rule rule = below;
        rule.box.left = measure_.left;
        rule.box.width = measure_.width;
        rule.box.top = rows.back().height - rule.box.height;
        rows.back().rules.push_back(rule);
        return rows;
    }

  private:
    Flow& flow_;
    const Columns& columns_;
    Measure measure_;
};

}  // namespace

void Flow::add_table(const Table& table, Measure measure, double gap_before, int parent) {
    if (table.header.empty()) return;
    const double gaps = column_gap * static_cast<double>(table.header.size() - 1);
    if ((measure.width - gaps) / static_cast<double>(table.header.size()) <
        narrowest_column * style_.body_size) {
        fail_with({.what = "a table has " + std::to_string(table.header.size()) +
                           " columns, more than fit across the page",
                   .remedy = "use fewer columns, or a list",
                   .field = part_});
        return;
    }
    Look head_look = body_look();
    head_look.bold = true;
    const Look look = body_look();

    const auto wish_of = [&](const Runs& runs, const Look& cell_look) -> Extent {
        if (!is_sound(runs)) return {};
        return extent_of(runs, {0, cell_look.size, cell_look.bold, reference_}, shaper_);
    };
    std::vector<Extent> wishes;
    for (std::size_t column = 0; column < table.header.size(); ++column) {
        Extent wish = wish_of(table.header[column], head_look);
        for (const std::vector<Runs>& row : table.rows) {
            if (column >= row.size()) continue;
            Extent cell = wish_of(row[column], look);
            if (is_filled_in_by_hand(row[column])) cell.most = ems_to_write * look.size;
            wish.least = std::max(wish.least, cell.least);
            wish.most = std::max(wish.most, cell.most);
        }
        wishes.push_back(wish);
    }
    Columns columns{{}, share_out(wishes, measure.width - gaps)};
    double left = measure.left;
    for (const double width : columns.widths) {
        columns.lefts.push_back(left);
        left += width + column_gap;
    }

    TableRow setter(*this, columns, measure);
    const Rule head_rule{{0, 0, 0, 1.2}, style_.heading_colour};
    const Rule row_rule{{0, 0, 0, 0.5}, hairline};
    const int table_element = add_element(Role::table, parent);
    std::vector<Row> head = setter.set(table.header, head_look, Role::header_cell,
                                       add_element(Role::row, table_element), head_rule);
    head.front().gap_before = gap_before;
    for (Row& row : head) row.keep_with_next = true;
    std::move(head.begin(), head.end(), std::back_inserter(rows));
    heads.push_back(setter.set(table.header, head_look, Role::row, -1, head_rule));
    const int head_index = static_cast<int>(heads.size()) - 1;
    for (const std::vector<Runs>& cells : table.rows) {
        std::vector<Row> set =
            setter.set(cells, look, Role::cell, add_element(Role::row, table_element), row_rule);
        for (Row& row : set) row.repeated_head = head_index;
        std::move(set.begin(), set.end(), std::back_inserter(rows));
    }
    if (table.rows.empty()) rows.back().keep_with_next = false;
}

}  // namespace postroom::document
