#include "daemon/work/service.hpp"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <thread>
#include <utility>

#include <Poco/Util/ServerApplication.h>

#include "daemon/premises/files.hpp"
#include "daemon/premises/log.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/records/held_after_restore.hpp"
#include "daemon/trackers/tracker.hpp"
#include "daemon/work/office_clock.hpp"
#include "daemon/work/returned_mail.hpp"
#include "daemon/work/run.hpp"

namespace postroom::daemon {

namespace {

using namespace std::chrono_literals;

constexpr auto poll_every = 500ms;
/// Even when nothing seems to have changed: a look at everything due or changed.
constexpr std::int64_t full_look_every = 10LL * 60 * 1'000'000;
/// When parcels are left that may go: another daemon has them in hand, or is gone with them.
constexpr std::int64_t look_again_after = 10 * 1'000'000;
constexpr std::int64_t renew_every = 4 * 1'000'000;
constexpr std::int64_t look_at_clock_every = 60 * 1'000'000;
/// After the database or the disk failed us, before trying again.
constexpr auto rest_after_trouble = 2s;

std::atomic<bool> reload_wanted{false};

void want_reload(int) {
    reload_wanted = true;
}

/// The working thread: the only one that touches the office.
class Worker {
  public:
    Worker(const Setting& setting, const Clock& clock, Log& log)
        : setting_(setting), clock_(clock), log_(log) {}

    /// Waits for a server that is not there; false when told to stop, and when the office cannot
    /// be opened at all.
    bool open(const std::atomic<bool>& stop) {
        while (!stop) {
            try {
                return try_to_open();
            } catch (const storage::UnusableDatabase& error) {
                log_.error("cannot start", {{"problem", error}});
                return false;
            } catch (const storage::DatabaseError& error) {
                complain_of_database(error);
                office_.reset();
                rest(stop);
            } catch (const std::exception& error) {
                log_.error("cannot start", {{"problem", error}});
                return false;
            }
        }
        return true;
    }

    /// Until told to stop. False after trouble that only a new process may go on from.
    bool work(const std::atomic<bool>& stop) {
        while (!stop) {
            try {
                take_the_lead_or_leave_it();
                if (interrupted_) recover();
                interrupted_ = true;  // until the step has ended well
                if (leads_)
                    step();
                else
                    send_for_the_leader();
                interrupted_ = false;
                be_content_with_database();
            } catch (const archive::ArchiveError& error) {
                log_.error("the archive failed; stopping", {{"problem", error}});
                return false;
            } catch (const dispatch::DispatchError& error) {
                log_.error("sending failed", {{"problem", error}});
                if (error.must_stop()) return false;
                rest(stop);
            } catch (const storage::DatabaseError& error) {
                complain_of_database(error);
                // Another server may answer next. Asking for the lead is a change, which none
                // keeps that was deposed.
                renew_at_ = 0;
                rest(stop);
            } catch (const FileError& error) {
                log_.error("a file failed", {{"problem", error}});
                rest(stop);
            } catch (const std::exception& error) {
                log_.error("stopping after a fault", {{"problem", error}});
                return false;
            }
            wait();
        }
        return true;
    }

  private:
    bool try_to_open() {
        auto office = Office::open(setting_);
        if (!office) {
            for (const Problem& problem : office.error())
                log_.error("cannot start", {{"problem", problem}});
            return false;
        }
        office_ = std::move(*office);
        if (!office_->take_sending_lock()) {
            log_.error(
                "cannot start",
                {{"problem", LogWords("another postroom is sending from this data directory")}});
            return false;
        }
        // Whoever follows has no archive here; its claims are given back in its first step.
        if (office_->take_or_keep_lead())
            recover_interrupted(*office_, clock_.now(), clock_);
        else if (office_->leader().empty())
            log_.warn("nobody leads, and the archive here lacks what the database has on record");
        if (const auto risk = office_->database().risk_of_failover())
            log_.warn("the database is not safe", {{"problem", *risk}});
        if (const auto hold = hold_after_restore(*office_))
            log_.warn("letters are held", {{"problem", Problem{.what = words_for(*hold)}}});
        be_content_with_database();
        log_.info("started");
        return true;
    }

