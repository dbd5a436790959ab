// Signed checkpoints: C2SP signed-note and tlog-checkpoint, with exactly one signature.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/expected.hpp"

namespace postroom::archive {

/// An Ed25519 public key under its name: "<name>+<key id>+<base64(01 ‖ key)>".
struct VerifierKey {
    std::string name;
    Bytes public_key;  ///< 32 bytes
    bool operator==(const VerifierKey&) const = default;
};
/// Printable ASCII without space and plus; not empty.
bool is_key_name(std::string_view name);
Bytes key_id_of(const VerifierKey& key);  ///< 4 bytes
std::string to_text(const VerifierKey& key);
/// Nothing unless to_text gives the same line back.
std::optional<VerifierKey> parse_verifier(std::string_view line);

/// `text` ends with a line feed. The seed is the one of the key's own secret.
std::string sign_note(std::string_view text, const VerifierKey& key, std::string_view seed);
/// The text of a note that `key` signed; a problem for any other bytes.
Expected<std::string> open_note(std::string_view note, const VerifierKey& key);

struct Checkpoint {
    std::string origin;
    std::int64_t size = 0;
    Digest root{};
    bool operator==(const Checkpoint&) const = default;
};
std::string to_text(const Checkpoint& checkpoint);  ///< three lines
/// "<origin> <size> <root>", as emails carry it.
std::string summary_of(const Checkpoint& checkpoint);
/// The three lines, or the summary, and nothing else.
std::optional<Checkpoint> parse_checkpoint(std::string_view text);
std::optional<Checkpoint> parse_summary(std::string_view text);
/// The summary in the Archive-Checkpoint header of an email, as saved by any mail program.
std::optional<Checkpoint> summary_in_email(std::string_view message);

/// A note by `key` whose text is a checkpoint of the log named as the key is.
Expected<Checkpoint> open_checkpoint(std::string_view note, const VerifierKey& key);

}  // namespace postroom::archive
