#include "cases/reading.hpp"

#include <algorithm>

#include "base/unicode.hpp"

namespace postroom::cases {

void Reading::problem(const Place& place, std::string what, std::string remedy) {
    ++found_;
    if (told_.size() == most_told) return;
    told_.push_back(Problem{.what = std::move(what),
                            .remedy = std::move(remedy),
                            .file = file_,
                            .line = place.line,
                            .case_reference = place.case_reference,
                            .field = place.field});
}

Problems Reading::problems() const {
    Problems all = told_;
    if (found_ > told_.size())
        all.push_back(Problem{
            .what = "and " + std::to_string(found_ - told_.size()) + " more problems like these",
            .remedy = "mend these first",
            .file = file_});
    return all;
}

int Reading::earlier_line(const std::string& reference, int line) {
    const auto [found, is_new] = references_.try_emplace(reference, line);
    return is_new ? 0 : found->second;
}

std::string field_named(std::string_view key) {
    const auto is_plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '.' || c == '-';
    };
    if (key.empty() || key.size() > 60 || !std::all_of(key.begin(), key.end(), is_plain))
        return "(not a field name)";
    return std::string(key);
}

namespace {

std::optional<std::string> wrong_in(std::string_view text, std::size_t longest,
                                    const std::optional<std::string>& character,
                                    const char* where) {
    if (character) return "holds the character " + *character + ", which may not stand in " + where;
    if (text.size() > longest)
        return "is too long: " + std::string(where) + " holds at most " + std::to_string(longest) +
               " bytes";
    return std::nullopt;
}

bool report(Reading& reading, const Place& place, const std::optional<std::string>& wrong) {
    if (!wrong) return true;
    reading.problem(place, *wrong, wrong->starts_with("holds") ? "remove it" : "shorten it");
    return false;
}

}  // namespace

std::optional<std::string> wrong_in_line(std::string_view text) {
    return wrong_in(text, longest_line, forbidden_in_a_line(text), "a line");
}

std::optional<std::string> wrong_in_prose(std::string_view text) {
    return wrong_in(text, longest_prose, forbidden_in_prose(text), "a text");
}

bool is_clean_line(Reading& reading, const Place& place, std::string_view text) {
    return report(reading, place, wrong_in_line(text));
}

bool is_clean_prose(Reading& reading, const Place& place, std::string_view text) {
    return report(reading, place, wrong_in_prose(text));
}

std::string with_line_feeds(std::string text) {
    for (std::size_t at = 0; (at = text.find("\r\n", at)) != std::string::npos;) text.erase(at, 1);
    return text;
}

}  // namespace postroom::cases
