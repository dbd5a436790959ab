#include "document/page_margins.hpp"

#include <algorithm>
#include <utility>

namespace postroom::document {
namespace {

constexpr double gap = 14;  // points between what stands on one line

std::string page_of(const std::string& language, std::size_t page, std::size_t total) {
    const bool welsh = language.starts_with("cy");
    return (welsh ? "Tudalen " : "Page ") + std::to_string(page) + (welsh ? " o " : " of ") +
           std::to_string(total);
}

class Margins {
  public:
    Margins(Flow& flow, const Document& document, const PageStyle& style)
        : flow_(flow),
          document_(document),
          style_(style),
          look_{style.small_size, style.small_size * 1.3, false, {}},
          left_(style.margin_left),
          right_(style.page_width - style.margin_right) {}

    // Whose letter it is stands on every page: above the date where one line is too short for both,
    // and in its place where there is no room above it.
    void place_above(Page& page) {
        const std::string council = document_.contact.empty() ? "" : document_.contact.front();
        const std::vector<Line> date = set(document_.date);
        const std::vector<Line> name = set(council);
        const double baseline = style_.margin_top - look_.size * 0.9;
        if (baseline - look_.size < style_.highest) return;
        const double date_width = date.empty() ? 0 : date.front().width;
        const double name_width = name.size() == 1 ? name.front().width : right_ - left_;
        const bool beside = name_width + gap + date_width <= right_ - left_;
        const double rise = look_.line_height * static_cast<double>(name.size());
        const bool above = !beside && baseline - rise - look_.size >= style_.highest;
        const bool alone = !beside && !above && name.size() == 1;
        if (date.size() == 1 && !alone) put(date.front(), right_ - date_width, baseline, page);
        if (!beside && !above && !alone) return;
        double next = above ? baseline - rise : baseline;
        for (const Line& line : name) {
            put(line, left_, next, page);
            next += look_.line_height;
        }
    }

    void place_below(Page& page, const std::string& number, bool beside_code) {
        const double end = beside_code
                               ? std::min(right_, style_.code_place.left - style_.code_quiet_zone)
                               : right_;
        const double lowest = style_.page_height - style_.margin_bottom / 2 + look_.size * 0.36;
        const std::vector<Line> count = set(number);
        const double count_width = count.empty() ? 0 : count.front().width;
        place_reference(page, end - gap - count_width, lowest);
        if (!count.empty()) put(count.front(), end - count_width, lowest, page);
    }

    bool below = false;  // which margin's artifact the text becomes

  private:
    std::vector<Line> set(const std::string& text) {
        return flow_.set({{text}}, look_, right_ - left_);
    }
    // Beside the page's number when it ends before `beside`, else in lines above it.
    void place_reference(Page& page, double beside, double lowest) {
        const std::vector<Line> reference = set(document_.reference);
        if (reference.empty()) return;
        const bool fits = reference.size() == 1 && left_ + reference.front().width <= beside;
        const auto above = static_cast<double>(fits ? 0 : reference.size());
        const double highest = style_.page_height - style_.margin_bottom + look_.size;
        double baseline = lowest - above * look_.line_height;
        if (!fits && baseline < highest) {
            flow_.fail_with({.what = "the reference does not fit into the foot of the page",
                             .remedy = "use a shorter one, or a higher margin_bottom",
                             .field = "reference"});
            return;
        }
        for (const Line& line : reference) {
            put(line, left_, baseline, page);
            baseline += look_.line_height;
        }
    }
    void put(const Line& line, double left, double baseline, Page& page) {
        flow_.place_artifact(line, look_, left, baseline, below ? footer_artifact : header_artifact,
                             page.texts);
    }

    Flow& flow_;
    const Document& document_;
    const PageStyle& style_;
    Look look_;
    double left_, right_;
};

}  // namespace

void place_margins(Flow& flow, const Document& document, const PageStyle& style, std::size_t before,
                   std::size_t total) {
    Margins margins(flow, document, style);
    auto& pages = flow.pages.pages;
    for (std::size_t i = 0; i < pages.size(); ++i) {
        flow.enter("header of a later page");
        margins.below = false;
        if (before + i > 0) margins.place_above(pages[i]);
        flow.enter("footer");
        margins.below = true;
        margins.place_below(pages[i], page_of(document.language, before + i + 1, total),
                            i == 0 && !document.parcel_code.empty());
    }
}

}  // namespace postroom::document
