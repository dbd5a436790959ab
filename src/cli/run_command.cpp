#include <memory>

#include <CLI/CLI.hpp>

#include "base/counted.hpp"
#include "cli/session.hpp"
#include "daemon/records/held_after_restore.hpp"
#include "daemon/work/office_clock.hpp"
#include "daemon/work/run.hpp"

namespace postroom::cli {

namespace {

void report_run(const daemon::RunReport& report, Session& session) {
    if (session.json) {
        session.print_json(JsonObject{{"cases", static_cast<long>(report.cases_looked_at)},
                                      {"letters", static_cast<long>(report.letters)},
                                      {"emails", static_cast<long>(report.emails)},
                                      {"tasks", static_cast<long>(report.tasks)},
                                      {"skipped", static_cast<long>(report.skipped)},
                                      {"superseded", static_cast<long>(report.superseded)},
                                      {"sent", static_cast<long>(report.sent)},
                                      {"in_tray", static_cast<long>(report.in_tray)},
                                      {"not_sent", static_cast<long>(report.not_sent)},
                                      {"flood", report.flood}});
    } else if (!report.did_something()) {
        session.say("Nothing was due.");
    } else {
        session.say("Made " + counted(report.letters, "letter") + " and " +
                    counted(report.emails, "email") + "; sent " + counted(report.sent, "email") +
                    ", laid " + counted(report.in_tray, "letter") + " in the print tray; " +
                    counted(report.tasks, "new task") + ", " + counted(report.skipped, "step") +
                    " skipped.");
        if (report.not_sent > 0)
            session.say(counted(report.not_sent, "email was", "emails were") +
                        " not sent: see postroom outbox list");
    }
    if (report.in_tray > 0 && !session.json)
        session.say("To print: the PDF of each day in " + session.data_folder() + "/tray");
    if (report.relay_trouble) session.complain(*report.relay_trouble);
    if (!report.problems.empty()) session.complain(report.problems);
    if (report.flood) {
        session.say(
            "The flood breaker held everything new. Look at postroom outbox list; if so "
            "many letters are right, release them with: postroom outbox release --flood");
        session.exit_code = found_wrong;
    }
}

}  // namespace

void add_run(CLI::App& app, Session& session) {
    const auto when = std::make_shared<When>();
    auto* command = app.add_subcommand("run", "everything due, once; twice does nothing new");
    const auto ahead = std::make_shared<bool>(false);
    add_when(*command, *when);
    command->add_flag("--ahead", *ahead, "for a day to come, though emails really go");
    command->callback([=, &session] {
        const auto at = moment(*when, session);
        if (!at) return;
        const auto office = session.open_office();
        if (!office) return;
        const bool by_the_clock = when->on.empty() && when->at.empty();
        const auto why_not = by_the_clock ? daemon::ask_about_clock(*office, session.clock())
                             : *ahead     ? std::nullopt
                                          : daemon::why_not_ahead(*office, *at, session.clock());
        if (why_not) {
            session.complain(*why_not);
            return;
        }
        const auto report = daemon::run(*office, *at, session.clock());
        if (report)
            report_run(*report, session);
        else
            session.complain(report.error());
        if (const auto hold = daemon::hold_after_restore(*office)) session.say(words_for(*hold));
    });
}

}  // namespace postroom::cli
