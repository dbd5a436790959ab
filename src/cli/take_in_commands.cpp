// init, import and event: how a data directory and its cases come to be.
#include <memory>

#include <CLI/CLI.hpp>

#include "base/counted.hpp"
#include "cli/session.hpp"
#include "daemon/premises/files.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/work/take_in.hpp"

namespace postroom::cli {

namespace {

struct InitOptions {
    std::string folder;
    bool demo = false;
};

void init(const InitOptions& options, Session& session) {
    session.data_option = options.folder;
    daemon::create_data_directory(options.folder, session.setting());
    session.say("Made the data directory " + options.folder +
                ": configuration, keys and an empty database.");
    session.say("Back up " + options.folder +
                "/keys apart from the rest: without master.key no archived letter can be read.");
    if (!options.demo) return;
    const auto office = session.open_office();
    if (!office) return;
    const std::string path = session.setting().places.find("config/demo/council.json");
    const auto imported =
        daemon::import_file(*office, daemon::read_file(path), "config/demo/council.json",
                            {.logged_on = calendar::Day::of(2025, 3, 3)}, session.clock().now());
    if (!imported) {
        session.complain(imported.error());
        return;
    }
    session.say("Imported " + std::to_string(imported->cases) +
                " invented cases of an example council, logged on 3 March 2025.");
}

struct ImportOptions {
    std::string file;
    std::string on;
    bool baseline = false;
};

void import(const ImportOptions& options, Session& session) {
    const auto office = session.open_office();
    if (!office) return;
    const Instant now = session.clock().now();
    daemon::ImportOptions import_options{.logged_on = daemon::london(now).day,
                                         .baseline = options.baseline};
    if (!options.on.empty()) {
        const auto day = day_given(options.on, "--on", session);
        if (!day) return;
        import_options.logged_on = *day;
    }
    const auto imported = daemon::import_file(*office, daemon::read_file(options.file),
                                              options.file, import_options, now);
    if (!imported) {
        session.complain(imported.error());
        session.say("Nothing was imported.");
        return;
    }
    if (session.json) {
        session.print_json(JsonObject{{"cases", static_cast<long>(imported->cases)},
                                      {"events", static_cast<long>(imported->events)},
                                      {"baselined", static_cast<long>(imported->baselined)}});
        return;
    }
    session.say("Imported " + counted(imported->cases, "case") + " and " +
                counted(imported->events, "event") + ".");
    if (options.baseline)
        session.say(std::to_string(imported->baselined) +
                    " steps fell due before the baseline and count as done.");
}

struct EventOptions {
    std::string reference;
    std::string name;
    std::string on;
    std::string at;
    std::vector<std::string> set;
};

void event(const EventOptions& options, Session& session) {
    std::vector<std::pair<std::string, std::string>> details;
    for (const std::string& pair : options.set) {
        const std::size_t equals = pair.find('=');
        if (equals == std::string::npos || equals == 0)
            throw CLI::ValidationError("--set", "write it as key=value");
        details.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
    }
    const auto now = moment({.at = options.at}, session);
    if (!now) return;
    const auto office = session.open_office();
    if (!office) return;
    const auto id = daemon::record_event(*office, CaseReference(options.reference), options.name,
                                         options.on, details, *now);
    if (!id) {
        session.complain(id.error());
        return;
    }
    if (session.json)
        session.print_json(JsonObject{{"case", options.reference}, {"event", id->text}});
    else
        session.say("Recorded " + options.name + " on case " + options.reference + " as " +
                    id->text + ".");
}

}  // namespace

void add_init(CLI::App& app, Session& session) {
    const auto options = std::make_shared<InitOptions>();
    auto* command = app.add_subcommand("init",
                                       "make a data directory: configuration, keys, "
                                       "database; never overwrites");
    command->add_option("DIR", options->folder, "the folder to make")->required();
    command->add_flag("--demo", options->demo, "with the cases of an invented council");
    command->callback([=, &session] { init(*options, session); });
}

void add_import(CLI::App& app, Session& session) {
    const auto options = std::make_shared<ImportOptions>();
    auto* command = app.add_subcommand("import",
                                       "cases, parties and events from a file; all or "
                                       "nothing");
    command->add_option("FILE", options->file, "postroom-cases/1 JSON, cases CSV or events CSV")
        ->required();
    command->add_flag("--baseline", options->baseline,
                      "what fell due before today (or --on) counts as done: sends nothing");
    command->add_option("--on", options->on, "the day the cases were logged (else today)");
    command->callback([=, &session] { import(*options, session); });
}

void add_event(CLI::App& app, Session& session) {
    const auto options = std::make_shared<EventOptions>();
    auto* command = app.add_subcommand("event", "record what happened on a case");
    command->add_option("CASE", options->reference, "the case's reference")->required();
    command->add_option("NAME", options->name, "the event, e.g. extension_agreed")->required();
    command->add_option("--on", options->on, "the day it happened")->required();
    command->add_option("--set", options->set, "a detail as key=value; may be repeated");
    command->add_option("--at", options->at, "record it as of this instant (else now)");
    command->callback([=, &session] { event(*options, session); });
}

}  // namespace postroom::cli
