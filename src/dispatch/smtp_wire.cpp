#include "dispatch/smtp_wire.hpp"

#include <algorithm>
#include <array>
#include <sstream>

namespace postroom::dispatch {
namespace {

constexpr std::size_t longest_reply_line = 1000;
constexpr std::size_t most_reply_lines = 100;
constexpr std::size_t longest_message_line = 998;
constexpr std::size_t longest_evidence = 200;

// Not <cctype>: the locale has no say in a protocol.
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
char to_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
bool is_letter(char c) {
    return to_lower(c) >= 'a' && to_lower(c) <= 'z';
}
bool is_letter_or_digit(char c) {
    return is_letter(c) || is_digit(c);
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), to_lower);
    return result;
}

/// True when every part between dots is good.
template <class Predicate>
bool all_between_dots(std::string_view text, Predicate is_good) {
    for (;;) {
        const auto dot = text.find('.');
        if (!is_good(text.substr(0, dot))) return false;
        if (dot == text.npos) return true;
        text.remove_prefix(dot + 1);
    }
}

bool is_atom(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return is_letter_or_digit(c) ||
               std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
    });
}

bool is_host_label(std::string_view text) {
    return !text.empty() && text.size() <= 63 && text.front() != '-' && text.back() != '-' &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

/// A reply line without its end, or nothing when it is not one.
struct ReplyLine {
    int code;
    bool is_last;
    std::string text;
};
std::optional<ReplyLine> reply_line(std::string_view line) {
    if (line.size() < 3 || line[0] < '2' || line[0] > '5' || !is_digit(line[1]) ||
        !is_digit(line[2])) {
        return std::nullopt;
    }
    if (line.size() > 3 && line[3] != ' ' && line[3] != '-') return std::nullopt;
    return ReplyLine{.code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0'),
                     .is_last = line.size() == 3 || line[3] == ' ',
                     .text = std::string(line.substr(std::min<std::size_t>(4, line.size())))};
}

/// `text` with "[address]" for each `word` that stands alone in it, whatever its case.
std::string without_word(const std::string& text, std::string_view word) {
    if (word.empty()) return text;
    const std::string haystack = lower(text);
    const std::string needle = lower(word);
    std::string result;
    std::size_t from = 0;
    for (auto at = haystack.find(needle); at != haystack.npos; at = haystack.find(needle, from)) {
        const auto end = at + needle.size();
        const bool stands_alone = (at == 0 || !is_letter_or_digit(haystack[at - 1])) &&
                                  (end == haystack.size() || !is_letter_or_digit(haystack[end]));
        result += stands_alone ? text.substr(from, at - from) + "[address]"
                               : text.substr(from, end - from);
        from = end;
    }
    return result + text.substr(from);
}

}  // namespace

bool is_host_name(std::string_view text) {
    return text.size() <= 253 && all_between_dots(text, is_host_label);
}

bool is_smtp_address(std::string_view text) {
    const auto at = text.rfind('@');
    if (at == text.npos || at > 64 || text.size() > 254) return false;
    return all_between_dots(text.substr(0, at), is_atom) && is_host_name(text.substr(at + 1));
}

std::optional<std::string> cannot_travel(std::string_view message) {
    if (!message.ends_with("\r\n")) return "the message does not end with CRLF";
    std::size_t line_start = 0;
    for (std::size_t i = 0; i < message.size(); ++i) {
        switch (message[i]) {
            case '\0':
                return "the message holds a NUL byte";
            case '\r':
                if (i + 1 == message.size() || message[i + 1] != '\n') {
                    return "the message holds a CR that ends no line";
                }
                if (i - line_start > longest_message_line) {
                    return "a line of the message is longer than 998 bytes";
                }
                line_start = i + 2;
                ++i;
                break;
            case '\n':
                return "the message holds an LF without its CR";
            default:
                break;
        }
    }
    return std::nullopt;
}

bool has_eight_bit(std::string_view message) {
    return std::any_of(message.begin(), message.end(),
                       [](char c) { return static_cast<unsigned char>(c) > 127; });
}

