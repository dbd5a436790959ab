#include <memory>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "base/counted.hpp"
#include "calendar/batch.hpp"
#include "cli/session.hpp"
#include "daemon/premises/files.hpp"
#include "daemon/studio/content.hpp"
#include "daemon/work/load_calendar.hpp"

namespace postroom::cli {

namespace {

struct Options {
    std::string date, from, to, file;
    bool dry_run = false;
    When when;
    int days = 0;
    bool from_stdin = false;
};

std::optional<calendar::WorkingCalendar> open_calendar(Session& session) {
    const daemon::Setting setting = session.setting_without_data();
    const auto config = daemon::load_config(setting.places, setting.environment);
    if (!config) {
        session.complain(config.error());
        return std::nullopt;
    }
    auto calendar = daemon::load_calendar(setting.places, config->text("calendar.division"),
                                          config->text("calendar.receipt"));
    if (!calendar) {
        session.complain(calendar.error());
        return std::nullopt;
    }
    return std::move(*calendar);
}

/// Whole lines at a time: constant memory whatever the length of the input.
void add_stdin(const calendar::WorkingCalendar& calendar, Session& session) {
    std::string pending;
    std::string buffer(1 << 20, '\0');
    int line = 1;
    const auto flush = [&](std::string_view lines) {
        const auto answers = calendar::add_lines(lines, calendar, "standard input", line);
        if (!answers) {
            session.complain(answers.error());
            return false;
        }
        line += static_cast<int>(std::count(lines.begin(), lines.end(), '\n'));
        session.print(*answers);
        return true;
    };
    while (true) {
        const ssize_t got = ::read(STDIN_FILENO, buffer.data(), buffer.size());
        if (got <= 0) break;
        pending.append(buffer, 0, static_cast<std::size_t>(got));
        const std::size_t end = pending.rfind('\n');
        if (end == std::string::npos) continue;
        if (!flush(std::string_view(pending).substr(0, end + 1))) return;
        pending.erase(0, end + 1);
    }
    if (!pending.empty()) flush(pending);
}

void add_one(const Options& options, Session& session) {
    const auto calendar = open_calendar(session);
    if (!calendar) return;
    if (options.from_stdin) {
        add_stdin(*calendar, session);
        return;
    }
    const auto day = day_given(options.date, "DATE", session);
    if (!day) return;
    const auto answer = calendar->add(*day, options.days);
    if (!answer) {
        session.complain(answer.error());
        return;
    }
    if (session.json)
        session.print_json(JsonObject{{"date", answer->iso()}});
    else
        session.print(answer->iso() + "\n");
}

void count_between(const Options& options, Session& session) {
    const auto calendar = open_calendar(session);
    if (!calendar) return;
    const auto from = day_given(options.from, "FROM", session);
    const auto to = day_given(options.to, "TO", session);
    if (!from || !to) return;
    const auto answer = calendar->count(*from, *to);
    if (!answer) {
        session.complain(answer.error());
        return;
    }
    if (session.json)
        session.print_json(JsonObject{{"days", static_cast<long>(*answer)}});
    else
        session.print(std::to_string(*answer) + "\n");
}

std::string iso_or_none(const std::optional<calendar::Day>& day) {
    return day ? day->iso() : "";
}

void tell(const daemon::CalendarChange& change, bool dry_run, Session& session) {
    for (const calendar::Holiday& holiday : change.added)
        session.say("New: " + holiday.day.iso() + " " + holiday.title);
    for (const calendar::Holiday& holiday : change.removed)
        session.say("No longer: " + holiday.day.iso() + " " + holiday.title);
    if (session.json) {
        std::vector<JsonObject> rows;
        for (const daemon::MovedDate& date : change.moved)
            rows.push_back({{"case", date.case_reference},
                            {"kind", date.kind},
                            {"id", date.id},
                            {"title", date.title},
                            {"old", iso_or_none(date.before)},
                            {"new", iso_or_none(date.after)},
                            {"promised", iso_or_none(date.promised)}});
        session.print_json(rows);
    } else {
        for (const daemon::MovedDate& date : change.moved)
            session.print_line(date.case_reference + "  " + date.title + ": " +
                               iso_or_none(date.before) + " is now " + iso_or_none(date.after) +
                               (date.promised ? "; promised " + date.promised->iso() +
                                                    " in a letter, which stands if earlier"
                                              : ""));
    }
    session.say(counted(change.moved.size(), "date moves", "dates move") + " in " +
                counted(change.cases, "open case") +
                (dry_run ? "; nothing was changed."
                         : "; " +
                               counted(change.rewritten, "letter not yet sent is",
                                       "letters not yet sent are") +
                               " written again, " + counted(change.tasks, "task") + " raised."));
}

void load_file(const Options& options, Session& session) {
    const auto at = moment(options.when, session);
    if (!at) return;
    const auto office = session.open_office();
    if (!office) return;
    const auto change =
        daemon::load_calendar_file(*office, daemon::read_file(options.file), options.file, *at,
                                   options.dry_run, session.clock());
    if (!change) {
        session.complain(change.error());
        return;
    }
    if (!change->problems.empty()) {
        session.complain(change->problems);
        session.say("The calendar was not loaded: these cases would have no dates.");
        return;
    }
    tell(*change, options.dry_run, session);
}

}  // namespace

void add_calendar(CLI::App& app, Session& session) {
    auto* command = app.add_subcommand("calendar", "working-day arithmetic");
    command->require_subcommand(1);
    const auto options = std::make_shared<Options>();
    auto* add = command->add_subcommand("add", "the Nth working day after DATE");
    auto* date = add->add_option("DATE", options->date, "YYYY-MM-DD");
    auto* days = add->add_option("N", options->days, "working days");
    auto* from_stdin =
        add->add_flag("--stdin", options->from_stdin, "lines of DATE N; one date a line out");
    add->callback([=, &session] {
        if (from_stdin->count() == 0 && (date->count() == 0 || days->count() == 0))
            throw CLI::RequiredError("DATE and N, or --stdin");
        add_one(*options, session);
    });
    auto* count = command->add_subcommand("count", "working days after FROM, up to TO");
    count->add_option("FROM", options->from, "YYYY-MM-DD")->required();
    count->add_option("TO", options->to, "YYYY-MM-DD")->required();
    count->callback([=, &session] { count_between(*options, session); });
    auto* load = command->add_subcommand(
        "load", "take in GOV.UK's bank holidays and show what moves in open cases");
    load->add_option("FILE", options->file, "bank-holidays.json")->required();
    load->add_flag("--dry-run", options->dry_run, "show what would move, and change nothing");
    add_when(*load, options->when);
    load->callback([=, &session] { load_file(*options, session); });
}

}  // namespace postroom::cli
