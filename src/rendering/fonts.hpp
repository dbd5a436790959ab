// Fonts prepared once a process: parsed, measured, subset and deflated; then read-only.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/expected.hpp"

namespace postroom::rendering {

/// One font file's bytes and the name to use in messages.
struct FontFile {
    std::string name;
    std::string bytes;
};

/// Regular and bold of the letter's family, then fallbacks tried in order for characters the
/// family lacks.
struct FontFiles {
    FontFile regular;
    FontFile bold;
    std::vector<FontFile> fallbacks;
};

/// Immutable and shared by threads; owned by main.
class PreparedFonts {
  public:
    static Expected<std::shared_ptr<const PreparedFonts>> prepare(FontFiles files);
    ~PreparedFonts();

    struct Impl;  ///< known to this module alone
    const Impl& impl() const { return *impl_; }

  private:
    explicit PreparedFonts(std::unique_ptr<const Impl> impl);
    std::unique_ptr<const Impl> impl_;
};

}  // namespace postroom::rendering
