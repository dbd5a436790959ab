#include "rendering/pdf_areas.hpp"

#include "rendering/envelope.hpp"

namespace postroom::rendering {

namespace {

constexpr double points_per_millimetre = 72 / 25.4;
constexpr double line = 0.8;

constexpr document::Colour window_colour{0xfd, 0xe9, 0xa8};
constexpr document::Colour window_edge{0xc0, 0x7a, 0x00};
constexpr document::Colour printable_edge{0xc4, 0x1e, 0x3a};
constexpr document::Colour body_edge{0x1a, 0x5f, 0xa3};

void outline(std::vector<document::Rule>& rules, const document::Box& box,
             document::Colour colour) {
    rules.push_back({{box.left, box.top, box.width, line}, colour});
    rules.push_back({{box.left, box.top + box.height - line, box.width, line}, colour});
    rules.push_back({{box.left, box.top, line, box.height}, colour});
    rules.push_back({{box.left + box.width - line, box.top, line, box.height}, colour});
}

}  // namespace

void draw_areas(document::Pages& pages, const document::PageStyle& style) {
    const document::Box may_hold_ink{printable.left * points_per_millimetre,
                                     printable.top * points_per_millimetre,
                                     (printable.right - printable.left) * points_per_millimetre,
                                     (printable.bottom - printable.top) * points_per_millimetre};
    for (document::Page& page : pages.pages) outline(page.rules, may_hold_ink, printable_edge);
    if (pages.pages.empty()) return;
    std::vector<document::Rule>& first = pages.pages.front().rules;
    first.push_back({style.address_window, window_colour});
    outline(first, style.address_window, window_edge);
    first.push_back({{0, style.body_top, style.page_width, line}, body_edge});
}

}  // namespace postroom::rendering
