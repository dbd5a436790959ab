#include "archive/cryptography.hpp"

#include <cassert>

#include <sodium.h>
#include <unistd.h>

#include "archive/archive.hpp"

namespace postroom::archive {

namespace {

constexpr char version = 1;

static_assert(key_size == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(key_size == crypto_sign_SEEDBYTES && key_size == crypto_sign_PUBLICKEYBYTES);
static_assert(signature_size == crypto_sign_BYTES);
static_assert(sealing_overhead == 1 + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES +
                                      crypto_aead_xchacha20poly1305_ietf_ABYTES);

const unsigned char* data_of(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* data_of(std::string& bytes) {
    return reinterpret_cast<unsigned char*>(bytes.data());
}

/// The library cannot go on, as where the machine gives no random numbers, and would abort without
/// a word. What this process was at is found and finished by the next, as after a power cut.
[[noreturn]] void end_with_a_word() {
    constexpr std::string_view said =
        "postroom: the machine gave no random numbers, which letters are kept secret with; this "
        "run ended there and the next goes on from it. Should it come again, restart the machine\n";
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, said.data(), said.size());
    ::_exit(1);
}

void start_library() {
    static const bool started =
        sodium_set_misuse_handler(end_with_a_word) == 0 && sodium_init() >= 0;
    if (!started) throw ArchiveError("the cryptography library could not be started");
}

/// The expanded Ed25519 key, gone when it leaves scope.
struct SigningKey {
    Bytes public_part = Bytes(crypto_sign_PUBLICKEYBYTES, '\0');
    Bytes secret_part = Bytes(crypto_sign_SECRETKEYBYTES, '\0');

    explicit SigningKey(std::string_view seed) {
        assert(seed.size() == key_size);
        start_library();
        crypto_sign_seed_keypair(data_of(public_part), data_of(secret_part), data_of(seed));
    }
    ~SigningKey() { wipe(secret_part); }
    SigningKey(const SigningKey&) = delete;
    SigningKey& operator=(const SigningKey&) = delete;
};

}  // namespace

Bytes random_bytes(std::size_t count) {
    start_library();
    Bytes bytes(count, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

std::string random_id() {
    return to_hex(random_bytes(16));
}

Bytes encrypt(std::string_view key, std::string_view context, std::string_view plain) {
    assert(key.size() == key_size);
    const Bytes nonce = random_bytes(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
    const Bytes bound = version + std::string(context);
    Bytes cipher(plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES, '\0');
    crypto_aead_xchacha20poly1305_ietf_encrypt(data_of(cipher), nullptr, data_of(plain),
                                               plain.size(), data_of(bound), bound.size(), nullptr,
                                               data_of(nonce), data_of(key));
    return version + nonce + cipher;
}

std::optional<Bytes> decrypt(std::string_view key, std::string_view context,
                             std::string_view sealed) {
    if (key.size() != key_size || sealed.size() < sealing_overhead || sealed[0] != version) {
        return std::nullopt;
    }
    start_library();
    const std::string_view nonce = sealed.substr(1, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
    const std::string_view cipher = sealed.substr(1 + nonce.size());
    const Bytes bound = version + std::string(context);
    Bytes plain(cipher.size() - crypto_aead_xchacha20poly1305_ietf_ABYTES, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            data_of(plain), nullptr, nullptr, data_of(cipher), cipher.size(), data_of(bound),
            bound.size(), data_of(nonce), data_of(key)) != 0) {
        return std::nullopt;
    }
    return plain;
}

Bytes public_key_of(std::string_view seed) {
    return SigningKey(seed).public_part;
}

Bytes sign(std::string_view seed, std::string_view text) {
    const SigningKey key(seed);
    Bytes signature(signature_size, '\0');
    crypto_sign_detached(data_of(signature), nullptr, data_of(text), text.size(),
                         data_of(key.secret_part));
    return signature;
}

bool is_signed_by(std::string_view public_key, std::string_view text, std::string_view signature) {
    if (public_key.size() != key_size || signature.size() != signature_size) return false;
    start_library();
    return crypto_sign_verify_detached(data_of(signature), data_of(text), text.size(),
                                       data_of(public_key)) == 0;
}

void wipe(std::string& secret) {
    sodium_memzero(secret.data(), secret.size());
    secret.clear();
}

}  // namespace postroom::archive
