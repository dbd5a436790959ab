#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>

#include "base/counted.hpp"
#include "calendar/date_text.hpp"
#include "cli/outbox_answers.hpp"
#include "daemon/premises/files.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/records/held_after_restore.hpp"
#include "daemon/records/ledger.hpp"
#include "daemon/records/persons_word.hpp"
#include "outbox/reader_in_words.hpp"

namespace postroom::cli {

namespace {

struct Options {
    std::vector<std::string> ids;
    std::string reference, state, reason, note, output, sent_on;
    bool open_only = false, flood = false, restored = false, sent = false, not_sent = false;
    bool nothing_owed = false;
    When when;
};

JsonObject as_json(const outbox::Parcel& parcel) {
    return {{"id", parcel.id.text},
            {"type", "parcel"},
            {"reason", parcel.reason},
            {"case", parcel.case_reference.text},
            {"step", parcel.step.text},
            {"catalogue", parcel.catalogue},
            {"letter", parcel.letter},
            {"channel", std::string(cases::name_of(parcel.channel))},
            {"role", std::string(cases::name_of(parcel.role))},
            {"recipient", parcel.recipient},
            {"reader", outbox::reader_in_words(parcel.recipient)},
            {"state", std::string(outbox::name_of(parcel.state))},
            {"due", parcel.due.iso()},
            {"created", parcel.created_on.iso()},
            {"sent", parcel.accepted_on ? parcel.accepted_on->iso() : ""},
            {"attempts", static_cast<long>(parcel.attempts)},
            {"message_id", parcel.message_id},
            {"in_email_of", parcel.in_email_of.text},
            {"asked_since", ""},
            {"resolution", ""}};
}

JsonObject as_json(const outbox::Task& task) {
    return {{"id", task.id.text},
            {"type", "task"},
            {"reason", task.reason},
            {"case", task.case_reference.text},
            {"step", task.step.text},
            {"catalogue", task.catalogue},
            {"letter", ""},
            {"channel", ""},
            {"role", task.for_role},
            {"recipient", ""},
            {"reader", ""},
            {"state", task.done ? "done" : "open"},
            {"due", task.due.iso()},
            {"created", task.created_on.iso()},
            {"sent", ""},
            {"attempts", 0L},
            {"message_id", ""},
            {"in_email_of", ""},
            {"asked_since", task.asked_since.value_or(task.created_on).iso()},
            {"resolution", task.resolution}};
}

std::string field(const JsonObject& object, std::string_view key) {
    for (const auto& [name, value] : object)
        if (name == key)
            if (const auto* text = std::get_if<std::string>(&value)) return *text;
    return {};
}

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(text.size() + 1, width), ' ');
    return text;
}

/// Of a task that was asked before.
std::string since(const JsonObject& task) {
    const std::string first = field(task, "asked_since");
    if (first == field(task, "created")) return {};
    const auto day = calendar::Day::from_iso(first);
    return day ? " (asked since " + calendar::weekday_date(*day) + ")" : "";
}

void list(const Options& options, Session& session) {
    const std::string& wanted = options.state;
    if (!wanted.empty() && wanted != "open" && wanted != "done" && !outbox::state_named(wanted))
        throw CLI::ValidationError("--state", "a parcel's state such as held, or open or done");
    const auto office = session.open_office();
    if (!office) return;
    std::vector<JsonObject> items;
    for (const outbox::Task& task : office->outbox().tasks(false)) items.push_back(as_json(task));
    for (const outbox::Parcel& parcel : office->outbox().all()) items.push_back(as_json(parcel));
    std::erase_if(items, [&](const JsonObject& item) {
        const std::string state = field(item, "state");
        const auto named = outbox::state_named(state);
        const bool over = state == "done" || (named && outbox::is_end(*named));
        return (!options.state.empty() && state != options.state) ||
               (!options.reference.empty() && field(item, "case") != options.reference) ||
               (options.open_only && over);
    });
    if (session.json) {
        session.print_json(items);
        return;
    }
    for (const JsonObject& item : items) {
        session.print_line(
            field(item, "id").substr(0, 10) + "  " + padded(field(item, "state"), 18) +
            padded(field(item, "case"), 14) + padded("due " + field(item, "due"), 16) +
            (field(item, "type") == "task"
                 ? "task for " + field(item, "role") + ": " + field(item, "reason") + since(item)
                 : field(item, "letter") + outbox::to_whom_in_words(field(item, "recipient")) +
                       " by " + field(item, "channel") +
                       (field(item, "reason").empty() ? "" : ": " + field(item, "reason"))));
    }
    session.say(counted(items.size(), "item") + ".");
    if (const auto hold = daemon::hold_after_restore(*office)) session.say(words_for(*hold));
}

