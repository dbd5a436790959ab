// simulate, explain, check and preview: looking without touching.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "base/counted.hpp"
#include "calendar/date_text.hpp"
#include "cli/session.hpp"
#include "daemon/authoring/check.hpp"
#include "daemon/authoring/dead_ends.hpp"
#include "daemon/authoring/preview.hpp"
#include "daemon/authoring/readability_check.hpp"
#include "daemon/premises/files.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/work/explain.hpp"
#include "daemon/work/simulate.hpp"

namespace postroom::cli {

namespace {

struct SimulateOptions {
    std::string from;
    std::string until;
};

JsonObject as_json(const daemon::SimulatedItem& item) {
    return {{"date", item.date.iso()},
            {"due", item.due.iso()},
            {"case", item.case_reference},
            {"step", item.step},
            {"catalogue", item.catalogue},
            {"letter", item.letter},
            {"task", item.task},
            {"to", item.to},
            {"cc", item.cc},
            {"channel", item.channel},
            {"release", item.release},
            {"because", item.because}};
}

void simulate(const SimulateOptions& options, Session& session) {
    const auto from = day_given(options.from, "--from", session);
    const auto until = day_given(options.until, "--until", session);
    if (!from || !until) return;
    if (*until < *from) {
        session.complain(Problem{.what = "--until lies before --from"});
        session.exit_code = wrong_usage;
        return;
    }
    const auto office = session.open_office();
    if (!office) return;
    const daemon::Simulated simulated = daemon::simulate(*office, *from, *until);
    // One case that cannot be planned does not hide the others.
    if (!simulated.problems.empty()) session.complain(simulated.problems);
    if (session.json) {
        std::vector<JsonObject> objects;
        for (const daemon::SimulatedItem& item : simulated.items) objects.push_back(as_json(item));
        session.print_json(objects);
        return;
    }
    std::optional<calendar::Day> day;
    for (const daemon::SimulatedItem& item : simulated.items) {
        if (day != item.date) session.print(calendar::weekday_date(item.date) + "\n");
        day = item.date;
        std::string line = "  " + item.case_reference + "  ";
        if (item.task.empty())
            line += item.letter + " to " + item.to + (item.cc.empty() ? "" : ", cc " + item.cc) +
                    " by " + (item.channel.empty() ? "nobody" : item.channel) + " (" +
                    item.release + ")";
        else
            line += "task for " + item.to + ": " + item.task;
        if (!item.catalogue.empty()) line += " [" + item.catalogue + "]";
        if (!item.because.empty()) line += "; cannot go: " + item.because;
        session.print_line(line);
    }
    session.say(std::to_string(simulated.items.size()) +
                " letters, emails and tasks; nothing was sent.");
}

struct ExplainOptions {
    std::string reference;
    bool events = false;
    When when;
};

void explain(const ExplainOptions& options, Session& session) {
    if (options.events && !session.json)
        throw CLI::ValidationError("--events", "goes with --json; without it all is told anyway");
    const auto at = moment(options.when, session);
    if (!at) return;
    const auto office = session.open_office();
    if (!office) return;
    const auto explanation =
        daemon::explain(*office, CaseReference(options.reference), daemon::london(*at));
    if (!explanation) {
        session.complain(explanation.error());
        return;
    }
    if (!session.json) {
        session.print(daemon::to_text(*explanation));
        return;
    }
    std::vector<JsonObject> objects;
    if (options.events) {
        for (const daemon::ExplainedEvent& event : explanation->events)
            objects.push_back({{"case", explanation->reference},
                               {"event", event.id},
                               {"name", event.name},
                               {"on", event.on.iso()},
                               {"corrected_by", event.corrected_by},
                               {"corrects", event.corrects},
                               {"whose", event.whose}});
        session.print_json(objects);
        return;
    }
    for (const daemon::ExplainedStep& step : explanation->steps)
        objects.push_back({{"case", explanation->reference},
                           {"step", step.step},
                           {"title", step.title},
                           {"catalogue", step.catalogue},
                           {"source", step.source},
                           {"state", step.state},
                           {"planned", step.planned},
                           {"due", step.deadline},
                           {"because", step.because},
                           {"outbox", step.outbox}});
    session.print_json(objects);
}

/// How hard each letter is to read, hardest first.
void measure_readability(Session& session) {
    const auto studio = session.open_studio();
    if (!studio) return;
    auto readings = daemon::read_every_letter(*studio);
    std::ranges::stable_sort(readings, std::ranges::greater{}, &daemon::LetterReading::grade);
    std::vector<JsonObject> objects;
    long too_hard = 0;
    for (const daemon::LetterReading& reading : readings) {
        if (!reading.passes()) ++too_hard;
        objects.push_back(
            {{"letter", reading.letter},
             {"reader", reading.reader},
             {"grade", std::round(reading.grade * 10) / 10},
             {"longest_sentence_words", static_cast<long>(reading.longest_sentence_words)},
             {"longest_sentence", reading.longest_sentence},
             {"passes", reading.passes()}});
    }
    if (session.json)
        session.print_json(objects);
    else
        session.print(daemon::as_table(readings));
    if (too_hard > 0) session.exit_code = found_wrong;
}

/// Words about a long search, on a terminal; `done` takes them away.
struct ProgressLine {
    bool terminal = ::isatty(STDERR_FILENO) == 1;
    void operator()(const std::string& words) const {
        if (terminal) std::cerr << "\r" << words << std::flush;
    }
    void done() const {
        if (terminal) std::cerr << "\r\x1b[K";
    }
};

struct CheckOptions {
    std::vector<std::string> paths;
    bool readability = false;
    bool dead_ends = false;
    int histories = 0;  ///< 0: as many as take seconds
    std::string part;   ///< "3/20"
};

/// Longer histories than plain `check` plays: none may leave the complainant with nothing.
void play_histories(const CheckOptions& options, Session& session) {
    const ProgressLine line;
    procedure::SearchBounds bounds = daemon::bounds_of_search;
    if (options.histories > 0) bounds.histories = options.histories;
    if (!options.part.empty()) {
        const auto part = daemon::bounds_of_part(options.part);
        if (!part) throw CLI::ValidationError("--part", "one of so many parts, such as 3/20");
        bounds = *part;
    }
    const daemon::DeadEnds found =
        daemon::find_dead_ends(session.setting_without_data(), options.paths, bounds, line);
    line.done();
    if (session.json) {
        std::vector<JsonObject> objects;
        for (const Problem& problem : found.problems)
            objects.push_back({{"file", problem.file},
                               {"line", static_cast<long>(problem.line)},
                               {"what", problem.what},
                               {"remedy", problem.remedy}});
        session.print_json(objects);
        if (!objects.empty()) session.exit_code = found_wrong;
        return;
    }
    if (!found.problems.empty()) session.complain(found.problems);
    session.say(daemon::in_words(found));
}

void check(const CheckOptions& options, Session& session) {
    if (options.readability) {
        measure_readability(session);
        return;
    }
    if (options.dead_ends) {
        play_histories(options, session);
        return;
    }
    const ProgressLine line;
    const daemon::Checked checked =
        daemon::check(session.setting_without_data(), options.paths, line);
    line.done();
    if (session.json) {
        std::vector<JsonObject> objects;
        for (const Problem& problem : checked.problems)
            objects.push_back({{"file", problem.file},
                               {"line", static_cast<long>(problem.line)},
                               {"field", problem.field},
                               {"what", problem.what},
                               {"remedy", problem.remedy}});
        session.print_json(objects);
        if (!objects.empty()) session.exit_code = found_wrong;
        return;
    }
    if (!checked.problems.empty()) session.complain(checked.problems);
    session.say("Checked " + counted(checked.procedures, "procedure") + " (" +
                counted(checked.steps, "step") + ") and " + counted(checked.letters, "letter") +
                ": " +
                (checked.problems.empty() ? "all is well."
                                          : counted(checked.problems.size(), "problem") + "."));
    if (checked.dead_ends.procedures > 0) session.say(daemon::in_words(checked.dead_ends));
}

struct PreviewOptions {
    std::string letter;
    std::string reference;
    std::string as = "pdf";
    std::string language;
    bool overlay = false;
    std::string envelope;
    std::string output;
    When when;
};

std::optional<cases::CaseFile> case_for(const PreviewOptions& options, Session& session) {
    const auto office = session.open_office();
    if (!office) return std::nullopt;
    auto loaded = office->cases().load(CaseReference(options.reference));
    if (!loaded) {
        session.complain(
            Problem{.what = "there is no such case", .case_reference = options.reference});
        return std::nullopt;
    }
    return std::move(loaded->file);
}

/// Sound is made small when the file's name asks for it.
std::optional<daemon::Rendition> rendition_in(const PreviewOptions& options) {
    const auto named = daemon::rendition_named(options.as);
    if (named == daemon::Rendition::audio && options.output.ends_with(".mp3"))
        return daemon::Rendition::audio_mp3;
    return named;
}

void preview_into_folder(const daemon::PreviewWish& wish, calendar::LocalTime now,
                         const daemon::Studio& studio, const std::string& folder,
                         Session& session) {
    const auto files = daemon::preview_all(wish, now, studio);
    if (!files) {
        session.complain(files.error());
        return;
    }
    std::filesystem::create_directories(folder);
    for (const daemon::PreviewedFile& file : *files)
        daemon::write_file(folder + "/" + file.name, file.bytes);
    session.say("Wrote " + std::to_string(files->size()) + " renditions into " + folder + ".");
}

void preview(const PreviewOptions& options, Session& session) {
    const bool all = options.as == "all";
    const auto rendition = all ? std::optional(daemon::Rendition::pdf) : rendition_in(options);
    if (!rendition)
        throw CLI::ValidationError("--as", "choose " + daemon::rendition_names() + "; or all");
    const auto at = moment(options.when, session);
    if (!at) return;
    const auto studio = session.open_studio();
    if (!studio) return;
    daemon::PreviewWish wish{.letter = options.letter, .rendition = *rendition};
    if (!options.language.empty()) wish.language = options.language;
    wish.overlay = options.overlay;
    if (!options.envelope.empty()) wish.envelope = options.envelope;
    if (!options.reference.empty()) {
        wish.file = case_for(options, session);
        if (!wish.file) return;
    }
    if (all) {
        preview_into_folder(wish, daemon::london(*at), *studio, options.output, session);
        return;
    }
    const auto bytes = daemon::preview(wish, daemon::london(*at), *studio);
    if (!bytes) {
        session.complain(bytes.error());
        return;
    }
    daemon::write_file(options.output, *bytes);
    session.say("Wrote " + options.output + (wish.file ? "." : " from the built-in sample."));
}

}  // namespace

void add_simulate(CLI::App& app, Session& session) {
    const auto options = std::make_shared<SimulateOptions>();
    auto* command = app.add_subcommand("simulate", "what would be sent day by day; sends nothing");
    command->add_option("--from", options->from, "first day")->required();
    command->add_option("--until", options->until, "last day")->required();
    command->callback([=, &session] { simulate(*options, session); });
}

void add_explain(CLI::App& app, Session& session) {
    const auto options = std::make_shared<ExplainOptions>();
    auto* command = app.add_subcommand("explain",
                                       "a case's clocks day by day, and why each step "
                                       "stands where it does");
    command->add_option("CASE", options->reference, "the case's reference")->required();
    command->add_flag("--events", options->events,
                      "with --json: the events on record with their ids, not the steps");
    add_when(*command, options->when);
    command->callback([=, &session] { explain(*options, session); });
}

void add_check(CLI::App& app, Session& session) {
    const auto options = std::make_shared<CheckOptions>();
    auto* command = app.add_subcommand("check",
                                       "procedures, letters and configuration; exit 1 if "
                                       "anything is wrong");
    command->add_option("PATH", options->paths,
                        "a procedure, a letter or an overlay folder (else all)");
    command->add_flag("--readability", options->readability,
                      "only measure how hard each letter is to read");
    command->add_flag("--dead-ends", options->dead_ends,
                      "only play histories, looking for a complainant left with nothing");
    command
        ->add_option("--histories", options->histories,
                     "of each procedure, with --dead-ends: at most so many")
        ->check(CLI::Range(1, 10'000'000))
        ->needs("--dead-ends");
    command
        ->add_option("--part", options->part,
                     "with --dead-ends: all histories of one event, and the 3rd of 20 parts of "
                     "those of two (3/20)")
        ->needs("--dead-ends")
        ->excludes("--histories");
    command->callback([=, &session] { check(*options, session); });
}

void add_preview(CLI::App& app, Session& session) {
    const auto options = std::make_shared<PreviewOptions>();
    auto* command = app.add_subcommand("preview", "a letter as its reader would get it");
    command->add_option("LETTER", options->letter, "e.g. intake/acknowledgement")->required();
    command->add_option("--case", options->reference, "fill it from this case (else a sample)");
    command->add_option("--as", options->as,
                        daemon::rendition_names() + "; all: every one, into the folder -o names");
    command->add_option("--language", options->language, "en, cy or bilingual (else the letter's)")
        ->check(CLI::IsMember({"en", "cy", "bilingual"}));
    command->add_flag("--overlay", options->overlay,
                      "draw the envelope's window and the printable area over a letter on paper");
    command->add_option("--envelope", options->envelope,
                        "paper: for this envelope, as post.envelope names it (else the council's)");
    command->add_option("-o,--output", options->output, "the file to write")->required();
    add_when(*command, options->when);
    command->callback([=, &session] { preview(*options, session); });
}

}  // namespace postroom::cli
