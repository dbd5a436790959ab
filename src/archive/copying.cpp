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

using Keep = std::function<void(const std::string&, const Bytes&)>;

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
    throw ArchiveError(path + ": " + why + "; run: postroom archive verify");
}

}  // namespace

struct ArchiveCopy::Impl {
    explicit Impl(std::string given) : folder(std::move(given)) {
        const WritersHeld held(folder);
        note = read(std::string(checkpoint_name));
        const auto parsed = parse_checkpoint(note.substr(0, note.rfind("\n\n") + 1));
        if (!parsed) refuse(folder + '/' + std::string(checkpoint_name), "it is not a checkpoint");
        size = parsed->size;
        read_partial_tiles();
        list_old_checkpoints();
    }

    Bytes read(const std::string& name) const {
        const std::string path = folder + '/' + name;
        auto bytes = read_file(path, std::numeric_limits<std::size_t>::max());
        if (!bytes) refuse(path, bytes.error().what);
        if (!*bytes) refuse(path, "it is missing");
        return **std::move(bytes);
    }

    /// The next extension removes them.
    void read_partial_tiles() {
        for (int level = TileName::entries; level < levels_of(size); ++level) {
            const std::int64_t count = count_at(level, size);
            if (count % 256 == 0) continue;
            const std::string name = path_of(tile_of(level, count / 256, size));
            partial[name] = read(name);
        }
    }

    void list_old_checkpoints() {
        std::error_code error;
        const std::filesystem::path where = folder + "/checkpoints";
        for (const auto& entry : std::filesystem::directory_iterator(where, error)) {
            const std::string name = "checkpoints/" + entry.path().filename().string();
            const auto old = old_checkpoint_at(name);
            if (old && *old < size) old_checkpoints.push_back(name);
        }
    }

    void write(const Keep& keep) const {
        for (const std::string_view name : {guide_name, program_name})
            keep(std::string(name), read(std::string(name)));
        for (int level = TileName::entries; level < levels_of(size); ++level)
            for (std::int64_t index = 0; index < count_at(level, size) / 256; ++index)
                write_tile({level, index}, keep);
        for (const std::string& name : old_checkpoints) keep(name, read(name));
        for (const auto& [name, bytes] : partial) {
            if (tile_at(name)->level == TileName::entries) write_objects(name, bytes, keep);
            keep(name, bytes);
        }
        keep(std::string(checkpoint_name), note);
    }

    void write_tile(const TileName& tile, const Keep& keep) const {
        const std::string name = path_of(tile);
        const Bytes bytes = read(name);
        if (tile.level == TileName::entries) write_objects(name, bytes, keep);
        keep(name, bytes);
    }

    void write_objects(const std::string& name, const Bytes& bundle, const Keep& keep) const {
        const auto leaves = leaves_of(bundle);
        if (!leaves) refuse(folder + '/' + name, "its entries cannot be told apart");
        for (const std::string_view text : *leaves) {
            const auto leaf = parse_leaf(text);
            if (!leaf) refuse(folder + '/' + name, to_text(leaf.error()));
            if (leaf->event != "frozen") continue;
            const std::string object = object_path(leaf->parcel.text);
            keep(object, read(object));
        }
    }

    std::string folder;
    std::string note;
    std::int64_t size = 0;
    std::map<std::string, Bytes> partial;
    std::vector<std::string> old_checkpoints;
};

ArchiveCopy::ArchiveCopy(const std::string& folder)
    : impl_(std::make_unique<Impl>(without_trailing_slashes(folder))) {}
ArchiveCopy::~ArchiveCopy() = default;

void ArchiveCopy::write(const Keep& keep) const {
    impl_->write(keep);
}

}  // namespace postroom::archive
