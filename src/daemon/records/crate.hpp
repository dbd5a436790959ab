// A folder, or a zip file, that comes to be as a whole: what an export or a backup is packed in.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/expected.hpp"

namespace postroom::daemon {

class Crate {
  public:
    /// A zip file when `path` ends in .zip, else a folder. Nothing may be there yet (an empty
    /// folder may). Throws FileError.
    static std::unique_ptr<Crate> open(const std::string& path);
    virtual ~Crate() = default;
    /// `name` is a relative path of plain names.
    virtual void add(const std::string& name, std::string_view bytes) = 0;
    virtual void add_file(const std::string& name, const std::string& source) = 0;
    /// Synced, under its own name. Without it nothing stays.
    virtual void finish() = 0;
};

/// How much a crate may hold; what is unpacked is kept in memory a file at a time.
struct Allowed {
    std::uint64_t bytes = 0;     ///< in all
    std::uint64_t one_file = 0;  ///< in one file
};
/// Gives every file of a crate, in no order. Links, paths that lead out of it and more bytes than
/// allowed are problems.
Expected<bool> unpack(const std::string& path, const Allowed& allowed,
                      const std::function<void(const std::string& name, const Bytes& bytes)>& take);

}  // namespace postroom::daemon
