#include "daemon/premises/files.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/premises/descriptor.hpp"

namespace postroom::daemon {

namespace {

[[noreturn]] void trouble(const std::string& doing, const std::string& path, int error) {
    std::string remedy;
    if (error == ENOSPC) remedy = "; free some space and run again";
    if (error == EACCES || error == EROFS || error == EPERM)
        remedy = "; check that Postroom may write there and that the disk is not read-only";
    throw FileError("cannot " + doing + " " + path + ": " + std::strerror(error) + remedy);
}

std::string read_all(int fd, const std::string& path) {
    struct stat facts {};
    if (::fstat(fd, &facts) == 0 && S_ISDIR(facts.st_mode)) trouble("read", path, EISDIR);
    // One byte more than it says it has: the end then shows without a second buffer.
    constexpr off_t at_first = 1 << 20;
    std::string bytes(static_cast<std::size_t>(std::clamp<off_t>(facts.st_size, 0, at_first)) + 1,
                      '\0');
    std::size_t filled = 0;
    while (true) {
        if (filled == bytes.size()) bytes.resize(2 * bytes.size());
        const ssize_t got = ::read(fd, bytes.data() + filled, bytes.size() - filled);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) trouble("read", path, errno);
        if (got == 0) break;
        filled += static_cast<std::size_t>(got);
    }
    bytes.resize(filled);
    return bytes;
}

}  // namespace

std::string read_file(const std::string& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) trouble("read", path, errno);
    return read_all(file.number(), path);
}

std::optional<std::string> read_file_if_there(const std::string& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) {
        if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
        trouble("read", path, errno);
    }
    return read_all(file.number(), path);
}

std::optional<std::string> read_trusted_if_there(const std::string& path) {
    struct stat facts {};
    if (::stat(path.c_str(), &facts) == 0 && (facts.st_mode & S_IWOTH) != 0)
        throw FileError("anybody on this machine may change " + path + "; run: chmod o-w " + path);
    return read_file_if_there(path);
}

std::string open_to_others(const std::string& path, unsigned allowed) {
    struct stat facts {};
    if (::stat(path.c_str(), &facts) != 0) return {};
    const unsigned too_many = facts.st_mode & (S_IRWXG | S_IRWXO) & ~allowed;
    if (too_many == 0) return {};
    const bool change = (too_many & (S_IWGRP | S_IWOTH)) != 0;
    return "other users may " + std::string(change ? "change " : "read ") + path +
           "; run: chmod go" + (change && allowed != 0 ? "-w " : "= ") + path;
}

std::string read_secret(const std::string& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file.is_open()) trouble("read", path, errno);
    struct stat facts {};
    if (::fstat(file.number(), &facts) != 0) trouble("read", path, errno);
    if (!S_ISREG(facts.st_mode)) throw FileError("the secret " + path + " is not a file");
    if (facts.st_uid != ::geteuid() && ::geteuid() != 0)
        throw FileError(
            "the secret " + path +
            " belongs to another user; give it to the one Postroom runs as, with chown");
    if ((facts.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        throw FileError("the secret " + path + " may be read by others; run: chmod 600 " + path);
    std::string secret = read_all(file.number(), path);
    while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) secret.pop_back();
    return secret;
}

void write_file(const std::string& path, std::string_view bytes, unsigned mode) {
    const std::string temporary = path + ".part";
    {
        const Descriptor file(
            ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
        if (!file.is_open()) trouble("write", path, errno);
        std::size_t done = 0;
        while (done < bytes.size()) {
            const ssize_t put = ::write(file.number(), bytes.data() + done, bytes.size() - done);
            if (put < 0 && errno == EINTR) continue;
            if (put < 0) {
                const int error = errno;
                ::unlink(temporary.c_str());
                trouble("write", path, error);
            }
            done += static_cast<std::size_t>(put);
        }
        if (::fsync(file.number()) != 0) {
            const int error = errno;
            ::unlink(temporary.c_str());
            trouble("sync", path, error);
        }
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0) trouble("write", path, errno);
    sync_folder_of(path);
}

void make_folders(const std::string& folder) {
    const std::filesystem::path above = std::filesystem::path(folder).parent_path();
    std::error_code error;
    if (!above.empty() && !std::filesystem::exists(above, error)) make_folders(above.string());
    const bool made = std::filesystem::create_directory(folder, error);
    if (error)
        throw FileError("cannot make the folder " + folder + ": " + error.message() +
                        "; check that Postroom may write there");
    if (made) sync_folder_of(folder);
}

void sync_file(const std::string& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open() || ::fsync(file.number()) != 0) trouble("sync", path, errno);
}

void sync_folder_of(const std::string& path) {
    const std::string folder = std::filesystem::path(path).parent_path().string();
    sync_file(folder.empty() ? "." : folder);
}

std::vector<std::string> files_below(const std::string& folder, const std::string& suffix) {
    std::vector<std::string> found;
    std::error_code error;
    // An error ends the walk, so it is asked about afterwards.
    for (std::filesystem::recursive_directory_iterator it(folder, error), end; it != end;
         it.increment(error)) {
        std::error_code unseen;
        if (!it->is_regular_file(unseen)) continue;
        std::string relative = it->path().lexically_relative(folder).generic_string();
        if (relative.ends_with(suffix)) found.push_back(std::move(relative));
    }
    if (error && error != std::errc::no_such_file_or_directory &&
        error != std::errc::not_a_directory)
        throw FileError("cannot list " + folder + ": " + error.message());
    std::ranges::sort(found);
    return found;
}

}  // namespace postroom::daemon
