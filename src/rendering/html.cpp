#include "rendering/html.hpp"

#include <array>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "rendering/reference_line.hpp"

namespace postroom::rendering {
namespace {

using namespace document;

// Mail programs drop style sheets, and half of them repaint what has no colour of its own: every
// block says its text and background colours itself. Near-black and near-white turn into readable
// colours whichever way a program inverts them.
#define INK "color:#14181c;background-color:#fdfdfc;"
#define FACE "font-family:Helvetica,Arial,sans-serif;"
constexpr std::string_view paragraph_style =
    "margin:0 0 20px 0;" FACE "font-size:19px;line-height:25px;" INK;
constexpr std::array<std::string_view, 3> heading_styles = {
    "margin:0 0 20px 0;" FACE "font-size:27px;line-height:35px;font-weight:bold;" INK,
    "margin:10px 0 15px 0;" FACE "font-size:22px;line-height:29px;font-weight:bold;" INK,
    "margin:10px 0 10px 0;" FACE "font-size:19px;line-height:25px;font-weight:bold;" INK};
constexpr std::string_view callout_style =
    "margin:0 0 20px 0;padding:10px 15px;border-left:10px solid #3d6a9e;" FACE
    "font-size:22px;line-height:30px;font-weight:bold;" INK;
constexpr std::string_view list_style =
    "margin:0 0 20px 0;padding:0 0 0 24px;" FACE "font-size:19px;line-height:25px;" INK;
constexpr std::string_view item_style = "margin:5px 0;" FACE "font-size:19px;line-height:25px;" INK;
constexpr std::string_view table_style =
    "width:100%;margin:0 0 20px 0;border-collapse:collapse;" FACE
    "font-size:19px;line-height:25px;" INK;
constexpr std::string_view cell_style =
    "padding:8px 12px 8px 0;border-bottom:1px solid #6b747b;text-align:left;"
    "vertical-align:top;" INK;
constexpr std::string_view contact_style =
    "margin:30px 0 0 0;padding:15px 0 0 0;border-top:1px solid #6b747b;" FACE
    "font-size:19px;line-height:25px;" INK;
constexpr std::string_view rule_style =
    "margin:30px 0;border:0;border-top:3px solid #6b747b;height:0;" INK;
constexpr std::string_view link_style = "color:#1a5fa3;background-color:#fdfdfc;";
#undef FACE
#undef INK

/// Characters HTML does not allow are shown as lost, not passed on.
std::string escape(std::string_view text, std::string_view line_feed) {
    std::string html;
    html.reserve(text.size() + text.size() / 8);
    for (const char c : text) {
        switch (c) {
            case '&':
                html += "&amp;";
                break;
            case '<':
                html += "&lt;";
                break;
            case '>':
                html += "&gt;";
                break;
            case '"':
                html += "&quot;";
                break;
            case '\'':
                html += "&#39;";
                break;
            case '\n':
                html += line_feed;
                break;
            case '\t':
                html += ' ';
                break;
            default:
                if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
                    html += "\uFFFD";
                else
                    html += c;
        }
    }
    return html;
}

bool may_be_opened(std::string_view address) {
    for (const std::string_view scheme : {"https://", "http://", "mailto:", "tel:"})
        if (address.starts_with(scheme)) return true;
    return false;
}

/// A document's blocks as elements: with a style on each, for mail programs, or with classes for a
/// page that brings its own style sheet.
class HtmlWriter {
  public:
    explicit HtmlWriter(bool styled) : styled_(styled) {}

    std::string body_of(const Document& document) const {
        std::string html = letter(document);
        if (document.repeated_in.empty()) return html;
        html = in_language(document.language, html);
        for (const Document& repeated : document.repeated_in) {
            html += styled_ ? "<hr style=\"" + std::string(rule_style) + "\">\n" : "<hr>\n";
            html += in_language(repeated.language, letter(repeated));
        }
        return html;
    }

  private:
    static std::string in_language(const std::string& language, const std::string& html) {
        return "<div lang=\"" + escape(language, "") + "\">\n" + html + "</div>\n";
    }

    std::string letter(const Document& document) const {
        return group({reference_line(document), document.date}, paragraph_style) +
               group({document.salutation}, paragraph_style) + html_of(document.body) +
               group({document.sign_off}, paragraph_style) +
               group(document.signatory, paragraph_style) + html_of(document.after_signature) +
               group(document.contact, contact_style, "contact");
    }

