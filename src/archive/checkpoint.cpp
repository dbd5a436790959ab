#include "archive/checkpoint.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>

#include "archive/cryptography.hpp"
#include "base/unicode.hpp"

namespace postroom::archive {

namespace {

constexpr char ed25519 = 1;
constexpr std::string_view dash = "\u2014 ";
constexpr std::size_t key_id_size = 4;

Problem not_a_note() {
    return {.what = "it is not a signed note of the archive's format",
            .remedy = "see docs/archive-format.md, \"The checkpoint\""};
}

std::string note_of(std::string_view text, std::string_view name, std::string_view signature) {
    std::string note(text);
    note.append("\n").append(dash).append(name).append(" ");
    note.append(to_base64(signature)).append("\n");
    return note;
}

std::optional<Checkpoint> parse_separated(std::string_view text, char separator) {
    const std::size_t first = text.find(separator);
    if (first == std::string_view::npos) return std::nullopt;
    const std::size_t second = text.find(separator, first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    Checkpoint checkpoint{.origin = std::string(text.substr(0, first))};
    const std::string_view size = text.substr(first + 1, second - first - 1);
    const auto end = std::from_chars(size.data(), size.data() + size.size(), checkpoint.size);
    const auto root = from_base64(text.substr(second + 1));
    if (end.ec != std::errc{} || checkpoint.size < 0) return std::nullopt;
    if (!root || root->size() != checkpoint.root.size()) return std::nullopt;
    std::copy(root->begin(), root->end(), checkpoint.root.begin());
    return checkpoint;
}

}  // namespace

bool is_key_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(),
                                        [](char c) { return c > ' ' && c <= '~' && c != '+'; });
}

Bytes key_id_of(const VerifierKey& key) {
    const Digest digest = sha256(key.name + '\n' + ed25519 + key.public_key);
    return Bytes(as_bytes(digest).substr(0, key_id_size));
}

std::string to_text(const VerifierKey& key) {
    return key.name + '+' + to_hex(key_id_of(key)) + '+' + to_base64(ed25519 + key.public_key);
}

std::optional<VerifierKey> parse_verifier(std::string_view line) {
    const std::size_t first = line.find('+');
    if (first == std::string_view::npos) return std::nullopt;
    const std::size_t second = line.find('+', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    const auto encoded = from_base64(line.substr(second + 1));
    if (!encoded || encoded->size() != 1 + key_size) return std::nullopt;
    VerifierKey key{std::string(line.substr(0, first)), encoded->substr(1)};
    if (!is_key_name(key.name) || to_text(key) != line) return std::nullopt;
    return key;
}

std::string sign_note(std::string_view text, const VerifierKey& key, std::string_view seed) {
    assert(text.ends_with('\n') && public_key_of(seed) == key.public_key);
    return note_of(text, key.name, key_id_of(key) + sign(seed, text));
}

Expected<std::string> open_note(std::string_view note, const VerifierKey& key) {
    const std::size_t blank = note.rfind("\n\n");
    if (blank == std::string_view::npos || !is_utf8(note)) return fail(not_a_note());
    const std::string_view text = note.substr(0, blank + 1);
    std::string_view line = note.substr(blank + 2);
    if (!line.starts_with(dash) || !line.ends_with('\n')) return fail(not_a_note());
    line = line.substr(dash.size(), line.size() - dash.size() - 1);
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos) return fail(not_a_note());
    const std::string_view name = line.substr(0, space);
    const auto signature = from_base64(line.substr(space + 1));
    if (!signature || signature->size() <= key_id_size || note_of(text, name, *signature) != note) {
        return fail(not_a_note());
    }
    if (name != key.name || signature->substr(0, key_id_size) != key_id_of(key)) {
        return fail(Problem{.what = "it is signed by another key than the trusted one",
                            .remedy = "compare the key's name and id with keys/ledger.pub"});
    }
    if (!is_signed_by(key.public_key, text, std::string_view(*signature).substr(key_id_size))) {
        return fail(Problem{.what = "its signature is not valid: text or signature were changed",
                            .remedy = "restore it from a backup"});
    }
    return std::string(text);
}

std::string to_text(const Checkpoint& checkpoint) {
    return checkpoint.origin + '\n' + std::to_string(checkpoint.size) + '\n' +
           to_base64(as_bytes(checkpoint.root)) + '\n';
}

std::string summary_of(const Checkpoint& checkpoint) {
    return checkpoint.origin + ' ' + std::to_string(checkpoint.size) + ' ' +
           to_base64(as_bytes(checkpoint.root));
}

std::optional<Checkpoint> parse_checkpoint(std::string_view text) {
    if (!text.ends_with('\n')) return std::nullopt;
    auto checkpoint = parse_separated(text.substr(0, text.size() - 1), '\n');
    if (!checkpoint || !is_key_name(checkpoint->origin) || to_text(*checkpoint) != text) {
        return std::nullopt;
    }
    return checkpoint;
}

std::optional<Checkpoint> parse_summary(std::string_view text) {
    auto checkpoint = parse_separated(text, ' ');
    if (!checkpoint || !is_key_name(checkpoint->origin) || summary_of(*checkpoint) != text) {
        return std::nullopt;
    }
    return checkpoint;
}

std::optional<Checkpoint> summary_in_email(std::string_view message) {
    static constexpr std::string_view name = "Archive-Checkpoint:";
    const std::size_t found =
        message.starts_with(name) ? 0 : message.find("\n" + std::string(name));
    if (found == std::string_view::npos) return std::nullopt;
    std::string unfolded;
    std::size_t at = message.find(':', found) + 1;
    while (at < message.size()) {
        const char c = message[at];
        const bool folded =
            at + 1 < message.size() && (message[at + 1] == ' ' || message[at + 1] == '\t');
        if (c == '\n' && !folded) break;
        if (c != '\r' && c != '\n') unfolded += c == '\t' ? ' ' : c;
        ++at;
    }
    std::string words;
    for (const char c : unfolded)
        if (c != ' ' || (!words.empty() && words.back() != ' ')) words += c;
    while (words.ends_with(' ')) words.pop_back();
    return parse_summary(words);
}

Expected<Checkpoint> open_checkpoint(std::string_view note, const VerifierKey& key) {
    auto text = open_note(note, key);
    if (!text) return fail(std::move(text).error());
    auto checkpoint = parse_checkpoint(*text);
    if (!checkpoint || checkpoint->origin != key.name) return fail(not_a_note());
    return *std::move(checkpoint);
}

}  // namespace postroom::archive
