#include <memory>

#include <CLI/CLI.hpp>

#include "cli/session.hpp"
#include "daemon/premises/files.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/trackers/tracker.hpp"

namespace postroom::cli {

namespace {

struct Options {
    std::string as_at;
    std::string output;
    std::string officer;
};

void tracker(const Options& options, Session& session) {
    calendar::Day day = daemon::london(session.clock().now()).day;
    if (!options.as_at.empty()) {
        const auto given = day_given(options.as_at, "--as-at", session);
        if (!given) return;
        day = *given;
    }
    const auto office = session.open_office();
    if (!office) return;
    const auto made = daemon::tracker_workbook(*office, day, options.officer);
    if (!made) {
        session.complain(made.error());
        return;
    }
    daemon::write_file(options.output, made->bytes);
    session.say("Wrote " + options.output + ": " + std::to_string(made->cases) +
                " open cases as at " + day.iso() + ".");
    if (!made->problems.empty()) session.complain(made->problems);
}

}  // namespace

void add_tracker(CLI::App& app, Session& session) {
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("tracker", "the managers' workbook of open cases");
    command->add_option("--as-at", options->as_at, "as things stood on this day (else today)");
    command->add_option("--on", options->as_at, "the same as --as-at");
    command->add_option("--officer", options->officer,
                        "only the cases of the manager with this email address");
    command->add_option("-o,--output", options->output, "the .xlsx file to write")->required();
    command->callback([=, &session] { tracker(*options, session); });
}

}  // namespace postroom::cli
