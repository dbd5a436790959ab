// keys/: made once, all three files or none; read only when nobody else can read them.
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/archive.hpp"
#include "archive/checkpoint.hpp"
#include "archive/cryptography.hpp"
#include "archive/layout.hpp"
#include "archive/reading.hpp"

namespace postroom::archive {

namespace {

constexpr std::size_t longest_key_file = 4096;

[[noreturn]] void give_up(const std::string& what, const std::string& path) {
    throw ArchiveError("the keys could not be made: " + what + ' ' + path + ": " +
                       std::strerror(errno));
}

void write_synced(const std::string& path, std::string_view bytes, unsigned mode) {
    Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    if (!file.is_open() ||
        ::write(file.number(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()) ||
        ::fsync(file.number()) != 0 || !file.close()) {
        give_up("writing", path);
    }
}

void sync_folder(const std::string& path) {
    const Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.is_open() || ::fsync(folder.number()) != 0) give_up("syncing", path);
}

std::string parent_of(const std::string& path) {
    const std::size_t slash = path.find_last_of('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

/// A new folder beside `folder`, mode 0700, removed with what it holds unless it was moved away.
class NewFolder {
  public:
    explicit NewFolder(const std::string& folder) : path_(folder + ".new-XXXXXX") {
        if (::mkdtemp(path_.data()) == nullptr) give_up("making a folder beside", folder);
    }
    ~NewFolder() {
        for (const char* name : {"master.key", "ledger.key", "ledger.pub"}) {
            ::unlink((path_ + '/' + name).c_str());
        }
        ::rmdir(path_.c_str());
    }
    NewFolder(const NewFolder&) = delete;
    NewFolder& operator=(const NewFolder&) = delete;

    void write(const char* name, std::string_view bytes, unsigned mode) {
        write_synced(path_ + '/' + name, bytes, mode);
    }
    /// rename() replaces an empty folder and refuses any other, in one step.
    void move_to(const std::string& folder) {
        sync_folder(path_);
        if (::rename(path_.c_str(), folder.c_str()) != 0) {
            if (errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR) {
                throw ArchiveError("there is something in " + folder +
                                   " already; keys are never overwritten");
            }
            give_up("placing", folder);
        }
        sync_folder(parent_of(folder));
    }

  private:
    std::string path_;
};

std::optional<Problem> open_to_others(const std::string& path, unsigned forbidden) {
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) {
        return Problem{.what = "the key is missing or cannot be reached",
                       .remedy = "restore it from a backup, or run: postroom init",
                       .file = path};
    }
    if (status.st_uid != ::geteuid() && ::geteuid() != 0) {
        return Problem{.what = "it belongs to another user",
                       .remedy = "give it to the user Postroom runs as, with chown",
                       .file = path};
    }
    if ((status.st_mode & forbidden) == 0) return std::nullopt;
    return Problem{.what = "other users may read or change it",
                   .remedy = "chmod go= (mode 0600 for a key, 0700 for the folder)",
                   .file = path};
}

Expected<std::string> read_line_of(const std::string& path) {
    auto bytes = read_file(path, longest_key_file);
    if (!bytes) return fail(bytes.error());
    if (!*bytes) {
        return fail(Problem{.what = "the key is missing",
                            .remedy = "restore it from a backup, or run: postroom init",
                            .file = path});
    }
    if (!(*bytes)->ends_with('\n')) {
        return fail(Problem{.what = "the key file does not end with a line feed",
                            .remedy = "restore it from a backup",
                            .file = path});
    }
    (*bytes)->pop_back();
    return **std::move(bytes);
}

Expected<std::string> read_secret(const std::string& path) {
    if (const auto problem = open_to_others(path, S_IRWXG | S_IRWXO)) return fail(*problem);
    auto line = read_line_of(path);
    if (!line) return fail(line.error());
    auto secret = from_base64(*line);
    wipe(*line);
    if (!secret || secret->size() != key_size) {
        return fail(Problem{.what = "it is not a key: 32 bytes as one line of base64 are expected",
                            .remedy = "restore it from a backup",
                            .file = path});
    }
    return *std::move(secret);
}

}  // namespace

void create_keys(const std::string& folder, const std::string& origin) {
    if (!is_key_name(origin)) {
        throw ArchiveError("the archive's name must be printable ASCII without space and plus");
    }
    const std::string path = without_trailing_slashes(folder);
    Bytes master = random_bytes(key_size);
    Bytes seed = random_bytes(key_size);
    std::string master_line = to_base64(master) + '\n';
    std::string seed_line = to_base64(seed) + '\n';
    NewFolder made(path);
    made.write("master.key", master_line, 0600);
    made.write("ledger.key", seed_line, 0600);
    made.write("ledger.pub", to_text(VerifierKey{origin, public_key_of(seed)}) + '\n', 0644);
    made.move_to(path);
    for (std::string* secret : {&master, &seed, &master_line, &seed_line}) wipe(*secret);
}

Expected<Keys> read_keys(const std::string& folder) {
    if (const auto problem = open_to_others(folder, S_IWGRP | S_IWOTH)) return fail(*problem);
    auto master = read_secret(folder + "/master.key");
    if (!master) return fail(master.error());
    auto seed = read_secret(folder + "/ledger.key");
    if (!seed) return fail(seed.error());
    const std::string public_path = folder + "/ledger.pub";
    const auto line = read_line_of(public_path);
    if (!line) return fail(line.error());
    const auto verifier = parse_verifier(*line);
    if (!verifier || verifier->public_key != public_key_of(*seed)) {
        return fail(Problem{.what = "it is not the public key of ledger.key",
                            .remedy = "restore the keys folder from a backup",
                            .file = public_path});
    }
    return Keys{.master = *std::move(master),
                .signing_seed = *std::move(seed),
                .verifier = *line,
                .origin = verifier->name};
}

}  // namespace postroom::archive
