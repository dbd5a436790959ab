// The archive: every parcel's exact bytes, and the ledger that proves them. docs/archive-format.md
// is the law of everything written here.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/expected.hpp"
#include "base/ids.hpp"

namespace postroom::archive {

/// The disk failed us. After a failed sync the process must stop (never retry a sync).
class ArchiveError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Keys on disk: keys/master.key (32 bytes, base64, mode 0600), keys/ledger.key (Ed25519 seed),
/// keys/ledger.pub (a C2SP verifier key line). Refuses files others may read.
struct Keys {
    std::string master;        ///< 32 bytes; wraps case keys
    std::string signing_seed;  ///< 32 bytes
    std::string verifier;      ///< "<origin>+<id>+<base64>"
    std::string origin;        ///< the log's name: "postroom.example/archive"
};
/// Makes fresh keys in a new folder, all or nothing; never overwrites (ArchiveError): the folder
/// must not exist, or be empty. `origin` is printable ASCII without space and plus.
void create_keys(const std::string& folder, const std::string& origin);
Expected<Keys> read_keys(const std::string& folder);

/// 32 random bytes. The one place randomness comes from, besides ids.
Bytes random_bytes(std::size_t count);
std::string random_id();  ///< 32 hexadecimal digits

Bytes wrap_key(const std::string& master, std::string_view key);
std::optional<Bytes> unwrap_key(const std::string& master, std::string_view wrapped);

/// Encrypts under the case's key; the parcel's id is bound in as associated data.
Bytes seal(std::string_view case_key, const ParcelId& id, std::string_view plain);
std::optional<Bytes> open_sealed(std::string_view case_key, const ParcelId& id,
                                 std::string_view sealed);

/// What a leaf says. Codes, ids, sizes and digests; never personal data.
struct Leaf {
    std::string event;  ///< "frozen", "accepted", "refused", "cancelled", …: the list in the format
                        ///< page; frozen alone brings an object
    ParcelId parcel;
    Instant at;              ///< the real clock
    std::string channel;     ///< "letter", "email", "none"
    std::int64_t size = 0;   ///< of the plain bytes
    Digest sealed_digest{};  ///< SHA-256 of the encrypted object; zero when none
    Digest commitment{};     ///< salted: see commit()
    bool operator==(const Leaf&) const = default;
};
/// SHA-256(domain ‖ salt ‖ SHA-256(plain)). The salt is 32 random bytes.
Digest commit(std::string_view salt, std::string_view plain);
Digest commit(std::string_view salt, const Digest& plain);  ///< of what has that digest
bool is_leaf_event(std::string_view code);                  ///< one of the fixed list
std::string to_text(const Leaf& leaf);             ///< the leaf's exact bytes; codes must be known
Expected<Leaf> parse_leaf(std::string_view text);  ///< strict: to_text(parse) == text

/// One leaf on its way to the folder.
struct Entry {
    std::string leaf;
    std::string object_id;  ///< empty: none
    Bytes object;
};

/// The one writer of the archive folder; new files pass through "<folder>.tmp" beside it, where a
/// second process waits for its turn. Idempotent: what is there already and equal is left, what
/// differs is an ArchiveError. Everything is synced before extend() returns; the checkpoint last.
class Writer {
  public:
    /// Opens or starts the folder; reads the last checkpoint and verifies its signature and that
    /// the tiles carry it. Throws ArchiveError.
    Writer(const std::string& folder, Keys keys);
    ~Writer();

    std::int64_t size() const;  ///< leaves the signed checkpoint covers
    /// Appends entries for leaves [first, first + entries.size()); `first` ≤ size(); those below
    /// size() must equal what is there. Signs one new checkpoint for all of them. A frozen leaf
    /// brings its parcel's object (below size() it may be left out), any other none. Throws
    /// ArchiveError; after a failed write the Writer refuses to go on.
    void extend(std::int64_t first, const std::vector<Entry>& entries);
    /// "<origin> <size> <base64 root>", for email headers.
    std::string checkpoint_summary() const;
    std::string signed_checkpoint() const;  ///< the note, exact bytes

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

struct VerifyOptions {
    std::string verifier;                           ///< trusted public key line
    std::optional<std::string> earlier_checkpoint;  ///< bytes of one kept elsewhere, the summary
                                                    ///< an email's header carried, or that email
    std::function<void(std::int64_t done, std::int64_t of)> progress;
    /// The leaves from `first` on that the database has on record: what an extension by them laid
    /// before it was interrupted, or had still to remove, is no problem. Without it everything is
    /// one that the checkpoint does not imply.
    std::function<std::vector<Bytes>(std::int64_t first)> on_record = {};
};
struct VerifyReport {
    std::int64_t leaves = 0;
    std::int64_t objects = 0;
    std::int64_t cut_short = 0;  ///< files and folders of an extension that the next run completes
    Problems problems;           ///< each names the file, and the leaf or object
    bool sound() const { return problems.empty(); }
};
/// Reads every byte under the folder: signature, tiles, leaves, objects against their digests,
/// unknown, missing and superseded files. Needs no key but the public one. May run while a Writer
/// extends: it waits for an extension in progress, and if the checkpoint moved
/// meanwhile and something seemed wrong, looks again while the Writer waits. Lists
/// the first 1000 problems. Never throws for what it finds in the folder.
VerifyReport verify(const std::string& folder, const VerifyOptions& options);

/// Leaves as listed for people. Throws ArchiveError when the ledger cannot be read.
std::vector<Leaf> list(const std::string& folder);
/// The exact bytes of each leaf from `first` on, in order; memory does not grow with the ledger.
void for_each_leaf(const std::string& folder, std::int64_t first,
                   const std::function<void(std::int64_t index, std::string_view text)>& work);
/// An object's encrypted bytes; nothing when it is not there.
std::optional<Bytes> read_object(const std::string& folder, const ParcelId& id);

/// A sound copy of an archive that may be growing: of the checkpoint there was when this was made.
/// Throws ArchiveError.
class ArchiveCopy {
  public:
    explicit ArchiveCopy(const std::string& folder);
    ~ArchiveCopy();
    /// Tells `keep` every file that checkpoint implies, the checkpoint last.
    void write(const std::function<void(const std::string& name, const Bytes& bytes)>& keep) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// A statement of ours (a certificate) as a C2SP signed note: `text` ends with a line feed.
std::string sign_statement(std::string_view text, const Keys& keys);

}  // namespace postroom::archive
