#include "rendering/pdf_content.hpp"

#include <algorithm>
#include <cmath>

#include "base/unicode.hpp"
#include "rendering/pdf_text.hpp"

namespace postroom::rendering {
namespace {

using document::Glyph;
using document::GlyphRun;
using document::Role;
using document::Text;

class PageWriter {
  public:
    PageWriter(const document::Pages& pages, double page_height,
               const std::vector<LetterFont>& fonts, const SpokenScripts& scripts)
        : pages_(pages), page_height_(page_height), fonts_(fonts), scripts_(scripts) {
        content_.operators.reserve(16 * 1024);
    }

    PageContent write(const document::Page& page) {
        for (const document::Rule& rule : page.rules) draw(rule);
        for (const document::Picture& picture : page.pictures) draw(picture);
        // In a table, lines of neighbouring cells stand side by side; a reader takes cell by cell.
        std::vector<const Text*> texts;
        texts.reserve(page.texts.size());
        for (const Text& text : page.texts) texts.push_back(&text);
        const auto earlier = [](const Text* a, const Text* b) {
            // Artifacts have negative blocks and come last.
            return static_cast<unsigned>(a->block) < static_cast<unsigned>(b->block);
        };
        if (!std::is_sorted(texts.begin(), texts.end(), earlier)) {
            std::stable_sort(texts.begin(), texts.end(), earlier);
        }
        for (const Text* text : texts) {
            open_for(*text);
            draw(*text);
        }
        close();
        return std::move(content_);
    }

  private:
    std::string& out() { return content_.operators; }

    void set_colour(document::Colour colour) {
        if (colour == colour_) return;
        colour_ = colour;
        for (const std::uint8_t part : {colour.red, colour.green, colour.blue}) {
            append_number(out(), part / 255.0);
            out() += ' ';
        }
        out() += "rg\n";
    }

    void draw(const document::Rule& rule) {
        out() += "/Artifact<</Type/Layout>>BDC\n";
        set_colour(rule.colour);
        append_number(out(), rule.box.left);
        out() += ' ';
        append_number(out(), page_height_ - rule.box.top - rule.box.height);
        out() += ' ';
        append_number(out(), rule.box.width);
        out() += ' ';
        append_number(out(), rule.box.height);
        out() += " re f\nEMC\n";
    }

    void draw(const document::Picture& picture) {
        out() += "/Figure<</MCID ";
        append_number(out(), static_cast<int>(content_.elements.size()));
        out() += ">>BDC\nq\n";
        content_.elements.push_back(picture.element);
        const document::Box& box = picture.box;
        for (const double part :
             {box.width, 0.0, 0.0, box.height, box.left, page_height_ - box.top - box.height}) {
            append_number(out(), part);
            out() += ' ';
        }
        out() += "cm\n/Logo Do\nQ\nEMC\n";
    }

    void open_for(const Text& text) {
        if (is_open_ && text.element == open_element_) return;
        close();
        is_open_ = true;
        open_element_ = text.element;
        line_x_ = line_y_ = 0;  // a text object begins at the page's corner
        if (text.element == document::footer_artifact) {
            out() += "/Artifact<</Type/Pagination/Subtype/Footer>>BDC\nBT\n";
        } else if (text.element == document::header_artifact) {
            out() += "/Artifact<</Type/Pagination/Subtype/Header>>BDC\nBT\n";
        } else if (text.element == document::repeated_head_artifact) {
            out() += "/Artifact<</Type/Pagination>>BDC\nBT\n";
        } else {
            const auto index = static_cast<std::size_t>(text.element);
            out() += '/';
            out() += structure_type(pages_.elements[index].role);
            out() += "<</MCID ";
            append_number(out(), static_cast<int>(content_.elements.size()));
            out() += ">>BDC\nBT\n";
            content_.elements.push_back(text.element);
        }
    }

    void close() {
        if (is_open_) out() += "ET\nEMC\n";
        is_open_ = false;
    }

    void draw(const Text& text) {
        set_colour(text.colour);
        const document::PlacedRun* runs = pages_.runs.data() + text.first_run;
        if (text.run_count == 0) return;
        begin_line(hundredths(runs[0].x), hundredths(page_height_ - text.baseline));
        size_ = text.size;
        block_ = text.block;
        pen_ = runs[0].x;
        pending_ = 0;
        for (std::uint32_t i = 0; i < text.run_count; ++i) draw(*runs[i].run, runs[i].x);
        end_array();
    }

    // Said as the step from where the line before began: steps are short, repeat, and pack well.
    void begin_line(int x, int y) {
        append_hundredths(out(), x - line_x_);
        out() += ' ';
        append_hundredths(out(), y - line_y_);
        out() += " Td\n";
        line_x_ = x;
        line_y_ = y;
    }

    void draw(const GlyphRun& run, double x) {
        if (run.font != font_ || size_ != font_size_) {
            end_array();
            font_ = run.font;
            font_size_ = size_;
            out() += "/F";
            append_number(out(), run.font);
            out() += ' ';
            append_number(out(), size_);
            out() += " Tf\n";
        }
        const double gap = (x - pen_) * 1000 / size_;
        adjust(gap);
        if (run.self_explaining) {
            for (const Glyph& glyph : run.glyphs) draw(glyph);
        } else if (run.right_to_left) {
            draw_by_cluster(run);
        } else {
            begin_actual_text(run.text, scripts_.language(run.text, block_));
            for (const Glyph& glyph : run.glyphs) draw(glyph);
            end_actual_text();
        }
        pen_ = x + run.width * size_ / 1000;
    }

