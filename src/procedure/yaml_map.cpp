#include "procedure/yaml_map.hpp"

#include <charconv>

namespace postroom::procedure {

YamlMap::YamlMap(const YAML::Node& node, std::string what, YamlFile& file)
    : node_(node), what_(std::move(what)), file_(file) {
    line_ = node_.IsDefined() ? YamlFile::line_of(node_) : 0;
    if (!node_.IsMap()) {
        file_.problem(line_, what_ + " must be a map of keys and values");
        node_.reset(YAML::Node(YAML::NodeType::Map));
        return;
    }
    std::set<std::string> seen;
    for (const auto& entry : node_) {
        if (!seen.insert(entry.first.Scalar()).second)
            file_.problem(YamlFile::line_of(entry.first),
                          what_ + ": the key " + entry.first.Scalar() + " is there twice");
    }
}

YamlMap::~YamlMap() {
    for (const auto& entry : node_) {
        if (!asked_.contains(entry.first.Scalar()))
            file_.problem(YamlFile::line_of(entry.first),
                          what_ + ": unknown key " + entry.first.Scalar(),
                          "docs/writing-procedures.md lists the keys");
    }
}

bool YamlMap::has(const std::string& key) const {
    for (const auto& entry : node_)
        if (entry.first.Scalar() == key) return true;
    return false;
}

YAML::Node YamlMap::take(const std::string& key) {
    asked_.insert(key);
    for (const auto& entry : node_)
        if (entry.first.Scalar() == key) return entry.second;
    return YAML::Node(YAML::NodeType::Undefined);
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
    const YAML::Node node = take(key);
    if (!node.IsDefined()) return otherwise;
    if (!node.IsScalar() || node.Scalar().empty()) {
        file_.problem(YamlFile::line_of(node), what_ + ": " + key + " must be a text");
        return otherwise;
    }
    return node.Scalar();
}

int YamlMap::number(const std::string& key, int otherwise, int lowest) {
    const YAML::Node node = take(key);
    if (!node.IsDefined()) return otherwise;
    int value = 0;
    const std::string scalar = node.IsScalar() ? node.Scalar() : "";
    const auto [end, error] = std::from_chars(scalar.data(), scalar.data() + scalar.size(), value);
    if (scalar.empty() || error != std::errc{} || end != scalar.data() + scalar.size() ||
        value < lowest || value > 10'000) {
        file_.problem(YamlFile::line_of(node), what_ + ": " + key +
                                                   " must be a whole number from " +
                                                   std::to_string(lowest) + " to 10000");
        return otherwise;
    }
    return value;
}

bool YamlMap::yes(const std::string& key) {
    const YAML::Node node = take(key);
    if (!node.IsDefined()) return false;
    bool value = false;
    if (!node.IsScalar() || !YAML::convert<bool>::decode(node, value))
        file_.problem(YamlFile::line_of(node), what_ + ": " + key + " must be true or false");
    return value;
}

std::vector<std::string> YamlMap::texts(const std::string& key) {
    const YAML::Node node = take(key);
    std::vector<std::string> all;
    if (!node.IsDefined()) return all;
    if (node.IsScalar()) {
        all.push_back(node.Scalar());
    } else if (node.IsSequence()) {
        for (const auto& item : node) {
            if (item.IsScalar())
                all.push_back(item.Scalar());
            else
                file_.problem(YamlFile::line_of(item), what_ + ": " + key + " must list texts");
        }
    } else {
        file_.problem(YamlFile::line_of(node), what_ + ": " + key + " must be a text or a list");
    }
    return all;
}

}  // namespace postroom::procedure
