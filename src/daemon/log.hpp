// What the daemon says of itself: one JSON object a line, ids and counts only.
#pragma once

#include <cstdio>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"

namespace postroom::daemon {

/// Thread-safe. Values come from Postroom itself (ids, counts, phases): never from a case.
class Log {
  public:
    /// Appends to `file`; to standard error when it is empty. Throws FileError.
    Log(const std::string& file, const Clock& clock);

    using Facts = std::vector<std::pair<std::string_view, std::string>>;
    void info(std::string_view what, const Facts& facts = {}) { line("info", what, facts); }
    void warn(std::string_view what, const Facts& facts = {}) { line("warning", what, facts); }
    void error(std::string_view what, const Facts& facts = {}) { line("error", what, facts); }

  private:
    void line(std::string_view level, std::string_view what, const Facts& facts);

    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    const Clock& clock_;
    std::unique_ptr<std::FILE, Close> file_;
    std::mutex mutex_;
};

}  // namespace postroom::daemon
