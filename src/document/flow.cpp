#include "document/flow.hpp"

#include "base/unicode.hpp"

namespace postroom::document {
namespace {

constexpr double cap_height = 0.714;  // of the type size; near enough in every text face

}  // namespace

int Flow::add_element(Role role, int parent) {
    pages.elements.push_back({role, parent});
    return static_cast<int>(pages.elements.size()) - 1;
}

double Flow::baseline_in(const Look& look) {
    return (look.line_height + cap_height * look.size) / 2;
}

Look Flow::body_look() const {
    return {style_.body_size, style_.line_height, false, {}};
}

bool Flow::is_sound(const Runs& runs) {
    for (const Run& run : runs) {
        if (is_utf8(run.text)) continue;
        fail_with({.what = "the text is not valid UTF-8", .field = part_});
        return false;
    }
    return true;
}

std::vector<Line> Flow::set(const Runs& runs, const Look& look, double width) {
    if (!is_sound(runs)) return {};
    SetParagraph result =
        set_in_lines(runs, {width, look.size, look.bold, reference_, look.left_aligned}, shaper_);
    if (result.missing) {
        fail_with({.what = "no font has the character " + code_point_name(*result.missing),
                   .remedy = "write it another way, or add a font that has it to the fallbacks",
                   .field = part_});
    }
    return std::move(result.lines);
}

void Flow::place(const Line& line, const Runs& runs, const Look& look, double left, double baseline,
                 int element, std::vector<int>& link_elements, Row& row) {
    link_elements.resize(runs.size(), -1);
    bool first = true;
    int open = element;  // whose text is being collected
    for (const Piece& piece : line.pieces) {
        const auto index = static_cast<std::size_t>(piece.run);
        int owner = element;
        if (!runs[index].link.empty()) {
            if (link_elements[index] < 0) link_elements[index] = add_element(Role::link, element);
            owner = link_elements[index];
        }
        const double x = left + piece.x;
        const double width = piece.word->width * look.size / 1000;
        if (first || owner != open) {
            const Colour colour = owner == element ? look.colour : style_.heading_colour;
            row.texts.push_back({owner, element, baseline, look.size, colour,
                                 static_cast<std::uint32_t>(pages.runs.size()), 0});
            if (owner != element) {
                const Box box{x, baseline - look.size * 0.8, 0, look.size * 1.1};
                row.links.push_back({owner, box, runs[index].link, runs[index].text});
            }
            open = owner;
            first = false;
        }
        if (owner != element) row.links.back().box.width = x + width - row.links.back().box.left;
        double pen = x;
        for (const GlyphRun& run : piece.word->runs) {
            pages.runs.push_back({&run, pen});
            pen += run.width * look.size / 1000;
            ++row.texts.back().run_count;
        }
    }
}

void Flow::place_artifact(const Line& line, const Look& look, double left, double baseline,
                          int artifact, std::vector<Text>& texts) {
    Row row;
    std::vector<int> no_links;
    int last_run = 0;
    for (const Piece& piece : line.pieces) last_run = std::max(last_run, piece.run);
    const Runs plain_runs(static_cast<std::size_t>(last_run) + 1);
    place(line, plain_runs, look, left, baseline, artifact, no_links, row);
    texts.insert(texts.end(), row.texts.begin(), row.texts.end());
}

void Flow::keep_ends_together(std::size_t first_row) {
    if (rows.size() - first_row < 2) return;
    rows[first_row].keep_with_next = true;
    rows[rows.size() - 2].keep_with_next = true;
}

void Flow::add_paragraph(const Runs& runs, const Look& look, Measure measure, double gap_before,
                         int element) {
    const std::size_t first_row = rows.size();
    std::vector<int> link_elements;
    for (const Line& line : set(runs, look, measure.width)) {
        Row row;
        row.gap_before = rows.size() == first_row ? gap_before : 0;
        row.height = look.line_height;
        place(line, runs, look, measure.left, baseline_in(look), element, link_elements, row);
        rows.push_back(std::move(row));
    }
    keep_ends_together(first_row);
}

}  // namespace postroom::document
