#include "daemon/ledger.hpp"

namespace postroom::daemon {

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

}  // namespace postroom::daemon
