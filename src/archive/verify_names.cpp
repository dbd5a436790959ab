#include <algorithm>
#include <filesystem>

#include "archive/layout.hpp"
#include "archive/verification.hpp"

namespace postroom::archive {

namespace {

namespace fs = std::filesystem;

class NameWalk {
  public:
    NameWalk(const std::string& folder, std::int64_t size, const std::vector<CompactId>& claimed,
             Findings& findings)
        : folder_(folder), size_(size), claimed_(claimed), findings_(findings) {}

    /// True when the folder holds anything, known or not.
    bool walk(const fs::path& folder) {
        std::error_code error;
        bool holds_anything = false;
        for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
            holds_anything = true;
            const std::string name = entry.path().lexically_relative(folder_).string();
            const fs::file_status status = entry.symlink_status(error);
            if (fs::is_directory(status)) {
                if (!walk(entry.path())) report(name, "it is an empty folder");
            } else if (!fs::is_regular_file(status)) {
                report(name, "it is neither a file nor a folder");
            } else {
                judge(name);
            }
        }
        if (error) {
            findings_.add({.what = "it cannot be listed: " + error.message(),
                           .remedy = "check the disk and the folder's owner and mode",
                           .file = folder.string()});
        }
        return holds_anything || error;
    }

  private:
    void report(const std::string& name, std::string what,
                std::string remedy = "move it out of the archive") {
        findings_.add(
            {.what = std::move(what), .remedy = std::move(remedy), .file = folder_ + '/' + name});
    }

    void judge(const std::string& name) {
        if (name == checkpoint_name || name == guide_name || name == program_name ||
            old_checkpoint_at(name))
            return;
        if (const auto tile = tile_at(name)) {
            if (belongs(*tile, size_)) return;
            const std::int64_t end = tile->index * 256 + tile->width;
            const bool beyond = end > count_at(tile->level, size_);
            if (beyond)
                report(name, beyond_the_checkpoint, completed_by_the_next_run);
            else
                report(name, "it is superseded by a longer one", "the next run removes it");
        } else if (const auto parcel = parcel_at(name)) {
            if (std::binary_search(claimed_.begin(), claimed_.end(), compact(*parcel))) return;
            report(name, std::string("no leaf claims it: ") + beyond_the_checkpoint,
                   completed_by_the_next_run);
        } else {
            report(name, "it is no part of an archive");
        }
    }

    static constexpr const char* beyond_the_checkpoint =
        "it lies beyond the checkpoint, because an extension was interrupted or because the "
        "checkpoint was rolled back";
    static constexpr const char* completed_by_the_next_run =
        "leave it there, and verify again after the next run, which completes what was "
        "interrupted; if it is still said then, restore the archive from a backup";

    const std::string& folder_;
    std::int64_t size_;
    const std::vector<CompactId>& claimed_;
    Findings& findings_;
};

}  // namespace

void verify_names(const std::string& folder, std::int64_t size,
                  const std::vector<CompactId>& claimed, Findings& findings) {
    NameWalk(folder, size, claimed, findings).walk(folder);
}

}  // namespace postroom::archive
