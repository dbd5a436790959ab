#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>

#include "base/counted.hpp"
#include "cli/session.hpp"
#include "daemon/premises/files.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/records/held_after_restore.hpp"
#include "daemon/records/ledger.hpp"
#include "daemon/records/persons_word.hpp"
#include "daemon/work/print_day.hpp"
#include "daemon/work/returned_letter.hpp"

namespace postroom::cli {

namespace {

struct Options {
    std::vector<std::string> ids;
    std::string reference, state, reason, note, output, sent_on, tray, manifest;
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
            {"state", std::string(outbox::name_of(parcel.state))},
            {"due", parcel.due.iso()},
            {"created", parcel.created_on.iso()},
            {"sent", parcel.accepted_on ? parcel.accepted_on->iso() : ""},
            {"attempts", static_cast<long>(parcel.attempts)},
            {"message_id", parcel.message_id},
            {"in_email_of", parcel.in_email_of.text}};
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
            {"state", task.done ? "done" : "open"},
            {"due", task.due.iso()},
            {"created", task.created_on.iso()},
            {"sent", ""},
            {"attempts", 0L},
            {"message_id", ""},
            {"in_email_of", ""}};
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
                 ? "task for " + field(item, "role") + ": " + field(item, "reason")
                 : field(item, "letter") + " to " + field(item, "recipient") + " by " +
                       field(item, "channel") +
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

/// What was posted or stopped leaves the file that is printed.
void print_what_is_left(daemon::Office& office, Session& session) {
    for (const Problem& problem : daemon::bring_print_files_up_to_date(office))
        session.complain(problem);
}

/// How many changed: as JSON, or in words. A refusal has been said: it needs no "0 letters" after
/// it.
void answer(int count, const std::string& words, Session& session) {
    if (session.json)
        session.print_json(JsonObject{{"changed", static_cast<long>(count)}});
    else if (count > 0 || session.exit_code == 0)
        session.say(words);
}

/// Does `what` to every parcel named, and says how many changed.
void each_parcel(const Options& options, Session& session, const std::string& done_word,
                 const std::function<Expected<int>(daemon::Office&, const ParcelId&)>& what) {
    const auto office = session.open_office();
    if (!office) return;
    int count = 0;
    for (const std::string& text : options.ids) {
        const auto id = daemon::parcel_named(*office, text);
        if (!id) {
            session.complain(id.error());
            continue;
        }
        const auto changed = what(*office, *id);
        if (changed)
            count += *changed;
        else
            session.complain(changed.error());
    }
    print_what_is_left(*office, session);
    answer(count, done_word + " " + counted(count, "parcel") + ".", session);
}

void cancel(const Options& options, Session& session) {
    const auto at = moment(options.when, session);
    if (!at) return;
    each_parcel(options, session, "Cancelled", [&](daemon::Office& office, const ParcelId& id) {
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

void posted(const Options& options, Session& session) {
    const auto at = moment(options.when, session);
    if (!at) return;
    const auto office = session.open_office();
    if (!office) return;
    std::vector<ParcelId> ids;
    if (!options.tray.empty()) {
        const auto day = day_given(options.tray, "--tray", session);
        if (!day) return;
        ids = daemon::in_tray_of(*office, *day);
    }
    if (!options.manifest.empty()) {
        const auto read =
            daemon::in_manifest(daemon::read_file(options.manifest), options.manifest);
        if (!read) return session.complain(read.error());
        ids.insert(ids.end(), read->begin(), read->end());
    }
    for (const std::string& text : options.ids) {
        const auto id = daemon::parcel_named(*office, text);
        if (!id) return session.complain(id.error());
        ids.push_back(*id);
    }
    const auto count =
        daemon::posted(*office, ids, daemon::london(*at).day, *at, session.clock().now());
    if (!count) {
        session.complain(count.error());
        return;
    }
    print_what_is_left(*office, session);
    answer(*count, "Confirmed " + counted(*count, "letter") + " as posted.", session);
}

void returned(const Options& options, Session& session) {
    const auto at = moment(options.when, session);
    if (!at) return;
    const auto office = session.open_office();
    if (!office) return;
    int held = 0, count = 0;
    for (const std::string& text : options.ids) {
        const auto id = daemon::posted_letter_named(*office, text);
        const auto recorded =
            id ? daemon::record_returned(*office, *id, daemon::london(*at).day, options.reason, *at,
                                         session.clock().now())
               : Expected<int>(fail(id.error()));
        if (!recorded) {
            session.complain(recorded.error());
            continue;
        }
        ++count;
        held += *recorded;
    }
    print_what_is_left(*office, session);
    answer(count,
           "Recorded " + counted(count, "letter") + " as returned; " + std::to_string(held) +
               " more to the same address held. See postroom outbox list --open.",
           session);
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
        each_parcel(*options, session, "Approved", [&](daemon::Office& office, const ParcelId& id) {
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
        each_parcel(*options, session, "Released", [](daemon::Office& office, const ParcelId& id) {
            return daemon::release(office, id);
        });
    });

    auto* posted_command = command->add_subcommand("posted", "confirm that letters were posted");
    ids(posted_command, false);
    posted_command->add_option("--tray", options->tray, "all letters in the tray of that day");
    posted_command->add_option("--manifest", options->manifest, "those listed in this manifest");
    add_when(*posted_command, options->when);
    posted_command->callback([=, &session] {
        if (options->ids.empty() && options->tray.empty() && options->manifest.empty())
            throw CLI::RequiredError("ID, --tray or --manifest");
        posted(*options, session);
    });

    add_outbox_send_again(*command, session);

    auto* returned_command =
        command->add_subcommand("returned", "a posted letter came back: nothing more goes there");
    returned_command
        ->add_option("ID", options->ids, "an id, the code on the letter, or a case's reference")
        ->required();
    returned_command->add_option("--reason", options->reason, "what the post wrote on it")
        ->required();
    add_when(*returned_command, options->when);
    returned_command->callback([=, &session] { returned(*options, session); });

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
