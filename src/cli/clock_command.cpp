#include <memory>

#include <CLI/CLI.hpp>

#include "cli/session.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/work/office_clock.hpp"

namespace postroom::cli {

void add_clock(CLI::App& app, Session& session) {
    const auto right = std::make_shared<bool>(false);
    auto* command = app.add_subcommand("clock", "whether this machine's clock is believed");
    command->add_flag("--right", *right, "it is right now: go on from now, whatever it was before");
    command->callback([=, &session] {
        const auto office = session.open_office();
        if (!office) return;
        if (*right) daemon::go_on_from_now(*office, session.clock());
        const auto problem = daemon::why_not_believed(*office, session.clock());
        const std::string now = daemon::utc_text(session.clock().now());
        if (session.json)
            session.print_json(JsonObject{{"now", now}, {"believed", !problem.has_value()}});
        else if (!problem)
            session.say("It is " + now + ". The clock is believed.");
        if (problem) session.complain(*problem);
    });
}

}  // namespace postroom::cli
