#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>

#include "archive/archive.hpp"
#include "archive/entry_bundle.hpp"
#include "archive/hash_tree.hpp"
#include "archive/layout.hpp"
#include "archive/reading.hpp"
#include "archive/verification.hpp"

namespace postroom::archive {

namespace {

namespace fs = std::filesystem;

/// How many leaves or hashes of its level there are up to the last in it.
std::int64_t end_of(const TileName& tile) {
    return tile.index * tile_width + tile.width;
}

/// What an extension by the leaves on record leaves when it is interrupted: before its checkpoint
/// what it laid, after it what it had still to remove.
class CutShort {
  public:
    CutShort(std::string folder, std::int64_t size, const std::vector<Bytes>& pending)
        : folder_(std::move(folder)),
          size_(size),
          grown_(size + static_cast<std::int64_t>(pending.size())) {
        for (const Bytes& text : pending)
            if (const auto leaf = parse_leaf(text); leaf && leaf->event == "frozen")
                objects_.emplace(leaf->parcel.text, leaf->sealed_digest);
    }

    /// It goes on from the tile that the checkpoint covers, if there is one.
    bool lays(const TileName& tile) const {
        const bool begun = tile.index * tile_width < count_at(tile.level, size_);
        return end_of(tile) <= count_at(tile.level, grown_) &&
               (!begun || begins_with(tile, tile_of(tile.level, tile.index, size_)));
    }
    bool lays(const ParcelId& parcel) const {
        const auto known = objects_.find(parcel.text);
        if (known == objects_.end()) return false;
        const auto sealed = read_object(folder_, parcel);
        return sealed && sha256(*sealed) == known->second;
    }
    /// The tile that took its place goes on from it.
    bool removes(const TileName& tile) const {
        return begins_with(tile_of(tile.level, tile.index, size_), tile);
    }
    /// A folder is made before what it is for, and removed after it.
    bool leaves_empty(const std::string& name) const {
        if (name.starts_with("tile/")) return grown_ > size_ || name.ends_with(".p");
        return std::ranges::any_of(objects_, [&](const auto& object) {
            return object_path(object.first).starts_with(name + '/');
        });
    }

  private:
    bool begins_with(const TileName& longer, const TileName& shorter) const {
        const auto bytes_of = [&](const TileName& tile) {
            auto bytes = read_file(folder_ + '/' + path_of(tile), longest_bundle);
            return bytes ? std::move(*bytes) : std::nullopt;
        };
        const auto whole = bytes_of(longer);
        const auto beginning = bytes_of(shorter);
        return whole && beginning && whole->starts_with(*beginning);
    }

    std::string folder_;
    std::int64_t size_;
    std::int64_t grown_;
    std::map<std::string, Digest> objects_;
};

class NameWalk {
  public:
    NameWalk(const std::string& folder, std::int64_t size, const std::vector<CompactId>& claimed,
             const std::optional<CutShort>& cut_short, Findings& findings)
        : folder_(folder),
          size_(size),
          claimed_(claimed),
          cut_short_(cut_short),
          findings_(findings) {}

    std::int64_t explained() const { return explained_; }

    /// True when the folder holds anything, known or not.
    bool walk(const fs::path& folder) {
        std::error_code error;
        bool holds_anything = false;
        for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
            holds_anything = true;
            const std::string name = entry.path().lexically_relative(folder_).string();
            const fs::file_status status = entry.symlink_status(error);
            if (fs::is_directory(status)) {
                if (!walk(entry.path()) &&
                    !is_explained([&] { return cut_short_->leaves_empty(name); }))
                    report(name, "it is an empty folder");
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
    template <class Explains>
    bool is_explained(const Explains& explains) {
        if (!cut_short_ || !explains()) return false;
        ++explained_;
        return true;
    }

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
            const bool beyond = end_of(*tile) > count_at(tile->level, size_);
            if (is_explained(
                    [&] { return beyond ? cut_short_->lays(*tile) : cut_short_->removes(*tile); }))
                return;
            if (beyond)
                report(name, beyond_the_checkpoint, completed_by_the_next_run);
            else
                report(name, "it is superseded by a longer one", "the next run removes it");
        } else if (const auto parcel = parcel_at(name)) {
            if (std::binary_search(claimed_.begin(), claimed_.end(), compact(*parcel))) return;
            if (is_explained([&] { return cut_short_->lays(*parcel); })) return;
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
    const std::optional<CutShort>& cut_short_;
    Findings& findings_;
    std::int64_t explained_ = 0;
};

}  // namespace

std::int64_t verify_names(const std::string& folder, std::int64_t size,
                          const std::vector<CompactId>& claimed,
                          const std::optional<std::vector<Bytes>>& pending, Findings& findings) {
    std::optional<CutShort> cut_short;
    if (pending) cut_short.emplace(folder, size, *pending);
    NameWalk walk(folder, size, claimed, cut_short, findings);
    walk.walk(folder);
    return walk.explained();
}

}  // namespace postroom::archive
