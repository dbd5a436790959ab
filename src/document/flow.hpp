// The letter's text as one long column of rows, before it is cut into pages.
#pragma once

#include <string>
#include <vector>

#include "base/problem.hpp"
#include "document/document.hpp"
#include "document/pages.hpp"
#include "document/paragraph_lines.hpp"

namespace postroom::document {

/// One line of the column: everything that stands side by side. Heights and baselines are
/// points from the row's own top.
struct Row {
    double gap_before = 0;  ///< white space above, dropped at the top of a page
    double height = 0;
    bool keep_with_next = false;
    bool begins_page = false;
    int repeated_head = -1;  ///< the table head to say again when a page begins with this row
    std::vector<Text> texts;
    std::vector<Rule> rules;
    std::vector<LinkArea> links;
};

struct Look {
    double size = 12;
    double line_height = 16.5;
    bool bold = false;
    Colour colour = {};
    bool left_aligned = false;  ///< as an address is, in whatever script
};

/// Where a column of text stands across the page.
struct Measure {
    double left = 0;
    double width = 0;
};

/// Collects rows, elements and runs. The first trouble is kept and the rest of the work is void.
class Flow {
  public:
    Flow(const PageStyle& style, TextShaper& shaper, std::string reference)
        : style_(style), shaper_(shaper), reference_(std::move(reference)) {}

    /// Names the part of the letter that follows, for messages.
    void enter(std::string part) { part_ = std::move(part); }

    int add_element(Role role, int parent = -1);

    /// Lines of one paragraph; no trouble leaves `lines` empty for text without words.
    std::vector<Line> set(const Runs& runs, const Look& look, double width);
    /// One line as texts of `element`, at a place; links become elements of their own.
    void place(const Line& line, const Runs& runs, const Look& look, double left, double baseline,
               int element, std::vector<int>& link_elements, Row& row);
    /// The same line as an artifact.
    void place_artifact(const Line& line, const Look& look, double left, double baseline,
                        int artifact, std::vector<Text>& texts);

    /// A paragraph as rows; two lines at least stay together at either end of a page.
    void add_paragraph(const Runs& runs, const Look& look, Measure measure, double gap_before,
                       int element);
    void add_blocks(const std::vector<Block>& blocks, Measure measure, int parent,
                    double first_gap);
    void add_table(const Table& table, Measure measure, double gap_before, int parent);

    void keep_last_with_next() {
        if (!rows.empty()) rows.back().keep_with_next = true;
    }
    void fail_with(Problem problem) {
        if (!trouble) trouble = std::move(problem);
    }

    Look body_look() const;
    static double baseline_in(const Look& look);

    std::vector<Row> rows;
    std::vector<std::vector<Row>> heads;  ///< table heads as artifacts
    Pages pages;                          ///< elements and runs; its pages are still empty
    std::optional<Problem> trouble;

  private:
    void add_heading(const Heading& heading, Measure measure, double gap_before, int parent);
    void add_callout(const Callout& callout, Measure measure, double gap_before, int parent);
    void add_list(const List& list, Measure measure, double gap_before, int parent);
    void keep_ends_together(std::size_t first_row);
    bool is_sound(const Runs& runs);  // else it has become trouble
    bool begins_at_right(const std::vector<Block>& item);

    const PageStyle& style_;
    TextShaper& shaper_;
    std::string reference_;
    std::string part_;
    int depth_ = 0;  // of blocks within lists
};

}  // namespace postroom::document
