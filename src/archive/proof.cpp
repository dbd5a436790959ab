#include "archive/proof.hpp"

#include <bit>
#include <map>
#include <optional>

#include "archive/checkpoint.hpp"
#include "archive/entry_bundle.hpp"
#include "archive/hash_tree.hpp"
#include "archive/layout.hpp"
#include "archive/reading.hpp"

namespace postroom::archive {

namespace {

constexpr std::string_view magic = "c2sp.org/tlog-proof@v1\n";
constexpr std::string_view extra_begins = "extra ";
constexpr std::string_view index_begins = "index ";

Problem not_a_proof() {
    return {.what = "it is not a tlog-proof as exports carry it",
            .remedy = "see docs/archive-format.md; export the case again"};
}

/// The line up to the next line feed, taken off `text`; nothing when there is no line feed.
std::optional<std::string_view> take_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

std::optional<Digest> digest_in(std::string_view base64) {
    const auto bytes = from_base64(base64);
    if (!bytes || bytes->size() != sizeof(Digest)) return std::nullopt;
    Digest digest{};
    std::copy(bytes->begin(), bytes->end(), digest.begin());
    return digest;
}

/// RFC 9162, 2.1.3.2; nothing when the path is not as long as index and size demand.
std::optional<Digest> root_by(const InclusionProof& proof, std::int64_t size) {
    std::int64_t index = proof.index;
    std::int64_t last = size - 1;
    Digest digest = leaf_hash(proof.leaf);
    for (const Digest& sibling : proof.path) {
        if (last == 0) return std::nullopt;
        if (index % 2 == 1 || index == last) {
            digest = node_hash(sibling, digest);
            while (index % 2 == 0 && index != 0) {
                index /= 2;
                last /= 2;
            }
        } else {
            digest = node_hash(digest, sibling);
        }
        index /= 2;
        last /= 2;
    }
    if (last != 0) return std::nullopt;
    return digest;
}

/// The largest power of two below `count`, which is 2 or more.
std::int64_t split_of(std::int64_t count) {
    return static_cast<std::int64_t>(std::bit_floor(static_cast<std::uint64_t>(count - 1)));
}

}  // namespace

std::string to_text(const InclusionProof& proof) {
    std::string text(magic);
    text.append(extra_begins).append(to_base64(proof.leaf)).append("\n");
    text.append(index_begins).append(std::to_string(proof.index)).append("\n");
    for (const Digest& digest : proof.path) text.append(to_base64(as_bytes(digest))).append("\n");
    return text + "\n" + proof.checkpoint;
}

Expected<InclusionProof> parse_proof(std::string_view text) {
    std::string_view rest = text;
    if (!rest.starts_with(magic)) return fail(not_a_proof());
    rest.remove_prefix(magic.size());
    InclusionProof proof;
    const auto extra = take_line(rest);
    if (!extra || !extra->starts_with(extra_begins)) return fail(not_a_proof());
    const auto leaf = from_base64(extra->substr(extra_begins.size()));
    const auto index = take_line(rest);
    if (!leaf || !index || !index->starts_with(index_begins)) return fail(not_a_proof());
    proof.leaf = *leaf;
    const std::string_view digits = index->substr(index_begins.size());
    if (digits.empty() || digits.size() > 18) return fail(not_a_proof());
    for (const char digit : digits) {
        if (digit < '0' || digit > '9') return fail(not_a_proof());
        proof.index = proof.index * 10 + (digit - '0');
    }
    for (auto line = take_line(rest);; line = take_line(rest)) {
        if (!line || proof.path.size() > 64) return fail(not_a_proof());
        if (line->empty()) break;
        const auto digest = digest_in(*line);
        if (!digest) return fail(not_a_proof());
        proof.path.push_back(*digest);
    }
    proof.checkpoint = std::string(rest);
    if (to_text(proof) != text) return fail(not_a_proof());
    return proof;
}

Expected<Leaf> proved_leaf(const InclusionProof& proof, const std::string& verifier) {
    const auto key = parse_verifier(verifier);
    if (!key) {
        return fail(Problem{.what = "the trusted public key is not a verifier line",
                            .remedy = "give the council's keys/ledger.pub"});
    }
    const auto checkpoint = open_checkpoint(proof.checkpoint, *key);
    if (!checkpoint) return fail(checkpoint.error());
    if (proof.index >= checkpoint->size || root_by(proof, checkpoint->size) != checkpoint->root) {
        return fail(Problem{.what = "the ledger its checkpoint signs does not hold this entry",
                            .remedy = "ask the council for the case again, and keep this one"});
    }
    return parse_leaf(proof.leaf);
}

struct Prover::Impl {
    std::string folder;
    std::string note;
    Checkpoint checkpoint;
    std::map<std::string, Bytes> read_before;

