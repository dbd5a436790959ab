#include "daemon/records/proof.hpp"

#include <map>
#include <optional>

#include "archive/proof.hpp"
#include "daemon/premises/files.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/records/ledger.hpp"
#include "daemon/records/persons_word.hpp"

namespace postroom::daemon {

namespace {

std::string folder_of(const Office& office) {
    return office.data() + "/archive";
}

/// What the database keeps of an object: its case (none for a certificate) and its salt.
struct Known {
    CaseReference reference;
    Bytes salt;
};
std::optional<Known> known(Office& office, const ParcelId& id) {
    if (const auto parcel = office.outbox().load(id))
        return Known{parcel->case_reference, office.outbox().salt(id)};
    if (const auto certificate = office.records().certificate(id))
        return Known{CaseReference(""), certificate->salt};
    return std::nullopt;
}

/// The object opens with its case's key and is what the leaf committed to.
void check_commitment(Office& office, std::int64_t index, const archive::Leaf& leaf,
                      ProofReport& report) {
    const auto say = [&](std::string what) {
        report.problems.push_back({.what = "leaf " + std::to_string(index) + ", object " +
                                           leaf.parcel.text + ": " + std::move(what),
                                   .file = "archive/objects"});
    };
    const auto parcel = known(office, leaf.parcel);
    if (!parcel) {
        say("the database does not know this parcel");
        return;
    }
    const auto sealed = archive::read_object(folder_of(office), leaf.parcel);
    if (!sealed) return;  // its absence is reported already
    const auto plain =
        archive::open_sealed(office.case_key(parcel->reference), leaf.parcel, *sealed);
    if (!plain)
        say("it does not open with its key");
    else if (archive::commit(parcel->salt, *plain) != leaf.commitment)
        say("its bytes are not those that were frozen");
    else if (static_cast<std::int64_t>(plain->size()) != leaf.size)
        say("its size is not the size that was frozen");
}

/// The encrypted bytes are there and are those the leaf names.
void check_object(Office& office, std::int64_t index, const archive::Leaf& leaf,
                  ProofReport& report) {
    const auto sealed = archive::read_object(folder_of(office), leaf.parcel);
    if (sealed && sha256(*sealed) == leaf.sealed_digest) {
        ++report.objects;
        return;
    }
    report.problems.push_back(
        {.what = "leaf " + std::to_string(index) + ", object " + leaf.parcel.text + ": " +
                 (sealed ? "it does not have the digest in the ledger" : "it is missing"),
         .remedy = "restore it from a backup",
         .file = "archive/objects"});
}

/// The ledger as the database has it on record, read along with the folder's: whoever has the key
/// can sign another history, but not write it here as well unless the database is theirs too.
class OnRecord {
  public:
    explicit OnRecord(Office& office) : office_(office) {}

    void compare(std::int64_t index, std::string_view leaf, ProofReport& report) {
        if (index >= first_ + static_cast<std::int64_t>(leaves_.size())) {
            first_ = index;
            leaves_ = office_.outbox().leaves_from(index, at_a_time);
        }
        const auto at = static_cast<std::size_t>(index - first_);
        if (at >= leaves_.size()) return;  // the folder is ahead, which is said of it as a whole
        if (leaves_[at].sequence == index && leaves_[at].leaf == leaf) return;
        if (differs_) return;
        differs_ = true;
        report.problems.push_back(
            {.what = "leaf " + std::to_string(index) +
                     " is not the one that the database has on record: the ledger was written and "
                     "signed anew, or the two do not belong together",
             .remedy = "compare with a checkpoint held elsewhere (--checkpoint), and find out who "
                       "had keys/ledger.key",
             .file = "archive/tile"});
    }

