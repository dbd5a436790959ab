#include "composition/declared_fields.hpp"

#include <algorithm>
#include <set>

#include "composition/words_in_text.hpp"

namespace postroom::composition {

namespace {

using templating::Template;
using templating::Use;

struct ListItems {
    std::string_view list_ending;
    std::vector<std::string_view> names;
};

std::vector<std::string_view> points() {
    return {"number",
            "text",
            "finding",
            "finding_is_upheld",
            "finding_is_partly_upheld",
            "finding_is_not_upheld",
            "finding_is_no_finding",
            "response",
            "reasons",
            "remedy",
            "actions"};
}

std::vector<std::string_view> actions() {
    return {"number", "text", "by", "on", "owner", "due_on"};
}

/// Lists the daemon supplies, and what stands in their items.
const std::vector<ListItems>& lists() {
    static const std::vector<ListItems> known{
        {"_points", points()},
        {"_points_for_reader", points()},
        {"_actions", actions()},
        {"_actions_for_reader", actions()},
        {"letters_sent", {"title", "on"}},
        {"_by_each", {"who", "on"}},
        {"missed_steps", {"case", "title", "because"}},
        {"joined_cases", {"case"}},
    };
    return known;
}

bool is_in_a_list_item(const Use& use) {
    return std::any_of(use.sections.begin(), use.sections.end(), [&](const std::string& section) {
        return std::any_of(lists().begin(), lists().end(), [&](const ListItems& list) {
            return std::string_view(section).ends_with(list.list_ending) &&
                   std::find(list.names.begin(), list.names.end(), use.name) != list.names.end();
        });
    });
}

}  // namespace

Problems compare_fields(const std::vector<const Template*>& wording, const FrontMatter& front,
                        const std::string& file, int fields_line, UnusedFields unused) {
    Problems problems;
    std::set<std::string> declared(front.fields.begin(), front.fields.end());
    std::set<std::string> left;
    if (unused == UnusedFields::refused) left = declared;
    for (const Template* part : wording) {
        for (const Use& use : part->uses()) {
            left.erase(use.name);
            if (declared.contains(use.name) || is_in_a_list_item(use)) continue;
            declared.insert(use.name);  // said once
            problems.push_back(Problem{.what = "the field is used but not declared",
                                       .remedy = "add it to `fields` of " + file,
                                       .file = use.file,
                                       .line = use.line,
                                       .case_reference = {},
                                       .field = use.name});
        }
    }
    for (const std::string& name : left) {
        problems.push_back(Problem{.what = "the field is declared but not used",
                                   .remedy = "remove it from `fields` or use it",
                                   .file = file,
                                   .line = fields_line,
                                   .case_reference = {},
                                   .field = name});
    }
    return problems;
}

Problems fields_not_for_subjects(const Template& line, std::string_view key) {
    constexpr std::string_view allowed[] = {"reference", "council_name", "today"};
    Problems problems;
    for (const Use& use : line.uses()) {
        const bool known =
            std::find(std::begin(allowed), std::end(allowed), use.name) != std::end(allowed);
        if (known && use.kind == Use::Kind::value) continue;
        problems.push_back(Problem{
            .what = "the " + std::string(key) + " uses a field that others than the reader may see",
            .remedy = "use {{reference}}, {{council_name}}, {{today}} and fixed words only",
            .file = use.file,
            .line = use.line,
            .case_reference = {},
            .field = use.name});
    }
    return problems;
}

Problems leftovers_in(std::string_view text, const std::string& file, int first_line) {
    constexpr std::string_view words[] = {"TODO", "FIXME", "TBC", "XXX"};
    constexpr std::string_view phrases[] = {"[insert", "[delete as", "include only if",
                                            "lorem ipsum"};
    Problems problems;
    int number = first_line;
    for (std::size_t begin = 0; begin < text.size(); ++number) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string_view line = text.substr(begin, end - begin);
        begin = end + 1;
        const std::string small = in_small_letters(line);
        const bool left =
            std::any_of(std::begin(words), std::end(words),
                        [&](std::string_view word) { return holds_word(line, word); }) ||
            std::any_of(std::begin(phrases), std::end(phrases), [&](std::string_view phrase) {
                return small.find(phrase) != std::string::npos;
            });
        if (!left) continue;
        problems.push_back(Problem{.what = "a note to the writer was left in the wording",
                                   .remedy = "do what it says and remove it",
                                   .file = file,
                                   .line = number});
    }
    return problems;
}

}  // namespace postroom::composition