    explicit Impl(const std::string& given) : folder(without_trailing_slashes(given)) {
        note = read(std::string(checkpoint_name), 4096);
        const auto parsed = parse_checkpoint(note.substr(0, note.rfind("\n\n") + 1));
        if (!parsed) refuse(std::string(checkpoint_name), "it is not a checkpoint");
        checkpoint = *parsed;
    }

    [[noreturn]] void refuse(const std::string& name, const std::string& why) const {
        throw ArchiveError(folder + '/' + name + ": " + why + "; run: postroom archive verify");
    }

    Bytes read(const std::string& name, std::size_t at_most) const {
        auto bytes = read_file(folder + '/' + name, at_most);
        if (!bytes) refuse(name, bytes.error().what);
        if (!*bytes) refuse(name, "it is missing");
        return **std::move(bytes);
    }

    /// The tile as the checkpoint has it. A ledger that grew meanwhile has a longer one instead.
    const Bytes& tile(TileName name, std::size_t at_most) {
        const std::string path = path_of(name);
        const auto known = read_before.find(path);
        if (known != read_before.end()) return known->second;
        for (int width = name.width; width <= tile_width; ++width) {
            const std::string longer = path_of({name.level, name.index, width});
            const auto bytes = read_file(folder + '/' + longer, at_most);
            if (bytes && *bytes) return read_before[path] = **bytes;
        }
        refuse(path, "it is missing");
    }

    Digest stored(int level, std::int64_t index) {
        const TileName name = tile_of(level, index / tile_width, checkpoint.size);
        const Bytes& bytes = tile(name, tile_width * sizeof(Digest));
        const auto at = static_cast<std::size_t>(index % tile_width) * sizeof(Digest);
        if (bytes.size() < at + sizeof(Digest)) refuse(path_of(name), "it is too short");
        Digest digest{};
        std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), sizeof(Digest),
                    digest.begin());
        return digest;
    }

    /// The root over `count` leaves from `begin` on, a subtree of the ledger's.
    Digest root_over(std::int64_t begin, std::int64_t count) {
        std::int64_t width = 1;
        for (int level = 0; width <= count; ++level, width *= tile_width) {
            if (width == count) return stored(level, begin / width);
        }
        const std::int64_t left = split_of(count);
        return node_hash(root_over(begin, left), root_over(begin + left, count - left));
    }

    void add_path(std::int64_t index, std::int64_t begin, std::int64_t count,
                  std::vector<Digest>& path) {
        if (count < 2) return;
        const std::int64_t left = split_of(count);
        if (index < left) {
            add_path(index, begin, left, path);
            path.push_back(root_over(begin + left, count - left));
        } else {
            add_path(index - left, begin + left, count - left, path);
            path.push_back(root_over(begin, left));
        }
    }
};

Prover::Prover(const std::string& folder) : impl_(std::make_unique<Impl>(folder)) {}
Prover::~Prover() = default;

std::int64_t Prover::size() const {
    return impl_->checkpoint.size;
}

InclusionProof Prover::prove(std::int64_t index) {
    Impl& impl = *impl_;
    const std::int64_t size = impl.checkpoint.size;
    if (index < 0 || index >= size) {
        throw ArchiveError("the ledger has no entry " + std::to_string(index));
    }
    InclusionProof proof{.leaf = "", .index = index, .path = {}, .checkpoint = impl.note};
    const TileName name = tile_of(TileName::entries, index / tile_width, size);
    const auto leaves = leaves_of(impl.tile(name, longest_bundle));
    const auto at = static_cast<std::size_t>(index % tile_width);
    if (!leaves || leaves->size() <= at)
        impl.refuse(path_of(name), "its entries cannot be told apart");
    proof.leaf = std::string((*leaves)[at]);
    impl.add_path(index, 0, size, proof.path);
    return proof;
}

}  // namespace postroom::archive
