// The texts that a workbook's cells share, kept in a file without a name: a big workbook has more
// of them than belong in memory.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace postroom::tables {

class SharedTexts {
  public:
    /// Throws std::system_error when the disk has no room for them.
    SharedTexts();
    void add(std::string_view text);
    /// Nothing when there are not so many.
    std::optional<std::string> at(std::size_t index);

  private:
    using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;
    static File scratch();
    File texts_, places_;
    std::uint64_t count_ = 0, length_ = 0;
};

}  // namespace postroom::tables