    /// Said once of each trouble, however often it is tried again.
    void complain_of_database(const storage::DatabaseError& error) {
        if (database_trouble_ != error.what())
            log_.error("the database failed", {{"problem", error}});
        database_trouble_ = error.what();
    }

    void be_content_with_database() {
        if (!database_trouble_.empty()) log_.info("the database works again");
        database_trouble_.clear();
    }

    /// Another program's word that it changed something makes the wait shorter. One that is lost
    /// costs a poll, nothing else.
    void wait() {
        try {
            hinted_ = office_->database().wait_for_hint(poll_every);
        } catch (const storage::DatabaseError&) {
            std::this_thread::sleep_for(poll_every);  // the next look says so
        }
    }

    /// Whoever leads plans, lays paper in the tray and keeps the archive; the others send emails.
    void take_the_lead_or_leave_it() {
        const Instant now = clock_.now();
        if (leads_ && now.microseconds < renew_at_) return;
        const bool led = std::exchange(leads_, false);
        leads_ = office_->take_or_keep_lead();
        renew_at_ = now.microseconds + renew_every;
        if (leads_ == led) return;
        log_.info(leads_ ? LogWords("leads") : LogWords("follows"));
        interrupted_ = true;
        next_full_look_ = 0;
    }

    void recover() {
        if (leads_)
            recover_interrupted(*office_, clock_.now(), clock_);
        else
            give_back_claims(*office_, clock_.now(), clock_);
    }

    void send_for_the_leader() {
        if (office_->config().text("smtp.host").empty()) return;
        const Instant now = clock_.now();
        if (now.microseconds >= next_look_at_clock_) {
            believed_ = clock_is_believed();
            complained_ = !believed_;
            next_look_at_clock_ = now.microseconds + look_at_clock_every;
        }
        if (!believed_) return;
        RunReport report;
        send_emails(*office_, clock_.now(), clock_, report);
        tell(report);
    }

    void rest(const std::atomic<bool>& stop) const {
        for (auto waited = 0ms; waited < rest_after_trouble && !stop; waited += 100ms)
            std::this_thread::sleep_for(100ms);
    }

    void step() {
        if (reload_wanted.exchange(false)) reload();
        const Instant now = clock_.now();
        const bool woken = (wake_ && *wake_ <= now) || now.microseconds >= next_full_look_ ||
                           returned_mail_waits(*office_);
        const bool asks = std::exchange(hinted_, false) || now.microseconds >= next_question_;
        if (!woken && !asks) return;
        const std::int64_t version = office_->database().data_version();
        next_question_ =
            now.microseconds + std::int64_t{office_->config().number("daemon.ask_every_ms")} * 1000;
        if (!woken && version == seen_version_) return;
        if (!clock_is_believed()) return;
        const auto report = run_cycle(*office_, now, clock_);
        if (!report) {
            complain_of_sending(report.error());
            return;
        }
        complained_ = false;
        tell(*report);
        // As it was before the cycle: what arrived meanwhile is looked at next time.
        seen_version_ = version;
        next_full_look_ = now.microseconds + full_look_every;
        weekly_trackers(now);
        plan_wake();
    }

    bool clock_is_believed() {
        const auto why_not = ask_about_clock(*office_, clock_);
        if (why_not) complain_of_sending(*why_not);
        return !why_not;
    }

    void complain_of_sending(const Problem& problem) {
        if (!complained_) log_.error("nothing is sent", {{"problem", problem}});
        complained_ = true;
    }

    /// After the letters, which no workbook may hold up.
    void weekly_trackers(Instant now) {
        try {
            // What was made is sent in the next step.
            if (make_weekly_trackers(*office_, now, clock_) > 0) next_full_look_ = 0;
        } catch (const storage::DatabaseError&) {
            throw;
        } catch (const archive::ArchiveError&) {
            throw;
        } catch (const std::exception& error) {
            log_.error("the weekly trackers failed", {{"problem", error}});
        }
    }