Bytes dot_stuffed(std::string_view message) {
    Bytes stuffed;
    stuffed.reserve(message.size() + 64);
    if (message.starts_with('.')) stuffed += '.';
    for (;;) {
        const auto dot = message.find("\n.");
        if (dot == message.npos) return stuffed.append(message);
        stuffed.append(message.substr(0, dot + 2)).append(".");
        message.remove_prefix(dot + 2);
    }
}

ReplyParser::Progress ReplyParser::take(std::string& received) {
    for (;;) {
        const auto end = received.find('\n');
        if (end == received.npos) {
            return received.size() > longest_reply_line ? Progress::broken : Progress::needs_more;
        }
        if (end >= longest_reply_line) return Progress::broken;
        std::string_view text = std::string_view(received).substr(0, end);
        if (text.ends_with('\r')) text.remove_suffix(1);
        const auto line = reply_line(text);
        received.erase(0, end + 1);
        if (!line || (!reply_.lines.empty() && line->code != reply_.code) ||
            reply_.lines.size() == most_reply_lines) {
            return Progress::broken;
        }
        reply_.code = line->code;
        reply_.lines.push_back(line->text);
        if (line->is_last) return Progress::whole;
    }
}

Offers offers_in(const Reply& ehlo) {
    Offers offers;
    for (std::size_t i = 1; i < ehlo.lines.size(); ++i) {
        std::istringstream words(lower(ehlo.lines[i]));
        std::string keyword;
        words >> keyword;
        offers.start_tls |= keyword == "starttls";
        offers.eight_bit |= keyword == "8bitmime";
        offers.size |= keyword == "size";
        offers.dsn |= keyword == "dsn";
        if (keyword != "auth") continue;
        for (std::string method; words >> method;) {
            offers.auth_plain |= method == "plain";
            offers.auth_login |= method == "login";
            offers.auth_xoauth2 |= method == "xoauth2";
        }
    }
    return offers;
}

std::string to_xtext(std::string_view text) {
    std::string xtext;
    for (const char c : text) {
        if (c > ' ' && c <= '~' && c != '+' && c != '=') {
            xtext += c;
            continue;
        }
        constexpr std::string_view digits = "0123456789ABCDEF";
        const auto byte = static_cast<unsigned char>(c);
        xtext.append("+").append(1, digits[byte / 16]).append(1, digits[byte % 16]);
    }
    return xtext;
}

bool speaks_of_the_sender(const Reply& reply) {
    // Status codes of RFC 3463 and Exchange for a login, a sender or a client; and the words of
    // Postfix and Exchange where 5.7.1 alone could mean anything.
    static constexpr std::array<std::string_view, 15> signs{"5.1.7 ",
                                                            "5.1.8 ",
                                                            "5.2.252 ",
                                                            "5.7.3 ",
                                                            "5.7.8 ",
                                                            "5.7.9 ",
                                                            "5.7.11 ",
                                                            "5.7.54 ",
                                                            "5.7.57 ",
                                                            "5.7.60 ",
                                                            "5.7.64 ",
                                                            "Sender address rejected",
                                                            "Client host rejected",
                                                            "Relay access denied",
                                                            "Unable to relay"};
    return std::ranges::any_of(reply.lines, [](const std::string& line) {
        return std::ranges::any_of(signs, [&](std::string_view sign) {
            return (line + " ").find(sign) != std::string::npos;
        });
    });
}

std::string evidence_of(const Reply& reply, std::string_view recipient) {
    std::string text;
    for (const std::string& line : reply.lines) text += (text.empty() ? "" : " ") + line;
    for (char& c : text) {
        if (c == '\t') c = ' ';
        if (c < ' ' || c > '~') c = '?';
    }
    std::istringstream words(text);
    std::string clean;
    for (std::string word; words >> word;) {
        if (word.find('@') != word.npos) word = "[address]";
        clean += (clean.empty() ? "" : " ") + word;
    }
    clean = without_word(clean, recipient.substr(0, recipient.rfind('@')));
    return clean.substr(0, longest_evidence);
}

}  // namespace postroom::dispatch
