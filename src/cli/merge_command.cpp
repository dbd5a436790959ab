// merge: any letter against any table.
#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "base/counted.hpp"
#include "cli/session.hpp"
#include "daemon/authoring/merge.hpp"

namespace postroom::cli {

namespace {

struct Options {
    daemon::MergeJob job;
    When when;
};

/// A bar on a terminal, drawn anew when it would look different.
class ProgressBar {
  public:
    explicit ProgressBar(Session& session) : session_(session), shown_(::isatty(2) == 1) {}
    ~ProgressBar() {
        if (drawn_ >= 0) session_.show_progress("\r" + std::string(width + 24, ' ') + "\r");
    }
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    void show(double part, int rows) {
        const int filled = static_cast<int>(std::clamp(part, 0.0, 1.0) * width);
        if (!shown_ || (filled == drawn_ && rows % 100 != 0)) return;
        drawn_ = filled;
        const auto bar = static_cast<std::size_t>(filled);
        session_.show_progress("\r[" + std::string(bar, '#') + std::string(width - bar, ' ') +
                               "] " + counted(rows, "row"));
    }

  private:
    static constexpr int width = 40;
    Session& session_;
    bool shown_;
    int drawn_ = -1;
};

void answer(const daemon::MergeReport& report, const Options& options, Session& session) {
    if (session.json)
        session.print_json(JsonObject{{"rows", static_cast<long>(report.rows)},
                                      {"made", static_cast<long>(report.made)},
                                      {"kept", static_cast<long>(report.kept)},
                                      {"failed", static_cast<long>(report.failed)}});
    if (!report.unused_columns.empty()) {
        std::string names;
        for (const std::string& name : report.unused_columns)
            names += (names.empty() ? "" : ", ") + name;
        session.say("Columns that this letter does not use: " + names + ".");
    }
    if (!report.problems.empty()) session.complain(report.problems);
    if (report.failed > 0) session.exit_code = found_wrong;
    const daemon::MergeJob& job = options.job;
    if (job.dry_run)
        session.say(counted(report.made, "row") + " can be made into letters, " +
                    std::to_string(report.failed) + " cannot; nothing was written.");
    else if (report.failed > 0)
        session.say("Made " + counted(report.made, "letter") + "; " +
                    counted(report.failed, "row") + " failed: see " + job.output +
                    "/report.csv. Mend them and run this again: what is made stays." +
                    (job.as == "pdf" ? " The file to print waits until every row is made." : ""));
    else
        session.say(
            "Made " + counted(report.made, "letter") +
            (report.kept > 0 ? "; " + std::to_string(report.kept) + " were there already" : "") +
            ": " + job.output + (job.as == "pdf" ? "/combined.pdf to print." : "/letters."));
}

void merge(Options& options, Session& session) {
    const auto at = moment(options.when, session);
    if (!at) return;
    options.job.at = *at;
    options.job.date_was_given = !options.when.on.empty() || !options.when.at.empty();
    if (options.job.output.empty() && !options.job.dry_run)
        throw CLI::RequiredError("-o DIR or --dry-run");
    const auto studio = session.open_studio();
    if (!studio) return;
    ExpectedAll<daemon::MergeReport> report;
    {
        ProgressBar bar(session);
        report = daemon::merge(options.job, session.setting_without_data(), *studio,
                               [&](double part, int rows) { bar.show(part, rows); });
    }
    if (report)
        answer(*report, options, session);
    else
        session.complain(report.error());
}

}  // namespace

void add_merge(CLI::App& app, Session& session) {
    const auto options = std::make_shared<Options>();
    options->job.as = "pdf";
    auto* command = app.add_subcommand("merge", "any letter against any table, a letter a row");
    command->add_option("LETTER", options->job.letter, "a letter's name, or a .md file")
        ->required();
    // After `merge`, --data is the table: no data directory is needed.
    command->add_option("--data", options->job.table, "the table: .csv, .xlsx or .json")
        ->required();
    command->add_option("--sheet", options->job.sheet, "the workbook's sheet (else its first)");
    command->add_option("--as", options->job.as, "pdf, text, html or eml");
    command->add_option("-o,--output", options->job.output, "the folder to write into");
    command->add_flag("--dry-run", options->job.dry_run, "make every row, write nothing");
    add_when(*command, options->when);
    command->callback([=, &session] { merge(*options, session); });
}

}  // namespace postroom::cli
