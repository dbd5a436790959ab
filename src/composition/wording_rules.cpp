#include "composition/wording_rules.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "composition/compose.hpp"
#include "composition/words_in_text.hpp"

namespace postroom::composition {

namespace {

using templating::Record;
using templating::Records;
using templating::Use;
using templating::Value;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// "0300 061 0614", "+44 116 …", "(0116) 305 7422": ten digits or more, alone but for spaces,
/// hyphens and brackets. A date or a reference never has so many.
bool holds_phone_number(std::string_view line) {
    for (std::size_t at = 0; at < line.size(); ++at) {
        const bool begins = line[at] == '0' || line.substr(at).starts_with("+44");
        if (!begins || (at > 0 && (is_digit(line[at - 1]) || line[at - 1] == '_'))) continue;
        int digits = 0;
        for (const char c : line.substr(at)) {
            if (is_digit(c))
                ++digits;
            else if (std::string_view(" -()+").find(c) == std::string_view::npos)
                break;
        }
        if (digits >= 10) return true;
    }
    return false;
}

/// How many characters from `at` on a name or a note in words takes, before another comes.
std::size_t words_from(std::string_view line, std::size_t at) {
    std::size_t length = 0;
    while (at + length < line.size() &&
           (is_word_sign(line[at + length]) || line[at + length] == ' '))
        ++length;
    return length;
}

/// "[name]", "{name}", "%NAME%": a name between marks that no letter of ours knows. A link's text
/// and {{name}} are none.
bool holds_name_in_marks(std::string_view line, char opening, char closing) {
    constexpr std::size_t longest = 60;
    for (std::size_t at = line.find(opening); at != line.npos; at = line.find(opening, at + 1)) {
        const std::size_t length = words_from(line, at + 1);
        const std::size_t end = at + 1 + length;
        if (length == 0 || length > longest || end >= line.size() || line[end] != closing) continue;
        const char before = at == 0 ? '\0' : line[at - 1];
        const char after = end + 1 < line.size() ? line[end + 1] : '\0';
        if (opening == '[' && (after == '(' || after == ':')) continue;
        if (opening == '{' && (before == '{' || after == '}')) continue;
        if (opening == '%' && line.find(' ', at) < end) continue;
        return true;
    }
    return false;
}

/// What a word processor's template holds where a person was to write, or its merge to fill in. It
/// is a guess, so it is told at the desk (check) and stops no office's letters, as a note to the
/// writer does.
bool holds_mark_of_a_template(std::string_view line) {
    constexpr std::array<std::string_view, 6> marks{"???",    "xx/xx",         "\u00ab",
                                                    "\u00bb", "delete as app", "delete if not"};
    const std::string small = in_small_letters(line);
    if (std::ranges::any_of(
            marks, [&](std::string_view mark) { return small.find(mark) != std::string::npos; }))
        return true;
    for (std::string unknown = "XX"; unknown.size() <= 8; unknown += 'X')
        if (holds_word(line, unknown)) return true;
    return holds_name_in_marks(line, '[', ']') || holds_name_in_marks(line, '{', '}') ||
           holds_name_in_marks(line, '%', '%');
}

// --- Ombudsmen ----------------------------------------------------------------------------------

bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

/// The words of a name that end where "Ombudsman" begins: "Public Services ", "the ".
std::string_view name_before(std::string_view line, std::size_t ombudsman) {
    std::size_t begin = ombudsman;
    while (begin > 0) {
        const std::size_t end = line.find_last_not_of(' ', begin - 1);
        if (end == line.npos) break;
        const std::size_t gap = line.find_last_of(' ', end);
        const std::size_t word = gap == line.npos ? 0 : gap + 1;
        const std::string_view said = line.substr(word, end - word + 1);
        const bool of_a_name = is_capital(said.front()) || said == "and" || said == "&";
        if (!of_a_name || std::string_view(".:!?*").find(said.back()) != line.npos) break;
        begin = word;
    }
    return line.substr(begin, ombudsman - begin);
}

/// Words that begin a sentence about the Ombudsman, and are no part of a name.
bool begins_a_sentence(std::string_view words) {
    constexpr std::array<std::string_view, 12> first{"The ", "An ",   "Our ",  "Your ",
                                                     "If ",  "Ask ",  "Call ", "Contact ",
                                                     "No ",  "This ", "That ", "Yr "};
    return std::ranges::find(first, words) != first.end();
}

// --- shapes ------------------------------------------------------------------------------------

bool is_date_name(std::string_view name) {
    constexpr std::array<std::string_view, 8> endings{
        "_on", "_due", "_until", "_expected", "_started", "_working_days", "_next_year", "_to"};
    const auto ends = [&](std::string_view ending) { return name.ends_with(ending); };
    return name == "today" || name.find("_day_") != std::string_view::npos ||
           name.starts_with("answer_by_") || name.starts_with("ask_by_") ||
           std::ranges::any_of(endings, ends);
}

Value stand_in(std::string_view name) {
    return Value(std::string(is_date_name(name) ? "Monday 14 April 2025" : "Name"));
}

/// Every name the letter uses, and how.
class Shapes {
  public:
    explicit Shapes(const Letter& letter) : letter_(letter) {
        for (const Use& use : letter.body().uses()) {
            if (use.kind != Use::Kind::value) sections_.insert(use.name);
            if (use.kind == Use::Kind::value) said_.insert(use.name);
            if (!declared(use.name) && !use.sections.empty())
                items_[list_around(use)].insert(use.name);
        }
    }

