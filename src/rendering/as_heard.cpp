#include "rendering/as_heard.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "rendering/number_words.hpp"

namespace postroom::rendering {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_letter(char c) {
    return is_capital(c) || (c >= 'a' && c <= 'z');
}
bool all_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, is_digit);
}
int number_in(std::string_view digits) {
    int number = 0;
    for (const char digit : digits) number = number * 10 + (digit - '0');
    return number;
}

constexpr std::array<std::string_view, 12> months{"January",   "February", "March",    "April",
                                                  "May",       "June",     "July",     "August",
                                                  "September", "October",  "November", "December"};

/// A word without the marks around it: "(0116" and "2025)." leave "0116" and "2025".
struct Word {
    std::string before, core, after;
};

Word word_of(std::string_view text) {
    constexpr std::string_view opening = "([{\"'";
    constexpr std::string_view closing = ".,;:!?)]}\"'";
    const std::size_t begin = std::min(text.find_first_not_of(opening), text.size());
    std::size_t end = text.size();
    while (end > begin && closing.find(text[end - 1]) != closing.npos) --end;
    return {std::string(text.substr(0, begin)), std::string(text.substr(begin, end - begin)),
            std::string(text.substr(end))};
}

bool is_year(const std::string& core) {
    return core.size() == 4 && all_digits(core) && core[0] >= '1' && core[0] <= '2';
}

std::optional<int> day_of_month(const std::string& core) {
    if (core.size() > 2 || !all_digits(core)) return std::nullopt;
    const int day = number_in(core);
    if (day < 1 || day > 31) return std::nullopt;
    return day;
}

std::optional<int> month_named(const std::string& core) {
    const auto found = std::ranges::find(months, core);
    if (found == months.end()) return std::nullopt;
    return static_cast<int>(found - months.begin());
}

std::string day_in_words(int day, int month) {
    return "the " + ordinal(day) + " of " + std::string(months[static_cast<std::size_t>(month)]);
}

/// "2025-03-17", as other programs write dates.
std::optional<std::string> iso_date(const std::string& core) {
    if (core.size() != 10 || core[4] != '-' || core[7] != '-') return std::nullopt;
    const std::string year = core.substr(0, 4), month = core.substr(5, 2), day = core.substr(8);
    if (!is_year(year) || !all_digits(month)) return std::nullopt;
    const auto day_number = day_of_month(day);
    const int month_number = number_in(month);
    if (!day_number || month_number < 1 || month_number > 12) return std::nullopt;
    return day_in_words(*day_number, month_number - 1) + " " + year_in_words(number_in(year));
}

/// Sign by sign: letters alone, digits as words, marks by name, with a pause between groups.
std::string spelt(std::string_view code) {
    std::string words;
    for (std::size_t at = 0; at < code.size();) {
        const bool digits = is_digit(code[at]);
        const bool letters = is_letter(code[at]);
        std::size_t end = at + 1;
        while (end < code.size() && (digits || letters) &&
               (digits ? is_digit(code[end]) : is_letter(code[end])))
            ++end;
        if (!words.empty()) words += ", ";
        const std::string_view group = code.substr(at, end - at);
        if (digits) {
            words += digits_in_words(group);
        } else if (letters) {
            for (std::size_t i = 0; i < group.size(); ++i) {
                if (i > 0) words += ", ";  // in one breath an A becomes an article
                words += group[i];
            }
        } else {
            words += group == "-" ? "dash" : group == "/" ? "slash" : group;
        }
        at = end;
    }
    return words;
}

std::string address_in_words(std::string_view address) {
    for (const std::string_view scheme : {"https://", "http://"})
        if (address.starts_with(scheme)) address.remove_prefix(scheme.size());
    std::string words;
    if (address.starts_with("www.")) {
        words = "w w w";
        address.remove_prefix(3);
    }
    for (std::size_t at = 0; at < address.size(); ++at) {
        switch (address[at]) {
            case '@':
                words += " at ";
                break;
            case '.':
                words += " dot ";
                break;
            case '-':
                words += " dash ";
                break;
            case '_':
                words += " underscore ";
                break;
            case '/':
                words += " slash ";
                break;
            default:
                if (is_digit(address[at])) {
                    words += " " + digits_in_words(address.substr(at, 1)) + " ";
                } else {
                    words += address[at];
                }
        }
    }
    return words;
}

bool is_address(const std::string& core) {
    const std::size_t at = core.find('@');
    return (at != std::string::npos && at > 0 && core.find('.', at) != std::string::npos) ||
           core.starts_with("www.") || core.starts_with("http://") || core.starts_with("https://");
}

/// A reference or another code: capitals or hyphens around digits.
bool is_code(const std::string& core) {
    const auto digits = std::ranges::count_if(core, is_digit);
    const auto capitals = std::ranges::count_if(core, is_capital);
    const bool only_code = std::ranges::all_of(
        core, [](char c) { return is_digit(c) || is_capital(c) || c == '-' || c == '/'; });
    return only_code && digits > 0 && (capitals > 0 || std::ranges::count(core, '-') > 1);
}

