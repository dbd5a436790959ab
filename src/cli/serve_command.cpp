#include <CLI/CLI.hpp>

#include "cli/session.hpp"
#include "daemon/work/service.hpp"

namespace postroom::cli {

void add_serve(CLI::App& app, Session& session) {
    app.add_subcommand("serve", "the daemon: watches, writes, sends; SIGHUP reloads, SIGTERM ends")
        ->callback(
            [&session] { session.exit_code = daemon::serve(session.setting(), session.clock()); });
}

}  // namespace postroom::cli
