#include "rendering/letter_form.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <yaml-cpp/yaml.h>

namespace postroom::rendering {
namespace {

constexpr double points_per_millimetre = 72 / 25.4;

struct Length {
    const char* key;
    double LetterForm::*member;
    double least, most;
};

// Millimetres on an A4 sheet, then points of type.
constexpr std::array<Length, 23> lengths = {{
    {"margin_left", &LetterForm::margin_left, 5, 80},
    {"margin_right", &LetterForm::margin_right, 5, 80},
    {"margin_top", &LetterForm::margin_top, 5, 100},
    {"margin_bottom", &LetterForm::margin_bottom, 10, 100},
    {"contact_left", &LetterForm::contact_left, 60, 180},
    {"address_left", &LetterForm::address_left, 5, 150},
    {"address_top", &LetterForm::address_top, 5, 200},
    {"address_width", &LetterForm::address_width, 30, 150},
    {"address_height", &LetterForm::address_height, 10, 60},
    {"body_top", &LetterForm::body_top, 20, 200},
    {"signature_space", &LetterForm::signature_space, 0, 60},
    {"body_size", &LetterForm::body_size, 9, 36},
    {"line_height", &LetterForm::line_height, 9, 60},
    {"paragraph_gap", &LetterForm::paragraph_gap, 0, 60},
    {"heading_size", &LetterForm::heading_size, 9, 48},
    {"subheading_size", &LetterForm::subheading_size, 9, 48},
    {"callout_size", &LetterForm::callout_size, 9, 48},
    {"small_size", &LetterForm::small_size, 8, 36},
    {"council_size", &LetterForm::council_size, 9, 48},
    {"contact_size", &LetterForm::contact_size, 8, 36},
    {"contact_line_height", &LetterForm::contact_line_height, 8, 60},
    {"address_size", &LetterForm::address_size, 8, 20},
    {"address_line_height", &LetterForm::address_line_height, 8, 30},
}};

bool is_colour(const std::string& text) {
    return text.size() == 7 && text[0] == '#' &&
           std::all_of(text.begin() + 1, text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
           });
}

std::uint8_t part_of_colour(const std::string& colour, std::size_t at) {
    unsigned value = 0;
    std::from_chars(colour.data() + at, colour.data() + at + 2, value, 16);
    return static_cast<std::uint8_t>(value);
}

}  // namespace

Expected<LetterForm> read_letter_form(std::string_view yaml, const std::string& file) {
    LetterForm form;
    const auto trouble = [&](std::string what, int line, std::string key) {
        return fail(Problem{.what = std::move(what),
                            .remedy = "templates/letterhead/standard.yaml explains every key",
                            .file = file,
                            .line = line,
                            .field = std::move(key)});
    };
    YAML::Node root;
    try {
        root = YAML::Load(std::string(yaml));
    } catch (const YAML::Exception& error) {
        return trouble("the form is not valid YAML", error.mark.line + 1, "");
    }
    if (!root.IsMap()) return trouble("the form is not a list of keys and values", 1, "");
    std::vector<std::string> seen;
    for (const auto& entry : root) {
        const int line = entry.first.Mark().line + 1;
        if (!entry.first.IsScalar()) return trouble("a key is not a word", line, "");
        const std::string key = entry.first.Scalar();
        if (std::find(seen.begin(), seen.end(), key) != seen.end()) {
            return trouble("the key is there twice", line, key);
        }
        seen.push_back(key);
        const std::string value = entry.second.IsScalar() ? entry.second.Scalar() : "";
        if (key == "heading_colour") {
            if (!is_colour(value)) return trouble("a colour is written \"#1d3557\"", line, key);
            form.heading_colour = value;
            continue;
        }
        const auto* length = std::find_if(lengths.begin(), lengths.end(),
                                          [&](const Length& known) { return key == known.key; });
        if (length == lengths.end()) return trouble("no such key in a letter's form", line, key);
        double number = 0;
        const auto [end, error] =
            std::from_chars(value.data(), value.data() + value.size(), number);
        if (error != std::errc{} || end != value.data() + value.size() ||
            !(number >= length->least && number <= length->most)) {
            return trouble("the value is not a number between " +
                               std::to_string(static_cast<int>(length->least)) + " and " +
                               std::to_string(static_cast<int>(length->most)),
                           line, key);
        }
        form.*(length->member) = number;
    }
    return form;
}

document::PageStyle page_style_of(const LetterForm& form) {
    const auto points = [](double millimetres) { return millimetres * points_per_millimetre; };
    document::PageStyle style;
    style.margin_left = points(form.margin_left);
    style.margin_right = points(form.margin_right);
    style.margin_top = points(form.margin_top);
    style.margin_bottom = points(form.margin_bottom);
    style.body_size = form.body_size;
    style.line_height = form.line_height;
    style.paragraph_gap = form.paragraph_gap;
    style.heading_size = form.heading_size;
    style.subheading_size = form.subheading_size;
    style.callout_size = form.callout_size;
    style.small_size = form.small_size;
    style.council_size = form.council_size;
    style.contact_left = points(form.contact_left);
    style.contact_size = form.contact_size;
    style.contact_line_height = form.contact_line_height;
    style.address_size = form.address_size;
    style.address_line_height = form.address_line_height;
    style.address_window = {points(form.address_left), points(form.address_top),
                            points(form.address_width), points(form.address_height)};
    style.body_top = points(form.body_top);
    style.signature_space = points(form.signature_space);
    style.heading_colour = {part_of_colour(form.heading_colour, 1),
                            part_of_colour(form.heading_colour, 3),
                            part_of_colour(form.heading_colour, 5)};
    return style;
}

}  // namespace postroom::rendering
