// Which content was read whole and found well, remembered in the data directory.
#pragma once

#include <string>
#include <string_view>

namespace postroom::daemon {

/// A command that writes one letter, or none, need not read two hundred again to know that they
/// are well. The mark is the digest of every file and of the program that judged them; any change
/// means reading all again. Losing the mark costs a fifth of a second, nothing else.
class ReadBefore {
  public:
    /// `data` is the data directory; empty for commands that have none: then nothing is remembered.
    explicit ReadBefore(const std::string& data);

    void take(std::string_view name, std::string_view text);
    /// True when exactly what was taken in is what was noted last.
    bool holds() const;
    /// Notes it. A folder that cannot be written is left as it is.
    void note() const;

  private:
    std::string path_;
    std::string digests_;
};

}  // namespace postroom::daemon
