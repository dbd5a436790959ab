// The watermark: how many entries the ledger ever had, kept where nobody who puts an old copy of
// the whole data directory back puts it back as well.
#pragma once

#include <cstdint>
#include <string>

#include "daemon/premises/config.hpp"

namespace postroom::daemon {

/// archive.watermark_file, if the configuration names one; else nothing is read or written. A file
/// that is not there, or is no watermark, is an ArchiveError: what it would say is not known.
class Watermark {
  public:
    explicit Watermark(const Config& config);
    std::int64_t read() const;
    /// Durable before it returns, for one sync.
    void write(std::int64_t entries) const;
    void raise(std::int64_t entries) const;

  private:
    std::string path_;
};

}  // namespace postroom::daemon
