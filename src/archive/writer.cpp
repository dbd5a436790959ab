// The one writer: docs/archive-format.md, "How it is written".
#include <algorithm>
#include <cassert>
#include <filesystem>
#include <limits>
#include <set>
#include <span>
#include <utility>

#include "archive/archive.hpp"
#include "archive/checkpoint.hpp"
#include "archive/cryptography.hpp"
#include "archive/entry_bundle.hpp"
#include "archive/hash_tree.hpp"
#include "archive/layout.hpp"
#include "archive/shipped_texts.hpp"
#include "archive/writable_folder.hpp"

namespace postroom::archive {

namespace {

constexpr std::size_t longest_checkpoint = 4096;

/// All the writer needs of the ledger: what the next leaf is added to.
struct RightEdge {
    std::string note;  ///< the signed checkpoint, exact bytes
    Checkpoint checkpoint;
    HashTree tree;
    TileEdge tiles;
    Bytes bundle;  ///< the entries of the right-most, partial bundle
};

[[noreturn]] void refuse(const std::string& where, const std::string& why) {
    throw ArchiveError(where + ": " + why + "; run: postroom archive verify");
}

std::string tile_bytes(const std::vector<Digest>& hashes) {
    std::string bytes;
    for (const Digest& hash : hashes) bytes += as_bytes(hash);
    return bytes;
}

std::vector<Digest> hashes_in(std::string_view bytes) {
    std::vector<Digest> hashes(bytes.size() / sizeof(Digest));
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(i * sizeof(Digest)), sizeof(Digest),
                    hashes[i].begin());
    }
    return hashes;
}

/// Tiles and entries as they grow; each is staged when it is full, the partial ones at the end.
class Growth {
  public:
    Growth(RightEdge& edge, WritableFolder& folder) : edge_(edge), folder_(folder) {}

    void append(std::string_view leaf) {
        add_to_bundle(edge_.bundle, leaf);
        edge_.tree.append(leaf_hash(leaf), [this](int level, const Digest& hash) {
            const auto at = static_cast<std::size_t>(level);
            if (edge_.tiles.size() <= at) edge_.tiles.resize(at + 1);
            edge_.tiles[at].push_back(hash);
            if (edge_.tiles[at].size() < tile_width) return changed_.insert(level), void();
            const std::int64_t full = count_at(level, edge_.tree.size() + 1) / tile_width;
            stage({level, full - 1}, tile_bytes(edge_.tiles[at]));
            edge_.tiles[at].clear();
            changed_.erase(level);
        });
        if (edge_.tree.size() % tile_width == 0) {
            stage({TileName::entries, edge_.tree.size() / tile_width - 1}, edge_.bundle);
            edge_.bundle.clear();
        }
    }

    void finish() {
        for (const int level : changed_) {
            stage_partial(level, tile_bytes(edge_.tiles[static_cast<std::size_t>(level)]));
        }
        if (!edge_.bundle.empty()) stage_partial(TileName::entries, edge_.bundle);
    }

    const std::vector<TileName>& staged() const { return staged_; }

  private:
    void stage_partial(int level, const std::string& bytes) {
        const std::int64_t size = edge_.tree.size();
        stage(tile_of(level, count_at(level, size) / tile_width, size), bytes);
    }
    void stage(const TileName& tile, const std::string& bytes) {
        folder_.stage(path_of(tile), bytes);
        staged_.push_back(tile);
    }

    RightEdge& edge_;
    WritableFolder& folder_;
    std::set<int> changed_;  ///< levels whose partial tile is not the one on disk
    std::vector<TileName> staged_;
};

}  // namespace

struct Writer::Impl {
    WritableFolder folder;
    Keys keys;
    VerifierKey verifier;
    RightEdge edge;
    bool failed = false;

    Impl(const std::string& path, Keys given) : folder(path), keys(std::move(given)) {
        verifier = {keys.origin, public_key_of(keys.signing_seed)};
        if (to_text(verifier) != keys.verifier) {
            throw ArchiveError("keys/ledger.pub is not the public key of keys/ledger.key");
        }
        const WritableFolder::Turn turn(folder);
        const auto note = folder.read(checkpoint_name, longest_checkpoint);
        if (note) {
            edge = read_edge(*note);
            renew_shipped_texts();
        } else {
            start();
        }
        remove_all_superseded();
    }
    ~Impl() {
        wipe(keys.signing_seed);
        wipe(keys.master);
    }

    void start() {
        for (const std::string& name : folder.names_in("")) {
            if (name != guide_name && name != program_name) {
                refuse(folder.path(), "it is not empty and has no checkpoint; restore it");
            }
        }
        renew_shipped_texts();
        edge = {};
        sign();
    }

