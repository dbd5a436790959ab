// The archive as people read it; whether it is sound is verify's to say.
#include <limits>

#include "archive/archive.hpp"
#include "archive/checkpoint.hpp"
#include "archive/entry_bundle.hpp"
#include "archive/hash_tree.hpp"
#include "archive/layout.hpp"
#include "archive/reading.hpp"

namespace postroom::archive {

namespace {

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
    throw ArchiveError(path + ": " + why + "; run: postroom archive verify");
}

Bytes read_or_refuse(const std::string& path, std::size_t at_most) {
    auto bytes = read_file(path, at_most);
    if (!bytes) refuse(path, bytes.error().what);
    if (!*bytes) refuse(path, "it is missing");
    return **std::move(bytes);
}

}  // namespace

void for_each_leaf(const std::string& folder, std::int64_t first,
                   const std::function<void(std::int64_t, std::string_view)>& work) {
    const std::string path = folder + '/' + std::string(checkpoint_name);
    const std::string note = read_or_refuse(path, 4096);
    const auto checkpoint = parse_checkpoint(note.substr(0, note.rfind("\n\n") + 1));
    if (!checkpoint) refuse(path, "it is not a checkpoint");

    for (std::int64_t tile = first / tile_width; tile * tile_width < checkpoint->size; ++tile) {
        const std::string name =
            folder + '/' + path_of(tile_of(TileName::entries, tile, checkpoint->size));
        const Bytes bundle = read_or_refuse(name, longest_bundle);
        const auto leaves = leaves_of(bundle);
        if (!leaves) refuse(name, "its entries cannot be told apart");
        std::int64_t index = tile * tile_width;
        for (const std::string_view text : *leaves) {
            if (index >= first) work(index, text);
            ++index;
        }
    }
}

std::vector<Leaf> list(const std::string& folder) {
    std::vector<Leaf> listed;
    for_each_leaf(folder, 0, [&](std::int64_t index, std::string_view text) {
        auto leaf = parse_leaf(text);
        if (!leaf) refuse("entry " + std::to_string(index), to_text(leaf.error()));
        listed.push_back(*std::move(leaf));
    });
    return listed;
}

std::optional<Bytes> read_object(const std::string& folder, const ParcelId& id) {
    if (!is_parcel_id(id.text)) return std::nullopt;
    const std::string path = folder + '/' + object_path(id.text);
    auto bytes = read_file(path, std::numeric_limits<std::size_t>::max());
    if (!bytes) refuse(path, bytes.error().what);
    return *std::move(bytes);
}

}  // namespace postroom::archive
