#include "rendering/audio_script.hpp"

#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "base/unicode.hpp"
#include "rendering/as_heard.hpp"
#include "rendering/run_text.hpp"

namespace postroom::rendering {

namespace {

using namespace document;

/// Latin letters with their accents, and the punctuation of English.
bool can_be_said(char32_t c) {
    return c < 0x250 || (c >= 0x300 && c < 0x370) || (c >= 0x1E00 && c < 0x1F00) ||
           (c >= 0x2000 && c < 0x20D0);
}

class ScriptWriter {
  public:
    Expected<std::string> write(const Document& document) {
        say(document.contact.empty() ? "This is a letter."
                                     : "This is a letter from " + document.contact.front() + ".");
        if (!document.date.empty()) say("It is dated " + document.date + ".");
        if (!document.reference.empty()) say("Our reference is " + document.reference + ".");
        pause();
        say(ended(document.salutation));
        add(document.body);
        pause();
        say(ended(document.sign_off));
        add_lines(document.signatory);
        add(document.after_signature);
        pause();
        if (document.contact.size() > 1) {
            say("How to reach us:");
            add_lines({document.contact.begin() + 1, document.contact.end()});
            pause();
        }
        say("That is the end of the letter.");
        if (unknown_)
            return fail(Problem{.what = "an English voice cannot say the character " + *unknown_,
                                .remedy = "have this letter read by a person"});
        return std::move(script_);
    }

  private:
    static std::string ended(std::string text) {
        const bool has_end =
            !text.empty() && std::string_view(".,:;!?").find(text.back()) != std::string_view::npos;
        if (!text.empty() && !has_end) text += '.';
        return text;
    }

    void look_at(std::string_view text) {
        for (std::size_t at = 0; at < text.size() && !unknown_;) {
            const char32_t c = next_code_point(text, at);
            if (!can_be_said(c)) unknown_ = code_point_name(c);
        }
    }

    void say(const std::string& text) {
        if (text.empty()) return;
        look_at(text);
        script_ += as_heard(text) + "\n";
    }
    void pause() {
        if (!script_.empty() && !script_.ends_with("\n\n")) script_ += "\n";
    }

    /// Line breaks the writer meant are pauses.
    void say_lines(const std::string& text) {
        for (std::size_t at = 0; at <= text.size();) {
            const std::size_t end = std::min(text.find('\n', at), text.size());
            say(ended(text.substr(at, end - at)));
            at = end + 1;
        }
    }

    void add_lines(const std::vector<std::string>& lines) {
        for (const std::string& line : lines) say(ended(line));
    }

    void add(const std::vector<Block>& blocks) {
        for (const Block& block : blocks)
            std::visit([this](const auto& kind) { add(kind); }, block);
    }

    void add(const Heading& heading) {
        pause();
        say("Heading: " + ended(text_with_addresses(heading.runs)));
    }
    void add(const Paragraph& paragraph) { say_lines(text_with_addresses(paragraph.runs)); }
    void add(const Callout& callout) {
        pause();
        say_lines(text_with_addresses(callout.runs));
    }

    void add(const List& list) {
        say("A list of " + std::to_string(list.items.size()) +
            (list.items.size() == 1 ? " item." : " items."));
        int number = list.start;
        for (const std::vector<Block>& item : list.items) {
            say((list.ordered ? "Number " : "Item ") + std::to_string(number++) + ".");
            add(item);
        }
        say("End of the list.");
    }

    void add(const Table& table) {
        say("A table of " + std::to_string(table.rows.size()) +
            (table.rows.size() == 1 ? " row." : " rows."));
        int number = 1;
        for (const std::vector<Runs>& row : table.rows) {
            say("Row " + std::to_string(number++) + ".");
            for (std::size_t column = 0; column < row.size(); ++column) {
                const std::string head = column < table.header.size()
                                             ? text_with_addresses(table.header[column])
                                             : std::string();
                say(ended((head.empty() ? "" : head + ": ") + text_with_addresses(row[column])));
            }
        }
        say("End of the table.");
    }

    std::string script_;
    std::optional<std::string> unknown_;
};

}  // namespace

Expected<std::string> render_audio_script(const Document& document) {
    if (document.language != "en" || !document.repeated_in.empty())
        return fail(Problem{.what = "audio is made of English letters alone",
                            .remedy = "have this letter read by a person"});
    return ScriptWriter().write(document);
}

}  // namespace postroom::rendering