void show(const Options& options, Session& session) {
    const auto office = session.open_office();
    if (!office) return;
    const std::string& text = options.ids.front();
    const auto parcel_id = daemon::parcel_named(*office, text);
    if (!parcel_id) {
        const auto task_id = daemon::task_named(*office, text);
        if (!task_id) {
            session.complain(parcel_id.error());
            return;
        }
        const auto task = office->outbox().task(*task_id);
        session.print_json(as_json(*task));
        return;
    }
    const auto parcel = office->outbox().load(*parcel_id);
    if (!options.output.empty()) {
        daemon::write_file(options.output, daemon::frozen_bytes(*office, *parcel));
        session.say("Wrote the letter's exact bytes to " + options.output + ".");
        return;
    }
    if (session.json) {
        session.print_json(as_json(*parcel));
        return;
    }
    for (const auto& [key, value] : as_json(*parcel))
        if (const auto* said = std::get_if<std::string>(&value); said != nullptr && !said->empty())
            session.print_line(padded(key, 12) + *said);
    for (const auto& [at, outcome] : office->outbox().attempts_of(parcel->id))
        session.print_line(padded("attempt", 12) + daemon::utc_text(at) + " " + outcome);
    if (!parcel->evidence.empty()) session.print_line(padded("evidence", 12) + parcel->evidence);
}

void cancel(const Options& options, Session& session) {
    const auto at = moment(options.when, session);
    if (!at) return;
    each_parcel(options.ids, session, "Cancelled", [&](daemon::Office& office, const ParcelId& id) {
        return daemon::cancel(office, id, options.reason, options.nothing_owed, *at,
                              session.clock().now());
    });
}

void release_all(const Options& options, daemon::Office& office, Session& session) {
    if (options.flood) {
        const int count = daemon::release_flood(office);
        answer(count, "Released " + counted(count, "parcel") + ".", session);
        return;
    }
    const bool held = daemon::hold_after_restore(office).has_value();
    const auto count = daemon::release_restored(office);
    if (!count) return session.complain(count.error());
    answer(*count, "Released " + counted(*count, "parcel") + ".", session);
    if (held)
        session.say(
            "The hold after the restore is over. A case that is recorded again from now on is "
            "written to as a new one; import what is still missing with --baseline.");
}

void resolve(const Options& options, Session& session) {
    const auto at = moment(options.when, session);
    if (!at) return;
    const auto office = session.open_office();
    if (!office) return;
    const std::string& text = options.ids.front();
    std::optional<calendar::Day> sent_on;
    if (!options.sent_on.empty()) {
        sent_on = day_given(options.sent_on, "--sent-on", session);
        if (!sent_on) return;
    }
    if (const auto task = daemon::task_named(*office, text)) {
        if (options.sent || options.not_sent)
            throw CLI::ValidationError(
                "resolve", "this is a task: if its letter was sent by hand, say --sent-on DAY");
        const auto closed = daemon::resolve_task(*office, *task, options.note, sent_on, *at);
        if (closed)
            answer(1, "Closed the task.", session);
        else
            session.complain(closed.error());
        return;
    }
    const auto parcel = daemon::parcel_named(*office, text);
    if (!parcel) {
        session.complain(parcel.error());
        return;
    }
    if (options.sent == options.not_sent)
        throw CLI::ValidationError("resolve", "say --sent or --not-sent");
    if (options.not_sent && sent_on)
        throw CLI::ValidationError("resolve", "--sent-on goes with --sent");
    const auto resolved = daemon::resolve_parcel(*office, *parcel, options.sent, sent_on,
                                                 options.note, *at, session.clock().now());
    if (resolved)
        answer(1, options.sent ? "Recorded as sent." : "It goes again, the same bytes.", session);
    else
        session.complain(resolved.error());
}

}  // namespace