/// "9am", "4:30pm".
std::optional<std::string> clock_time(const std::string& core) {
    if (core.size() < 3 || (!core.ends_with("am") && !core.ends_with("pm"))) return std::nullopt;
    const std::string_view time = std::string_view(core).substr(0, core.size() - 2);
    const std::size_t colon = std::min(time.find(':'), time.size());
    const std::string_view hour = time.substr(0, colon);
    if (!all_digits(hour) || hour.size() > 2 || number_in(hour) > 12) return std::nullopt;
    std::string words = cardinal(number_in(hour));
    if (colon < time.size()) {
        const std::string_view minutes = time.substr(colon + 1);
        if (minutes.size() != 2 || !all_digits(minutes)) return std::nullopt;
        words += (minutes[0] == '0' ? " oh " : " ") + cardinal(number_in(minutes));
    }
    return words + (core.ends_with("am") ? " a.m." : " p.m.");
}

std::optional<std::string> pounds(const std::string& core) {
    constexpr std::string_view sign = "£";
    if (!core.starts_with(sign)) return std::nullopt;
    std::string amount = core.substr(sign.size());
    std::erase(amount, ',');
    const std::size_t point = std::min(amount.find('.'), amount.size());
    const std::string whole = amount.substr(0, point);
    if (!all_digits(whole)) return std::nullopt;
    std::string words = whole + (whole == "1" ? " pound" : " pounds");
    if (point == amount.size()) return words;
    const std::string pence = amount.substr(point + 1);
    if (pence.size() != 2 || !all_digits(pence)) return std::nullopt;
    return words + " and " + std::to_string(number_in(pence)) + " pence";
}

/// "LE18 3NE" in two words.
bool is_postcode(const std::string& outward, const std::string& inward) {
    return outward.size() >= 2 && outward.size() <= 4 && is_capital(outward[0]) &&
           std::ranges::any_of(outward, is_digit) && inward.size() == 3 && is_digit(inward[0]) &&
           is_capital(inward[1]) && is_capital(inward[2]);
}

class Listener {
  public:
    explicit Listener(std::vector<Word> words) : words_(std::move(words)) {}

    std::string listen() {
        for (std::size_t at = 0; at < words_.size();) {
            const std::size_t used = take(at);
            if (used == 0) {
                std::string word = words_[at].before + alone(words_[at].core);
                const bool stopped = word.ends_with(".m.") && words_[at].after.starts_with('.');
                say(word + words_[at].after.substr(stopped ? 1 : 0));
                ++at;
            } else {
                at += used;
            }
        }
        return std::move(heard_);
    }

  private:
    /// Words that mean something together; how many they were, or 0.
    std::size_t take(std::size_t at) {
        if (const std::size_t used = take_date(at)) return used;
        if (const std::size_t used = take_telephone(at)) return used;
        if (at + 1 < words_.size() && words_[at].after.empty() &&
            is_postcode(words_[at].core, words_[at + 1].core)) {
            say(words_[at].before + spelt(words_[at].core) + ", " + spelt(words_[at + 1].core) +
                words_[at + 1].after);
            return 2;
        }
        return 0;
    }

    std::size_t take_date(std::size_t at) {
        const auto day = day_of_month(words_[at].core);
        if (!day || at + 1 >= words_.size() || !words_[at].after.empty()) return 0;
        const auto month = month_named(words_[at + 1].core);
        if (!month) return 0;
        const bool has_year =
            at + 2 < words_.size() && words_[at + 1].after.empty() && is_year(words_[at + 2].core);
        std::string date = words_[at].before + day_in_words(*day, *month);
        if (has_year) date += " " + year_in_words(number_in(words_[at + 2].core));
        const std::size_t used = has_year ? 3 : 2;
        say(date + words_[at + used - 1].after);
        return used;
    }

    /// Groups of digits that begin with 0, or with +44.
    std::size_t take_telephone(std::size_t at) {
        const std::string& first = words_[at].core;
        const bool abroad = first.starts_with("+") && all_digits(std::string_view(first).substr(1));
        if (!abroad && (first.size() < 3 || first[0] != '0' || !all_digits(first))) return 0;
        std::string number = words_[at].before + (abroad ? "plus " : "") +
                             digits_in_words(std::string_view(first).substr(abroad ? 1 : 0));
        std::size_t used = 1;
        while (at + used < words_.size() && words_[at + used - 1].after.empty() &&
               words_[at + used].before.empty() && words_[at + used].core.size() >= 3 &&
               all_digits(words_[at + used].core)) {
            number += ", " + digits_in_words(words_[at + used].core);
            ++used;
        }
        say(number + words_[at + used - 1].after);
        return used;
    }

    static std::string alone(const std::string& core) {
        if (is_address(core)) return address_in_words(core);
        if (const auto date = iso_date(core)) return *date;
        if (is_code(core)) return spelt(core);
        if (const auto time = clock_time(core)) return *time;
        if (const auto money = pounds(core)) return *money;
        return core;
    }

    void say(const std::string& text) {
        if (!heard_.empty()) heard_ += ' ';
        heard_ += text;
    }

    std::vector<Word> words_;
    std::string heard_;
};

}  // namespace

std::string as_heard(std::string_view text) {
    std::vector<Word> words;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == ' ' || text[at] == '\n' || text[at] == '\t') {
            ++at;
        } else if (text.substr(at, 2) == "\u00A0") {
            at += 2;
        } else {
            std::size_t end = at;
            while (end < text.size() && text[end] != ' ' && text[end] != '\n' &&
                   text[end] != '\t' && text.substr(end, 2) != "\u00A0")
                ++end;
            words.push_back(word_of(text.substr(at, end - at)));
            at = end;
        }
    }
    return Listener(std::move(words)).listen();
}

}  // namespace postroom::rendering
