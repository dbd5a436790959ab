#include "tables/shown_number.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <vector>

namespace postroom::tables {

namespace {

/// One section of a number format, taken apart.
struct Pattern {
    std::string before, after;  ///< literal text around the digits
    int least_digits = 0;       ///< zeros before the point
    int decimals = 0;           ///< zeros after it, always shown
    int optional_decimals = 0;  ///< and # after those
    bool thousands = false;
    bool percent = false;
    bool has_digits = false;
    bool general = false;
    bool date = false, clock = false;  ///< shows a day, shows a time
    bool followed = true;              ///< false: says something that we do not know
};

/// A bracket's content: a currency or a colour may be shown, the rest changes the number.
void read_bracket(std::string_view inside, Pattern& pattern, std::string& literal) {
    if (inside.starts_with("$")) {
        literal += inside.substr(1, inside.find('-') - 1);
        return;
    }
    const bool is_colour = !inside.empty() && inside.find_first_not_of(
                                                  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQR"
                                                  "STUVWXYZ0123456789") == inside.npos;
    // [h], [mm]: time that has passed, not a time of day.
    if (!is_colour || inside.find_first_not_of("hHmMsS") == inside.npos) pattern.followed = false;
}

Pattern read_pattern(std::string_view text) {
    Pattern pattern;
    bool after_point = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string& literal = pattern.has_digits ? pattern.after : pattern.before;
        const char c = text[i];
        switch (c) {
            case '"': {
                const std::size_t end = std::min(text.find('"', i + 1), text.size());
                literal += text.substr(i + 1, end - i - 1);
                i = end;
                break;
            }
            case '\\':
                if (++i < text.size()) literal += text[i];
                break;
            case '_':
            case '*':
                ++i;  // a space as wide as the next character
                break;
            case '[': {
                const std::size_t end = std::min(text.find(']', i), text.size());
                read_bracket(text.substr(i + 1, end - i - 1), pattern, literal);
                i = end;
                break;
            }
            case '0':
            case '#':
            case '?':
                if (!pattern.after.empty()) pattern.followed = false;
                pattern.has_digits = true;
                if (!after_point && c == '0') ++pattern.least_digits;
                if (after_point) ++(c == '0' ? pattern.decimals : pattern.optional_decimals);
                break;
            case '.':
                if (pattern.date || pattern.clock)
                    literal += c;
                else
                    after_point = true;
                break;
            case ',':
                if (pattern.has_digits) {
                    const bool between =
                        i + 1 < text.size() && (text[i + 1] == '0' || text[i + 1] == '#');
                    if (!between) pattern.followed = false;  // shown in thousands
                    pattern.thousands = true;
                }
                break;
            case '%':
                pattern.percent = true;
                literal += c;
                break;
            case '@':
                pattern.general = true;
                break;
            case 'd':
            case 'D':
            case 'y':
            case 'Y':
                pattern.date = true;
                break;
            case 'h':
            case 'H':
            case 's':
            case 'S':
                pattern.clock = true;
                break;
            case 'm':
            case 'M':
                // A month, unless hours or seconds stand beside it; either way no number.
                break;
            case 'E':
                pattern.followed = false;
                break;
            case '/':
                if (pattern.has_digits) pattern.followed = false;
                break;
            default:
                literal += c;
        }
    }
    const bool months = text.find_first_of("mM") != text.npos && !pattern.has_digits;
    if (months && !pattern.clock) pattern.date = true;
    return pattern;
}

/// Half goes up, of the fifteen digits that a workbook keeps.
double rounded(double value, int decimals) {
    std::array<char, 64> digits{};
    const double scale = std::pow(10.0, decimals);
    std::snprintf(digits.data(), digits.size(), "%.15g", value * scale);
    return std::round(std::strtod(digits.data(), nullptr)) / scale;
}

std::string with_thousands(std::string whole) {
    for (auto at = static_cast<std::ptrdiff_t>(whole.size()) - 3; at > 0; at -= 3)
        whole.insert(static_cast<std::size_t>(at), 1, ',');
    return whole;
}

std::optional<std::string> general(double value) {
    if (std::abs(value) >= 1e15) return std::nullopt;
    std::array<char, 64> digits{};
    if (value == std::floor(value))
        std::snprintf(digits.data(), digits.size(), "%.0f", value);
    else
        std::snprintf(digits.data(), digits.size(), "%.10g", value);
    std::string text = digits.data();
    if (text.find('e') != text.npos) return std::nullopt;
    return text == "-0" ? "0" : text;
}

std::string of_pattern(double value, const Pattern& pattern) {
    if (pattern.percent) value *= 100;
    const int decimals = pattern.decimals + pattern.optional_decimals;
    std::array<char, 400> digits{};
    std::snprintf(digits.data(), digits.size(), "%.*f", decimals, rounded(value, decimals));
    std::string text = digits.data();
    const std::size_t point = std::min(text.find('.'), text.size());
    std::string whole = text.substr(0, point);
    std::string rest = point < text.size() ? text.substr(point + 1) : "";
    while (static_cast<int>(rest.size()) > pattern.decimals && rest.back() == '0') rest.pop_back();
    if (whole == "0" && pattern.least_digits == 0 && !rest.empty()) whole.clear();
    while (static_cast<int>(whole.size()) < pattern.least_digits) whole.insert(0, 1, '0');
    if (pattern.thousands) whole = with_thousands(std::move(whole));
    return pattern.before + whole + (rest.empty() ? "" : "." + rest) + pattern.after;
}

std::optional<std::string> date_or_time(double serial, const Pattern& pattern,
                                        bool counts_from_1904) {
    using namespace std::chrono;
    if (counts_from_1904) serial += 1462;
    constexpr double last = 2958466;  // the end of 9999
    // The calendar of 1900 has a 29 February that never was; before it, days are off by one.
    const bool only_clock = pattern.clock && !pattern.date;
    if (serial < 0 || serial >= last || (!only_clock && serial < 61)) return std::nullopt;
    auto seconds = static_cast<std::int64_t>(std::llround(serial * 86400));
    const std::int64_t day = seconds / 86400;
    seconds %= 86400;
    std::array<char, 40> text{};
    const auto clock = [&](std::size_t at) {
        std::snprintf(text.data() + at, text.size() - at, "%02d:%02d",
                      static_cast<int>(seconds / 3600), static_cast<int>(seconds / 60 % 60));
    };
    if (only_clock && day == 0) {
        clock(0);
        return text.data();
    }
    const year_month_day date{sys_days{year{1899} / December / 30} + days{day}};
    const int length =
        std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    if (pattern.clock && seconds != 0) {
        text[static_cast<std::size_t>(length)] = ' ';
        clock(static_cast<std::size_t>(length) + 1);
    }
    return text.data();
}

/// The sections of a format, told apart by semicolons outside quotation marks.
std::vector<std::string_view> sections_of(std::string_view format) {
    std::vector<std::string_view> sections;
    std::size_t from = 0;
    bool quoted = false;
    for (std::size_t i = 0; i <= format.size(); ++i) {
        if (i < format.size() && format[i] == '"') quoted = !quoted;
        if (i < format.size() && format[i] == '\\') ++i;
        if (i < format.size() && (format[i] != ';' || quoted)) continue;
        sections.push_back(format.substr(from, std::min(i, format.size()) - from));
        from = i + 1;
    }
    return sections;
}

}  // namespace

