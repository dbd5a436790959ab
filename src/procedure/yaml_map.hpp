// A YAML map read strictly: every key asked for once, unknown keys reported with their line.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/problem.hpp"
#include "base/yaml.hpp"

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

  private:
    std::string name_;
    Problems problems_;
};

/// One map of the file; refers to its node. Destroying it reports the keys nobody asked for.
class YamlMap {
  public:
    YamlMap(const yaml::Node& node, std::string what, YamlFile& file);
    ~YamlMap();
    YamlMap(const YamlMap&) = delete;
    YamlMap& operator=(const YamlMap&) = delete;

    int line() const { return line_; }
    bool has(const std::string& key) const;
    /// The key's node; an undefined node when it is absent.
    const yaml::Node& take(const std::string& key);
    /// Text; a problem when it is absent or not a scalar.
    std::string required_text(const std::string& key);
    std::string text(const std::string& key, std::string otherwise = {});
    /// A whole number from `lowest` to 10000.
    int number(const std::string& key, int otherwise = 0, int lowest = 0);
    bool yes(const std::string& key);
    /// A scalar or a list of scalars.
    std::vector<std::string> texts(const std::string& key);

  private:
    const yaml::Node& node_;
    std::string what_;
    YamlFile& file_;
    int line_ = 0;
    std::set<std::string> asked_;
};

}  // namespace postroom::procedure
