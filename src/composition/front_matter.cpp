#include "composition/front_matter.hpp"

#include <algorithm>
#include <optional>

#include "base/unicode.hpp"
#include "base/yaml.hpp"

namespace postroom::composition {

namespace {

constexpr std::string_view fence = "---\n";
constexpr std::size_t longest_front_matter = 64 * 1024;

std::string with_line_feeds(std::string_view text) {
    if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') result += text[i];
    return result;
}

bool holds_only(std::string_view text, std::string_view signs) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               signs.find(c) != std::string_view::npos;
    });
}

class FrontMatterReader {
  public:
    FrontMatterReader(LetterText& letter, const std::string& file) : letter_(letter), file_(file) {}

    Problems read(const std::string& yaml) {
        const auto root = yaml::read(yaml);
        if (!root) {
            report(root.error().line + fence_line, "", "the front matter is not valid YAML here",
                   "look for a missing quote, colon or bracket");
        } else if (root->is_map()) {
            for (const auto& [key, value] : root->entries()) read_entry(key, value);
            look_for_missing_keys();
        } else {
            report(1, "", "the front matter is not a list of keys and values",
                   "write lines like: subject: Your complaint");
        }
        return std::move(problems_);
    }

  private:
    static constexpr int fence_line = 1;  ///< the opening fence stands above

    void read_entry(const yaml::Node& key_node, const yaml::Node& value) {
        const int line = key_node.line() + fence_line;
        if (!key_node.is_scalar())
            return report(line, "", "a key is not a word", "write key: value");
        const std::string& key = key_node.text();
        if (!letter_.lines.emplace(key, line).second)
            return report(line, key, "the key stands twice", "keep one");
        FrontMatter& front = letter_.front;
        if (key == "title") {
            read_line(value, key, front.title);
        } else if (key == "subject") {
            read_line(value, key, front.subject);
        } else if (key == "preheader") {
            read_line(value, key, front.preheader);
        } else if (key == "form") {
            read_line(value, key, front.form);
            if (!front.form.empty() && !holds_only(front.form, "-"))
                report(line, key, "a form's name is small letters, digits and hyphens", "");
        } else if (key == "language") {
            read_line(value, key, front.language);
            if (front.language.size() < 2 || !holds_only(front.language, "-"))
                report(line, key, "this is not a language code", "write en or cy");
        } else if (key == "register") {
            front.register_ = read_choice(value, key, "adult", "young_person")
                                  ? Register::young_person
                                  : Register::adult;
        } else if (key == "salutation") {
            front.salutation = read_choice(value, key, "to", "none") ? "none" : "to";
        } else if (key == "attach_pdf") {
            front.attach_pdf = read_choice(value, key, "false", "true");
        } else if (key == "promises") {
            read_line(value, key, front.promises);
        } else if (key == "tells") {
            front.tells = read_words(value, key);
        } else if (key == "channels") {
            read_channels(value);
        } else if (key == "fields") {
            front.fields = read_words(value, key);
        } else {
            report(line, key, "there is no such key",
                   "the keys are title, form, register, language, channels, subject, preheader, "
                   "salutation, promises, tells, fields, attach_pdf");
        }
    }

    void read_line(const yaml::Node& value, const std::string& key, std::string& into) {
        const int line = letter_.line_of(key);
        into.clear();
        if (!value.is_scalar()) return report(line, key, "one line of text is wanted", "");
        if (value.text().find_first_not_of(" \n\t") == std::string::npos)
            return report(line, key, "the key has no text", "write it or remove the key");
        if (!is_utf8(value.text()) || forbidden_in_a_line(value.text()))
            return report(line, key, "the text holds a line break or a control character",
                          "write it on one line");
        into = value.text();
    }

    /// True for the second word.
    bool read_choice(const yaml::Node& value, const std::string& key, std::string_view first,
                     std::string_view second) {
        const std::string word = value.is_scalar() ? value.text() : std::string();
        if (word == second) return true;
        if (word != first) {
            report(letter_.line_of(key), key, "the value is none of those allowed",
                   "write " + std::string(first) + " or " + std::string(second));
        }
        return false;
    }

    std::vector<std::string> read_words(const yaml::Node& value, const std::string& key) {
        std::vector<std::string> words;
        if (!value.is_list()) {
            report(letter_.line_of(key), key, "a list is wanted", "write " + key + ": [one, two]");
            return words;
        }
        for (const yaml::Node& item : value.items()) {
            const int line = item.line() + fence_line;
            if (item.text().empty()) {
                report(line, key, "the list holds something that is not a word", "");
            } else if (std::find(words.begin(), words.end(), item.text()) != words.end()) {
                report(line, key, "the list names " + item.text() + " twice", "keep one");
            } else {
                words.push_back(item.text());
            }
        }
        return words;
    }

    void read_channels(const yaml::Node& value) {
        for (const std::string& word : read_words(value, "channels")) {
            if (const auto channel = cases::channel_named(word)) {
                letter_.front.channels.push_back(*channel);
            } else {
                report(letter_.line_of("channels"), "channels", "there is no such channel",
                       "write letter, email or both");
            }
        }
        if (letter_.front.channels.empty() && problems_.empty())
            report(letter_.line_of("channels"), "channels", "no channel is named",
                   "write letter, email or both");
    }

    void look_for_missing_keys() {
        for (const char* key : {"title", "subject", "channels"}) {
            if (!letter_.lines.contains(key))
                report(1, key, "the front matter lacks this key", "add it");
        }
    }

    void report(int line, const std::string& key, std::string what, std::string remedy) {
        problems_.push_back(Problem{.what = std::move(what),
                                    .remedy = std::move(remedy),
                                    .file = file_,
                                    .line = line,
                                    .case_reference = {},
                                    .field = key});
    }

    LetterText& letter_;
    const std::string& file_;
    Problems problems_;
};

Problem not_a_letter(const std::string& file, int line, std::string what, std::string remedy) {
    return Problem{
        .what = std::move(what), .remedy = std::move(remedy), .file = file, .line = line};
}

}  // namespace

ExpectedAll<LetterText> read_letter_text(std::string_view raw, const std::string& file) {
    const std::string text = with_line_feeds(raw);
    if (text.compare(0, fence.size(), fence) != 0) {
        return fail(Problems{not_a_letter(file, 1, "the letter has no front matter",
                                          "begin it with a line of three hyphens")});
    }
    const std::size_t close = text.find("\n---\n", fence.size() - 1);
    if (close == std::string::npos || close > longest_front_matter) {
        return fail(Problems{not_a_letter(file, 1, "the front matter does not end",
                                          "end it with a line of three hyphens")});
    }
    LetterText letter;
    const std::string yaml = text.substr(fence.size(), close + 1 - fence.size());
    letter.body = text.substr(close + 1 + fence.size());
    letter.body_line = static_cast<int>(std::count(
                           text.begin(), text.end() - std::ptrdiff_t(letter.body.size()), '\n')) +
                       1;
    Problems problems = FrontMatterReader(letter, file).read(yaml);
    if (!problems.empty()) return fail(std::move(problems));
    return letter;
}

}  // namespace postroom::composition
