#include "archive/reading.hpp"

#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/running_digest.hpp"

namespace postroom::archive {

namespace {

Problem unreadable(const std::string& path, std::string_view why) {
    return {.what = "it cannot be read: " + std::string(why),
            .remedy = "check the disk and the file's owner and mode",
            .file = path};
}

Problem not_a_file(const std::string& path) {
    return {.what = "it is not a regular file", .remedy = "remove it", .file = path};
}

/// Gives `take(pieces)` every piece of a regular file; false when there is no such file.
template <class Take>
Expected<bool> read_pieces(const std::string& path, Take take) {
    // O_NONBLOCK: a pipe laid where a file belongs must not hold us up.
    const Descriptor file(
        ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY));
    if (!file.is_open()) {
        if (errno == ENOENT || errno == ENOTDIR) return false;
        if (errno == ELOOP) return fail(not_a_file(path));
        return fail(unreadable(path, std::strerror(errno)));
    }
    struct stat status {};
    if (::fstat(file.number(), &status) != 0) return fail(unreadable(path, std::strerror(errno)));
    if (!S_ISREG(status.st_mode)) return fail(not_a_file(path));
    std::array<char, 65536> piece;
    while (true) {
        const ssize_t got = ::read(file.number(), piece.data(), piece.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fail(unreadable(path, std::strerror(errno)));
        if (got == 0) return true;
        if (!take(std::string_view(piece.data(), static_cast<std::size_t>(got)))) {
            return fail(unreadable(path, "it is longer than such a file can be"));
        }
    }
}

}  // namespace

Descriptor::~Descriptor() {
    if (is_open()) ::close(number_);
}

bool Descriptor::close() {
    const int number = number_;
    number_ = -1;
    return ::close(number) == 0;
}

Expected<std::optional<Bytes>> read_file(const std::string& path, std::size_t at_most) {
    Bytes bytes;
    const auto there = read_pieces(path, [&](std::string_view piece) {
        bytes += piece;
        return bytes.size() <= at_most;
    });
    if (!there) return fail(there.error());
    if (!*there) return std::optional<Bytes>();
    return std::optional<Bytes>(std::move(bytes));
}

Expected<std::optional<MeasuredFile>> measure_file(const std::string& path, std::int64_t at_most) {
    MeasuredFile measured;
    RunningDigest digest;
    const auto there = read_pieces(path, [&](std::string_view piece) {
        digest.add(piece);
        measured.size += static_cast<std::int64_t>(piece.size());
        return measured.size <= at_most;
    });
    if (!there) return fail(there.error());
    if (!*there) return std::optional<MeasuredFile>();
    measured.digest = digest.finish();
    return std::optional<MeasuredFile>(measured);
}

}  // namespace postroom::archive
