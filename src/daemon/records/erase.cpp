// Holds, and erasing a case: files first, then every row in one transaction, then no traces.
#include <algorithm>
#include <array>
#include <filesystem>

#include "cases/case.hpp"
#include "daemon/premises/files.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/records/ledger.hpp"
#include "daemon/records/postbook.hpp"
#include "daemon/records/records.hpp"
#include "dispatch/print_tray.hpp"
#include "dispatch/transport.hpp"

namespace postroom::daemon {

namespace {

const std::string traces_left = "traces_of_erased_rows_left";

constexpr std::array<std::string_view, 4> grounds{"retention", "request", "order", "mistake"};

Problem no_such_case(const CaseReference& reference) {
    return {.what = "there is no such case in the database",
            .remedy = "postroom explain shows a case; references are written exactly",
            .case_reference = reference.text};
}

Expected<bool> with_reason(Office& office, const CaseReference& reference,
                           const std::string& reason) {
    if (!office.cases().exists(reference)) return fail(no_such_case(reference));
    if (reason.empty())
        return fail(Problem{.what = "a hold is placed and lifted with a reason",
                            .remedy = "add --reason",
                            .case_reference = reference.text});
    return true;
}

/// Whole-case holds of a court that nobody lifted.
bool court_holds(const cases::Case& case_) {
    const cases::CaseEvent* held = case_.latest("court_hold");
    const cases::CaseEvent* lifted = case_.latest("court_hold_lifted");
    return held != nullptr && (lifted == nullptr || lifted->on < held->on);
}

bool is_closed(const cases::Case& case_) {
    bool closed = false;
    for (const cases::CaseEvent& event : case_.events) {
        if (event.name == "closed") closed = true;
        if (event.name == "reopened") closed = false;
    }
    return closed;
}

/// Why not; nothing when the case may be erased now.
std::optional<Problem> why_kept(Office& office, const cases::Case& case_,
                                const std::vector<outbox::Parcel>& parcels) {
    const auto kept = [&](std::string what, std::string remedy) {
        return Problem{.what = std::move(what),
                       .remedy = std::move(remedy),
                       .case_reference = case_.reference.text};
    };
    if (office.records().hold_on(case_.reference))
        return kept("it is under a legal hold, which wins",
                    "lift the hold first, if the hold's reason is gone: postroom archive release");
    if (court_holds(case_))
        return kept("a court holds it", "record court_hold_lifted when the court has");
    const auto waiting = std::ranges::count_if(
        parcels, [](const outbox::Parcel& parcel) { return !outbox::is_end(parcel.state); });
    if (waiting > 0)
        return kept(std::to_string(waiting) + " of its letters have not come to an end",
                    "postroom outbox list shows them; post, resolve or cancel them first");
    if (!is_closed(case_)) return kept("it is still open", "record the event closed first");
    return std::nullopt;
}

std::string certificate_text(Office& office, const cases::Case& case_, const std::string& because,
                             const std::vector<outbox::Parcel>& parcels, Instant now) {
    const Config& config = office.config();
    std::string text = "Certificate of erasure\n";
    const auto line = [&](const std::string& name, const std::string& value) {
        text.append(name).append(": ").append(value).append("\n");
    };
    line("Office", config.text("council.name") + ", " + config.text("council.team"));
    line("Archive", office.keys().origin);
    line("Case", case_.reference.text);
    line("Erased at", utc_text(now));
    line("Ground", because);
    line("Letters", std::to_string(parcels.size()));
    line("Events", std::to_string(case_.events.size()));
    text +=
        "Destroyed: the key of the case, the salts of its letters, its record in the case store "
        "and "
        "the postbook, and its files in the print tray and the mail folder.\n"
        "Kept: the ledger's entries, which name nobody, and the encrypted letters, which no key "
        "opens any more.\n";
    line("Backups",
         "copies of the database made before this hold the key until they are destroyed, "
         "within " +
             config.text("retention.backup_days") + " days");
    for (const outbox::Parcel& parcel : parcels) line("Entry", parcel.id.text);
    return text;
}

/// The certificate's own object: encrypted with the key of no case, since it names one.
void archive_certificate(Office& office, const ParcelId& id, const std::string& because,
                         const std::string& signed_text, Instant now) {
    const Bytes salt = archive::random_bytes(32);
    const Bytes sealed = archive::seal(office.case_key(CaseReference("")), id, signed_text);
    archive::Leaf leaf{.event = "frozen",
                       .parcel = id,
                       .at = now,
                       .channel = "none",
                       .size = static_cast<std::int64_t>(signed_text.size()),
                       .sealed_digest = sha256(sealed),
                       .commitment = archive::commit(salt, signed_text)};
    office.records().add({.id = id, .because = because, .signed_at = now, .salt = salt});
    office.outbox().append_leaf(
        {.leaf = archive::to_text(leaf), .object_id = id.text, .object = sealed});
}

}  // namespace

bool is_ground(const std::string& because) {
    return std::ranges::find(grounds, because) != grounds.end();
}

Expected<bool> place_hold(Office& office, const CaseReference& reference, const std::string& reason,
                          Instant now) {
    if (auto sound = with_reason(office, reference, reason); !sound) return sound;
    bool placed = false;
    office.database().in_transaction([&] {
        placed = !office.records().hold_on(reference);
        if (placed) office.records().place_hold({reference, reason, now});
    });
    return placed;
}

Expected<bool> lift_hold(Office& office, const CaseReference& reference, const std::string& reason,
                         Instant now) {
    if (auto sound = with_reason(office, reference, reason); !sound) return sound;
    bool lifted = false;
    office.database().in_transaction(
        [&] { lifted = office.records().lift_hold(reference, reason, now); });
    return lifted;
}

void remove_files_of(Office& office, const std::vector<outbox::Parcel>& parcels) {
    for (const outbox::Parcel& parcel : parcels) {
        if (parcel.channel == cases::Channel::letter) {
            const std::string tray = office.data() + "/tray";
            dispatch::remove_from_tray(tray, parcel);
            // Made again from what is left to post.
            dispatch::remove_print_file(tray, parcel.tray_on.value_or(parcel.created_on));
        } else
            dispatch::remove_from_maildir(office.data() + "/maildir", parcel);
    }
    // What came back quotes what went out, message id and all.
    const std::string returned = office.config().text("bounces.maildir");
    if (returned.empty()) return;
    for (const std::string& name : files_below(returned, "")) {
        const std::string path = returned + "/" + name;
        const std::string message = read_file_if_there(path).value_or("");
        const bool theirs = std::ranges::any_of(parcels, [&](const outbox::Parcel& parcel) {
            return message.find(parcel.id.text) != std::string::npos;
        });
        if (theirs) std::filesystem::remove(path);
    }
}

void remove_traces(Office& office) {
    if (office.cases().mark(traces_left).value_or(0) == 0) return;
    office.records().leave_no_traces();
    office.database().in_transaction([&] { office.cases().set_mark(traces_left, 0); });
}

Expected<Erased> erase(Office& office, const CaseReference& reference, const std::string& because,
                       calendar::Day today, Instant now) {
    const auto loaded = office.cases().load(reference, office.content().declared_events());
    if (!loaded) return fail(no_such_case(reference));
    const cases::Case case_ = cases::fold(loaded->file, today);
    const auto parcels = office.outbox().of_case(reference);
    if (const auto why = why_kept(office, case_, parcels)) return fail(*why);

    extend_archive(office);
    // What lies outside the database goes first: interrupted here, the case is still there and is
    // erased by asking again.
    remove_files_of(office, parcels);
    Postbook(office).forget(reference);

    Erased erased{.letters = static_cast<int>(parcels.size()),
                  .events = static_cast<int>(case_.events.size()),
                  .certificate = ParcelId(archive::random_id()),
                  .text = ""};
    erased.text = archive::sign_statement(certificate_text(office, case_, because, parcels, now),
                                          office.keys());
    std::optional<Problem> changed;
    office.database().in_transaction([&] {
        // Once more, where nothing can come in between.
        const auto again = office.cases().load(reference, office.content().declared_events());
        const auto still = office.outbox().of_case(reference);
        if (!again || still.size() != parcels.size() ||
            again->file.events.size() != loaded->file.events.size() ||
            why_kept(office, cases::fold(again->file, today), still)) {
            changed = Problem{.what = "the case changed meanwhile",
                              .remedy = "look at it and ask again",
                              .case_reference = reference.text};
            return;
        }
        for (const outbox::Parcel& parcel : parcels) add_leaf(office, "erased", parcel, now);
        office.records().erase_case(reference);
        office.cases().set_mark(traces_left, 1);
        archive_certificate(office, erased.certificate, because, erased.text, now);
    });
    if (changed) return fail(*changed);
    extend_archive(office);
    remove_traces(office);
    return erased;
}

}  // namespace postroom::daemon
