// From due to frozen: look at what changed or fell due, write, and commit in batches.
#include <algorithm>
#include <set>

#include "daemon/premises/london_time.hpp"
#include "daemon/records/held_after_restore.hpp"
#include "daemon/records/ledger.hpp"
#include "daemon/records/parcels.hpp"
#include "daemon/studio/case_work.hpp"
#include "daemon/work/after_correction.hpp"
#include "daemon/work/joint_parcels.hpp"
#include "daemon/work/outbox_of.hpp"
#include "daemon/work/questions.hpp"
#include "daemon/work/reissue.hpp"
#include "daemon/work/run.hpp"
#include "daemon/work/strayed.hpp"
#include "daemon/work/without_letter.hpp"

namespace postroom::daemon {

namespace {

constexpr std::size_t cases_per_transaction = 32;
constexpr std::size_t waiting_emails_at_most = 1024;
const std::string looked_up_to = "looked_up_to_change";
const std::string first_started = "first_started_on";

/// Rows of another program get a logged day; those there before the daemon's first start are
/// history and send nothing.
void adopt(Office& office, calendar::Day today) {
    office.database().in_transaction([&] {
        office.require_lead();
        const bool first_start = !office.cases().mark(first_started).has_value();
        office.cases().adopt_foreign_rows(today, first_start);
        if (first_start) office.cases().set_mark(first_started, today.number);
    });
}

int flood_limit(Office& office, calendar::Day today) {
    const int floor = office.config().number("sending.flood_floor");
    return floor == 0 ? 0 : std::max(floor, 3 * office.outbox().busiest_day(today, 30));
}

class Maker {
  public:
    Maker(Office& office, Instant at, const Clock& clock, RunReport& report)
        : office_(office), at_(at), clock_(clock), report_(report), today_(london(at).day) {}

    void run() {
        adopt(office_, today_);
        const std::int64_t change = office_.cases().last_change();
        const auto references =
            office_.cases().to_look_at(office_.cases().mark(looked_up_to).value_or(0), at_);
        const bool flood = is_flood(references);
        hold_ = hold_after_restore(office_);
        for (std::size_t from = 0; from < references.size(); from += cases_per_transaction) {
            const std::size_t to = std::min(references.size(), from + cases_per_transaction);
            office_.database().in_transaction([&] {
                office_.require_lead();
                for (std::size_t i = from; i < to; ++i) look(references[i], flood);
            });
            if (waiting_.size() >= waiting_emails_at_most) keep_waiting();
        }
        keep_waiting();
        if (office_.cases().mark(looked_up_to) != change)
            office_.database().in_transaction(
                [&] { office_.cases().set_mark(looked_up_to, change); });
        report_.cases_looked_at += static_cast<int>(references.size());
        report_.flood = report_.flood || flood;
    }

  private:
    /// Why what is made waits for a person whatever its step says.
    struct WhyHeld {
        bool flood = false;
        bool restored = false;
    };

    /// Counts without writing; only when the cases could raise too many at all.
    bool is_flood(const std::vector<CaseReference>& references) {
        const int limit = flood_limit(office_, today_);
        if (limit == 0 || references.size() * 4 <= static_cast<std::size_t>(limit)) return false;
        int total = 0;
        for (const CaseReference& reference : references) {
            auto loaded = office_.cases().load(reference, office_.content().declared_events());
            if (!loaded) continue;
            const auto work = work_out(std::move(loaded->file), office_.studio(), at_,
                                       outbox_of(office_, reference, today_, at_), false, "");
            if (work) total += static_cast<int>(work->parcels.size());
            if (total > limit) return true;
        }
        return false;
    }

