// Headings, callouts and lists as rows of the flow.
#include <algorithm>

#include "base/unicode.hpp"
#include "document/flow.hpp"

namespace postroom::document {
namespace {

constexpr int deepest_list = 8;    // deeper ones would leave no room for text
constexpr double list_gap = 0.45;  // between items, of the gap between paragraphs
constexpr double bar_width = 3;
constexpr double bar_gap = 11;  // between a callout's bar and its text
constexpr Colour quiet{0x2b, 0x2b, 0x2b};

/// Begins with a sentence in bold, or is bold from end to end: "Our finding: upheld."
bool is_label(const Block& block) {
    const auto* paragraph = std::get_if<Paragraph>(&block);
    if (paragraph == nullptr) return false;
    const auto rest = std::ranges::find(paragraph->runs, false, &Run::bold);
    const std::string bold = plain(Runs(paragraph->runs.begin(), rest));
    return !bold.empty() && (rest == paragraph->runs.end() || bold.ends_with('.'));
}

bool introduces_what_follows(const Block& block) {
    const auto* paragraph = std::get_if<Paragraph>(&block);
    return is_label(block) || (paragraph != nullptr && plain(paragraph->runs).ends_with(':'));
}

/// What a label is about stands before it, and what it says is explained after it.
bool keep_together(const Block& block, const Block& next) {
    return introduces_what_follows(block) ||
           (std::holds_alternative<Paragraph>(block) && is_label(next));
}

}  // namespace

void Flow::add_blocks(const std::vector<Block>& blocks, Measure measure, int parent,
                      double first_gap) {
    if (++depth_ > deepest_list) {
        fail_with(
            {.what = "lists are nested more than " + std::to_string(deepest_list - 1) + " deep",
             .field = part_});
        --depth_;
        return;
    }
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const bool nested_list = depth_ > 1 && std::holds_alternative<List>(blocks[i]);
        const double between = nested_list ? style_.paragraph_gap * list_gap : style_.paragraph_gap;
        const double gap = i == 0 ? first_gap : between;
        if (const auto* heading = std::get_if<Heading>(&blocks[i])) {
            add_heading(*heading, measure, gap, parent);
        } else if (const auto* paragraph = std::get_if<Paragraph>(&blocks[i])) {
            if (plain(paragraph->runs).empty()) continue;
            add_paragraph(paragraph->runs, body_look(), measure, gap,
                          add_element(Role::paragraph, parent));
        } else if (const auto* callout = std::get_if<Callout>(&blocks[i])) {
            add_callout(*callout, measure, gap, parent);
        } else if (const auto* list = std::get_if<List>(&blocks[i])) {
            add_list(*list, measure, gap, parent);
        } else {
            add_table(std::get<Table>(blocks[i]), measure, gap, parent);
        }
        if (i + 1 < blocks.size() && keep_together(blocks[i], blocks[i + 1])) keep_last_with_next();
    }
    --depth_;
}

void Flow::add_heading(const Heading& heading, Measure measure, double gap_before, int parent) {
    const bool main_heading = heading.level <= 1;
    const double size = heading.level == 2 ? style_.subheading_size
                        : main_heading     ? style_.heading_size
                                           : style_.body_size;
    const Look look{size, size * 1.3, true, style_.heading_colour};
    const Role role = main_heading         ? Role::heading1
                      : heading.level == 2 ? Role::heading2
                                           : Role::heading3;
    // White space above a heading, and less below it, ties it to the text it is about.
    const double above = gap_before == 0 ? 0 : style_.paragraph_gap * (main_heading ? 1.4 : 1.7);
    const std::size_t first_row = rows.size();
    const int element = add_element(role, parent);
    pages.headings.push_back({element, plain(heading.runs)});
    add_paragraph(heading.runs, look, measure, above, element);
    for (std::size_t i = first_row; i < rows.size(); ++i) rows[i].keep_with_next = true;
    if (heading.begins_page && first_row < rows.size()) {
        rows[first_row].begins_page = true;
        if (first_row > 0) rows[first_row - 1].keep_with_next = false;
    }
}

void Flow::add_callout(const Callout& callout, Measure measure, double gap_before, int parent) {
    const Look look{style_.callout_size, style_.callout_size * 1.32, true, {}};
    const double inset = bar_width + bar_gap;
    const std::size_t first_row = rows.size();
    add_paragraph(callout.runs, look, {measure.left + inset, measure.width - inset},
                  gap_before == 0 ? 0 : style_.paragraph_gap * 1.9,
                  add_element(Role::paragraph, parent));
    for (std::size_t i = first_row; i < rows.size(); ++i) {
        rows[i].keep_with_next = i + 1 < rows.size();
        // The bar's pieces overlap a little, so that no screen shows a seam.
        const double overlap = i + 1 < rows.size() ? 0.5 : 0;
        rows[i].rules.push_back(
            {{measure.left, 0, bar_width, rows[i].height + overlap}, style_.heading_colour});
    }
}

bool Flow::begins_at_right(const std::vector<Block>& item) {
    const auto* paragraph = item.empty() ? nullptr : std::get_if<Paragraph>(&item.front());
    if (paragraph == nullptr) return false;
    const std::string text = plain(paragraph->runs);
    const bool may = std::any_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) >= 0xD6;  // U+0580 and after
    });
    return may && is_utf8(text) && shaper_.directions(text).right_to_left;
}

void Flow::add_list(const List& list, Measure measure, double gap_before, int parent) {
    const Look look = body_look();
    const int list_element = add_element(list.ordered ? Role::numbered_list : Role::list, parent);
    double indent = look.size * 1.5;
    std::vector<Runs> labels;
    std::vector<Line> label_lines;
    for (std::size_t i = 0; i < list.items.size(); ++i) {
        labels.push_back(
            {{list.ordered ? std::to_string(list.start + static_cast<int>(i)) + "." : "•"}});
        const std::vector<Line> lines = set(labels.back(), look, measure.width);
        label_lines.push_back(lines.empty() ? Line{} : lines.front());
        indent = std::max(indent, label_lines.back().width + look.size * 0.5);
    }
    for (std::size_t i = 0; i < list.items.size(); ++i) {
        const int item = add_element(Role::item, list_element);
        const int label = add_element(Role::label, item);
        const int body = add_element(Role::item_body, item);
        const std::size_t first_row = rows.size();
        const bool mirrored = begins_at_right(list.items[i]);
        add_blocks(list.items[i], {measure.left + (mirrored ? 0 : indent), measure.width - indent},
                   body, i == 0 ? gap_before : style_.paragraph_gap * list_gap);
        if (rows.size() == first_row) rows.push_back({.height = look.line_height});
        // The label is read before the item, so its text goes first.
        Row first = std::move(rows[first_row]);
        Row with_label;
        std::vector<int> no_links;
        const double label_left =
            mirrored ? measure.left + measure.width - label_lines[i].width : measure.left;
        place(label_lines[i], labels[i], look, label_left, baseline_in(look), label, no_links,
              with_label);
        with_label.texts.back().colour = quiet;
        first.texts.insert(first.texts.begin(), with_label.texts.begin(), with_label.texts.end());
        rows[first_row] = std::move(first);
    }
}

}  // namespace postroom::document
