// Files that are there in full or not at all, after a power cut too.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace postroom::dispatch {

// Everything here throws DispatchError naming the path and the remedy.

/// Makes the folder and the folders above it, synced. Nothing to do when it exists.
void make_folder(const std::string& folder, unsigned mode);

/// Size of the regular file at `path`; nothing when there is none.
std::optional<std::int64_t> file_size(const std::string& path);

/// Differs once a file was written to or replaced.
struct FileStamp {
    std::uint64_t number = 0;  ///< the file system's own, 0: no file
    std::int64_t size = 0;
    std::int64_t changed = 0;  ///< nanoseconds
    bool operator==(const FileStamp&) const = default;
};
FileStamp stamp_of(const std::string& path);

/// At the end of a file that exists, synced. After a power cut the file may end in a part of
/// `bytes`; after any other trouble it is as it was.
void append_to_file(const std::string& path, std::string_view bytes);

/// Nothing when there is no such file.
std::optional<Bytes> read_file(const std::string& path);

/// Names of the entries, in no order; none when the folder does not exist.
std::vector<std::string> names_in(const std::string& folder);

/// Nothing to do when there is no such file. Returns whether there was one.
bool remove_file(const std::string& path);

/// Makes renames and removals in this folder durable.
void sync_folder(const std::string& folder);

/// A file written and synced under a passing name, which takes its final name in one step or
/// disappears.
class PartialFile {
  public:
    using Append = std::function<void(std::string_view)>;

    enum class Sync { now, with_others };  ///< with_others: PartialFiles sees to it

    PartialFile(std::string path, std::string_view bytes, unsigned mode, Sync sync = Sync::now);
    /// `write` hands over the bytes piece by piece.
    PartialFile(std::string path, const std::function<void(const Append&)>& write, unsigned mode,
                Sync sync = Sync::now);
    ~PartialFile();
    PartialFile(const PartialFile&) = delete;
    PartialFile& operator=(const PartialFile&) = delete;

    /// Replaces what bears the name. The folders are not synced yet.
    void rename_to(const std::string& final_path);

  private:
    std::string path_;
    bool renamed_ = false;
};

/// Several at once in one folder, which share their sync when they are many.
class PartialFiles {
  public:
    PartialFiles(std::string folder, std::size_t how_many);

    /// To be renamed after sync(). It lives as long as this.
    PartialFile& add(std::string path, std::string_view bytes, unsigned mode);
    void sync() const;

  private:
    std::string folder_;
    PartialFile::Sync when_;
    std::deque<PartialFile> files_;
};

/// Held by one process at a time, until destroyed. The folder must exist.
class FolderLock {
  public:
    explicit FolderLock(const std::string& folder);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

  private:
    int handle_;
};

}  // namespace postroom::dispatch
