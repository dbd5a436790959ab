#include "base/bundle.hpp"

#include <algorithm>
#include <cassert>
#include <optional>

namespace postroom {

namespace {

// POSIX.1-1988 ustar: blocks of 512 bytes, numbers in octal.
constexpr std::size_t block = 512;
constexpr std::size_t name_at = 0, mode_at = 100, owner_at = 108, group_at = 116, size_at = 124,
                      time_at = 136, checksum_at = 148, type_at = 156, magic_at = 257;
constexpr std::size_t longest_name = 99;
constexpr std::size_t number_digits = 11;

void put(Bytes& header, std::size_t at, std::string_view text) {
    std::copy(text.begin(), text.end(), header.begin() + static_cast<std::ptrdiff_t>(at));
}

std::string octal(std::size_t number, std::size_t digits) {
    std::string text(digits, '0');
    for (auto digit = text.rbegin(); number != 0; number /= 8, ++digit)
        *digit = static_cast<char>('0' + number % 8);
    return text;
}

std::string checksum(const Bytes& header) {
    std::size_t sum = 0;
    for (const char c : header) sum += static_cast<unsigned char>(c);
    return octal(sum, 6) + std::string("\0 ", 2);
}

Bytes header_of(const BundledFile& file) {
    Bytes header(block, '\0');
    put(header, name_at, file.name);
    put(header, mode_at, "0000600");
    put(header, owner_at, "0000000");
    put(header, group_at, "0000000");
    put(header, size_at, octal(file.bytes.size(), number_digits));
    put(header, time_at, "00000000000");
    put(header, checksum_at, "        ");
    put(header, type_at, "0");
    put(header, magic_at, std::string_view("ustar\00000", 8));
    put(header, checksum_at, checksum(header));
    return header;
}

std::size_t rounded_up(std::size_t size) {
    return (size + block - 1) / block * block;
}

/// The file a header announces; nothing unless pack_bundle() could have written it.
std::optional<BundledFile> announced(std::string_view header, std::size_t& size) {
    BundledFile file;
    file.name = header.substr(name_at, header.substr(name_at, mode_at).find('\0'));
    size = 0;
    for (const char c : header.substr(size_at, number_digits)) {
        if (c < '0' || c > '7') return std::nullopt;
        size = size * 8 + static_cast<std::size_t>(c - '0');
    }
    return file;
}

}  // namespace

Bytes pack_bundle(const std::vector<BundledFile>& files) {
    Bytes bytes;
    for (const BundledFile& file : files) {
        assert(!file.name.empty() && file.name.size() <= longest_name);
        bytes += header_of(file);
        bytes += file.bytes;
        bytes.resize(rounded_up(bytes.size()));
    }
    bytes.resize(bytes.size() + 2 * block);
    return bytes;
}

std::size_t bundle_size(const std::vector<std::size_t>& sizes) {
    std::size_t size = 2 * block;
    for (const std::size_t one : sizes) size += block + rounded_up(one);
    return size;
}

Expected<std::vector<BundledFile>> unpack_bundle(std::string_view bytes) {
    const auto broken = [] {
        return fail(Problem{.what = "a parcel of several files cannot be taken apart",
                            .remedy = "run: postroom archive verify"});
    };
    std::vector<BundledFile> files;
    for (std::string_view rest = bytes; rest.size() >= block && rest.front() != '\0';) {
        std::size_t size = 0;
        auto file = announced(rest.substr(0, block), size);
        rest.remove_prefix(block);
        if (!file || rounded_up(size) > rest.size()) return broken();
        file->bytes = rest.substr(0, size);
        rest.remove_prefix(rounded_up(size));
        files.push_back(std::move(*file));
    }
    if (files.empty() || pack_bundle(files) != bytes) return broken();
    return files;
}

}  // namespace postroom