    // Readers put right-to-left clusters in order themselves when each carries its own text.
    void draw_by_cluster(const GlyphRun& run) {
        const std::string_view language = scripts_.language(run.text, block_);
        for (std::size_t first = 0; first < run.glyphs.size();) {
            const std::uint32_t from = run.glyphs[first].cluster;
            std::size_t end = first;
            while (end < run.glyphs.size() && run.glyphs[end].cluster == from) ++end;
            // Clusters fall from left to right, so the one before ends this one's text.
            const std::size_t to = first == 0 ? run.text.size() : run.glyphs[first - 1].cluster;
            begin_actual_text(std::string_view(run.text).substr(from, to - from), language);
            for (; first < end; ++first) draw(run.glyphs[first]);
            end_actual_text();
        }
    }

    void begin_actual_text(std::string_view text, std::string_view language) {
        end_array();
        out() += "/Span<<";
        if (!language.empty()) {
            out() += "/Lang(";
            out() += language;
            out() += ')';
        }
        out() += "/ActualText";
        out() += text_string(text);
        out() += ">>BDC\n";
    }

    void end_actual_text() {
        end_array();
        out() += "EMC\n";
    }

    void draw(const Glyph& glyph) {
        const auto& font = fonts_[static_cast<std::size_t>(font_)];
        if (glyph.y_offset != rise_) {
            end_array();
            rise_ = glyph.y_offset;
            append_number(out(), rise_ * size_ / 1000);
            out() += " Ts\n";
        }
        const int kerning = glyph.advance - glyph.x_offset - font.face->advance_of(glyph.id);
        if (glyph.x_offset != 0) adjust(glyph.x_offset);
        if (!in_string_) {
            if (!in_array_) out() += '[';
            in_array_ = true;
            out() += '(';
            in_string_ = true;
        }
        put(font.subset->codes[glyph.id]);
        if (kerning != 0) adjust(kerning);
    }

    void put(std::uint16_t code) {
        const char bytes[2] = {static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
        if (needs_escape(bytes[0]) || needs_escape(bytes[1])) {
            put_escaped(bytes[0]);
            put_escaped(bytes[1]);
        } else {
            out().append(bytes, 2);
        }
    }

    static bool needs_escape(char byte) {
        return byte == '(' || byte == ')' || byte == '\\' || byte == '\r';
    }

    void put_escaped(char byte) {
        if (needs_escape(byte)) out() += '\\';
        out() += byte == '\r' ? 'r' : byte;  // a bare carriage return would be read as a line feed
    }

    // Moves right by thousandths of the type size; collected until the next glyph.
    void adjust(double thousandths) {
        pending_ += thousandths;
        if (pending_ > -0.5 && pending_ < 0.5) return;  // nearly always: no kerning here
        const auto whole = static_cast<int>(std::lround(pending_));
        if (in_string_)
            out() += ')';
        else if (in_array_)
            out() += ' ';  // two moves in a row are two numbers
        in_string_ = false;
        if (!in_array_) out() += '[';
        in_array_ = true;
        append_number(out(), -whole);
        pending_ -= whole;
    }

    void end_array() {
        if (in_string_) out() += ')';
        if (in_array_) out() += "]TJ\n";
        in_string_ = in_array_ = false;
        if (rise_ != 0) out() += "0 Ts\n";
        rise_ = 0;
    }

    const document::Pages& pages_;
    double page_height_;
    const std::vector<LetterFont>& fonts_;
    const SpokenScripts& scripts_;
    PageContent content_;
    document::Colour colour_;
    bool is_open_ = false;
    int open_element_ = 0;
    int font_ = -1;
    double font_size_ = 0;
    double size_ = 0;
    int block_ = -1;
    int line_x_ = 0, line_y_ = 0;  // hundredths of a point
    double pen_ = 0;               // where the next glyph would stand
    double pending_ = 0;           // thousandths not yet moved
    int rise_ = 0;                 // thousandths
    bool in_array_ = false;
    bool in_string_ = false;
};

}  // namespace

PageContent draw_page(const document::Pages& pages, const document::Page& page, double page_height,
                      const std::vector<LetterFont>& fonts, const SpokenScripts& scripts) {
    return PageWriter(pages, page_height, fonts, scripts).write(page);
}

const char* structure_type(Role role) {
    switch (role) {
        case Role::part:
            return "Part";
        case Role::figure:
            return "Figure";
        case Role::heading1:
            return "H1";
        case Role::heading2:
            return "H2";
        case Role::heading3:
            return "H3";
        case Role::paragraph:
            return "P";
        case Role::list:
        case Role::numbered_list:
            return "L";
        case Role::item:
            return "LI";
        case Role::label:
            return "Lbl";
        case Role::item_body:
            return "LBody";
        case Role::table:
            return "Table";
        case Role::row:
            return "TR";
        case Role::header_cell:
            return "TH";
        case Role::cell:
            return "TD";
        case Role::link:
            return "Link";
    }
    return "P";
}

}  // namespace postroom::rendering
