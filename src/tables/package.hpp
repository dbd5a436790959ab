// A workbook's file: a zip of XML parts, opened with care, because anybody may have made it.
#pragma once

#include <functional>
#include <iosfwd>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/problem.hpp"

namespace postroom::tables {

using Attributes = std::map<std::string, std::string, std::less<>>;

/// What a part holds, as it passes. Names come without their namespace's prefix.
class PartHandler {
  public:
    virtual ~PartHandler() = default;
    virtual void begin(const std::string& element, const Attributes& attributes) = 0;
    virtual void end(const std::string& element) = 0;
    virtual void text(std::string_view characters) = 0;
    /// Asked now and then: nothing more is read once it is true.
    virtual bool finished() const { return false; }
};

class Package {
  public:
    /// Throws Poco::Exception when it is no zip.
    explicit Package(std::istream& in);
    ~Package();
    Package(const Package&) = delete;
    Package& operator=(const Package&) = delete;

    bool has(const std::string& part) const;
    /// The problem: the part is missing, not XML, holds a DOCTYPE, or unpacks to far more than a
    /// table could need. `part_read`, 0 to 1, is kept up to date. What the handler throws comes
    /// through.
    std::optional<Problem> read(const std::string& part, PartHandler& handler,
                                double* part_read = nullptr);

  private:
    struct Zip;
    std::unique_ptr<Zip> zip_;
};

}  // namespace postroom::tables
