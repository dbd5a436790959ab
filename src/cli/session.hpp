// What every command shares: where to work, when, and how to answer.
#pragma once

#include <functional>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "base/expected.hpp"
#include "calendar/day.hpp"
#include "daemon/records/office.hpp"

namespace CLI {
class App;
}

namespace postroom::cli {

/// Exit codes of the contract (design 9).
inline constexpr int done = 0;
inline constexpr int found_wrong = 1;
inline constexpr int wrong_usage = 2;

/// One flat JSON object: keys in order.
using JsonValue = std::variant<std::string, long, double, bool, std::nullptr_t>;
using JsonObject = std::vector<std::pair<std::string, JsonValue>>;

class Session {
  public:
    Session(std::map<std::string, std::string> environment, std::string source_tree,
            std::string prefix, const Clock& clock)
        : environment_(std::move(environment)),
          source_tree_(std::move(source_tree)),
          prefix_(std::move(prefix)),
          clock_(clock) {}

    // Set by the command line.
    std::string data_option;
    bool json = false;
    int exit_code = done;

    const Clock& clock() const { return clock_; }
    /// --data, else POSTROOM_DATA, else ./postroom-data.
    std::string data_folder() const;
    daemon::Setting setting() const;
    /// Places without a data directory's overlay unless one is there.
    daemon::Setting setting_without_data() const;

    /// The office of the data directory; problems are printed and the exit code set, and null
    /// returned.
    std::unique_ptr<daemon::Office> open_office();
    std::optional<daemon::Studio> open_studio();

    /// Messages for people, on stderr.
    void say(const std::string& text) const;
    /// A line that the next one is drawn over, for long work on a terminal.
    void show_progress(const std::string& text) const;
    void complain(const Problem& problem);
    void complain(const Problems& problems);

    /// The answer, on stdout.
    void print(const std::string& text) const;
    /// One line of it; whatever its fields hold, it stays one.
    void print_line(const std::string& text) const;
    /// Bytes for a file or a pipe, as they are.
    void print_bytes(const std::string& bytes) const;
    void print_json(const JsonObject& object) const;
    void print_json(const std::vector<JsonObject>& objects) const;

  private:
    std::map<std::string, std::string> environment_;
    std::string source_tree_;
    std::string prefix_;
    const Clock& clock_;
};

/// --on DATE (that day's close of work in London), --at INSTANT, or now.
struct When {
    std::string on;
    std::string at;
};
void add_when(CLI::App& command, When& when);
/// Nothing, and the session's exit code set, when neither can be read.
std::optional<Instant> moment(const When& when, Session& session);
std::optional<calendar::Day> day_given(const std::string& text, const std::string& option,
                                       Session& session);

/// Registers one command each.
void add_init(CLI::App& app, Session& session);
void add_import(CLI::App& app, Session& session);
void add_event(CLI::App& app, Session& session);
void add_run(CLI::App& app, Session& session);
void add_serve(CLI::App& app, Session& session);
void add_simulate(CLI::App& app, Session& session);
void add_explain(CLI::App& app, Session& session);
void add_check(CLI::App& app, Session& session);
void add_preview(CLI::App& app, Session& session);
void add_merge(CLI::App& app, Session& session);
void add_letters(CLI::App& app, Session& session);
void add_calendar(CLI::App& app, Session& session);
void add_clock(CLI::App& app, Session& session);
void add_outbox(CLI::App& app, Session& session);
/// Parts of `outbox`.
void add_outbox_relay_log(CLI::App& outbox, Session& session);
void add_outbox_send_again(CLI::App& outbox, Session& session);
/// posted, write-again, returned: what people do with letters on paper.
void add_outbox_tray(CLI::App& outbox, Session& session);
void add_tracker(CLI::App& app, Session& session);
void add_archive(CLI::App& app, Session& session);
/// Parts of `archive`.
void add_archive_records(CLI::App& archive, Session& session);
void add_archive_export(CLI::App& archive, Session& session);
void add_archive_reconcile(CLI::App& archive, Session& session);
void add_backup(CLI::App& app, Session& session);
void add_restore(CLI::App& app, Session& session);
void add_migrate(CLI::App& app, Session& session);
void add_doctor(CLI::App& app, Session& session);
void add_pdf(CLI::App& app, Session& session);

/// Parses, runs, and answers with the exit code. Never throws.
int run_command_line(const std::vector<std::string>& arguments, Session& session);

}  // namespace postroom::cli
