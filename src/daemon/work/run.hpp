// The main job: everything due, made, archived and sent. Running it twice does nothing new.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "daemon/records/office.hpp"

namespace postroom::daemon {

struct RunReport {
    int cases_looked_at = 0;
    int letters = 0;  ///< parcels made for paper
    int emails = 0;   ///< parcels made for email
    int tasks = 0;
    int skipped = 0;
    int superseded = 0;  ///< letters set aside because the case moved on
    int sent = 0;        ///< accepted by relay or Maildir
    int in_tray = 0;     ///< laid in the print tray
    int not_sent = 0;    ///< refused, retried or uncertain
    bool flood = false;  ///< the breaker held everything new
    Problems problems;   ///< cases that could not be planned
    /// Why the relay took none of the emails, until a person mends the configuration.
    std::optional<Problem> relay_trouble;
    bool did_something() const {
        return letters + emails + tasks + skipped + superseded + sent + in_tray + not_sent > 0;
    }
};

/// Takes the sending lock (throws when another process has it), recovers what a crash left,
/// then plans, freezes, archives and sends until nothing is due. `at` is the planning instant;
/// earlier than the last run's it is refused (Problem). Archive and database errors are thrown.
Expected<RunReport> run(Office& office, Instant at, const Clock& clock);

/// run() without lock and recovery: for the daemon, which did both when it started.
Expected<RunReport> run_cycle(Office& office, Instant at, const Clock& clock);

// --- the steps of a cycle -----------------------------------------------------------------

void recover_interrupted(Office& office, Instant at, const Clock& clock);
/// The same for emails alone: by a daemon that does not lead, which has neither tray nor archive,
/// and in each cycle for what a daemon that is gone for good had claimed.
void give_back_claims(Office& office, Instant at, const Clock& clock);
void make_what_is_due(Office& office, Instant at, const Clock& clock, RunReport& report);
void send_what_may_go(Office& office, Instant at, const Clock& clock, RunReport& report);
/// Emails to the relay alone, for the daemon that leads.
void send_emails(Office& office, Instant at, const Clock& clock, RunReport& report);

}  // namespace postroom::daemon
