// A copy of a living archive: what one checkpoint implies, which never changes once it is there.
#include <filesystem>
#include <limits>
#include <map>

#include "archive/archive.hpp"
#include "archive/checkpoint.hpp"
#include "archive/entry_bundle.hpp"
#include "archive/layout.hpp"
#include "archive/reading.hpp"
#include "archive/writable_folder.hpp"

namespace postroom::archive {

namespace {

class Copying {
  public:
    Copying(std::string folder, const std::function<void(const std::string&, const Bytes&)>& keep)
        : folder_(std::move(folder)), keep_(keep) {}

    void run() {
        read_what_changes();
        for (const std::string_view name : {guide_name, program_name}) copy(std::string(name));
        for (int level = TileName::entries; level < levels_of(size_); ++level) copy_level(level);
        for (const std::string& name : old_checkpoints_) copy(name);
        for (const auto& [name, bytes] : partial_) keep_(name, bytes);
        keep_(std::string(checkpoint_name), note_);
    }

  private:
    [[noreturn]] static void refuse(const std::string& path, const std::string& why) {
        throw ArchiveError(path + ": " + why + "; run: postroom archive verify");
    }

    Bytes read(const std::string& name) const {
        const std::string path = folder_ + '/' + name;
        auto bytes = read_file(path, std::numeric_limits<std::size_t>::max());
        if (!bytes) refuse(path, bytes.error().what);
        if (!*bytes) refuse(path, "it is missing");
        return **std::move(bytes);
    }
    void copy(const std::string& name) const { keep_(name, read(name)); }

    /// The checkpoint and the partial tiles it needs, which the next extension removes.
    void read_what_changes() {
        const WritersHeld held(folder_);
        note_ = read(std::string(checkpoint_name));
        const auto parsed = parse_checkpoint(note_.substr(0, note_.rfind("\n\n") + 1));
        if (!parsed) refuse(folder_ + '/' + std::string(checkpoint_name), "it is not a checkpoint");
        size_ = parsed->size;
        for (int level = TileName::entries; level < levels_of(size_); ++level) {
            const std::int64_t count = count_at(level, size_);
            if (count % 256 == 0) continue;
            const std::string name = path_of(tile_of(level, count / 256, size_));
            partial_[name] = read(name);
            if (level == TileName::entries) note_objects(name, partial_[name]);
        }
        note_old_checkpoints();
    }

    void note_old_checkpoints() {
        std::error_code error;
        const std::filesystem::path where = folder_ + "/checkpoints";
        for (const auto& entry : std::filesystem::directory_iterator(where, error)) {
            const std::string name = "checkpoints/" + entry.path().filename().string();
            const auto old = old_checkpoint_at(name);
            if (old && *old < size_) old_checkpoints_.push_back(name);
        }
    }

    void copy_level(int level) const {
        for (std::int64_t index = 0; index < count_at(level, size_) / 256; ++index) {
            const std::string name = path_of({level, index});
            const Bytes bytes = read(name);
            if (level == TileName::entries) copy_objects(name, bytes);
            keep_(name, bytes);
        }
        if (level != TileName::entries) return;
        for (const std::string& name : objects_) copy(name);
    }

    void copy_objects(const std::string& name, const Bytes& bundle) const {
        for (const std::string& object : objects_in(name, bundle)) copy(object);
    }
    void note_objects(const std::string& name, const Bytes& bundle) {
        objects_ = objects_in(name, bundle);
    }
    std::vector<std::string> objects_in(const std::string& name, const Bytes& bundle) const {
        std::vector<std::string> objects;
        const auto leaves = leaves_of(bundle);
        if (!leaves) refuse(folder_ + '/' + name, "its entries cannot be told apart");
        for (const std::string_view text : *leaves) {
            const auto leaf = parse_leaf(text);
            if (!leaf) refuse(folder_ + '/' + name, to_text(leaf.error()));
            if (leaf->event == "frozen") objects.push_back(object_path(leaf->parcel.text));
        }
        return objects;
    }

    const std::string folder_;
    const std::function<void(const std::string&, const Bytes&)>& keep_;
    std::int64_t size_ = 0;
    std::string note_;
    std::map<std::string, Bytes> partial_;
    std::vector<std::string> objects_;  ///< those of the partial bundle
    std::vector<std::string> old_checkpoints_;
};

}  // namespace

void copy_archive(const std::string& folder,
                  const std::function<void(const std::string&, const Bytes&)>& keep) {
    Copying(without_trailing_slashes(folder), keep).run();
}

}  // namespace postroom::archive
