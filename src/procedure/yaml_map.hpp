// A YAML map read strictly: every key asked for once, unknown keys reported with their line.
#pragma once

#include <set>
#include <string>
#include <vector>

#include <yaml-cpp/yaml.h>

#include "base/problem.hpp"

namespace postroom::procedure {

/// Collects problems of one file.
class YamlFile {
  public:
    explicit YamlFile(std::string name) : name_(std::move(name)) {}

    void problem(int line, std::string what, std::string remedy = {}) {
        problems_.push_back(
            {.what = std::move(what), .remedy = std::move(remedy), .file = name_, .line = line});
    }
    const std::string& name() const { return name_; }
    const Problems& problems() const { return problems_; }
    bool sound() const { return problems_.empty(); }

    static int line_of(const YAML::Node& node) { return node.Mark().line + 1; }

  private:
    std::string name_;
    Problems problems_;
};

/// One map of the file. Destroying it reports the keys nobody asked for.
class YamlMap {
  public:
    YamlMap(const YAML::Node& node, std::string what, YamlFile& file);
    ~YamlMap();
    YamlMap(const YamlMap&) = delete;
    YamlMap& operator=(const YamlMap&) = delete;

    int line() const { return line_; }
    bool has(const std::string& key) const;
    /// The key's node; an undefined node when it is absent.
    YAML::Node take(const std::string& key);
    /// Text; a problem when it is absent or not a scalar.
    std::string required_text(const std::string& key);
    std::string text(const std::string& key, std::string otherwise = {});
    /// A whole number from `lowest` to 10000.
    int number(const std::string& key, int otherwise = 0, int lowest = 0);
    bool yes(const std::string& key);
    /// A scalar or a list of scalars.
    std::vector<std::string> texts(const std::string& key);

  private:
    YAML::Node node_;
    std::string what_;
    YamlFile& file_;
    int line_ = 0;
    std::set<std::string> asked_;
};

}  // namespace postroom::procedure
