// migrate: from SQLite to PostgreSQL.
#include <memory>

#include <CLI/CLI.hpp>

#include "base/counted.hpp"
#include "cli/session.hpp"
#include "daemon/records/move_database.hpp"

namespace postroom::cli {

namespace {

void migrate(const std::string& to, Session& session) {
    const auto office = session.open_office();
    if (!office) return;
    const auto moved = daemon::move_database(*office, to);
    if (!moved) return session.complain(moved.error());
    if (session.json)
        session.print_json(JsonObject{{"cases", moved->cases}, {"rows", moved->rows}});
    session.say("Moved " + counted(moved->cases, "case") + ", " + counted(moved->rows, "row") +
                " in all. Now write that address as database.location into postroom.yaml.\n"
                "The old database is " +
                moved->set_aside +
                "; destroy it once postroom doctor and postroom archive verify are content.");
}

}  // namespace

void add_migrate(CLI::App& app, Session& session) {
    const auto to = std::make_shared<std::string>();
    auto* command = app.add_subcommand("migrate", "move everything from SQLite to PostgreSQL");
    command->add_option("--to", *to, "an empty database: postgresql://…")->required();
    command->callback([=, &session] { migrate(*to, session); });
}

}  // namespace postroom::cli