    /// What an earlier Postroom laid there gives way to what this one knows of checking.
    void renew_shipped_texts() {
        const std::pair<std::string_view, std::string_view> texts[] = {
            {guide_name, verify_guide()}, {program_name, verify_program()}};
        for (const auto& [name, text] : texts)
            if (folder.read(name, text.size() + 1) != text) folder.stage_over(name, text);
        folder.place();
    }

    std::string read_tile(const TileName& tile, std::size_t at_most) {
        auto bytes = folder.read(path_of(tile), at_most);
        if (!bytes) refuse(folder.path_of(path_of(tile)), "it is missing");
        return *std::move(bytes);
    }

    /// The right edge as it was when the ledger, now of `size`, had `then` leaves.
    TileEdge read_tiles(std::int64_t then, std::int64_t size) {
        TileEdge tiles(static_cast<std::size_t>(levels_of(then)));
        for (int level = 0; level < levels_of(then); ++level) {
            const std::int64_t count = count_at(level, then);
            if (count % tile_width == 0) continue;
            const TileName tile = tile_of(level, count / tile_width, size);
            std::vector<Digest>& hashes = tiles[static_cast<std::size_t>(level)];
            const std::string bytes = read_tile(tile, tile_width * sizeof(Digest));
            if (bytes.size() != static_cast<std::size_t>(tile.width) * sizeof(Digest)) {
                refuse(folder.path_of(path_of(tile)), "it has not the size its name says");
            }
            hashes = hashes_in(bytes);
            hashes.resize(static_cast<std::size_t>(count % tile_width));
        }
        return tiles;
    }

    RightEdge read_edge(const std::string& note) {
        const std::string where = folder.path_of(checkpoint_name);
        const auto checkpoint = open_checkpoint(note, verifier);
        if (!checkpoint) refuse(where, checkpoint.error().what);
        const std::int64_t size = checkpoint->size;
        for (const std::string& name : folder.names_in("checkpoints")) {
            const auto old = old_checkpoint_at("checkpoints/" + name);
            if (old && *old > size) refuse(where, "it is older than checkpoints/" + name);
        }

        RightEdge read{.note = note, .checkpoint = *checkpoint, .tiles = read_tiles(size, size)};
        read.tree = HashTree(size, read.tiles);
        if (read.tree.root() != checkpoint->root) {
            refuse(where, "the newest tiles do not have the root it signs");
        }
        if (size % tile_width != 0) {
            const TileName tile = tile_of(TileName::entries, size / tile_width, size);
            read.bundle = read_tile(tile, longest_bundle);
            const auto leaves = leaves_of(read.bundle);
            std::vector<Digest> hashes;
            for (const std::string_view leaf : leaves.value_or(std::vector<std::string_view>())) {
                hashes.push_back(leaf_hash(leaf));
            }
            if (hashes != read.tiles[0]) {
                refuse(folder.path_of(path_of(tile)), "its entries are not those of the ledger");
            }
        }
        return read;
    }

    /// Another process may have extended since: with the same entries, from the same database, and
    /// upon what we know.
    void catch_up() {
        const std::string where = folder.path_of(checkpoint_name);
        const auto note = folder.read(checkpoint_name, longest_checkpoint);
        if (!note) refuse(where, "it is missing");
        if (*note == edge.note) return;
        const Checkpoint known = edge.checkpoint;
        RightEdge newer = read_edge(*note);
        if (newer.checkpoint.size <= known.size ||
            HashTree(known.size, read_tiles(known.size, newer.checkpoint.size)).root() !=
                known.root) {
            refuse(where, "it was replaced by one that does not follow from the last");
        }
        edge = std::move(newer);
    }

    /// Signs what `edge.tree` has become. All it covers is in place and synced.
    void sign() {
        edge.checkpoint = {verifier.name, edge.tree.size(), edge.tree.root()};
        edge.note = sign_note(to_text(edge.checkpoint), verifier, keys.signing_seed);
        folder.stage_over(checkpoint_name, edge.note);
        folder.place();
    }

    void require_same(std::int64_t index, const Entry& entry, std::string_view leaf) const {
        if (entry.leaf != leaf) {
            throw ArchiveError("entry " + std::to_string(index) +
                               " of the database is not the one in the archive; compare the two "
                               "before sending more");
        }
        if (entry.object_id.empty()) return;
        const std::string name = is_parcel_id(entry.object_id) ? object_path(entry.object_id) : "";
        if (name.empty() ||
            folder.read(name, std::numeric_limits<std::size_t>::max()) != entry.object) {
            throw ArchiveError("the object of entry " + std::to_string(index) +
                               " is not the one in the archive; compare the two before sending "
                               "more");
        }
    }

