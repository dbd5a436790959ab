// archive hold, release, retention, erase: what is kept, for how long, and what ends it.
#include <memory>

#include <CLI/CLI.hpp>

#include "base/counted.hpp"
#include "cli/session.hpp"
#include "daemon/premises/files.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/records/records.hpp"

namespace postroom::cli {

namespace {

struct Options {
    std::string reference, reason, confirm, output, on;
    bool all = false;
};

std::optional<calendar::Day> today_or(const std::string& on, Session& session) {
    if (on.empty()) return daemon::london(session.clock().now()).day;
    return day_given(on, "--on", session);
}

void hold(const Options& options, Session& session) {
    const auto office = session.open_office();
    if (!office) return;
    if (options.reference.empty()) {
        std::vector<JsonObject> objects;
        for (const storage::LegalHold& hold : office->records().holds()) {
            objects.push_back({{"case", hold.reference.text},
                               {"since", daemon::utc_text(hold.placed_at)},
                               {"reason", hold.reason}});
            if (!session.json)
                session.print_line(hold.reference.text + "  since " +
                                   daemon::utc_text(hold.placed_at) + "  " + hold.reason);
        }
        if (session.json) session.print_json(objects);
        return;
    }
    const auto placed = daemon::place_hold(*office, CaseReference(options.reference),
                                           options.reason, session.clock().now());
    if (!placed) return session.complain(placed.error());
    session.say(*placed ? "Held: this case cannot be erased until the hold is lifted."
                        : "It was on hold already; nothing changed.");
}

void release(const Options& options, Session& session) {
    const auto office = session.open_office();
    if (!office) return;
    const auto lifted = daemon::lift_hold(*office, CaseReference(options.reference), options.reason,
                                          session.clock().now());
    if (!lifted) return session.complain(lifted.error());
    session.say(*lifted ? "The hold is lifted." : "There was no hold.");
}

void retention(const Options& options, Session& session) {
    const auto today = today_or(options.on, session);
    if (!today) return;
    const auto office = session.open_office();
    if (!office) return;
    const auto items = daemon::retention(*office, *today, options.all);
    std::vector<JsonObject> objects;
    for (const daemon::RetentionItem& item : items) {
        const std::string review = item.review_on ? item.review_on->iso() : "";
        objects.push_back({{"case", item.reference.text},
                           {"legal_status", item.legal_status},
                           {"closed", item.closed_on.iso()},
                           {"review", review},
                           {"rule", item.rule},
                           {"hold", item.on_hold}});
        if (session.json) continue;
        session.print_line((review.empty() ? "no date   " : review) + "  " + item.reference.text +
                           "  closed " + item.closed_on.iso() + "; " + item.rule +
                           (item.on_hold ? "; ON HOLD" : ""));
    }
    if (session.json) return session.print_json(objects);
    if (items.empty())
        session.say("Nothing is due for review.");
    else
        session.say("This only proposes. A person reviews each case, and keeps it or erases it.");
}

void erase(const Options& options, Session& session) {
    if (!daemon::is_ground(options.reason))
        throw CLI::ValidationError("--because", "retention, request, order or mistake");
    if (options.confirm != options.reference)
        throw CLI::ValidationError(
            "--confirm", "must repeat the case's reference: what is erased cannot be brought back");
    const auto office = session.open_office();
    if (!office) return;
    const Instant now = session.clock().now();
    const auto erased = daemon::erase(*office, CaseReference(options.reference), options.reason,
                                      daemon::london(now).day, now);
    if (!erased) return session.complain(erased.error());
    if (!options.output.empty()) daemon::write_file(options.output, erased->text, 0600);
    if (session.json)
        return session.print_json(JsonObject{{"letters", static_cast<long>(erased->letters)},
                                             {"events", static_cast<long>(erased->events)},
                                             {"certificate", erased->certificate.text}});
    if (options.output.empty()) session.print(erased->text);
    session.say("Erased: " + counted(erased->letters, "letter") + ", " +
                counted(erased->events, "event") +
                ". The certificate is archived: postroom archive show " +
                erased->certificate.text.substr(0, 10) +
                "\nBackups made before this still hold the case until you destroy them.");
}

}  // namespace

void add_archive_records(CLI::App& archive, Session& session) {
    const auto options = std::make_shared<Options>();
    auto* hold_command = archive.add_subcommand(
        "hold", "keep a case from being erased; without CASE, list what is held");
    auto* held = hold_command->add_option("CASE", options->reference, "the case's reference");
    auto* why = hold_command->add_option("--reason", options->reason, "why: a sentence");
    held->needs(why);
    why->needs(held);
    hold_command->callback([=, &session] { hold(*options, session); });

    auto* release_command = archive.add_subcommand("release", "lift a legal hold");
    release_command->add_option("CASE", options->reference, "the case's reference")->required();
    release_command->add_option("--reason", options->reason, "why: a sentence")->required();
    release_command->callback([=, &session] { release(*options, session); });

    auto* retention_command = archive.add_subcommand(
        "retention", "closed cases that are due for review; it proposes and erases nothing");
    retention_command->add_option("--on", options->on, "as on that day, YYYY-MM-DD");
    retention_command->add_flag("--all", options->all, "every closed case, with its day");
    retention_command->callback([=, &session] { retention(*options, session); });

    auto* erase_command =
        archive.add_subcommand("erase", "destroy a case's key and all that names it, for ever");
    erase_command->add_option("CASE", options->reference, "the case's reference")->required();
    erase_command->add_option("--because", options->reason, "retention, request, order or mistake")
        ->required();
    erase_command->add_option("--confirm", options->confirm, "the case's reference once more")
        ->required();
    erase_command->add_option("-o,--output", options->output,
                              "the file to write the certificate to (else stdout)");
    erase_command->callback([=, &session] { erase(*options, session); });
}

}  // namespace postroom::cli
