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

/// The same crate, with a list of its files' SHA-256 in it (checksums_name), as sha256sum writes
/// it.
std::unique_ptr<Crate> with_checksums(std::unique_ptr<Crate> crate);
inline constexpr const char* checksums_name = "sha256sums.txt";

/// Takes each file of such a crate as it is unpacked, the list too; then says what is not as it
/// was.
class Checksums {
  public:
    void take(const std::string& name, const Bytes& bytes);
    std::optional<Problem> problem(const std::string& crate) const;

  private:
    std::map<std::string, std::string> seen_;  ///< name to digest in hexadecimal
    std::optional<std::string> list_;
};

/// Gives every file of a crate, in no order. Links, paths that lead out of it and more bytes than
/// `at_most` in all are problems.
Expected<bool> unpack(const std::string& path, std::uint64_t at_most,
                      const std::function<void(const std::string& name, const Bytes& bytes)>& take);

}  // namespace postroom::daemon
