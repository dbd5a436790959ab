#include <memory>

#include <CLI/CLI.hpp>

#include "base/counted.hpp"
#include "cli/outbox_answers.hpp"
#include "daemon/premises/files.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/records/persons_word.hpp"
#include "daemon/records/posting.hpp"
#include "daemon/work/returned_letter.hpp"

namespace postroom::cli {

namespace {

struct Options {
    std::vector<std::string> ids;
    std::string tray, manifest, reason;
    When when;
};

void posted(const Options& options, Session& session) {
    const auto at = moment(options.when, session);
    if (!at) return;
    const auto office = session.open_office();
    if (!office) return;
    std::vector<ParcelId> ids;
    if (!options.tray.empty()) {
        const auto day = day_given(options.tray, "--tray", session);
        if (!day) return;
        ids = daemon::in_tray_of(*office, *day);
    }
    if (!options.manifest.empty()) {
        const auto read =
            daemon::in_manifest(daemon::read_file(options.manifest), options.manifest);
        if (!read) return session.complain(read.error());
        ids.insert(ids.end(), read->begin(), read->end());
    }
    for (const std::string& text : options.ids) {
        const auto id = daemon::parcel_named(*office, text);
        if (!id) return session.complain(id.error());
        ids.push_back(*id);
    }
    const auto count =
        daemon::posted(*office, ids, daemon::london(*at).day, *at, session.clock().now());
    if (!count) {
        session.complain(count.error());
        return;
    }
    print_what_is_left(*office, session);
    answer(*count, "Confirmed " + counted(*count, "letter") + " as posted.", session);
}

void write_again(const Options& options, Session& session) {
    const auto at = moment(options.when, session);
    if (!at) return;
    each_parcel(options.ids, session, "To be written again by the next run:",
                [&](daemon::Office& office, const ParcelId& id) {
                    return daemon::write_again(office, id, *at, session.clock().now());
                });
}

void returned(const Options& options, Session& session) {
    const auto at = moment(options.when, session);
    if (!at) return;
    const auto office = session.open_office();
    if (!office) return;
    int held = 0, count = 0;
    for (const std::string& text : options.ids) {
        const auto id = daemon::posted_letter_named(*office, text);
        const auto recorded =
            id ? daemon::record_returned(*office, *id, daemon::london(*at).day, options.reason, *at,
                                         session.clock().now())
               : Expected<int>(fail(id.error()));
        if (!recorded) {
            session.complain(recorded.error());
            continue;
        }
        ++count;
        held += *recorded;
    }
    print_what_is_left(*office, session);
    answer(count,
           "Recorded " + counted(count, "letter") + " as returned; " + std::to_string(held) +
               " more to the same address held. See postroom outbox list --open.",
           session);
}

}  // namespace

void add_outbox_tray(CLI::App& outbox, Session& session) {
    const auto options = std::make_shared<Options>();
    auto* posted_command = outbox.add_subcommand("posted", "confirm that letters were posted");
    posted_command->add_option("ID", options->ids, "an id, or its first characters");
    posted_command->add_option("--tray", options->tray, "all letters in the tray of that day");
    posted_command->add_option("--manifest", options->manifest, "those listed in this manifest");
    add_when(*posted_command, options->when);
    posted_command->callback([=, &session] {
        if (options->ids.empty() && options->tray.empty() && options->manifest.empty())
            throw CLI::RequiredError("ID, --tray or --manifest");
        posted(*options, session);
    });

    auto* again_command = outbox.add_subcommand(
        "write-again", "a letter in the tray was not posted in time: it is written again");
    again_command->add_option("ID", options->ids, "an id, or its first characters")->required();
    add_when(*again_command, options->when);
    again_command->callback([=, &session] { write_again(*options, session); });

    auto* returned_command =
        outbox.add_subcommand("returned", "a posted letter came back: nothing more goes there");
    returned_command
        ->add_option("ID", options->ids, "an id, the code on the letter, or a case's reference")
        ->required();
    returned_command->add_option("--reason", options->reason, "what the post wrote on it")
        ->required();
    add_when(*returned_command, options->when);
    returned_command->callback([=, &session] { returned(*options, session); });
}

}  // namespace postroom::cli
