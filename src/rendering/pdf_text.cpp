#include "rendering/pdf_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

#include "base/unicode.hpp"

namespace postroom::rendering {
namespace {

void append_unit(std::string& text, unsigned unit) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const unsigned shift : {12U, 8U, 4U, 0U}) text += digits[unit >> shift & 15];
}

}  // namespace

void append_utf16_hex(std::string& text, char32_t character) {
    const auto value = static_cast<unsigned>(character);
    if (value < 0x10000) {
        append_unit(text, value);
        return;
    }
    append_unit(text, 0xD800 + ((value - 0x10000) >> 10));
    append_unit(text, 0xDC00 + ((value - 0x10000) & 0x3FF));
}

std::string text_string(std::string_view text) {
    const bool plain =
        std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
    if (plain) return literal_string(text);
    std::string result = "<FEFF";
    for (std::size_t at = 0; at < text.size();) {
        append_utf16_hex(result, next_code_point(text, at));
    }
    return result + ">";
}

std::string literal_string(std::string_view bytes) {
    std::string result = "(";
    for (const char c : bytes) {
        if (c == '(' || c == ')' || c == '\\') result += '\\';
        result += c;
    }
    return result + ")";
}

void append_number(std::string& text, int value) {
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    text.append(digits.data(), end);
}

void append_number(std::string& text, double value) {
    append_hundredths(text, hundredths(value));
}

int hundredths(double value) {
    return static_cast<int>(value * 100 + (value < 0 ? -0.5 : 0.5));
}

void append_hundredths(std::string& text, int value) {
    if (value < 0) {
        text += '-';
        value = -value;
    }
    append_number(text, value / 100);
    const int rest = value % 100;
    if (rest == 0) return;
    text += '.';
    text += static_cast<char>('0' + rest / 10);
    if (rest % 10 != 0) text += static_cast<char>('0' + rest % 10);
}

std::string escape_xml(std::string_view text) {
    std::string result;
    for (const char c : text) {
        switch (c) {
            case '&':
                result += "&amp;";
                break;
            case '<':
                result += "&lt;";
                break;
            case '>':
                result += "&gt;";
                break;
            default:
                result += c;
        }
    }
    return result;
}

std::string iso_date_time(Instant instant) {
    using namespace std::chrono;
    const sys_seconds time(floor<seconds>(microseconds(instant.microseconds)));
    const sys_days day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d",
                  static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return text.data();
}

std::string pdf_date(Instant instant) {
    std::string digits;
    for (const char c : iso_date_time(instant)) {
        if (c >= '0' && c <= '9') digits += c;
    }
    return "D:" + digits + "Z";
}

}  // namespace postroom::rendering
