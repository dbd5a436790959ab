// What is bound into each ciphertext, so that none can pass for another.
#include <cassert>

#include "archive/archive.hpp"
#include "archive/checkpoint.hpp"
#include "archive/cryptography.hpp"

namespace postroom::archive {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view object_context = "postroom-object\0"sv;
constexpr std::string_view case_key_context = "postroom-case-key\0"sv;
constexpr std::string_view commitment_domain = "postroom-commit-v1\0"sv;

std::string context_of(const ParcelId& id) {
    return std::string(object_context) + id.text;
}

}  // namespace

Bytes wrap_key(const std::string& master, std::string_view key) {
    return encrypt(master, case_key_context, key);
}

std::optional<Bytes> unwrap_key(const std::string& master, std::string_view wrapped) {
    return decrypt(master, case_key_context, wrapped);
}

Bytes seal(std::string_view case_key, const ParcelId& id, std::string_view plain) {
    return encrypt(case_key, context_of(id), plain);
}

std::optional<Bytes> open_sealed(std::string_view case_key, const ParcelId& id,
                                 std::string_view sealed) {
    return decrypt(case_key, context_of(id), sealed);
}

Digest commit(std::string_view salt, std::string_view plain) {
    return commit(salt, sha256(plain));
}

Digest commit(std::string_view salt, const Digest& plain) {
    assert(salt.size() == 32);
    Bytes said(commitment_domain);
    said += salt;
    said += as_bytes(plain);
    return sha256(said);
}

std::string sign_statement(std::string_view text, const Keys& keys) {
    return sign_note(text, {keys.origin, public_key_of(keys.signing_seed)}, keys.signing_seed);
}

}  // namespace postroom::archive
