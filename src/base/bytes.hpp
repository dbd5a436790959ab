// Bytes, digests and their text forms.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace postroom {

/// Bytes travel as std::string: every library here takes pointer and length.
using Bytes = std::string;
using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view bytes);

std::string to_hex(std::string_view bytes);
std::string to_hex(const Digest& digest);
/// Lower-case hexadecimal only; nothing for anything else.
std::optional<Bytes> from_hex(std::string_view text);

/// RFC 4648 with padding.
std::string to_base64(std::string_view bytes);
/// Canonical form only: padding present, no line breaks, unused bits zero.
std::optional<Bytes> from_base64(std::string_view text);

inline std::string_view as_bytes(const Digest& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace postroom
