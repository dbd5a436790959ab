#include "document/layout.hpp"

#include <algorithm>
#include <deque>

#include "document/flow.hpp"
#include "document/languages.hpp"
#include "document/page_margins.hpp"
#include "document/pagination.hpp"

namespace postroom::document {
namespace {

// An address with many lines closes up before it is refused, but never below this size.
constexpr double least_address_size = 9;
constexpr double closest_leading = 1.06;
constexpr double descent = 0.25;  // of the type size; near enough in every text face

const char* our_reference_in(const std::string& language) {
    return language.starts_with("cy") ? "Ein cyfeirnod: " : "Our reference: ";
}

class LetterLayout {
  public:
    LetterLayout(const Document& document, const PageStyle& style, TextShaper& shaper)
        : document_(document), style_(style), flow_(style, shaper, document.reference) {}

    /// Everything but the margins; returns how many pages it took.
    std::size_t lay_out() {
        place_letterhead();
        place_address();
        add_opening();
        flow_.enter("body");
        flow_.add_blocks(document_.body, column(), -1, style_.paragraph_gap * 1.4);
        add_signature();
        flow_.enter("text after the signature");
        flow_.add_blocks(document_.after_signature, column(), -1, style_.paragraph_gap * 2.2);

        Pages& pages = flow_.pages;
        pages.pages = cut_into_pages(
            flow_.rows, flow_.heads, std::move(first_page_),
            {style_.body_top, style_.margin_top, style_.page_height - style_.margin_bottom});
        return pages.pages.size();
    }

    /// `before` pages of other languages come first, of `total` in all.
    Expected<Pages> numbered(std::size_t before, std::size_t total) {
        place_margins(flow_, document_, style_, before, total);
        if (flow_.trouble) return fail(*flow_.trouble);
        return std::move(flow_.pages);
    }

  private:
    Measure column() const {
        return {style_.margin_left, style_.page_width - style_.margin_left - style_.margin_right};
    }

    // One paragraph at a fixed place on page 1; returns where it ends.
    double place_fixed(const std::vector<std::string>& lines, const Look& look, Measure measure,
                       double top) {
        const int element = flow_.add_element(Role::paragraph);
        Row row;
        std::vector<int> no_links;
        std::vector<Line> set;
        Runs runs{{}};
        for (const std::string& line : lines) {
            if (!runs[0].text.empty()) runs[0].text += '\n';
            runs[0].text += line;
        }
        for (const Line& line : flow_.set(runs, look, measure.width)) {
            flow_.place(line, runs, look, measure.left, top + Flow::baseline_in(look), element,
                        no_links, row);
            top += look.line_height;
        }
        std::move(row.texts.begin(), row.texts.end(), std::back_inserter(first_page_.texts));
        return top;
    }

    // Higher than the margin when the council's name would reach where a window may show.
    double top_of_letterhead(const Look& name, Measure measure) {
        if (document_.addressee.empty()) return style_.margin_top;
        const auto lines = flow_.set({{document_.contact.front()}}, name, measure.width).size();
        const double height =
            std::max(static_cast<double>(lines) * name.line_height, style_.logo_height);
        const double top = std::min(style_.margin_top, style_.letterhead_bottom - height);
        if (top < style_.highest) {
            flow_.fail_with({.what = "the council's name or logo reaches into the address window",
                             .remedy = "shorten it, or make council_size or logo_width smaller",
                             .field = "contact"});
        }
        return top;
    }

    void place_letterhead() {
        if (document_.contact.empty() || !style_.letterhead) return;
        flow_.enter("contact lines of the letterhead");
        const double gutter = 14;
        const Look name{style_.council_size, style_.council_size * 1.25, true,
                        style_.heading_colour};
        const double beside_logo = style_.logo_width > 0 ? style_.logo_width + gutter : 0;
        const Measure left{style_.margin_left + beside_logo,
                           style_.contact_left - style_.margin_left - beside_logo - gutter};
        const double top = top_of_letterhead(name, left);
        if (style_.logo_width > 0) {
            first_page_.pictures.push_back(
                {flow_.add_element(Role::figure),
                 {style_.margin_left, top, style_.logo_width, style_.logo_height},
                 style_.logo_words});
        }
        place_fixed({document_.contact.front()}, name, left, top);
        const Look small{style_.contact_size, style_.contact_line_height, false, {}};
        // The text's right margin may be wide, to keep its lines short; the letterhead's need not.
        const double margin = std::min(style_.margin_left, style_.margin_right);
        const Measure right{style_.contact_left, style_.page_width - margin - style_.contact_left};
        const std::vector<std::string> lines(document_.contact.begin() + 1,
                                             document_.contact.end());
        if (lines.empty()) return;
        const double offset = Flow::baseline_in(name) - Flow::baseline_in(small);
        if (place_fixed(lines, small, right, top + offset) > style_.body_top) {
            flow_.fail_with({.what = "the letterhead's contact lines reach into the letter",
                             .remedy = "use fewer lines, or a smaller contact_line_height",
                             .field = "contact"});
        }
    }

