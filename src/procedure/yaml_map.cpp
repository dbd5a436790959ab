#include "procedure/yaml_map.hpp"

#include <charconv>

namespace postroom::procedure {

YamlMap::YamlMap(const yaml::Node& node, std::string what, YamlFile& file)
    : node_(node), what_(std::move(what)), file_(file) {
    line_ = node_.line();
    if (!node_.is_map()) {
        file_.problem(line_, what_ + " must be a map of keys and values");
        return;
    }
    std::set<std::string> seen;
    for (const auto& entry : node_.entries()) {
        if (!seen.insert(entry.first.text()).second)
            file_.problem(entry.first.line(),
                          what_ + ": the key " + entry.first.text() + " is there twice");
    }
}

YamlMap::~YamlMap() {
    for (const auto& entry : node_.entries()) {
        if (!asked_.contains(entry.first.text()))
            file_.problem(entry.first.line(), what_ + ": unknown key " + entry.first.text(),
                          "docs/writing-procedures.md lists the keys");
    }
}

bool YamlMap::has(const std::string& key) const {
    return node_.has(key);
}

const yaml::Node& YamlMap::take(const std::string& key) {
    asked_.insert(key);
    return node_.find(key);
}

std::string YamlMap::required_text(const std::string& key) {
    if (!has(key)) {
        asked_.insert(key);
        file_.problem(line_, what_ + ": the key " + key + " is missing");
        return {};
    }
    return text(key);
}

std::string YamlMap::text(const std::string& key, std::string otherwise) {
    const yaml::Node& node = take(key);
    if (!node.is_defined()) return otherwise;
    if (!node.is_scalar() || node.text().empty()) {
        file_.problem(node.line(), what_ + ": " + key + " must be a text");
        return otherwise;
    }
    return node.text();
}

int YamlMap::number(const std::string& key, int otherwise, int lowest) {
    const yaml::Node& node = take(key);
    if (!node.is_defined()) return otherwise;
    int value = 0;
    const std::string scalar = node.is_scalar() ? node.text() : "";
    const auto [end, error] = std::from_chars(scalar.data(), scalar.data() + scalar.size(), value);
    if (scalar.empty() || error != std::errc{} || end != scalar.data() + scalar.size() ||
        value < lowest || value > 10'000) {
        file_.problem(node.line(), what_ + ": " + key + " must be a whole number from " +
                                       std::to_string(lowest) + " to 10000");
        return otherwise;
    }
    return value;
}

bool YamlMap::yes(const std::string& key) {
    const yaml::Node& node = take(key);
    if (!node.is_defined()) return false;
    const bool value = node.text() == "true" || node.text() == "yes";
    if (!value && node.text() != "false" && node.text() != "no")
        file_.problem(node.line(), what_ + ": " + key + " must be true or false");
    return value;
}

std::vector<std::string> YamlMap::texts(const std::string& key) {
    const yaml::Node& node = take(key);
    std::vector<std::string> all;
    if (!node.is_defined()) return all;
    if (node.is_scalar()) {
        all.push_back(node.text());
    } else if (node.is_list()) {
        for (const yaml::Node& item : node.items()) {
            if (item.is_scalar())
                all.push_back(item.text());
            else
                file_.problem(item.line(), what_ + ": " + key + " must list texts");
        }
    } else {
        file_.problem(node.line(), what_ + ": " + key + " must be a text or a list");
    }
    return all;
}

}  // namespace postroom::procedure
