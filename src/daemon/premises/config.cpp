#include "daemon/premises/config.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <optional>
#include <set>

#include "base/unicode.hpp"
#include "base/yaml.hpp"
#include "cases/email_address.hpp"
#include "daemon/premises/sending_hours.hpp"

namespace postroom::daemon {

namespace {

struct Entry {
    std::string value;
    int line = 0;
};
using Entries = std::map<std::string, Entry>;

/// One value, or a list of them joined by commas; nothing for anything deeper.
std::optional<std::string> one_line(const yaml::Node& node) {
    if (node.is_scalar()) return node.text();
    if (!node.is_list()) return std::nullopt;
    std::string joined;
    for (const yaml::Node& item : node.items()) {
        if (!item.is_scalar()) return std::nullopt;
        joined += (joined.empty() ? "" : ", ") + item.text();
    }
    return joined;
}

ExpectedAll<Entries> flatten(std::string_view text, const std::string& file) {
    Entries entries;
    Problems problems;
    const auto say = [&](int line, std::string what) {
        problems.push_back({.what = std::move(what), .file = file, .line = line});
    };
    const auto root = yaml::read(text);
    if (!root) {
        say(root.error().line, "not readable as YAML: " + root.error().what);
        return fail(std::move(problems));
    }
    for (const auto& [section, keys] : root->entries()) {
        if (!keys.is_map()) {
            say(section.line(), "the section " + section.text() + " must hold keys");
            continue;
        }
        for (const auto& [key, value] : keys.entries()) {
            const std::string full = section.text() + "." + key.text();
            const auto listed = one_line(value);
            if (!listed)
                say(key.line(), full + " must be one value");
            else if (!entries.emplace(full, Entry{*listed, key.line()}).second)
                say(key.line(), full + " is there twice");
        }
    }
    if (!problems.empty()) return fail(std::move(problems));
    return entries;
}

std::vector<std::string> words_in(std::string_view list) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at < list.size();) {
        const std::size_t end = std::min(list.find_first_of(", \t", at), list.size());
        if (end > at) words.emplace_back(list.substr(at, end - at));
        at = end + 1;
    }
    return words;
}

std::optional<int> whole_number(const std::string& text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return {};
    return value;
}

/// What keeps the value from standing under that key; empty when nothing does.
std::string why_not(const std::string& key, const std::string& value) {
    if (!is_utf8(value)) return key + " must be UTF-8";
    if (const auto character = forbidden_in_a_line(value))
        return key + " holds the character " + *character + ", which may not stand in a line";
    const auto one_of = [&](const std::set<std::string>& allowed, const char* said) {
        return allowed.contains(value) ? std::string{} : key + " must be " + said;
    };
    if (key == "calendar.receipt") return one_of({"strict", "roll"}, "strict or roll");
    if (key == "smtp.tls")
        return one_of({"required", "implicit", "none"}, "required, implicit or none");
    if (key == "tracker.weekly" || key == "post.both_sides" ||
        key == "sending.suppress_auto_replies")
        return one_of({"true", "false"}, "true or false");
    if (key == "post.separators")
        return one_of({"none", "classes", "letters"}, "none, classes or letters");
    if (key == "smtp.port") {
        const auto port = whole_number(value);
        return port && *port > 0 && *port < 65536 ? "" : key + " must be a port number";
    }
    if (key == "archive.watermark_file")
        return value.empty() || value.front() == '/' ? "" : key + " must be an absolute path";
    if (key == "archive.witness")
        return std::ranges::all_of(words_in(value), cases::is_email_address)
                   ? ""
                   : key + " must be email addresses, separated by commas";
    if (key.starts_with("retention.")) {
        const auto count = whole_number(value);
        return count && *count > 0 && *count < 1000 ? "" : key + " must be a whole number above 0";
    }
    if (key == "sending.flood_floor" || key == "sending.emails_per_minute" ||
        key == "daemon.ask_every_ms") {
        const auto count = whole_number(value);
        return count && *count >= 0 ? "" : key + " must be a whole number, 0 or more";
    }
    if (key == "sending.hours")
        return value.empty() || sending_hours_in(value)
                   ? ""
                   : key + " must be like 08:00-20:00, or empty";
    return {};
}

}  // namespace

std::string Config::environment_name(const std::string& key) {
    std::string name = "POSTROOM_";
    for (const char c : key)
        name += c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return name;
}

ExpectedAll<Config> Config::read(std::string_view defaults, const std::string& defaults_file,
                                 std::string_view own, const std::string& own_file,
                                 const std::map<std::string, std::string>& environment) {
    auto known = flatten(defaults, defaults_file);
    if (!known) return fail(known.error());
    auto given = flatten(own, own_file);
    if (!given) return fail(given.error());
    Config config;
    Problems problems;
    for (const auto& [key, entry] : *known) config.values_[key] = entry.value;
    for (const auto& [key, entry] : *given) {
        if (!known->contains(key)) {
            problems.push_back({.what = "unknown key " + key,
                                .remedy = "config/postroom.yaml lists every key",
                                .file = own_file,
                                .line = entry.line});
            continue;
        }
        if (const std::string why = why_not(key, entry.value); !why.empty())
            problems.push_back({.what = why, .file = own_file, .line = entry.line});
        config.values_[key] = entry.value;
    }
    for (const auto& [key, entry] : *known) {
        const std::string name = environment_name(key);
        const auto found = environment.find(name);
        if (found == environment.end()) continue;
        if (const std::string why = why_not(key, found->second); !why.empty())
            problems.push_back({.what = why, .file = "environment variable " + name});
        config.values_[key] = found->second;
    }
    if (!problems.empty()) return fail(std::move(problems));
    return config;
}

bool Config::is_contact(const std::string& key) const {
    const std::string section = key.substr(0, key.find('.'));
    return values_.contains(key) && (section == "council" || section == "people" ||
                                     section == "advocacy" || section == "ombudsman");
}

Config Config::with(const std::map<std::string, std::string>& others) const {
    Config config = *this;
    for (const auto& [key, value] : others)
        if (const auto found = config.values_.find(key); found != config.values_.end())
            found->second = value;
    return config;
}

const std::string& Config::text(const std::string& key) const {
    const auto found = values_.find(key);
    assert(found != values_.end());
    return found->second;
}

const std::string& Config::text(const std::string& key, const std::string& language) const {
    const auto in_language = values_.find(key + "_" + language);
    return in_language == values_.end() || in_language->second.empty() ? text(key)
                                                                       : in_language->second;
}

std::vector<std::string> Config::words(const std::string& key) const {
    return words_in(text(key));
}

int Config::number(const std::string& key) const {
    return whole_number(text(key)).value_or(0);
}

bool Config::yes(const std::string& key) const {
    return text(key) == "true";
}

}  // namespace postroom::daemon