  private:
    static constexpr int at_a_time = 512;
    Office& office_;
    std::int64_t first_ = 0;
    std::vector<storage::ArchiveEntry> leaves_;
    bool differs_ = false;
};

/// Checks each frozen object against its commitment as the leaves go by; `wanted` alone, if given.
/// An erased one has no key any more, which the ledger itself says.
std::int64_t check_commitments(Office& office, const std::optional<ParcelId>& wanted,
                               ProofReport& report) {
    std::int64_t leaves = 0;
    OnRecord on_record(office);
    std::map<ParcelId, std::pair<std::int64_t, archive::Leaf>> unknown;
    archive::for_each_leaf(folder_of(office), 0, [&](std::int64_t index, std::string_view text) {
        leaves = index + 1;
        on_record.compare(index, text, report);
        const auto leaf = archive::parse_leaf(text);
        if (!leaf || (wanted && leaf->parcel != *wanted)) return;
        if (leaf->event == "erased" && unknown.erase(leaf->parcel) > 0) ++report.erased;
        if (leaf->event != "frozen") return;
        if (known(office, leaf->parcel))
            check_commitment(office, index, *leaf, report);
        else
            unknown.emplace(leaf->parcel, std::pair(index, *leaf));
    });
    for (const auto& [id, entry] : unknown)
        check_commitment(office, entry.first, entry.second, report);
    return leaves;
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

namespace {

/// A certificate of erasure whose id begins so.
std::optional<ParcelId> certificate_named(Office& office, const std::string& text) {
    std::vector<ParcelId> found;
    for (const storage::Certificate& certificate : office.records().certificates())
        if (!text.empty() && certificate.id.text.starts_with(text)) found.push_back(certificate.id);
    if (found.size() != 1) return std::nullopt;
    return found.front();
}

}  // namespace

Expected<Bytes> archived_bytes(Office& office, const std::string& id_text) {
    if (const auto certificate = certificate_named(office, id_text)) {
        outbox::Parcel object;
        object.id = *certificate;
        return frozen_bytes(office, object);
    }
    const auto id = parcel_named(office, id_text);
    if (!id) return fail(id.error());
    return frozen_bytes(office, *office.outbox().load(*id));
}

ProofReport verify_archive(Office& office, const std::string& earlier_checkpoint,
                           const std::function<void(std::int64_t, std::int64_t)>& progress) {
    archive::VerifyOptions options{.verifier = office.keys().verifier, .progress = progress};
    if (!earlier_checkpoint.empty()) options.earlier_checkpoint = read_file(earlier_checkpoint);
    // Asked before the folder is read: while that goes on, a daemon may add to both.
    const std::int64_t recorded = office.outbox().archived_count();
    options.on_record = [&](std::int64_t first) {
        std::vector<Bytes> leaves;
        const auto many = static_cast<int>(office.outbox().leaf_count() - first);
        if (many > 0)
            for (storage::ArchiveEntry& entry : office.outbox().leaves_from(first, many))
                leaves.push_back(std::move(entry.leaf));
        return leaves;
    };
    const archive::VerifyReport folder = archive::verify(folder_of(office), options);
    ProofReport report{.leaves = folder.leaves,
                       .objects = folder.objects,
                       .cut_short = folder.cut_short,
                       .problems = folder.problems};
    if (!folder.sound()) return report;
    const std::int64_t index = check_commitments(office, std::nullopt, report);
    if (index < recorded && office.is_led_by_another())
        report.kept_elsewhere = recorded - index;
    else if (index < recorded)
        report.problems.push_back({.what = "the folder holds " + std::to_string(index) +
                                           " leaves, the database knows of " +
                                           std::to_string(recorded) + ": the tail has been cut",
                                   .remedy = office.database().is_postgresql()
                                                 ? "if another daemon keeps the archive, verify "
                                                   "there; else restore the archive folder from a "
                                                   "backup"
                                                 : "restore the archive folder from a backup",
                                   .file = "archive/checkpoint"});
    if (index > office.outbox().leaf_count())
        report.problems.push_back(
            {.what = "the folder holds more leaves than the database knows of",
             .remedy = "an old database was restored; nothing is sent until: postroom archive "
                       "reconcile",
             .file = "archive/checkpoint"});
    return report;
}

ProofReport verify_folder(const std::string& folder, const std::string& verifier,
                          const std::string& earlier_checkpoint,
                          const std::function<void(std::int64_t, std::int64_t)>& progress) {
    archive::VerifyOptions options{.verifier = verifier, .progress = progress};
    if (!earlier_checkpoint.empty()) options.earlier_checkpoint = read_file(earlier_checkpoint);
    const archive::VerifyReport found = archive::verify(folder, options);
    return {.leaves = found.leaves, .objects = found.objects, .problems = found.problems};
}

Expected<ProofReport> verify_item(Office& office, const std::string& id_text) {
    ParcelId id;
    if (const auto certificate = certificate_named(office, id_text)) {
        id = *certificate;
    } else {
        // A letter that was erased is in the ledger alone, under its whole id.
        const auto named = parcel_named(office, id_text);
        if (!named && id_text.size() != 32) return fail(named.error());
        id = named ? *named : ParcelId(id_text);
    }
    ProofReport report;
    archive::Prover prover(folder_of(office));
    std::vector<std::int64_t> places;
    archive::for_each_leaf(folder_of(office), 0, [&](std::int64_t index, std::string_view text) {
        const auto leaf = archive::parse_leaf(text);
        if (leaf && leaf->parcel == id && index < prover.size()) places.push_back(index);
    });
    if (places.empty())
        return fail(Problem{.what = "the ledger has no entry about " + id.text,
                            .remedy = "postroom archive list shows what it has"});
    for (const std::int64_t index : places) {
        const auto leaf = archive::proved_leaf(prover.prove(index), office.keys().verifier);
        if (!leaf)
            report.problems.push_back(
                {.what = "entry " + std::to_string(index) + ": " + leaf.error().what,
                 .remedy = "run: postroom archive verify",
                 .file = "archive"});
        else if (leaf->event == "frozen")
            check_object(office, index, *leaf, report);
        ++report.leaves;
    }
    check_commitments(office, id, report);
    return report;
}

}  // namespace postroom::daemon
