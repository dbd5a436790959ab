// One case file being read: what was found wrong in it, and what this installation accepts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/problem.hpp"
#include "cases/case_file.hpp"

namespace postroom::cases {

/// Where in the file we are.
struct Place {
    int line = 0;
    std::string case_reference = {};
    std::string field = {};
};

class Reading {
  public:
    Reading(const std::string& file, const Acceptance& acceptance)
        : file_(file), acceptance_(acceptance) {}

    const Acceptance& acceptance() const { return acceptance_; }
    bool sound() const { return found_ == 0; }

    void problem(const Place& place, std::string what, std::string remedy = {});
    /// The first hundred, and how many more there were.
    Problems problems() const;

    /// Remembers the reference; the line of an earlier case that has it, or 0.
    int earlier_line(const std::string& reference, int line);

  private:
    static constexpr std::size_t most_told = 100;

    std::string file_;
    const Acceptance& acceptance_;
    Problems told_;
    std::size_t found_ = 0;
    std::unordered_map<std::string, int> references_;
};

/// A key or column as a field name in a message. One that no exporter writes on purpose may be a
/// value in the wrong place, and is not repeated.
std::string field_named(std::string_view key);

/// The longest line (a name, an address line, a reference) and the longest prose (a summary, a
/// reason) a case may hold, in bytes. Longer ones are no complaint of a person's: a letter of
/// twenty pages holds less.
inline constexpr std::size_t longest_line = 500;
inline constexpr std::size_t longest_prose = 50'000;

/// What is wrong with a text's characters or length, said without the text; nothing when it is
/// well.
std::optional<std::string> wrong_in_line(std::string_view text);
std::optional<std::string> wrong_in_prose(std::string_view text);

/// True when the text holds no character that may not stand in a line (or in prose, where line
/// feeds may); else a problem is reported.
bool is_clean_line(Reading& reading, const Place& place, std::string_view text);
bool is_clean_prose(Reading& reading, const Place& place, std::string_view text);

/// Line feeds for every CR LF.
std::string with_line_feeds(std::string text);

}  // namespace postroom::cases