    /// The earliest moment at which something falls due by itself.
    void plan_wake() {
        wake_ = office_->cases().earliest_next_look();
        for (const auto& other :
             {office_->outbox().earliest_wake(), next_weekly_trackers(*office_, clock_.now())})
            if (other && (!wake_ || *other < *wake_)) wake_ = other;
        const Instant now = clock_.now();
        const Instant again{now.microseconds + look_again_after};
        if ((!wake_ || again < *wake_) && !office_->outbox().ready(now).empty()) wake_ = again;
    }

    void tell(const RunReport& report) {
        for (const Problem& problem : report.problems)
            log_.warn("a case cannot be planned", {{"problem", problem}});
        if (report.relay_trouble)
            log_.warn("no email could be handed over", {{"problem", *report.relay_trouble}});
        if (report.flood) log_.warn("the flood breaker held everything new");
        if (!report.did_something()) return;
        log_.info("worked", {{"cases", report.cases_looked_at},
                             {"letters", report.letters},
                             {"emails", report.emails},
                             {"tasks", report.tasks},
                             {"skipped", report.skipped},
                             {"sent", report.sent},
                             {"in_tray", report.in_tray},
                             {"not_sent", report.not_sent}});
    }

    /// New configuration and content; when they are wrong, the old ones stay.
    void reload() {
        auto studio = Studio::open(setting_);
        if (!studio) {
            for (const Problem& problem : studio.error())
                log_.error("reload refused, the old configuration stays", {{"problem", problem}});
            return;
        }
        office_->reload(std::move(*studio));
        next_full_look_ = 0;
        log_.info("reloaded");
    }

    const Setting& setting_;
    const Clock& clock_;
    Log& log_;
    std::unique_ptr<Office> office_;
    std::int64_t seen_version_ = -1;
    bool hinted_ = false;
    std::int64_t next_question_ = 0;  ///< when the database is asked again whether it changed
    std::optional<Instant> wake_;
    std::int64_t next_full_look_ = 0;
    bool complained_ = false;
    bool believed_ = true;  ///< the clock, when last asked; only where another daemon leads
    std::int64_t next_look_at_clock_ = 0;
    bool interrupted_ = true;  ///< trouble may have left parcels claimed and undelivered
    std::string database_trouble_;
    bool leads_ = false;
    std::int64_t renew_at_ = 0;
};

/// Signals, and the wait for them, are Poco's; the work is a thread's.
class Service : public Poco::Util::ServerApplication {
  public:
    Service(const Setting& setting, const Clock& clock) : setting_(setting), clock_(clock) {
        setUnixOptions(true);
    }

  protected:
    int main(const std::vector<std::string>&) override {
        const auto config = load_config(setting_.places, setting_.environment);
        Log log(config ? config->text("log.file") : "", clock_);
        Worker worker(setting_, clock_, log);
        std::signal(SIGHUP, want_reload);
        std::atomic<bool> stop{false};
        std::atomic<bool> sound{true};
        // The thread is made with the terminating signals blocked, so that only the wait below
        // sees them.
        sigset_t ending;
        sigemptyset(&ending);
        for (const int signal : {SIGTERM, SIGINT, SIGQUIT}) sigaddset(&ending, signal);
        pthread_sigmask(SIG_BLOCK, &ending, nullptr);
        std::thread thread([&] {
            sound = worker.open(stop) && worker.work(stop);
            if (!sound) terminate();
        });
        waitForTerminationRequest();
        stop = true;
        thread.join();
        log.info("stopped");
        return sound ? EXIT_OK : EXIT_SOFTWARE;
    }

  private:
    const Setting& setting_;
    const Clock& clock_;
};

}  // namespace

int serve(const Setting& setting, const Clock& clock) {
    Poco::AutoPtr<Service> service(new Service(setting, clock));
    const int code = service->run(std::vector<std::string>{"postroom"});
    return code == Poco::Util::Application::EXIT_OK ? 0 : 1;
}

}  // namespace postroom::daemon