    void place_address() {
        const auto& lines = document_.addressee;
        if (lines.empty()) return;
        flow_.enter("addressee");
        const Box& window = style_.address_window;
        const auto count = static_cast<double>(lines.size());
        const double leading = std::min(style_.address_line_height, window.height / count);
        const double size = std::min(style_.address_size, leading / closest_leading);
        if (size < std::min(least_address_size, style_.address_size)) {
            flow_.fail_with({.what = "the address has " + std::to_string(lines.size()) +
                                     " lines, more than the envelope's window shows",
                             .remedy = "join lines of the address",
                             .field = "addressee"});
            return;
        }
        const Look look{size, leading, false, {}, true};
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const std::vector<Line> set = flow_.set({{lines[i]}}, look, window.width);
            if (set.size() > 1) {
                flow_.fail_with({.what = "line " + std::to_string(i + 1) +
                                         " of the address is too wide for the envelope's window",
                                 .remedy = "divide the line in two",
                                 .field = "addressee"});
            }
        }
        // Lines that close up must not let a "g" hang out of the window.
        const double hanging = Flow::baseline_in(look) + descent * size - leading;
        place_fixed(lines, look, {window.left, window.width},
                    window.top + window.height - leading * count - std::max(0.0, hanging));
    }

    void add_line(const std::string& part, const std::string& text, double gap_before) {
        if (text.empty()) return;
        flow_.enter(part);
        flow_.add_paragraph({{text}}, flow_.body_look(), column(), gap_before,
                            flow_.add_element(Role::paragraph));
    }

    void add_opening() {
        add_line("date", document_.date, 0);
        if (!document_.reference.empty()) {
            add_line("reference", our_reference_in(document_.language) + document_.reference, 0);
        }
        add_line("salutation", document_.salutation, style_.paragraph_gap * 2);
    }

    // The name never stands on a page without the end of what it signs.
    void add_signature() {
        if (document_.sign_off.empty() && document_.signatory.empty()) return;
        flow_.keep_last_with_next();
        const std::size_t first_row = flow_.rows.size();
        add_line("sign-off", document_.sign_off, style_.paragraph_gap * 1.6);
        flow_.enter("signatory");
        Runs runs;
        for (std::size_t i = 0; i < document_.signatory.size(); ++i) {
            runs.push_back({(i == 0 ? "" : "\n") + document_.signatory[i], i == 0});
        }
        if (!runs.empty()) {
            flow_.add_paragraph(runs, flow_.body_look(), column(), style_.signature_space,
                                flow_.add_element(Role::paragraph));
        }
        for (std::size_t i = first_row; i < flow_.rows.size(); ++i) {
            flow_.rows[i].keep_with_next = i + 1 < flow_.rows.size();
        }
    }

    const Document& document_;
    const PageStyle& style_;
    Flow flow_;
    Page first_page_;
};

}  // namespace

Expected<Pages> lay_out(const Document& document, const PageStyle& style, TextShaper& shaper) {
    LetterLayout first(document, style, shaper);
    std::size_t total = first.lay_out();
    if (document.repeated_in.empty()) return first.numbered(0, total);

    const PageStyle inner_style = without_letterhead(style);
    std::deque<Document> inner;
    std::deque<LetterLayout> layouts;
    for (const Document& repeated : document.repeated_in) {
        inner.push_back(without_envelope(repeated));
        layouts.emplace_back(inner.back(), inner_style, shaper);
        total += layouts.back().lay_out();
    }
    Pages whole;
    std::size_t before = 0;
    auto add = [&](LetterLayout& layout, const std::string& language) -> std::optional<Problem> {
        auto pages = layout.numbered(before, total);
        if (!pages) return pages.error();
        before += pages->pages.size();
        append_part(whole, std::move(*pages), language);
        return std::nullopt;
    };
    if (auto trouble = add(first, document.language)) return fail(std::move(*trouble));
    for (std::size_t i = 0; i < layouts.size(); ++i)
        if (auto trouble = add(layouts[i], inner[i].language)) return fail(std::move(*trouble));
    return whole;
}

}  // namespace postroom::document