    void look(const CaseReference& reference, bool flood) {
        auto loaded = office_.cases().load(reference, office_.content().declared_events());
        if (!loaded) return;
        for (const storage::BrokenRow& row : loaded->broken) add_broken_row(reference, row);
        const WhyHeld why{.flood = flood,
                          .restored = hold_ && hold_->covers(loaded->file, office_)};
        set_aside_corrected(loaded->file);
        report_.tasks += ask_about_strayed(office_, loaded->file, today_, at_, clock_.now());
        const std::set<std::string> approved = write_again_with_todays_dates(loaded->file);
        auto work = work_out(std::move(loaded->file), office_.studio(), at_,
                             outbox_of(office_, reference, today_, at_), true,
                             office_.archive().checkpoint_summary());
        if (!work) {
            report_.problems.push_back(work.error());
            add_unplannable(reference, work.error());
            office_.cases().set_next_look(reference, instant_of(next_day(london(at_))));
            return;
        }
        const bool waits = std::ranges::any_of(work->parcels, [&](const NewParcel& made) {
            return !why.flood && !why.restored && made.joinable.has_value();
        });
        for (NewParcel& made : work->parcels) {
            if (waits && made.joinable)
                waiting_.push_back(std::move(made));
            else if (approved.contains(firing_of(made.parcel)) &&
                     made.parcel.state == outbox::State::awaiting_approval)
                keep_approved(made, why);
            else
                keep(made, why);
        }
        report_.tasks += keep_questions(office_, reference, *work, today_);
        for (const cases::CaseEvent& event : work->events) {
            office_.cases().append(reference, event);
            if (event.name == cases::step_skipped) ++report_.skipped;
        }
        report_.tasks += write_to_those_without(office_, work->look, at_, clock_.now());
        std::optional<Instant> next;
        if (work->next) next = instant_of(*work->next);
        if (set_aside_overtaken(reference)) next = at_;
        if (waits) {
            // Should this process end before they are kept, the case is looked at again.
            next_looks_.emplace_back(reference, next);
            next = at_;
        }
        office_.cases().set_next_look(reference, next);
    }

    /// The emails that waited for others to the same officer, and the cases' own next looks.
    void keep_waiting() {
        if (waiting_.empty()) return;
        auto groups = by_reader(std::move(waiting_));
        waiting_.clear();
        office_.database().in_transaction([&] {
            office_.require_lead();
            for (std::vector<NewParcel>& group : groups) {
                join(group, office_, at_);
                for (NewParcel& made : group) keep(made, {});
            }
            for (const auto& [reference, next] : next_looks_)
                office_.cases().set_next_look(reference, next);
        });
        next_looks_.clear();
    }

    /// A correction may change any date or word: what has not gone is written again. Each
    /// correction counts once.
    void set_aside_corrected(const cases::CaseFile& file) {
        const std::ptrdiff_t corrections = corrections_of(file, today_);
        const std::string mark = storage::CaseStore::corrections_seen_of(file.reference);
        const std::int64_t seen = office_.cases().mark(mark).value_or(0);
        if (seen >= corrections) return;
        const auto look = look_at(file, office_.studio(), london(at_));
        if (!look) return;  // then nothing goes either, and the next run asks again
        office_.cases().set_mark(mark, corrections);
        for (outbox::Parcel& parcel : office_.outbox().of_case(file.reference))
            if (may_be_taken_back(parcel))
                take_back(parcel, *look,
                          {.reason = "the case was corrected: the letter is written again",
                           .anew = true});
        for (const CorrectionTask& task :
             tasks_after_corrections(file, seen, office_.studio(), london(at_)))
            add_task(file.reference, task.occurrence, task.reason);
    }

    /// It was read for days before it was approved or released, or no relay took it.
    bool is_out_of_date(const outbox::Parcel& parcel) const {
        if (was_kept_too_long(parcel, today_, office_)) return true;
        return parcel.state == outbox::State::rendered && parcel.attempts == 0 &&
               grows_old(parcel) && was_written_long_before(today_, parcel, office_);
    }

