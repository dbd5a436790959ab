// archive export, archive reconcile, backup and restore: the office's records on the move.
#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>

#include "base/counted.hpp"
#include "cli/session.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/records/backup.hpp"
#include "daemon/records/export.hpp"
#include "daemon/records/held_after_restore.hpp"
#include "daemon/records/reconcile.hpp"

namespace postroom::cli {

namespace {

struct Options {
    std::string reference, path, keys;
    bool all = false, confirm = false, keys_alone = false, keep_archive = false;
};

void export_case(const Options& options, Session& session) {
    const auto office = session.open_office();
    if (!office) return;
    const Instant now = session.clock().now();
    const auto done = daemon::export_case(*office, CaseReference(options.reference), options.path,
                                          options.all, daemon::london(now).day, now);
    if (!done) return session.complain(done.error());
    session.say("Packed " + counted(done->letters, "letter") + " with proofs in " + options.path +
                "." +
                (done->left_out > 0 ? " " + std::to_string(done->left_out) +
                                          " that never left the council are listed, and left out."
                                    : "") +
                "\nIt holds personal data in the clear: hand it over by a safe way.");
}

void show_ahead(const daemon::Reconciliation& found, Session& session) {
    std::vector<JsonObject> objects;
    for (const daemon::AheadItem& item : found.items) {
        const std::string becomes(daemon::words_for(item.becomes));
        objects.push_back({{"parcel", item.parcel.text},
                           {"case", item.case_reference.text},
                           {"step", item.step.text},
                           {"recipient", item.recipient},
                           {"channel", item.channel},
                           {"event", item.event},
                           {"at", item.at},
                           {"becomes", becomes}});
        if (!session.json)
            session.print_line(item.at + "  " + item.event + "  " + item.parcel.text.substr(0, 10) +
                               "  " + item.channel + "  " + item.case_reference.text + "  " +
                               item.step.text + "  " + item.recipient + ": " + becomes);
    }
    if (session.json) session.print_json(objects);
}

void tell_about(const daemon::Reconciliation& found, Session& session) {
    session.say("The archive has " + std::to_string(found.archive_leaves) +
                " entries; the database shares the first " + std::to_string(found.database_leaves) +
                " of them.");
    for (const CaseReference& reference : found.missing_cases)
        session.say("The case " + reference.text +
                    " was written about and is not in the database: take it in again.");
    if (found.restored_with_its_archive)
        session.say(
            "Database and archive are of the same day: nothing here can say what went out after "
            "the backup, nor name the cases taken in since. Whatever may have gone is held for a "
            "person, until somebody ends the hold: first record again what was lost, cases and "
            "events; let a run be made; look at postroom outbox list --state held, and cancel what "
            "went. Then, and not before: postroom outbox release --restored\n"
            "Cases that were erased after the backup are back as well: erase again each of which "
            "you have a certificate of erasure.");
}

void reconcile(const Options& options, Session& session) {
    const auto office = session.open_office();
    if (!office) return;
    const auto why = daemon::why_to_reconcile(*office);
    if (!options.confirm || !why) {
        // It also complains of an archive that lost what the database has.
        const auto found = daemon::compare_with_archive(*office);
        show_ahead(found, session);
        if (!why) {
            session.say("Database and archive agree; there is nothing to reconcile.");
            return;
        }
        tell_about(found, session);
        session.say("Nothing was changed. If this is right: postroom archive reconcile --confirm");
        session.exit_code = found_wrong;
        return;
    }
    const Instant now = session.clock().now();
    const auto done = daemon::reconcile(*office, now, now);
    if (!done) return session.complain(done.error());
    show_ahead(*done, session);
    tell_about(*done, session);
    session.say("Reconciled: nothing listed here is sent again. See postroom outbox list.");
    if (const auto hold = daemon::hold_after_restore(*office);
        hold && !done->restored_with_its_archive)
        session.say(words_for(*hold));
}

void back_up(const Options& options, Session& session) {
    if (options.keys_alone) {
        daemon::back_up_keys(session.data_folder(), options.path);
        session.say("The keys are in " + options.path +
                    ". Keep them apart from every other backup, where few can read them.");
        return;
    }
    const auto office = session.open_office();
    if (!office) return;
    const auto done = daemon::back_up(*office, options.path, session.clock().now());
    if (!done) {
        session.complain(done.error());
        session.say("The backup is NOT sound; do not rely on it.");
        return;
    }
    // Of a PostgreSQL dump pg_restore says that it can be read; nothing in it is counted.
    const std::string found = (*office).database().is_postgresql()
                                  ? "pg_restore reads the dump"
                                  : counted(done->cases, "case") + ", " +
                                        counted(done->leaves, "entry", "entries") +
                                        " of the ledger";
    session.say("Backed up to " + options.path + ", opened again and verified: " + found +
                ".\nThe keys are not in it: postroom backup --keys.");
}

void restore(const Options& options, Session& session) {
    const auto done = daemon::restore(session.setting(), options.path,
                                      {.keys = options.keys, .keep_archive = options.keep_archive},
                                      session.clock().now());
    if (!done) return session.complain(done.error());
    session.say(
        "Restored " + session.data_folder() + ": " + std::to_string(done->leaves) +
        " entries of the ledger in the database" +
        (done->keys_are_there ? ", " + std::to_string(done->archived) + " in the archive." : "."));
    if (!done->set_aside.empty())
        session.say("The database that was there is now " + done->set_aside +
                    "; destroy it once you are sure.");
    if (!done->keys_are_there)
        session.say(
            "The keys are not here, so nobody has looked whether the backup's seal is the "
            "ledger's own. Put them into " +
            session.data_folder() +
            "/keys (mode 0700, files 0600) before anything else; or restore again with "
            "--keys, which looks at the seal.");
    session.say("Nothing is sent until a person has looked: postroom archive reconcile");
}

}  // namespace

void add_archive_export(CLI::App& archive, Session& session) {
    const auto options = std::make_shared<Options>();
    auto* command = archive.add_subcommand(
        "export", "one case's letters with proofs, for the Ombudsman (a BagIt bag)");
    command->add_option("CASE", options->reference, "the case's reference")->required();
    command->add_option("-o,--output", options->path, "a new folder, or a new .zip file")
        ->required();
    command->add_flag("--all", options->all, "also letters that never left the council");
    command->callback([=, &session] { export_case(*options, session); });
}

void add_archive_reconcile(CLI::App& archive, Session& session) {
    const auto options = std::make_shared<Options>();
    auto* command = archive.add_subcommand(
        "reconcile", "after a restore: what the archive knows and the database does not");
    command->add_flag("--confirm", options->confirm,
                      "take it over: what was sent goes on record as sent, and never again");
    command->callback([=, &session] { reconcile(*options, session); });
}

void add_backup(CLI::App& app, Session& session) {
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("backup", "a verified copy of everything but the keys");
    command->add_option("-o,--output", options->path, "a new folder, or a new .zip file")
        ->required();
    command->add_flag("--keys", options->keys_alone, "the keys alone, to be kept elsewhere");
    command->callback([=, &session] { back_up(*options, session); });
}

void add_restore(CLI::App& app, Session& session) {
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("restore", "put a backup back; sends nothing");
    command->add_option("BACKUP", options->path, "the folder or zip file that backup wrote")
        ->required();
    auto* keys = command->add_option("--keys", options->keys, "what backup --keys wrote");
    command
        ->add_flag("--keep-archive", options->keep_archive,
                   "put back the database alone, beside the archive that is there")
        ->excludes(keys);
    command->callback([=, &session] { restore(*options, session); });
}

}  // namespace postroom::cli
