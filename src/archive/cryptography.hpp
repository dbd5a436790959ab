// What libsodium does for the archive, in our types; cryptography.cpp alone knows the library.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace postroom::archive {

inline constexpr std::size_t key_size = 32;
inline constexpr std::size_t signature_size = 64;
/// What encrypt() adds to the plain bytes: version byte, nonce, tag.
inline constexpr std::size_t sealing_overhead = 1 + 24 + 16;

/// 01 ‖ nonce ‖ XChaCha20-Poly1305, the version byte and `context` bound in. `key` is 32 bytes.
Bytes encrypt(std::string_view key, std::string_view context, std::string_view plain);
/// Nothing when the key, the context, the version or any byte is another.
std::optional<Bytes> decrypt(std::string_view key, std::string_view context,
                             std::string_view sealed);

/// Ed25519. `seed` is 32 bytes.
Bytes public_key_of(std::string_view seed);
Bytes sign(std::string_view seed, std::string_view text);
bool is_signed_by(std::string_view public_key, std::string_view text, std::string_view signature);

/// Overwrites a secret before its memory is given back.
void wipe(std::string& secret);

}  // namespace postroom::archive