    /// Whoever approved it approved its words. What goes without a person's word on its day may
    /// need it now: the plan says.
    static bool was_approved(const outbox::Parcel& parcel, const Look& look) {
        if (parcel.state == outbox::State::rendered) return true;
        const procedure::Step* step = look.procedure->step(parcel.step);
        return step != nullptr && step->release == procedure::Release::approved;
    }

    static std::string firing_of(const outbox::Parcel& parcel) {
        return parcel.step.text + "\n" + parcel.occurrence;
    }

    /// A letter that was approved or released days after it was written, or that no relay took for
    /// days, names dates counted from the day it was written, and the reader would have less time
    /// than is theirs. It is written again today (decisions 0099, 0135). Answers which firings were
    /// approved.
    std::set<std::string> write_again_with_todays_dates(const cases::CaseFile& file) {
        std::set<std::string> approved;
        // It would not be written on another day, and its approval would be lost.
        if (!office_.calendar().is_working_day(today_)) return approved;
        std::vector<outbox::Parcel> ready = office_.outbox().of_case(file.reference);
        std::erase_if(ready, [](const outbox::Parcel& parcel) {
            return parcel.state != outbox::State::retry_wait &&
                   (parcel.state != outbox::State::rendered || parcel.attempts > 0);
        });
        if (std::ranges::none_of(
                ready, [&](const outbox::Parcel& parcel) { return is_out_of_date(parcel); }))
            return approved;
        const auto look = look_at(file, office_.studio(), london(at_));
        if (!look) return approved;
        std::set<std::string> again;
        for (const outbox::Parcel& parcel : ready) {
            if (!is_out_of_date(parcel) || !why_over(parcel, *look).empty() ||
                !why_not_to_reader(parcel, *look, office_).empty())
                continue;
            again.insert(firing_of(parcel));
            if (was_approved(parcel, *look)) approved.insert(firing_of(parcel));
        }
        for (outbox::Parcel& parcel : ready)
            if (again.contains(firing_of(parcel)) && !parcel.accepted_on)
                take_back(parcel, *look,
                          {.reason = "written again, with the dates of the day it leaves",
                           .anew = true,
                           .approved = approved.contains(firing_of(parcel))});
        return approved;
    }

    void keep_approved(NewParcel& made, WhyHeld why) {
        made.parcel.state = outbox::State::rendered;
        made.parcel.reason.clear();
        keep(made, why);
        add_leaf(office_, "approved", made.parcel, clock_.now());
    }

    void take_back(outbox::Parcel& parcel, const Look& look, SetAside aside) {
        const bool in_tray = parcel.state == outbox::State::sending;
        set_aside(office_, parcel, outbox::Happening::supersede, aside.reason, clock_.now());
        ++report_.superseded;
        if (in_tray) {
            ask_about(office_, parcel,
                      "This letter was taken out of the print tray: " + aside.reason +
                          ". If it was printed, take it out of the post.",
                      today_);
            ++report_.tasks;
            aside.reason += "; if it was printed, take it out of the post";
        }
        after_setting_aside(parcel, look, aside, office_, at_, clock_.now());
    }

