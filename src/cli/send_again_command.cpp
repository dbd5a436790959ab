#include <memory>

#include <CLI/CLI.hpp>

#include "base/counted.hpp"
#include "cli/outbox_answers.hpp"
#include "daemon/records/persons_word.hpp"

namespace postroom::cli {

namespace {

struct Options {
    std::vector<std::string> ids;
    bool refused = false;
    When when;
};

void send_again(const Options& options, Session& session) {
    if (options.ids.empty() != options.refused) throw CLI::RequiredError("ID or --refused");
    const auto at = moment(options.when, session);
    if (!at) return;
    const auto office = session.open_office();
    if (!office) return;
    std::vector<ParcelId> ids;
    if (options.refused) ids = daemon::refused_and_open(*office);
    for (const std::string& text : options.ids) {
        if (const auto id = daemon::parcel_named(*office, text))
            ids.push_back(*id);
        else
            session.complain(id.error());
    }
    int count = 0;
    for (const ParcelId& id : ids) {
        const auto again = daemon::send_again(*office, id, *at, session.clock().now());
        if (again)
            count += *again;
        else
            session.complain(again.error());
    }
    answer(count, "The next run sends " + counted(count, "email") + " again.", session);
}

}  // namespace

void add_outbox_send_again(CLI::App& outbox, Session& session) {
    const auto options = std::make_shared<Options>();
    auto* command = outbox.add_subcommand(
        "send-again", "a refused email goes again: what it was refused for is mended");
    command->add_option("ID", options->ids, "an id, or its first characters");
    command->add_flag("--refused", options->refused,
                      "all refused emails whose task nobody has closed");
    add_when(*command, options->when);
    command->callback([=, &session] { send_again(*options, session); });
}

}  // namespace postroom::cli
