// The configuration: one YAML file, each key also an environment variable, every key checked.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.hpp"

namespace postroom::daemon {

/// Flat keys ("smtp.host") and their values. A value asked for always exists: every key has a
/// default in config/postroom.yaml.
class Config {
  public:
    /// `defaults` is config/postroom.yaml; `own` the data directory's file (may be empty text).
    /// Unknown keys, and values that cannot be, are problems with file and line.
    static ExpectedAll<Config> read(std::string_view defaults, const std::string& defaults_file,
                                    std::string_view own, const std::string& own_file,
                                    const std::map<std::string, std::string>& environment);

    const std::string& text(const std::string& key) const;
    /// In Welsh the value of key + "_cy" when there is one: names that a council has in both.
    const std::string& text(const std::string& key, const std::string& language) const;
    /// The words of a list, which may stand between commas, blanks, or both.
    std::vector<std::string> words(const std::string& key) const;
    int number(const std::string& key) const;
    bool yes(const std::string& key) const;

    /// A key of council, people, advocacy or ombudsman: what a procedure may say otherwise.
    bool is_contact(const std::string& key) const;
    /// The same with other values for keys that are there.
    Config with(const std::map<std::string, std::string>& others) const;

    /// "smtp.host" → "POSTROOM_SMTP_HOST".
    static std::string environment_name(const std::string& key);

  private:
    std::map<std::string, std::string> values_;
};

}  // namespace postroom::daemon