    /// `name` is the class a style sheet knows the element by, where its tag is not enough.
    std::string element(std::string_view tag, std::string_view style, std::string_view content,
                        std::string_view attributes = {}, std::string_view name = {}) const {
        std::string html = "<";
        html.append(tag).append(attributes);
        if (styled_)
            html.append(" style=\"").append(style).append("\"");
        else if (!name.empty())
            html.append(" class=\"").append(name).append("\"");
        return html.append(">").append(content).append("</").append(tag).append(">\n");
    }

    std::string inline_html(const Runs& runs) const {
        std::string html;
        for (const Run& run : runs) {
            std::string text = escape(run.text, "<br>");
            if (run.bold) text.insert(0, "<strong>").append("</strong>");
            if (may_be_opened(run.link)) {
                std::string link = "<a href=\"" + escape(run.link, "") + "\"";
                if (styled_) link.append(" style=\"").append(link_style).append("\"");
                text = link.append(">").append(text).append("</a>");
            }
            html += text;
        }
        return html;
    }

    std::string html_of(const std::vector<Block>& blocks) const {
        std::string html;
        for (const Block& block : blocks)
            html += std::visit([this](const auto& kind) { return html_of(kind); }, block);
        return html;
    }

    std::string html_of(const Paragraph& paragraph) const {
        return element("p", paragraph_style, inline_html(paragraph.runs));
    }

    std::string html_of(const Callout& callout) const {
        return element("p", callout_style, inline_html(callout.runs), {}, "callout");
    }

    std::string html_of(const Heading& heading) const {
        const int level = heading.level < 1 ? 1 : heading.level > 3 ? 3 : heading.level;
        return element("h" + std::to_string(level),
                       heading_styles[static_cast<std::size_t>(level - 1)],
                       inline_html(heading.runs));
    }

    std::string html_of(const List& list) const {
        std::string items;
        for (const std::vector<Block>& item : list.items) {
            // A lone paragraph needs no <p>: lists read as lists, without gaps.
            const auto* only = item.size() == 1 ? std::get_if<Paragraph>(&item.front()) : nullptr;
            items += element("li", item_style, only ? inline_html(only->runs) : html_of(item));
        }
        const bool starts_late = list.ordered && list.start != 1;
        return element(list.ordered ? "ol" : "ul", list_style, "\n" + items,
                       starts_late ? " start=\"" + std::to_string(list.start) + "\"" : "");
    }

    std::string html_of(const Table& table) const {
        std::string head;
        for (const Runs& cell : table.header)
            head += element("th", cell_style, inline_html(cell), " scope=\"col\"");
        std::string rows;
        for (const std::vector<Runs>& row : table.rows) {
            std::string cells;
            for (const Runs& cell : row) cells += element("td", cell_style, inline_html(cell));
            rows += "<tr>\n" + cells + "</tr>\n";
        }
        return element(
            "table", table_style,
            "\n<thead>\n<tr>\n" + head + "</tr>\n</thead>\n<tbody>\n" + rows + "</tbody>\n");
    }

    /// Lines that belong together, one below the other.
    std::string group(const std::vector<std::string>& lines, std::string_view style,
                      std::string_view name = {}) const {
        std::string html;
        for (const std::string& line : lines) {
            if (line.empty()) continue;
            if (!html.empty()) html += "<br>";
            html += escape(line, " ");
        }
        return html.empty() ? html : element("p", style, html, {}, name);
    }

    bool styled_;
};

struct Name {
    std::string_view token;
    std::string value;
};

std::string filled(const Document& document, const std::string& shell, std::string body) {
    const std::array<Name, 4> names = {{{"{{{body}}}", std::move(body)},
                                        {"{{title}}", escape(document.subject, " ")},
                                        {"{{lang}}", escape(document.language, "")},
                                        {"{{preheader}}", escape(document.preheader, " ")}}};
    // One pass over the shell, so that braces in a value are never taken for a name.
    std::string html;
    for (std::size_t at = 0; at < shell.size();) {
        const Name* found = nullptr;
        for (const Name& name : names)
            if (shell.compare(at, name.token.size(), name.token) == 0) found = &name;
        if (found) {
            html += found->value;
            at += found->token.size();
        } else {
            html += shell[at++];
        }
    }
    return html;
}

}  // namespace

std::string render_html_body(const Document& document) {
    return HtmlWriter(true).body_of(document);
}

std::string render_html(const Document& document, const std::string& shell) {
    return filled(document, shell, HtmlWriter(true).body_of(document));
}

std::string render_page(const Document& document, const std::string& shell) {
    return filled(document, shell, HtmlWriter(false).body_of(document));
}

}  // namespace postroom::rendering
