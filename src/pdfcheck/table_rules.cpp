#include <map>
#include <set>

#include "pdfcheck/inspections.hpp"

namespace postroom::pdfcheck {
namespace {

constexpr std::size_t most_cells = 200'000;  // of one table

int span_of(QPDFObjectHandle element, const char* key) {
    QPDFObjectHandle attributes = element.getKey("/A");
    if (!attributes.isArray()) attributes = QPDFObjectHandle::newArray(std::vector{attributes});
    for (int i = 0; i < attributes.getArrayNItems(); ++i) {
        QPDFObjectHandle span = value_of(attributes.getArrayItem(i), key);
        if (span.isInteger() && span.getIntValue() > 0 && span.getIntValue() < 10'000)
            return span.getIntValueAsInt();
    }
    return 1;
}

QPDFObjectHandle attribute_of(QPDFObjectHandle element, const char* key) {
    QPDFObjectHandle attributes = element.getKey("/A");
    if (!attributes.isArray()) return value_of(attributes, key);
    for (int i = 0; i < attributes.getArrayNItems(); ++i) {
        QPDFObjectHandle value = value_of(attributes.getArrayItem(i), key);
        if (!value.isNull()) return value;
    }
    return QPDFObjectHandle::newNull();
}

class TableInspection {
  public:
    TableInspection(const Structure& structure, int table, Findings& findings)
        : structure_(structure), table_(table), findings_(findings) {
        gather_rows(table);
    }

    void inspect() {
        lay_out();
        shape();
        heads();
    }

  private:
    const StructureElement& at(int index) const {
        return structure_.elements[static_cast<std::size_t>(index)];
    }

    void gather_rows(int element) {
        for (const int kid : at(element).kids) {
            if (at(kid).standard == "/TR") rows_.push_back(kid);
            if (element == table_ && at(kid).standard != "/TR") gather_rows(kid);
        }
    }

    // Puts each cell on the grid, as a browser would.
    void lay_out() {
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            int column = 0;
            for (const int cell : at(rows_[row]).kids) {
                while (taken_.contains({static_cast<int>(row), column})) ++column;
                const int wide = span_of(at(cell).object, "/ColSpan");
                const int high = span_of(at(cell).object, "/RowSpan");
                for (int y = 0; y < high; ++y)
                    for (int x = 0; x < wide; ++x)
                        if (!take(static_cast<int>(row) + y, column + x, cell)) return;
                column += wide;
            }
        }
    }

    // False when the table is larger than we follow, or a cell lies over another.
    bool take(int row, int column, int cell) {
        if (!taken_.emplace(row, column).second) {
            findings_.add("UA-7.2-15", structure_.where(cell), "it lies over another cell");
            return false;
        }
        ++in_row_[row];
        return taken_.size() < most_cells;
    }

    void shape() {
        if (static_cast<int>(in_row_.size()) > static_cast<int>(rows_.size()))
            findings_.add("UA-7.2-41", structure_.where(table_),
                          "a cell reaches below the last row");
        for (const auto& [row, cells] : in_row_) {
            if (cells == in_row_.begin()->second) continue;
            findings_.add("UA-7.2-42", structure_.where(table_), "its rows are not equally long");
            return;
        }
    }

    void heads() {
        std::set<std::string> ids;
        bool all_connected = true;  // by Headers: then no Scope is needed
        std::vector<int> cells, head_cells;
        for (const int row : rows_) {
            for (const int cell : at(row).kids) {
                (at(cell).standard == "/TH" ? head_cells : cells).push_back(cell);
                QPDFObjectHandle id = at(cell).object;
                id = id.getKey("/ID");
                if (id.isString()) ids.insert(id.getStringValue());
            }
        }
        for (const int cell : cells) {
            QPDFObjectHandle named = attribute_of(at(cell).object, "/Headers");
            if (!named.isArray()) all_connected = false;
            for (int i = 0; named.isArray() && i < named.getArrayNItems(); ++i) {
                QPDFObjectHandle id = named.getArrayItem(i);
                if (!id.isString() || !ids.contains(id.getStringValue()))
                    findings_.add("UA-7.5-2", structure_.where(cell),
                                  "it names a heading that is not there");
            }
        }
        if (all_connected && !cells.empty()) return;
        for (const int head : head_cells) {
            const std::string scope = name_of(attribute_of(at(head).object, "/Scope"));
            if (scope != "/Column" && scope != "/Row" && scope != "/Both")
                findings_.add("UA-7.5-1", structure_.where(head), "it does not say its Scope");
        }
    }

    const Structure& structure_;
    int table_;
    Findings& findings_;
    std::vector<int> rows_;
    std::set<std::pair<int, int>> taken_;
    std::map<int, int> in_row_;
};

}  // namespace

void inspect_tables(const PdfFile&, const Structure& structure, Findings& findings) {
    for (std::size_t i = 0; i < structure.elements.size(); ++i)
        if (structure.elements[i].standard == "/Table")
            TableInspection(structure, static_cast<int>(i), findings).inspect();
}

}  // namespace postroom::pdfcheck
