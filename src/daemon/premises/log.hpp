// What the daemon says of itself: one JSON object a line, ids and counts only.
#pragma once

#include <concepts>
#include <cstdio>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/problem.hpp"

namespace postroom::daemon {

/// Words that stand in this program's own text. Nothing read or received can be one.
class LogWords {
  public:
    consteval LogWords(const char* words) : words_(words) {}
    std::string_view text() const { return words_; }

  private:
    std::string_view words_;
};

/// What may be logged: a number, an id, a problem (which names files, cases and fields, never
/// values), an exception's own words, or this program's. A text cannot become one, so a party's
/// name, an address or a letter cannot be logged: it does not compile.
class LogValue {
  public:
    LogValue(std::integral auto number) : text_(std::to_string(number)) {}
    template <class Kind>
    LogValue(const Id<Kind>& id) : text_(id.text) {}
    LogValue(const Problem& problem) : text_(to_text(problem)) {}
    LogValue(const std::exception& error) : text_(error.what()) {}
    LogValue(LogWords words) : text_(words.text()) {}
    const std::string& text() const { return text_; }

  private:
    std::string text_;
};

/// Thread-safe.
class Log {
  public:
    /// Appends to `file`; to standard error when it is empty. Throws FileError.
    Log(const std::string& file, const Clock& clock);

    struct Fact {
        LogWords name;
        LogValue value;
    };
    using Facts = std::vector<Fact>;
    void info(LogWords what, const Facts& facts = {}) { line("info", what, facts); }
    void warn(LogWords what, const Facts& facts = {}) { line("warning", what, facts); }
    void error(LogWords what, const Facts& facts = {}) { line("error", what, facts); }

  private:
    void line(std::string_view level, LogWords what, const Facts& facts);

    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    const Clock& clock_;
    std::unique_ptr<std::FILE, Close> file_;
    std::mutex mutex_;
};

}  // namespace postroom::daemon