std::string_view built_in_format(int id) {
    switch (id) {
        case 1:
            return "0";
        case 2:
            return "0.00";
        case 3:
            return "#,##0";
        case 4:
            return "#,##0.00";
        case 9:
            return "0%";
        case 10:
            return "0.00%";
        case 11:
            return "0.00E+00";
        case 12:
            return "# ?/?";
        case 13:
            return "# ?\?/??";
        case 14:
            return "dd/mm/yyyy";
        case 15:
            return "d-mmm-yy";
        case 16:
            return "d-mmm";
        case 17:
            return "mmm-yy";
        case 18:
            return "h:mm AM/PM";
        case 19:
            return "h:mm:ss AM/PM";
        case 20:
            return "h:mm";
        case 21:
            return "h:mm:ss";
        case 22:
            return "dd/mm/yyyy h:mm";
        case 37:
            return "#,##0;(#,##0)";
        case 38:
            return "#,##0;[Red](#,##0)";
        case 39:
            return "#,##0.00;(#,##0.00)";
        case 40:
            return "#,##0.00;[Red](#,##0.00)";
        case 45:
            return "mm:ss";
        case 46:
            return "[h]:mm:ss";
        case 47:
            return "mm:ss.0";
        case 48:
            return "##0.0E+0";
        case 49:
            return "@";
        default:
            return "";
    }
}

std::optional<std::string> shown_number(const std::string& raw, std::string_view format,
                                        bool counts_from_1904) {
    double value = 0;
    const auto [end, error] = std::from_chars(raw.data(), raw.data() + raw.size(), value);
    if (error != std::errc{} || end != raw.data() + raw.size() || !std::isfinite(value))
        return std::nullopt;
    if (format.empty() || format == "General") return general(value);
    const std::vector<std::string_view> sections = sections_of(format);
    const bool own_negative = value < 0 && sections.size() > 1 && !sections[1].empty();
    const Pattern pattern = read_pattern(own_negative ? sections[1] : sections[0]);
    if (!pattern.followed) return std::nullopt;
    if (pattern.date || pattern.clock) return date_or_time(value, pattern, counts_from_1904);
    if (pattern.general) return general(value);
    if (!pattern.has_digits) {
        // "General" with text around it, or text alone.
        return std::string(sections[0]).find("General") != std::string::npos ? general(value)
                                                                             : std::nullopt;
    }
    const std::string text = of_pattern(std::abs(value), pattern);
    return value < 0 && !own_negative && text.find_first_of("123456789") != text.npos ? "-" + text
                                                                                      : text;
}

}  // namespace postroom::tables
