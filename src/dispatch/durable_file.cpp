#include "dispatch/durable_file.hpp"

#include <cerrno>
#include <memory>
#include <system_error>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dispatch/transport.hpp"

namespace postroom::dispatch {
namespace {

/// As in the archive's folder: from so many files on, syncing the file system once is quicker than
/// syncing each.
constexpr std::size_t many_files = 3;

std::string remedy_for(int error) {
    switch (error) {
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
            return "make room on this disk; the parcel waits and goes again";
        case EACCES:
        case EPERM:
        case EROFS:
            return "let the account that runs Postroom write here";
        case ENOENT:
        case ENOTDIR:
        case EEXIST:
        case EISDIR:
            return "check the folder named in the configuration";
        default:
            return "check the disk and the file system";
    }
}

[[noreturn]] void broken(const std::string& what, const std::string& path, int error) {
    throw DispatchError(Problem{.what = what + ": " + std::generic_category().message(error),
                                .remedy = remedy_for(error),
                                .file = path});
}

/// An open file or folder.
class Handle {
  public:
    Handle(const std::string& path, int flags, unsigned mode, const char* what)
        : number_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {
        if (number_ < 0) broken(what, path, errno);
    }
    ~Handle() { ::close(number_); }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    int number() const { return number_; }

  private:
    int number_;
};

/// After a failed fsync the kernel may have dropped the pages: trying again would lie.
void sync(const Handle& handle, const std::string& path, int (*how)(int) = ::fsync) {
    if (how(handle.number()) == 0) return;
    throw DispatchError(
        Problem{.what = "syncing to disk failed: " + std::generic_category().message(errno),
                .remedy = "check the disk, then start Postroom again",
                .file = path},
        true);
}

void write_all(const Handle& handle, std::string_view bytes, const std::string& path) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(handle.number(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) broken("a file cannot be written", path, errno);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

std::string folder_above(const std::string& path) {
    const auto slash = path.find_last_of('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

bool is_folder(const std::string& path) {
    struct stat found {};
    return ::stat(path.c_str(), &found) == 0 && S_ISDIR(found.st_mode);
}

}  // namespace

void make_folder(const std::string& folder, unsigned mode) {
    if (folder.size() > 1 && folder.back() == '/') {
        return make_folder(folder.substr(0, folder.size() - 1), mode);
    }
    if (is_folder(folder)) return;
    const std::string above = folder_above(folder);
    if (above != folder) make_folder(above, mode);
    if (::mkdir(folder.c_str(), mode) != 0) {
        const int error = errno;
        if (!(error == EEXIST && is_folder(folder))) {
            broken("a folder cannot be made", folder, error);
        }
    }
    sync_folder(above);
}

std::optional<std::int64_t> file_size(const std::string& path) {
    struct stat found {};
    if (::stat(path.c_str(), &found) != 0) {
        if (errno == ENOENT) return std::nullopt;
        broken("a file cannot be looked at", path, errno);
    }
    if (!S_ISREG(found.st_mode)) return std::nullopt;
    return found.st_size;
}

FileStamp stamp_of(const std::string& path) {
    struct stat found {};
    if (::stat(path.c_str(), &found) != 0) {
        if (errno == ENOENT) return {};
        broken("a file cannot be looked at", path, errno);
    }
    return {found.st_ino, found.st_size,
            std::int64_t{found.st_mtim.tv_sec} * 1'000'000'000 + found.st_mtim.tv_nsec};
}

void append_to_file(const std::string& path, std::string_view bytes) {
    const Handle handle(path, O_WRONLY | O_APPEND, 0, "a file cannot be opened");
    const auto before = file_size(path);
    try {
        write_all(handle, bytes, path);
    } catch (const DispatchError&) {
        if (::ftruncate(handle.number(), before.value_or(0)) != 0)
            broken("a line half written cannot be taken back", path, errno);
        throw;
    }
    sync(handle, path);
}

std::optional<Bytes> read_file(const std::string& path) {
    if (!file_size(path)) return std::nullopt;
    const Handle handle(path, O_RDONLY, 0, "a file cannot be opened");
    Bytes bytes;
    char block[65536];
    for (;;) {
        const ssize_t count = ::read(handle.number(), block, sizeof block);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) broken("a file cannot be read", path, errno);
        if (count == 0) return bytes;
        bytes.append(block, static_cast<std::size_t>(count));
    }
}

std::vector<std::string> names_in(const std::string& folder) {
    std::vector<std::string> names;
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(folder.c_str()), ::closedir);
    if (!stream) {
        if (errno == ENOENT) return names;
        broken("a folder cannot be listed", folder, errno);
    }
    for (;;) {
        errno = 0;
        const dirent* entry = ::readdir(stream.get());
        if (entry == nullptr && errno != 0) broken("a folder cannot be listed", folder, errno);
        if (entry == nullptr) return names;
        names.emplace_back(entry->d_name);
    }
}

bool remove_file(const std::string& path) {
    if (::unlink(path.c_str()) == 0) return true;
    if (errno == ENOENT) return false;
    broken("a file cannot be removed", path, errno);
}

void sync_folder(const std::string& folder) {
    const Handle handle(folder, O_RDONLY | O_DIRECTORY, 0, "a folder cannot be opened");
    sync(handle, folder);
}

PartialFile::PartialFile(std::string path, std::string_view bytes, unsigned mode, Sync sync)
    : PartialFile(
          std::move(path), [&](const Append& append) { append(bytes); }, mode, sync) {}

PartialFile::PartialFile(std::string path, const std::function<void(const Append&)>& write,
                         unsigned mode, Sync when)
    : path_(std::move(path)) {
    const Handle handle(path_, O_WRONLY | O_CREAT | O_EXCL, mode, "a file cannot be made");
    try {
        write([&](std::string_view bytes) { write_all(handle, bytes, path_); });
        if (when == Sync::now) sync(handle, path_);
    } catch (const std::exception&) {
        ::unlink(path_.c_str());
        throw;
    }
}

PartialFile::~PartialFile() {
    if (!renamed_) ::unlink(path_.c_str());
}

void PartialFile::rename_to(const std::string& final_path) {
    if (::rename(path_.c_str(), final_path.c_str()) != 0) {
        broken("a file cannot be put in its place", final_path, errno);
    }
    renamed_ = true;
}

PartialFiles::PartialFiles(std::string folder, std::size_t how_many)
    : folder_(std::move(folder)),
      when_(how_many < many_files ? PartialFile::Sync::now : PartialFile::Sync::with_others) {}

PartialFile& PartialFiles::add(std::string path, std::string_view bytes, unsigned mode) {
    return files_.emplace_back(std::move(path), bytes, mode, when_);
}

void PartialFiles::sync() const {
    if (when_ == PartialFile::Sync::now || files_.empty()) return;
    const Handle handle(folder_, O_RDONLY | O_DIRECTORY, 0, "a folder cannot be opened");
    dispatch::sync(handle, folder_, ::syncfs);
}

FolderLock::FolderLock(const std::string& folder)
    : handle_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (handle_ < 0) broken("a folder cannot be opened", folder, errno);
    while (::flock(handle_, LOCK_EX) != 0) {
        if (errno == EINTR) continue;
        const int error = errno;
        ::close(handle_);
        broken("a folder cannot be locked", folder, error);
    }
}

FolderLock::~FolderLock() {
    // Not by closing alone: where that fails, the next to lock it would wait for ever.
    ::flock(handle_, LOCK_UN);
    ::close(handle_);
}

}  // namespace postroom::dispatch
