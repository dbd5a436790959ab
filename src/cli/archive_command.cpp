// archive and doctor: proof, and health.
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "cli/session.hpp"
#include "daemon/doctor.hpp"
#include "daemon/files.hpp"
#include "daemon/proof.hpp"

namespace postroom::cli {

namespace {

struct Options {
    std::string id, output, checkpoint;
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
        session.print(std::to_string(item.index) + "  " + item.at + "  " + item.event + "  " +
                      item.parcel.substr(0, 10) + "  " + item.channel + "  " + item.case_reference +
                      "  " + item.step + "\n");
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
        session.print(*bytes);
        return;
    }
    daemon::write_file(options.output, *bytes, 0600);
    session.say("Wrote the exact bytes to " + options.output + ".");
}

void verify(const Options& options, Session& session) {
    const auto office = session.open_office();
    if (!office) return;
    const bool terminal = ::isatty(STDERR_FILENO) == 1;
    const auto progress = [&](std::int64_t done_so_far, std::int64_t of) {
        if (terminal) std::cerr << "\r" << done_so_far << " of " << of << std::flush;
    };
    const daemon::ProofReport report =
        daemon::verify_archive(*office, options.checkpoint, progress);
    if (terminal) std::cerr << "\r";
    if (session.json) {
        std::vector<JsonObject> objects;
        for (const Problem& problem : report.problems)
            objects.push_back({{"file", problem.file}, {"what", problem.what}});
        session.print_json(objects);
        if (!objects.empty()) session.exit_code = found_wrong;
        return;
    }
    if (!report.problems.empty()) {
        session.complain(report.problems);
        session.say("The archive is NOT sound.");
        return;
    }
    session.say("The archive is sound: " + std::to_string(report.leaves) + " leaves, " +
                std::to_string(report.objects) + " letters, every byte checked" +
                (options.checkpoint.empty() ? "." : ", and it continues the earlier checkpoint."));
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
    verify_command->callback([=, &session] { verify(*options, session); });
}

void add_doctor(CLI::App& app, Session& session) {
    app.add_subcommand("doctor", "database, calendar, fonts, relay, keys, disk")
        ->callback([&session] {
            std::vector<JsonObject> objects;
            for (const daemon::Finding& finding :
                 daemon::examine(session.setting(), session.clock().now())) {
                if (!finding.well) session.exit_code = found_wrong;
                if (session.json)
                    objects.push_back({{"subject", finding.subject},
                                       {"well", finding.well},
                                       {"what", finding.what}});
                else
                    session.print((finding.well ? "well  " : "ILL   ") + finding.subject + ": " +
                                  finding.what + "\n");
            }
            if (session.json) session.print_json(objects);
        });
}

}  // namespace postroom::cli
