// What makes a crate provable: a list of its files' digests, and the ledger's signature over it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "archive/archive.hpp"
#include "base/problem.hpp"
#include "daemon/records/crate.hpp"

namespace postroom::daemon {

inline constexpr std::string_view seal_name = "seal.note";
/// What the ledger's key signs of a crate: `what` it is, and the digest of its list of digests.
std::string seal_text(std::string_view what, std::string_view list);

inline constexpr std::string_view checksums_name = "sha256sums.txt";
inline constexpr std::string_view backup_of_an_office = "Backup of an office";

/// The same crate, with a list of its files' SHA-256 in it (checksums_name), as sha256sum writes
/// it, and the seal of that list. The keys outlive it.
std::unique_ptr<Crate> sealed(std::unique_ptr<Crate> crate, const archive::Keys& keys);

/// Takes each file of such a crate as it is unpacked, list and seal too; then says what is not as
/// it was made.
class Contents {
  public:
    void take(const std::string& name, const Bytes& bytes);
    /// `verifier`: the line in keys/ledger.pub. Without one the seal is not looked at, and anybody
    /// may have made the crate.
    std::optional<Problem> problem(const std::string& crate, const std::string& verifier) const;

  private:
    std::map<std::string, std::string, std::less<>> seen_;  ///< name to digest in hexadecimal
    std::optional<std::string> list_;
    std::optional<std::string> seal_;
};

}  // namespace postroom::daemon
