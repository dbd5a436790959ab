// archive and doctor: proof, and health.
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "base/counted.hpp"
#include "cli/session.hpp"
#include "daemon/premises/files.hpp"
#include "daemon/records/export.hpp"
#include "daemon/records/proof.hpp"
#include "daemon/work/doctor.hpp"

namespace postroom::cli {

namespace {

struct Options {
    std::string id, output, checkpoint, folder, key, exported;
};

void list(Session& session) {
    const auto office = session.open_office();
    if (!office) return;
    std::vector<JsonObject> objects;
    for (const daemon::ArchivedItem& item : daemon::archived_items(*office)) {
        if (session.json) {
            objects.push_back({{"index", static_cast<long>(item.index)},
                               {"event", item.event},
                               {"parcel", item.parcel},
                               {"at", item.at},
                               {"channel", item.channel},
                               {"size", item.size},
                               {"case", item.case_reference},
                               {"step", item.step}});
            continue;
        }
        session.print_line(std::to_string(item.index) + "  " + item.at + "  " + item.event + "  " +
                           item.parcel.substr(0, 10) + "  " + item.channel + "  " +
                           item.case_reference + "  " + item.step);
    }
    if (session.json) session.print_json(objects);
}

void show(const Options& options, Session& session) {
    const auto office = session.open_office();
    if (!office) return;
    const auto bytes = daemon::archived_bytes(*office, options.id);
    if (!bytes) {
        session.complain(bytes.error());
        return;
    }
    if (options.output.empty()) {
        session.print_bytes(*bytes);
        return;
    }
    daemon::write_file(options.output, *bytes, 0600);
    session.say("Wrote the exact bytes to " + options.output + ".");
}

void report(const daemon::ProofReport& found, const std::string& subject, const std::string& sound,
            Session& session) {
    if (session.json) {
        std::vector<JsonObject> objects;
        for (const Problem& problem : found.problems)
            objects.push_back({{"file", problem.file}, {"what", problem.what}});
        session.print_json(objects);
        if (!objects.empty()) session.exit_code = found_wrong;
        return;
    }
    if (found.problems.empty()) {
        session.say(subject + " is sound: " + sound);
        return;
    }
    session.complain(found.problems);
    session.say(subject + " is NOT sound.");
}

std::string first_line_of(const std::string& file) {
    const std::string text = daemon::read_file(file);
    return text.substr(0, text.find('\n'));
}

void verify_exported(const Options& options, Session& session) {
    std::string verifier;
    if (options.key.empty()) {
        const auto office = session.open_office();
        if (!office) return;
        verifier = office->keys().verifier;
    } else {
        verifier = first_line_of(options.key);
    }
    const daemon::ExportReport found = daemon::verify_export(options.exported, verifier);
    report({.leaves = found.entries, .objects = found.letters, .problems = found.problems},
           "The export",
           counted(found.letters, "letter") + ", " + counted(found.entries, "entry", "entries") +
               " of the ledger.",
           session);
}

void verify(const Options& options, Session& session) {
    if (!options.exported.empty()) return verify_exported(options, session);
    const bool terminal = ::isatty(STDERR_FILENO) == 1;
    const auto progress = [&](std::int64_t done_so_far, std::int64_t of) {
        if (terminal) std::cerr << "\r" << done_so_far << " of " << of << std::flush;
    };
    daemon::ProofReport found;
    if (!options.folder.empty()) {
        found = daemon::verify_folder(options.folder, first_line_of(options.key),
                                      options.checkpoint, progress);
    } else {
        const auto office = session.open_office();
        if (!office) return;
        if (!options.id.empty()) {
            auto item = daemon::verify_item(*office, options.id);
            if (!item) return session.complain(item.error());
            return report(*item, "This parcel",
                          std::to_string(item->leaves) +
                              " entries, each proved to be in the ledger" +
                              (item->erased > 0 ? "; it was erased, and nobody can read it."
                                                : ", and its bytes are those that were frozen."),
                          session);
        }
        found = daemon::verify_archive(*office, options.checkpoint, progress);
        if (found.kept_elsewhere > 0)
            session.say("This daemon follows " + office->leader() + ", which keeps the archive: " +
                        counted(found.kept_elsewhere, "entry", "entries") +
                        " of it are only there. Verify there.");
    }
    if (terminal) std::cerr << "\r";
    if (found.cut_short > 0 && found.problems.empty())
        session.say("A run was interrupted while it extended the archive: " +
                    counted(found.cut_short, "file or folder", "files or folders") +
                    " of what the database has on record wait for the next run, which completes "
                    "it.");
    report(found, "The archive",
           counted(found.leaves, "leaf", "leaves") + ", " + counted(found.objects, "letter") +
               ", every byte checked" +
               (found.erased > 0
                    ? " (" + std::to_string(found.erased) + " erased, which nobody can read)"
                    : "") +
               (options.checkpoint.empty() ? "." : ", and it continues the earlier checkpoint."),
           session);
}

}  // namespace

void add_archive(CLI::App& app, Session& session) {
    auto* command = app.add_subcommand("archive", "what was sent, and the proof of it");
    command->require_subcommand(1);
    const auto options = std::make_shared<Options>();
    command->add_subcommand("list", "every entry of the ledger")->callback([&session] {
        list(session);
    });
    auto* show_command = command->add_subcommand("show", "the exact bytes of one parcel");
    show_command->add_option("ID", options->id, "an id, or its first characters")->required();
    show_command->add_option("-o,--output", options->output, "the file to write (else stdout)");
    show_command->callback([=, &session] { show(*options, session); });
    auto* verify_command = command->add_subcommand("verify", "check every byte of the archive");
    verify_command->add_option("--checkpoint", options->checkpoint,
                               "an earlier checkpoint, kept elsewhere: finds a cut tail");
    verify_command->add_option("ID", options->id, "one parcel alone");
    auto* folder = verify_command->add_option("--archive", options->folder,
                                              "an archive's folder elsewhere; needs --key");
    auto* exported = verify_command->add_option("--export", options->exported,
                                                "a case that was exported: folder or zip file");
    auto* key =
        verify_command->add_option("--key", options->key, "the trusted public key (ledger.pub)");
    folder->needs(key)->excludes(exported);
    verify_command->callback([=, &session] {
        if (!options->id.empty() && (*folder || *exported || !options->checkpoint.empty()))
            throw CLI::ValidationError("ID", "one parcel is verified in the office's own archive");
        if (*exported && !options->checkpoint.empty())
            throw CLI::ValidationError("--export", "takes no --checkpoint");
        if (*key && !*folder && !*exported)
            throw CLI::ValidationError("--key", "goes with --archive or --export");
        verify(*options, session);
    });
    add_archive_records(*command, session);
    add_archive_export(*command, session);
    add_archive_reconcile(*command, session);
}

void add_doctor(CLI::App& app, Session& session) {
    app.add_subcommand("doctor", "database, calendar, fonts, relay, keys, disk")
        ->callback([&session] {
            std::vector<JsonObject> objects;
            for (const daemon::Finding& finding :
                 daemon::examine(session.setting(), session.clock())) {
                if (!finding.well) session.exit_code = found_wrong;
                if (session.json)
                    objects.push_back({{"subject", finding.subject},
                                       {"well", finding.well},
                                       {"what", finding.what}});
                else
                    session.print_line((finding.well ? "well  " : "ILL   ") + finding.subject +
                                       ": " + finding.what);
            }
            if (session.json) session.print_json(objects);
        });
}

}  // namespace postroom::cli
