// outbox relay-log: what the relay's own log says of emails that are uncertain.
#include <memory>

#include <CLI/CLI.hpp>

#include "base/counted.hpp"
#include "cli/session.hpp"
#include "daemon/premises/files.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/work/relay_evidence.hpp"

namespace postroom::cli {

namespace {

struct Options {
    std::string file;
    When when;
};

void settle(const Options& options, Session& session) {
    const auto at = moment(options.when, session);
    if (!at) return;
    const auto office = session.open_office();
    if (!office) return;
    const auto done =
        daemon::settle_by_relay_log(*office, daemon::read_file(options.file),
                                    daemon::london(*at).day, *at, session.clock().now());
    if (session.json)
        session.print_json(
            JsonObject{{"sent", std::int64_t{done.sent}}, {"uncertain", std::int64_t{done.left}}});
    if (done.sent + done.left == 0) return session.say("No email is uncertain.");
    session.say(counted(done.sent, "uncertain email is", "uncertain emails are") +
                " in the relay's log: recorded as sent. " + counted(done.left, "is", "are") +
                " not in it; a person decides (postroom outbox resolve).");
}

}  // namespace

void add_outbox_relay_log(CLI::App& outbox, Session& session) {
    const auto options = std::make_shared<Options>();
    auto* command = outbox.add_subcommand(
        "relay-log", "settle uncertain emails by the relay's own log (Postfix, Exim)");
    command->add_option("FILE", options->file, "the log, as text")->required();
    add_when(*command, options->when);
    command->callback([=, &session] { settle(*options, session); });
}

}  // namespace postroom::cli
