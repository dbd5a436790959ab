#include "composition/wording_rules.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "composition/compose.hpp"

namespace postroom::composition {

namespace {

using templating::Record;
using templating::Records;
using templating::Use;
using templating::Value;

std::string in_small_letters(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

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
    constexpr std::array<std::string_view, 5> wrong{
        "Housing Ombudsman", "Parliamentary", "Health Service Ombudsman",
        "Local Government Ombudsman", "Commissioner for Local Administration"};
    const std::string small = in_small_letters(words);
    for (const std::string_view name : wrong)
        if (small.find(in_small_letters(name)) != std::string::npos) return std::string(name);
    return {};
}

Problems wrong_words_in(std::string_view text, const std::string& file) {
    Problems problems;
    int number = 1;
    for (std::size_t begin = 0; begin < text.size(); ++number) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string_view line = text.substr(begin, end - begin);
        begin = end + 1;
        if (const std::string wrong = wrong_ombudsman_in(line); !wrong.empty())
            problems.push_back(
                {.what = "not the Ombudsman for complaints about councils: " + wrong,
                 .remedy = "write {{ombudsman_name}}, or the partial {{> _ombudsman}}",
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
