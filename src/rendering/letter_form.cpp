#include "rendering/letter_form.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/unicode.hpp"
#include "base/yaml.hpp"

namespace postroom::rendering {
namespace {

constexpr double points_per_millimetre = 72 / 25.4;

struct Length {
    const char* key;
    double LetterForm::*member;
    double least, most;
};

// Millimetres on an A4 sheet, then points of type.
constexpr std::array<Length, 24> lengths = {{
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
    {"logo_width", &LetterForm::logo_width, 5, 90},
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

// No folders: what a form names lies beside it.
bool is_file_name(const std::string& text) {
    return text.size() > 4 && text.ends_with(".png") && text.front() != '.' &&
           text.find('/') == std::string::npos;
}

std::uint8_t part_of_colour(const std::string& colour, std::size_t at) {
    unsigned value = 0;
    std::from_chars(colour.data() + at, colour.data() + at + 2, value, 16);
    return static_cast<std::uint8_t>(value);
}

}  // namespace

Expected<LetterForm> read_letter_form(std::string_view text, const std::string& file) {
    LetterForm form;
    const auto trouble = [&](std::string what, int line, std::string key) {
        return fail(Problem{.what = std::move(what),
                            .remedy = "templates/letterhead/standard.yaml explains every key",
                            .file = file,
                            .line = line,
                            .field = std::move(key)});
    };
    const auto root = yaml::read(text);
    if (!root) return trouble("the form is not valid YAML", root.error().line, "");
    if (!root->is_map()) return trouble("the form is not a list of keys and values", 1, "");
    std::vector<std::string> seen;
    for (const auto& entry : root->entries()) {
        const int line = entry.first.line();
        if (!entry.first.is_scalar()) return trouble("a key is not a word", line, "");
        const std::string key = entry.first.text();
        if (std::find(seen.begin(), seen.end(), key) != seen.end()) {
            return trouble("the key is there twice", line, key);
        }
        seen.push_back(key);
        const std::string& value = entry.second.text();
        if (key == "heading_colour") {
            if (!is_colour(value)) return trouble("a colour is written \"#1d3557\"", line, key);
            form.heading_colour = value;
            continue;
        }
        if (key == "logo" || key == "logo_words") {
            if (key == "logo" && !is_file_name(value))
                return trouble("a logo is the name of a file beside this one, ending in .png", line,
                               key);
            if (value.empty() || !is_utf8(value) || forbidden_in_a_line(value))
                return trouble("the value is not a line of text", line, key);
            (key == "logo" ? form.logo_file : form.logo_words) = value;
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
    if (form.logo_file.empty() != form.logo_words.empty())
        return trouble("a logo needs both logo, its file, and logo_words, what it shows in words",
                       1, form.logo_file.empty() ? "logo" : "logo_words");
    return form;
}

namespace {

double points(double millimetres) {
    return millimetres * points_per_millimetre;
}

// The address where the window always shows it; everything else where it never shows.
void fit(document::PageStyle& style, const LetterForm& form, const Envelope& envelope) {
    const Area address = envelope.always_shown();
    const Area seen = envelope.ever_shown();
    const double left = std::max(form.address_left, address.left);
    style.address_window = {points(left), points(address.top), points(address.right - left),
                            points(address.bottom - address.top)};
    style.letterhead_bottom = points(seen.top);
    style.body_top = points(std::max(form.body_top, seen.bottom));
    style.contact_left = points(std::max(form.contact_left, seen.right));
}

}  // namespace

document::PageStyle page_style_of(const LetterForm& form) {
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
    style.letterhead_bottom = style.address_window.top;
    style.highest = points(printable.top);
    style.body_top = points(form.body_top);
    if (form.logo) {
        style.logo_width = points(form.logo_width);
        style.logo_height = style.logo_width * form.logo->height / form.logo->width;
        style.logo_words = form.logo_words;
    }
    if (form.envelope) fit(style, form, *form.envelope);
    style.signature_space = points(form.signature_space);
    style.heading_colour = {part_of_colour(form.heading_colour, 1),
                            part_of_colour(form.heading_colour, 3),
                            part_of_colour(form.heading_colour, 5)};
    return style;
}

}  // namespace postroom::rendering
