// One pass over the leaves. Two trees may grow: one from the hashes the tiles hold and, from the
// first entry that does not match its hash on, one from the entries. Whichever has the signed root
// tells which of the two files was changed.
#include <algorithm>
#include <optional>

#include "archive/archive.hpp"
#include "archive/cryptography.hpp"
#include "archive/entry_bundle.hpp"
#include "archive/hash_tree.hpp"
#include "archive/layout.hpp"
#include "archive/reading.hpp"
#include "archive/verification.hpp"

namespace postroom::archive {

namespace {

/// Of bytes of an object; no leaf of ours says more.
constexpr std::int64_t largest_claim = std::int64_t{1} << 40;

std::string leaf_number(std::int64_t index) {
    return "leaf " + std::to_string(index);
}

class LedgerReader {
  public:
    LedgerReader(const std::string& folder, const Checkpoint& checkpoint,
                 const std::vector<Milestone>& milestones, Findings& findings)
        : folder_(folder),
          checkpoint_(checkpoint),
          milestones_(milestones),
          next_milestone_(milestones.begin()),
          findings_(findings) {
        upper_.resize(static_cast<std::size_t>(std::max(levels_of(checkpoint.size), 1)));
    }

    void read_tile(std::int64_t index) {
        const TileName entries = tile_of(TileName::entries, index, checkpoint_.size);
        const TileName tile = tile_of(0, index, checkpoint_.size);
        const auto hashes = read_hashes(tile);
        Bytes bundle;
        const auto leaves = read_leaves(entries, bundle);
        if (!hashes && !leaves) broken_ = true;
        for (int i = 0; i < tile.width; ++i) {
            const auto at = static_cast<std::size_t>(i);
            std::optional<Digest> of_leaf;
            if (leaves) {
                of_leaf = leaf_hash((*leaves)[at]);
                judge_leaf(path_of(entries), index * tile_width + i, (*leaves)[at]);
            }
            const auto of_tile = hashes ? std::optional((*hashes)[at]) : std::nullopt;
            grow(entries, tile, index * tile_width + i, of_leaf, of_tile);
        }
    }

    LedgerOutcome finish() {
        reach_milestones();
        for (std::size_t level = 1; level < upper_.size() && !broken_; ++level) {
            compare_upper(static_cast<int>(level));
        }
        if (broken_) {
            report({.what = "the root cannot be made again, since entries and their hashes are "
                            "missing",
                    .remedy = "restore the missing files from a backup"},
                   std::string(checkpoint_name));
        } else {
            compare_root();
        }
        std::sort(outcome_.claimed.begin(), outcome_.claimed.end());
        return std::move(outcome_);
    }

  private:
    void report(Problem problem, const std::string& name) {
        problem.file = folder_ + '/' + name;
        findings_.add(std::move(problem));
    }
    void report_damage(const std::string& name, std::string what) {
        report({.what = std::move(what), .remedy = "restore it from a backup"}, name);
    }

    std::optional<Bytes> read(const std::string& name, std::size_t at_most) {
        auto bytes = read_file(folder_ + '/' + name, at_most);
        if (!bytes) {
            findings_.add(bytes.error());
            return std::nullopt;
        }
        if (!*bytes) report_damage(name, "it is missing");
        return *std::move(bytes);
    }

    std::optional<std::vector<Digest>> read_hashes(const TileName& tile) {
        const auto bytes = read(path_of(tile), tile_width * sizeof(Digest));
        if (!bytes) return std::nullopt;
        std::vector<Digest> hashes(static_cast<std::size_t>(tile.width));
        if (bytes->size() != hashes.size() * sizeof(Digest)) {
            report_damage(path_of(tile),
                          "it does not hold " + std::to_string(tile.width) + " hashes of 32 bytes");
            return std::nullopt;
        }
        std::copy(bytes->begin(), bytes->end(), reinterpret_cast<char*>(hashes.data()));
        return hashes;
    }

    std::optional<std::vector<std::string_view>> read_leaves(const TileName& tile, Bytes& bundle) {
        auto bytes = read(path_of(tile), longest_bundle);
        if (!bytes) return std::nullopt;
        bundle = *std::move(bytes);
        auto leaves = leaves_of(bundle);
        if (!leaves || static_cast<int>(leaves->size()) != tile.width) {
            report_damage(path_of(tile), "it does not hold " + std::to_string(tile.width) +
                                             " entries with their lengths");
            return std::nullopt;
        }
        return leaves;
    }

    void judge_leaf(const std::string& name, std::int64_t index, std::string_view text) {
        const auto leaf = parse_leaf(text);
        if (!leaf) {
            report_damage(name, leaf_number(index) + ": " + leaf.error().what + " (" +
                                    leaf.error().field + ")");
        } else if (leaf->event == "frozen") {
            judge_object(index, *leaf);
        }
    }