    /// Letters made before that the case has since overtaken: answered, withdrawn, drafted anew, or
    /// addressed where the reader no longer lives. True when one is to be written again.
    bool set_aside_overtaken(const CaseReference& reference) {
        std::vector<outbox::Parcel> parcels = office_.outbox().of_case(reference);
        const auto is_cancelled = [](const outbox::Parcel& parcel) {
            return parcel.state == outbox::State::cancelled && !is_copy(parcel);
        };
        if (std::ranges::none_of(parcels, [&](const outbox::Parcel& parcel) {
                return may_be_taken_back(parcel) || is_cancelled(parcel);
            }))
            return false;
        const auto loaded = office_.cases().load(reference, office_.content().declared_events());
        const auto look = look_at(loaded->file, office_.studio(), london(at_));
        if (!look) return false;
        const std::vector<OnItsWay> leaving =
            on_their_way(parcels, Leaving::by_itself, office_.calendar(), today_, at_);
        std::optional<Look> once_left;
        if (!leaving.empty())
            if (auto then = look_at(once_they_left(loaded->file, leaving, today_), office_.studio(),
                                    london(at_)))
                once_left = std::move(*then);
        bool again = false;
        for (outbox::Parcel& parcel : parcels) {
            if (is_cancelled(parcel)) end_question_about(parcel, *look);
            if (!may_be_taken_back(parcel)) continue;
            const bool is_one_of_them = std::ranges::any_of(
                leaving, [&](const OnItsWay& one) { return one.step == parcel.step; });
            std::string over = why_not_now(
                parcel, is_one_of_them || !once_left ? *look : *once_left, office_, at_);
            const bool is_over = !over.empty();
            if (!is_over) {
                over = why_not_to_reader(parcel, *look, office_);
                again = again || !over.empty();
            }
            if (!over.empty()) take_back(parcel, *look, {.reason = over, .anew = !is_over});
        }
        return again;
    }

    /// What became of a cancelled answer is asked no more once there is another, or none is owed.
    void end_question_about(const outbox::Parcel& cancelled, const Look& look) {
        const procedure::Step* step = look.procedure->step(cancelled.step);
        if (step == nullptr || step->if_cancelled.empty()) return;
        if (const std::string over = why_over(cancelled, look); !over.empty())
            office_.outbox().close_tasks_of(cancelled.id, over);
    }

    void keep(NewParcel& made, WhyHeld why) {
        outbox::Parcel& parcel = made.parcel;
        if (why.flood && parcel.state != outbox::State::awaiting_approval) {
            parcel.state = outbox::State::held;
            parcel.held_for_person = true;
            parcel.reason = std::string(held_by_flood_breaker) +
                            "; if so many letters are right, release them with: postroom outbox "
                            "release --flood";
        }
        if (why.restored) hold_for_person(parcel);
        if (!add_frozen(office_, parcel, made.bytes, clock_.now())) return;
        // A copy may be made while one of those whom the letter is for has none.
        if (!is_copy(parcel))
            office_.outbox().close_tasks_instead_of(parcel.case_reference, parcel.step,
                                                    parcel.occurrence, "the letter could be made");
        if (parcel.channel == cases::Channel::letter)
            ++report_.letters;
        else if (!outbox::is_carried(parcel))
            ++report_.emails;
    }

    void add_task(const CaseReference& reference, const std::string& occurrence,
                  const std::string& reason) {
        outbox::Task task;
        task.id = TaskId(archive::random_id());
        task.case_reference = reference;
        task.occurrence = occurrence;
        task.reason = reason;
        task.for_role = "complaints_officer";
        task.due = today_;
        task.created_on = today_;
        if (office_.outbox().add(task)) ++report_.tasks;
    }

    void add_broken_row(const CaseReference& reference, const storage::BrokenRow& row) {
        add_task(reference, "row:" + row.table + ":" + row.row,
                 "A row in the table " + row.table +
                     (row.row.empty() ? "" : " (number " + row.row + ")") +
                     " was left out: " + row.what + ". Correct it in the program that wrote it.");
    }

    void add_unplannable(const CaseReference& reference, const Problem& problem) {
        add_task(reference, "unplannable:" + problem.what,
                 "This case cannot be planned: " + problem.what +
                     (problem.remedy.empty() ? "" : "; " + problem.remedy) + ".");
    }

    Office& office_;
    Instant at_;
    const Clock& clock_;
    RunReport& report_;
    calendar::Day today_;
    std::optional<HoldAfterRestore> hold_;
    std::vector<NewParcel> waiting_;
    std::vector<std::pair<CaseReference, std::optional<Instant>>> next_looks_;
};

}  // namespace

void make_what_is_due(Office& office, Instant at, const Clock& clock, RunReport& report) {
    Maker(office, at, clock, report).run();
    extend_archive(office);
}

}  // namespace postroom::daemon