void add_outbox(CLI::App& app, Session& session) {
    auto* command = app.add_subcommand("outbox", "letters, emails and tasks: see, approve, stop");
    command->require_subcommand(1);
    const auto options = std::make_shared<Options>();
    const auto ids = [&](CLI::App* sub, bool required) {
        auto* option = sub->add_option("ID", options->ids, "an id, or its first characters");
        if (required) option->required();
    };

    auto* list_command = command->add_subcommand("list", "every parcel and task");
    list_command->add_option("--state", options->state, "only in this state");
    list_command->add_option("--case", options->reference, "only of this case");
    list_command->add_flag("--open", options->open_only, "only what is not over");
    list_command->callback([=, &session] { list(*options, session); });

    auto* show_command = command->add_subcommand("show", "one parcel or task");
    ids(show_command, true);
    show_command->add_option("-o,--output", options->output, "write the frozen bytes to this file");
    show_command->callback([=, &session] { show(*options, session); });

    auto* approve_command = command->add_subcommand("approve", "let a letter and its copies go");
    ids(approve_command, true);
    approve_command->callback([=, &session] {
        each_parcel(options->ids, session, "Approved",
                    [&](daemon::Office& office, const ParcelId& id) {
                        return daemon::approve(office, id, session.clock().now());
                    });
    });

    auto* cancel_command = command->add_subcommand("cancel", "stop a letter and its copies");
    ids(cancel_command, true);
    cancel_command->add_option("--reason", options->reason, "why")->required();
    cancel_command->add_flag("--nothing-owed", options->nothing_owed,
                             "no task asks what its reader gets instead");
    add_when(*cancel_command, options->when);
    cancel_command->callback([=, &session] { cancel(*options, session); });

    auto* release_command = command->add_subcommand("release", "let a held letter go");
    ids(release_command, false);
    release_command->add_flag("--flood", options->flood, "all that the flood breaker held");
    release_command->add_flag("--restored", options->restored,
                              "all that was held after a backup was restored; ends that hold");
    release_command->callback([=, &session] {
        if (options->flood || options->restored) {
            const auto office = session.open_office();
            if (!office) return;
            release_all(*options, *office, session);
            return;
        }
        if (options->ids.empty()) throw CLI::RequiredError("ID, --flood or --restored");
        each_parcel(
            options->ids, session, "Released",
            [](daemon::Office& office, const ParcelId& id) { return daemon::release(office, id); });
    });

    add_outbox_tray(*command, session);
    add_outbox_send_again(*command, session);

    auto* resolve_command =
        command->add_subcommand("resolve", "close a task, or an uncertain email");
    ids(resolve_command, true);
    resolve_command->add_option("--note", options->note, "what was decided or found");
    resolve_command->add_option("--sent-on", options->sent_on,
                                "task: its letter was sent by hand on that day; uncertain email: "
                                "it was sent then, not at the last attempt");
    resolve_command->add_flag("--sent", options->sent, "uncertain email: it was sent");
    resolve_command->add_flag("--not-sent", options->not_sent, "uncertain email: it was not sent");
    add_when(*resolve_command, options->when);
    resolve_command->callback([=, &session] { resolve(*options, session); });
    add_outbox_relay_log(*command, session);
}

}  // namespace postroom::cli
