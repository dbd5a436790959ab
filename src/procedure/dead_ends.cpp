#include "procedure/dead_ends.hpp"

#include <algorithm>
#include <deque>
#include <set>
#include <unordered_set>

#include "calendar/date_text.hpp"
#include "procedure/facts.hpp"
#include "procedure/histories.hpp"

namespace postroom::procedure {

namespace {

/// Moments of one history at which another event may come.
constexpr std::size_t moments_at_most = 16;

/// Something that must not be the end of it for the complainant.
struct Moment {
    Day day;
    std::size_t done_before = 0;  ///< what had been done by then does not count
    std::string words;            ///< "the limit of Stage 1 passes"
    std::string key;              ///< told once for each
    int line = 0;
};

class Search {
  public:
    Search(const Procedure& procedure, const calendar::WorkingCalendar& calendar,
           const SearchBounds& bounds, const std::function<void(int)>& progress)
        : procedure_(procedure),
          calendar_(calendar),
          bounds_(bounds),
          progress_(progress),
          possible_(possible_events(procedure)),
          answers_(answer_events(procedure)) {}

    Searched run() {
        for (const History& start : beginnings(procedure_, calendar_))
            queue_.push_back({start, {}});
        while (!queue_.empty() && searched_.histories < bounds_.histories) {
            Open open = std::move(queue_.front());
            queue_.pop_front();
            play_silence(std::move(open));
            if (progress_ && searched_.histories % 100 == 0) progress_(searched_.histories);
        }
        return std::move(searched_);
    }

  private:
    struct Open {
        History history;
        std::optional<Moment> last;  ///< the event just added
    };

    void play_silence(Open open) {
        ++searched_.histories;
        searched_.longest = std::max(searched_.longest, open.history.events_added);
        std::vector<Moment> moments;
        if (open.last) moments.push_back(std::move(*open.last));
        std::vector<History> snapshots;
        History& history = open.history;
        std::set<std::string> limits;
        while (true) {
            if (snapshots.size() < moments_at_most) snapshots.push_back(history);
            auto plan = act(history);
            if (!plan) return;  // the calendar ends: no more can be said
            note_limits(*plan, history, limits, moments);
            if (snapshots.size() < moments_at_most) snapshots.push_back(history);
            const auto next = next_day(*plan, history);
            if (!next) break;
            history.today = *next;
        }
        for (const Moment& moment : moments) judge(moment, history);
        if (history.events_added >= bounds_.events) return;
        for (const History& snapshot : snapshots) branch(snapshot);
    }

    /// Everything due that day is done, round by round.
    std::optional<Plan> act(History& history) {
        while (true) {
            ++searched_.plans;
            auto planned = plan_of(history, procedure_, calendar_);
            if (!planned) return std::nullopt;
            if (!do_what_is_due(*planned, history)) return std::move(*planned);
        }
    }

    /// A limit counts from the day it passes while the case is open. A window is the reader's.
    void note_limits(const Plan& plan, const History& history, std::set<std::string>& limits,
                     std::vector<Moment>& moments) const {
        if (!plan.open) return;
        for (const ClockView& view : plan.clocks) {
            if (!view.running() || !view.due || *view.due >= history.today ||
                view.clock->from_deemed_receipt)
                continue;
            const std::string key =
                view.clock->id + ":" + view.epoch.text + ":" + std::to_string(view.target);
            if (!limits.insert(key).second) continue;
            moments.push_back({.day = *view.due,
                               .words = "the limit of " + view.clock->title + " (day " +
                                        std::to_string(view.target) + ") passes",
                               .key = "clock " + view.clock->id,
                               .line = view.clock->line});
        }
    }

    /// When something happens next by itself: a step, or a limit that passes. Repetitions alone go
    /// on for ever and end the play.
    std::optional<Day> next_day(const Plan& plan, const History& history) const {
        std::optional<Day> next;
        const auto consider = [&](Day day) {
            if (day > history.today && (!next || day < *next)) next = day;
        };
        bool more = false;
        for (const PlannedStep& planned : plan.steps) {
            if (planned.state != StepState::later) continue;
            consider(planned.planned->day);
            more = more || !repeats(*planned.step) || !was_done(*planned.step, history);
        }
        for (const ClockView& view : plan.clocks) {
            if (!plan.open || !view.running() || !view.due || *view.due < history.today) continue;
            consider(view.due->plus_days(1));
            more = true;
        }
        return more ? next : std::nullopt;
    }

    void judge(const Moment& moment, const History& history) {
        const auto& done = history.done;
        const bool answered =
            std::any_of(done.begin() + static_cast<std::ptrdiff_t>(moment.done_before), done.end(),
                        [&](const Done& one) { return one.counts && one.day >= moment.day; });
        if (answered || !told_.insert(moment.key).second) return;
        searched_.dead_ends.push_back(
            {.what = "a complainant can be left without an answer or their next right: " +
                     in_words(history, moment.day) + moment.words +
                     ", and neither a letter to the complainant nor a task follows",
             .remedy = "add a step for it",
             .file = procedure_.file,
             .line = moment.line});
    }

    void branch(const History& snapshot) {
        ++searched_.plans;
        const auto before = plan_of(snapshot, procedure_, calendar_);
        if (!before || !before->open) return;
        const std::string unchanged = signature(*before, snapshot);
        for (const PossibleEvent& possible : possible_) {
            History with = snapshot;
            add_event(possible, with);
            ++searched_.plans;
            const auto after = plan_of(with, procedure_, calendar_);
            if (!after) continue;
            const std::string state = signature(*after, with);
            // An event that the procedure does not answer to changes nothing for anybody.
            if (state == unchanged) continue;
            if (!seen_.insert(state + happened(with)).second) continue;
            Open open{.history = std::move(with), .last = {}};
            if (!answers_.contains(possible.name))
                open.last = Moment{.day = open.history.today,
                                   .done_before = open.history.done.size(),
                                   .words = possible.words + " is recorded",
                                   .key = "event " + possible.words,
                                   .line = possible.line};
            queue_.push_back(std::move(open));
        }
    }

    const Procedure& procedure_;
    const calendar::WorkingCalendar& calendar_;
    SearchBounds bounds_;
    const std::function<void(int)>& progress_;
    std::vector<PossibleEvent> possible_;
    std::set<std::string> answers_;
    std::deque<Open> queue_;
    std::unordered_set<std::string> seen_;
    std::set<std::string> told_;
    Searched searched_;
};

}  // namespace

Searched search_dead_ends(const Procedure& procedure, const calendar::WorkingCalendar& calendar,
                          const SearchBounds& bounds, const std::function<void(int)>& progress) {
    return Search(procedure, calendar, bounds, progress).run();
}

}  // namespace postroom::procedure
