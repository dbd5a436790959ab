#include "daemon/proof.hpp"

#include "daemon/files.hpp"
#include "daemon/ledger.hpp"
#include "daemon/london_time.hpp"
#include "daemon/parcels.hpp"

namespace postroom::daemon {

namespace {

std::string folder_of(const Office& office) {
    return office.data() + "/archive";
}

/// The object opens with its case's key and is what the leaf committed to.
void check_commitment(Office& office, std::int64_t index, const archive::Leaf& leaf,
                      ProofReport& report) {
    const auto say = [&](std::string what) {
        report.problems.push_back({.what = "leaf " + std::to_string(index) + ", object " +
                                           leaf.parcel.text + ": " + std::move(what),
                                   .file = "archive/objects"});
    };
    const auto parcel = office.outbox().load(leaf.parcel);
    if (!parcel) {
        say("the database does not know this parcel");
        return;
    }
    const auto sealed = archive::read_object(folder_of(office), leaf.parcel);
    if (!sealed) return;  // its absence is reported already
    const auto plain =
        archive::open_sealed(office.case_key(parcel->case_reference), leaf.parcel, *sealed);
    if (!plain)
        say("it does not open with its key");
    else if (archive::commit(office.outbox().salt(leaf.parcel), *plain) != leaf.commitment)
        say("its bytes are not those that were frozen");
    else if (static_cast<std::int64_t>(plain->size()) != leaf.size)
        say("its size is not the size that was frozen");
}

}  // namespace

std::vector<ArchivedItem> archived_items(Office& office) {
    std::vector<ArchivedItem> items;
    for (const archive::Leaf& leaf : archive::list(folder_of(office))) {
        ArchivedItem item{.index = static_cast<std::int64_t>(items.size()),
                          .event = leaf.event,
                          .parcel = leaf.parcel.text,
                          .at = utc_text(leaf.at),
                          .channel = leaf.channel,
                          .size = static_cast<long>(leaf.size)};
        if (const auto parcel = office.outbox().load(leaf.parcel)) {
            item.case_reference = parcel->case_reference.text;
            item.step = parcel->step.text;
        }
        items.push_back(std::move(item));
    }
    return items;
}

Expected<Bytes> archived_bytes(Office& office, const std::string& id_text) {
    const auto id = parcel_named(office, id_text);
    if (!id) return fail(id.error());
    return frozen_bytes(office, *office.outbox().load(*id));
}

ProofReport verify_archive(Office& office, const std::string& earlier_checkpoint,
                           const std::function<void(std::int64_t, std::int64_t)>& progress) {
    archive::VerifyOptions options{.verifier = office.keys().verifier, .progress = progress};
    if (!earlier_checkpoint.empty()) options.earlier_checkpoint = read_file(earlier_checkpoint);
    const archive::VerifyReport folder = archive::verify(folder_of(office), options);
    ProofReport report{
        .leaves = folder.leaves, .objects = folder.objects, .problems = folder.problems};
    if (!folder.sound()) return report;
    std::int64_t index = 0;
    for (const archive::Leaf& leaf : archive::list(folder_of(office))) {
        if (leaf.event == "frozen") check_commitment(office, index, leaf, report);
        ++index;
    }
    const std::int64_t recorded = office.outbox().archived_count();
    if (index < recorded)
        report.problems.push_back({.what = "the folder holds " + std::to_string(index) +
                                           " leaves, the database knows of " +
                                           std::to_string(recorded) + ": the tail has been cut",
                                   .remedy = "restore the archive folder from a backup",
                                   .file = "archive/checkpoint"});
    if (index > office.outbox().leaf_count())
        report.problems.push_back(
            {.what = "the folder holds more leaves than the database knows of",
             .remedy = "an old database was restored: do not send until a person has compared them",
             .file = "archive/checkpoint"});
    return report;
}

}  // namespace postroom::daemon