    std::vector<document::Document> all() const {
        std::vector<document::Document> shapes;
        const auto add = [&](const std::set<std::string>& left_out) {
            auto shape = compose(letter_, record(left_out), {});
            // A shape that no case has (a field said outside the section left out) is none.
            if (shape) shapes.push_back(std::move(*shape));
        };
        add({});
        add(sections_);
        for (const std::string& section : sections_) {
            add({section});
            std::set<std::string> others = sections_;
            others.erase(section);
            add(others);
        }
        return shapes;
    }

  private:
    bool declared(const std::string& name) const {
        return std::ranges::count(letter_.front.fields, name) > 0;
    }

    /// The innermost declared section around a use: the list whose item it is.
    std::string list_around(const Use& use) const {
        for (auto section = use.sections.rbegin(); section != use.sections.rend(); ++section)
            if (declared(*section)) return *section;
        return use.sections.front();
    }

    Record record(const std::set<std::string>& left_out) const {
        Record record;
        const bool posted = !left_out.contains("by_post") && declared("by_post");
        for (const std::string& name : letter_.front.fields) {
            if (left_out.contains(name)) continue;
            if (name == "by_email" && posted) continue;  // one copy goes one way
            if (const auto items = items_.find(name); items != items_.end()) {
                Record item;
                for (const std::string& part : items->second)
                    if (!left_out.contains(part)) item[part] = stand_in(part);
                record[name] = Value(Records{item});
            } else if (sections_.contains(name) && !said_.contains(name)) {
                record[name] = Value(true);
            } else {
                record[name] = stand_in(name);
            }
        }
        return record;
    }

    const Letter& letter_;
    std::set<std::string> sections_;
    std::set<std::string> said_;
    std::map<std::string, std::set<std::string>> items_;  ///< of each list
};

}  // namespace

std::string wrong_ombudsman_in(std::string_view words) {
    constexpr std::string_view right = "Local Government and Social Care ";
    constexpr std::string_view office = "Ombudsm";
    constexpr std::array<std::string_view, 4> wrong{"Housing Ombudsman", "Parliamentary",
                                                    "Local Government Ombudsman",
                                                    "for Local Administration"};
    const std::string small = in_small_letters(words);
    for (const std::string_view name : wrong)
        if (small.find(in_small_letters(name)) != std::string::npos) return std::string(name);
    for (const std::string_view name : {"LGO", "PHSO"})
        if (holds_word(words, name)) return std::string(name);
    for (std::size_t at = words.find(office); at != words.npos; at = words.find(office, at + 1)) {
        std::string_view name = name_before(words, at);
        for (const std::string_view article : {"The ", "the "})
            if (name.starts_with(article) && name.size() > article.size())
                name.remove_prefix(article.size());
        if (!name.empty() && !name.ends_with(right) && !begins_a_sentence(name))
            return std::string(name) + "Ombudsman";
    }
    return {};
}

Problems wrong_words_in(std::string_view text, const std::string& file) {
    Problems problems;
    // A partial has no front matter.
    bool in_body = !text.starts_with("---\n");
    int fences = 0;
    int number = 1;
    for (std::size_t begin = 0; begin < text.size(); ++number) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string_view line = text.substr(begin, end - begin);
        begin = end + 1;
        if (line == "---" && fences < 2) in_body = ++fences == 2;
        if (const std::string wrong = wrong_ombudsman_in(line); !wrong.empty())
            problems.push_back(
                {.what = "not the Ombudsman for complaints about councils: " + wrong,
                 .remedy = "write {{ombudsman_name}}, or the partial {{> _ombudsman}}",
                 .file = file,
                 .line = number});
        if (in_body && holds_mark_of_a_template(line))
            problems.push_back({.what = "a mark of a template was left in the wording",
                                .remedy = "write a field, {{name}}, or the words themselves",
                                .file = file,
                                .line = number});
        if (holds_phone_number(line))
            problems.push_back({.what = "a phone number stands in the wording",
                                .remedy = "put it in the configuration and write {{team_phone}}, "
                                          "{{advocacy_phone}} or {{ombudsman_phone}}",
                                .file = file,
                                .line = number});
    }
    return problems;
}

Readability hardest_reading(const Letter& letter, const std::vector<std::string>& fixed_names) {
    Readability hardest;
    for (const document::Document& shape : Shapes(letter).all()) {
        Readability one = readability(shape, fixed_names);
        hardest.grade = std::max(hardest.grade, one.grade);
        if (one.longest_sentence_words <= hardest.longest_sentence_words) continue;
        hardest.longest_sentence_words = one.longest_sentence_words;
        hardest.longest_sentence = std::move(one.longest_sentence);
    }
    return hardest;
}

ReadingLimits limits_for(Register register_) {
    if (register_ == Register::young_person) return {.grade = 5.0};
    return {};
}

}  // namespace postroom::composition
