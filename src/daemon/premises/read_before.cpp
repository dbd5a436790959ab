#include "daemon/premises/read_before.hpp"

#include <filesystem>

#include "base/bytes.hpp"
#include "daemon/premises/files.hpp"

namespace postroom::daemon {

namespace fs = std::filesystem;

namespace {

/// Another build may judge the same letters otherwise.
std::string this_program() {
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    const auto size = fs::file_size(program, error);
    const auto written = fs::last_write_time(program, error).time_since_epoch().count();
    return program.string() + " " + std::to_string(size) + " " + std::to_string(written);
}

}  // namespace

ReadBefore::ReadBefore(const std::string& data)
    : path_(data.empty() ? data : data + "/content.read") {
    take("program", this_program());
}

void ReadBefore::take(std::string_view name, std::string_view text) {
    digests_ += as_bytes(sha256(name));
    digests_ += as_bytes(sha256(text));
}

bool ReadBefore::holds() const {
    if (path_.empty()) return false;
    return read_file_if_there(path_) == to_hex(sha256(digests_)) + "\n";
}

void ReadBefore::note() const {
    std::error_code error;
    if (path_.empty() || !fs::is_directory(fs::path(path_).parent_path(), error)) return;
    try {
        write_file(path_, to_hex(sha256(digests_)) + "\n");
    } catch (const FileError&) {
        // A full disk or somebody else's folder: the next command reads all again.
        return;
    }
}

}  // namespace postroom::daemon
