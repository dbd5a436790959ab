#include "daemon/records/ledger.hpp"

#include "daemon/records/postbook.hpp"
#include "daemon/records/reconcile.hpp"
#include "daemon/records/watermark.hpp"

namespace postroom::daemon {

namespace {

constexpr int leaves_at_a_time = 512;

}  // namespace

bool add_frozen(Office& office, const outbox::Parcel& parcel, const Bytes& bytes,
                Instant real_now) {
    const Bytes salt = archive::random_bytes(32);
    if (!office.outbox().add(parcel, salt)) return false;
    const Bytes sealed = archive::seal(office.case_key(parcel.case_reference), parcel.id, bytes);
    archive::Leaf leaf;
    leaf.event = "frozen";
    leaf.parcel = parcel.id;
    leaf.at = real_now;
    leaf.channel = cases::name_of(parcel.channel);
    leaf.size = static_cast<std::int64_t>(bytes.size());
    leaf.sealed_digest = sha256(sealed);
    leaf.commitment = archive::commit(salt, bytes);
    office.outbox().append_leaf(
        {.leaf = archive::to_text(leaf), .object_id = parcel.id.text, .object = sealed});
    return true;
}

void add_leaf(Office& office, std::string_view event, const outbox::Parcel& parcel,
              Instant real_now) {
    archive::Leaf leaf;
    leaf.event = event;
    leaf.parcel = parcel.id;
    leaf.at = real_now;
    leaf.channel = cases::name_of(parcel.channel);
    leaf.size = parcel.size;
    office.outbox().append_leaf({.leaf = archive::to_text(leaf)});
}

void add_leaves(Office& office, std::string_view event, const outbox::Parcel& parcel,
                Instant real_now) {
    for (const outbox::Parcel& one : office.outbox().in_one_email(parcel))
        add_leaf(office, event, one, real_now);
}

Bytes frozen_bytes(Office& office, const outbox::Parcel& parcel) {
    auto sealed = archive::read_object(office.data() + "/archive", parcel.id);
    if (!sealed) sealed = office.outbox().object_of(parcel.id);
    if (!sealed)
        throw archive::ArchiveError("the archive has no object " + parcel.id.text +
                                    "; run: postroom archive verify");
    auto bytes = archive::open_sealed(office.case_key(parcel.case_reference), parcel.id, *sealed);
    if (!bytes)
        throw archive::ArchiveError("the archived object " + parcel.id.text +
                                    " does not open with its key; run: postroom archive verify");
    return std::move(*bytes);
}

void extend_archive(Office& office) {
    // What is written into the folder stays there, so it is read as the leader: a server that was
    // deposed may show rows that no other has.
    const auto read = [&](const auto& look) {
        office.database().in_transaction([&] {
            office.require_lead_if_taken();
            look();
        });
    };
    std::int64_t from = 0, to = 0;
    read([&] {
        from = office.outbox().archived_count();
        to = office.outbox().leaf_count();
    });
    require_not_rolled_back(office);
    // Also with nothing to add: an archive that lost what it had is missed before anything goes.
    office.archive().extend(from, {});
    while (from < to) {
        std::vector<storage::ArchiveEntry> leaves;
        read([&] { leaves = office.outbox().leaves_from(from, leaves_at_a_time); });
        std::vector<archive::Entry> entries;
        entries.reserve(leaves.size());
        for (const storage::ArchiveEntry& leaf : leaves) {
            if (leaf.sequence != from + static_cast<std::int64_t>(entries.size())) break;
            entries.push_back(
                {.leaf = leaf.leaf, .object_id = leaf.object_id, .object = leaf.object});
        }
        if (entries.empty())
            throw archive::ArchiveError(
                "the database counts " + std::to_string(to) + " entries of the ledger, but entry " +
                std::to_string(from) + " is missing: it is damaged; restore it from a backup");
        Postbook(office).append(from, entries);
        office.archive().extend(from, entries);
        from += static_cast<std::int64_t>(entries.size());
        office.database().in_transaction([&] { office.outbox().archived_below(from); });
    }
    // Before anything is sent of what was made.
    Watermark(office.config()).raise(to);
}

}  // namespace postroom::daemon
