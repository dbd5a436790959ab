// Reading and writing whole files, with errors a person can act on.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace postroom::daemon {

/// The disk failed us. what() names the file and says what to do.
class FileError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Throws FileError ("cannot read …: No such file or directory").
std::string read_file(const std::string& path);
/// Nothing when the file does not exist; FileError on any other trouble.
std::optional<std::string> read_file_if_there(const std::string& path);
/// The same; refused (FileError) when everybody may write it. For what decides which programs run.
std::optional<std::string> read_trusted_if_there(const std::string& path);
/// What others than its owner may do with it beyond `allowed` (mode bits), in words with the
/// remedy; empty when nothing, or when it is not there.
std::string open_to_others(const std::string& path, unsigned allowed);
/// A password: refused (FileError) unless the file is this user's and nobody else may read it.
/// Trailing line feeds are no part of it.
std::string read_secret(const std::string& path);
/// All or nothing: a temporary beside it, synced, renamed into place.
void write_file(const std::string& path, std::string_view bytes, unsigned mode = 0644);
/// What this file or folder holds is on the disk; throws FileError.
void sync_file(const std::string& path);
/// And those above it; each is still there after a loss of power. Throws FileError.
void make_folders(const std::string& folder);
/// Makes the name of this file or folder durable; throws FileError.
void sync_folder_of(const std::string& path);
/// Regular files below `folder` ending in `suffix`, as paths relative to it, sorted. Empty when
/// the folder does not exist.
std::vector<std::string> files_below(const std::string& folder, const std::string& suffix);

}  // namespace postroom::daemon