    void require_known(std::int64_t first, const std::vector<Entry>& entries, std::size_t count) {
        std::int64_t index = first;
        std::size_t at = 0;
        while (at < count) {
            const TileName tile = tile_of(TileName::entries, index / tile_width, size());
            const std::string bundle = read_tile(tile, longest_bundle);
            const auto leaves = leaves_of(bundle);
            if (!leaves || static_cast<int>(leaves->size()) != tile.width) {
                refuse(folder.path_of(path_of(tile)), "its entries cannot be told apart");
            }
            for (; at < count && index / tile_width == tile.index; ++at, ++index) {
                require_same(index, entries[at],
                             (*leaves)[static_cast<std::size_t>(index % tile_width)]);
            }
        }
    }

    /// What verify would refuse is never signed.
    void require_sound(std::int64_t index, const Entry& entry) const {
        const auto leaf = parse_leaf(entry.leaf);
        const auto wrong = [&](const std::string& what) {
            throw ArchiveError("entry " + std::to_string(index) + ": " + what);
        };
        if (!leaf) wrong(to_text(leaf.error()));
        if (leaf->event != "frozen") {
            if (!entry.object_id.empty()) wrong("only a frozen parcel brings an object");
            return;
        }
        if (entry.object_id != leaf->parcel.text) wrong("the object is not its parcel's");
        if (sha256(entry.object) != leaf->sealed_digest) wrong("the object differs from its leaf");
        if (static_cast<std::int64_t>(entry.object.size() - sealing_overhead) != leaf->size) {
            wrong("the object is not as long as its leaf says");
        }
    }

    void append(std::span<const Entry> entries) {
        // The tree that is signed next is the one signed last, grown: never an inconsistent one.
        if (edge.tree.root() != edge.checkpoint.root) {
            refuse(folder.path(), "the last checkpoint's root could not be made again");
        }
        folder.stage(old_checkpoint_path(size()), edge.note);
        Growth growth(edge, folder);
        for (const Entry& entry : entries) {
            if (!entry.object_id.empty()) folder.stage(object_path(entry.object_id), entry.object);
            growth.append(entry.leaf);
        }
        growth.finish();
        folder.place();
        sign();
        for (const TileName& tile : growth.staged()) remove_partials_but(tile);
    }

    /// Of this tile's partial files, this one alone may stay.
    void remove_partials_but(const TileName& tile) {
        const std::string partials = path_of({tile.level, tile.index}) + ".p";
        const std::string inside = partials + '/';
        for (const std::string& name : folder.names_in(partials)) {
            if (tile.width == tile_width || name != std::to_string(tile.width)) {
                folder.remove(inside + name);
            }
        }
        if (tile.width == tile_width) folder.remove_empty_folder(partials);
    }

    /// A writer stopped after its checkpoint and before it tidied up: what the checkpoint covers
    /// with a longer tile goes; what lies beyond it stays, for extend() to compare.
    void remove_all_superseded() {
        std::error_code error;
        std::vector<std::string> superseded, partials;
        using Walk = std::filesystem::recursive_directory_iterator;
        for (const auto& entry : Walk(folder.path_of("tile"), error)) {
            const std::string name = entry.path().lexically_relative(folder.path()).string();
            if (name.ends_with(".p")) partials.push_back(name);
            const auto tile = tile_at(name);
            if (!tile || tile->width == tile_width) continue;
            const std::int64_t end = tile->index * tile_width + tile->width;
            if (end < count_at(tile->level, size())) superseded.push_back(name);
        }
        for (const std::string& name : superseded) folder.remove(name);
        for (const std::string& name : partials) folder.remove_empty_folder(name);
    }

    std::int64_t size() const { return edge.checkpoint.size; }
};

Writer::Writer(const std::string& folder, Keys keys)
    : impl_(std::make_unique<Impl>(folder, std::move(keys))) {}
Writer::~Writer() = default;

std::int64_t Writer::size() const {
    return impl_->size();
}

std::string Writer::checkpoint_summary() const {
    return summary_of(impl_->edge.checkpoint);
}

std::string Writer::signed_checkpoint() const {
    return impl_->edge.note;
}

void Writer::extend(std::int64_t first, const std::vector<Entry>& entries) {
    assert(first >= 0);
    Impl& impl = *impl_;
    if (impl.failed) {
        throw ArchiveError(
            "writing the archive failed before; stop, and start again once it is "
            "mended");
    }
    const WritableFolder::Turn turn(impl.folder);
    impl.catch_up();
    if (first > impl.size()) {
        throw ArchiveError("the archive ends at entry " + std::to_string(impl.size()) +
                           ", but the database goes on at " + std::to_string(first) +
                           "; restore the archive, or compare the two");
    }
    const auto covered = static_cast<std::size_t>(impl.size() - first);
    const std::size_t known = std::min(covered, entries.size());
    impl.require_known(first, entries, known);
    if (known == entries.size()) return;
    for (std::size_t at = known; at < entries.size(); ++at) {
        impl.require_sound(first + static_cast<std::int64_t>(at), entries[at]);
    }
    try {
        impl.append(std::span(entries).subspan(known));
    } catch (...) {
        impl.failed = true;
        throw;
    }
}

}  // namespace postroom::archive