    void judge_object(std::int64_t index, const Leaf& leaf) {
        outcome_.claimed.push_back(compact(leaf.parcel));
        const std::string name = object_path(leaf.parcel.text);
        // A longer one is not read to its end, which may be far.
        const std::int64_t claimed = std::min(leaf.size, largest_claim);
        const auto object = measure_file(folder_ + '/' + name,
                                         claimed + static_cast<std::int64_t>(sealing_overhead));
        if (!object) {
            findings_.add(object.error());
        } else if (!*object) {
            report_damage(name, "it is missing, though " + leaf_number(index) + " claims it");
        } else if ((*object)->digest != leaf.sealed_digest) {
            report_damage(name, "it does not have the digest in " + leaf_number(index));
        } else if ((*object)->size - static_cast<std::int64_t>(sealing_overhead) != leaf.size) {
            report_damage(name, "it is not as long as " + leaf_number(index) + " says");
        } else {
            ++outcome_.objects;
        }
    }

    void grow(const TileName& entries, const TileName& tile, std::int64_t index,
              const std::optional<Digest>& of_leaf, const std::optional<Digest>& of_tile) {
        reach_milestones();
        const Digest hash = of_tile ? *of_tile : of_leaf.value_or(Digest{});
        if (of_leaf && of_leaf != hash) {
            if (!from_entries_) from_entries_ = tree_;
            const std::string differ = leaf_number(index) + " and its hash differ";
            report({.what = differ + " (the hash is in " + path_of(tile) + ")"}, path_of(entries));
            report({.what = differ + " (the entry is in " + path_of(entries) + ")"}, path_of(tile));
        }
        if (from_entries_) {
            from_entries_->append(of_leaf.value_or(hash), [](int, const Digest&) {});
        }
        tree_.append(hash, [this](int level, const Digest& node) {
            if (level > 0) take_upper(level, node);
        });
    }

    void take_upper(int level, const Digest& node) {
        auto& hashes = upper_[static_cast<std::size_t>(level)];
        hashes.push_back(node);
        if (hashes.size() == tile_width && !broken_) compare_upper(level);
        if (hashes.size() == tile_width) hashes.clear();
    }

    /// The tile these hashes fill, or the partial one at the end.
    void compare_upper(int level) {
        const auto& hashes = upper_[static_cast<std::size_t>(level)];
        if (hashes.empty()) return;
        const std::int64_t last = count_at(level, tree_.size() + (hashes.size() == tile_width));
        const TileName tile =
            tile_of(level, (std::max<std::int64_t>(last, 1) - 1) / tile_width, checkpoint_.size);
        const auto stored = read_hashes(tile);
        if (!stored) return;
        const auto [ours, theirs] = std::mismatch(hashes.begin(), hashes.end(), stored->begin());
        if (ours == hashes.end()) return;
        report_damage(path_of(tile), "its hash " + std::to_string(ours - hashes.begin()) +
                                         " is not the one of the tile below");
    }

    void reach_milestones() {
        while (next_milestone_ != milestones_.end() && next_milestone_->size == tree_.size()) {
            if (!broken_ && root_now() != next_milestone_->root) {
                findings_.add({.what = "the ledger does not have the root this checkpoint gives "
                                       "for " +
                                       std::to_string(next_milestone_->size) +
                                       " leaves: the past was changed, or the checkpoint is of "
                                       "another archive",
                               .remedy = "keep both, and compare with a backup",
                               .file = next_milestone_->file});
            }
            ++next_milestone_;
        }
    }

    Digest root_now() const { return tree_.root(); }

    void compare_root() {
        const bool tiles_right = tree_.root() == checkpoint_.root;
        if (!from_entries_ && tiles_right) return;
        const std::string name(checkpoint_name);
        if (tiles_right) {
            report({.what = "the signed root is that of the tiles: the entries were changed",
                    .remedy = "restore the entry bundles named here from a backup"},
                   name);
        } else if (from_entries_ && from_entries_->root() == checkpoint_.root) {
            report({.what = "the signed root is that of the entries: the tiles were changed",
                    .remedy = "restore the tiles named here from a backup"},
                   name);
        } else {
            report_damage(name, "the ledger does not have the root it signs");
        }
    }

    const std::string& folder_;
    const Checkpoint& checkpoint_;
    const std::vector<Milestone>& milestones_;
    std::vector<Milestone>::const_iterator next_milestone_;
    Findings& findings_;
    HashTree tree_;
    std::optional<HashTree> from_entries_;
    std::vector<std::vector<Digest>> upper_;  ///< the tile being filled at each level above 0
    bool broken_ = false;  ///< some hash is in neither file: no root can be judged from there on
    LedgerOutcome outcome_;
};

}  // namespace

CompactId compact(const ParcelId& id) {
    const Bytes bytes = from_hex(id.text).value();
    CompactId compacted{};
    std::copy_n(bytes.begin(), compacted.size(), compacted.begin());
    return compacted;
}

LedgerOutcome verify_ledger(const std::string& folder, const Checkpoint& checkpoint,
                            const std::vector<Milestone>& milestones,
                            const std::function<void(std::int64_t, std::int64_t)>& progress,
                            Findings& findings) {
    LedgerReader reader(folder, checkpoint, milestones, findings);
    for (std::int64_t index = 0; index * tile_width < checkpoint.size; ++index) {
        reader.read_tile(index);
        if (progress) {
            progress(std::min((index + 1) * tile_width, checkpoint.size), checkpoint.size);
        }
    }
    return reader.finish();
}

}  // namespace postroom::archive
