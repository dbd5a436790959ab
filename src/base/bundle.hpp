// Several files as the bytes of one parcel: a braille letter travels with its address label.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/expected.hpp"

namespace postroom {

inline constexpr std::string_view bundle_type = "application/x-tar";

struct BundledFile {
    std::string name;  ///< "letter.brf": plain ASCII, no folders, at most 99 characters
    Bytes bytes;
    bool operator==(const BundledFile&) const = default;
};

/// A POSIX tar archive without dates or owners: any computer opens it, and the same files are the
/// same bytes.
Bytes pack_bundle(const std::vector<BundledFile>& files);

/// How long pack_bundle() makes files of these sizes.
std::size_t bundle_size(const std::vector<std::size_t>& sizes);

/// Only what pack_bundle() writes; everything else is a problem.
Expected<std::vector<BundledFile>> unpack_bundle(std::string_view bytes);

}  // namespace postroom
