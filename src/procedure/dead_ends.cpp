#include "procedure/dead_ends.hpp"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <set>
#include <string_view>
#include <unordered_set>

#include "calendar/date_text.hpp"
#include "procedure/facts.hpp"
#include "procedure/histories.hpp"

namespace postroom::procedure {

namespace {

/// Something that must not be the end of it for the complainant.
struct Moment {
    Day day;
    std::size_t done_before = 0;  ///< what had been done by then does not count
    bool of_the_case = true;  ///< it moves a limit or ends the case; else telling anybody is enough
    std::string words;        ///< "the limit of Stage 1 passes"
    std::string key;          ///< told once for each
    int line = 0;
};

/// From 1: FNV-1a, its halves folded, for std::hash is another on another machine.
int part_of(std::string_view state, int parts) {
    if (parts == 1) return 1;
    std::uint64_t sum = 0xcbf29ce484222325U;
    for (const char one : state) sum = (sum ^ static_cast<unsigned char>(one)) * 0x100000001b3U;
    sum ^= sum >> 32U;
    return static_cast<int>(sum % static_cast<std::uint64_t>(parts)) + 1;
}

class Search {
  public:
    Search(const Procedure& procedure, const calendar::WorkingCalendar& calendar,
           const SearchBounds& bounds, const std::function<void(int)>& progress)
        : procedure_(procedure),
          calendar_(calendar),
          bounds_(bounds),
          progress_(progress),
          followed_up_to_(bounds.parts > 1 ? bounds.events - 1 : bounds.events),
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
        // The shortest come first: whatever is shorter than the next one has been played.
        searched_.complete =
            queue_.empty() ? followed_up_to_
                           : std::min(followed_up_to_, queue_.front().history.events_added - 1);
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
        History& history = open.history;
        const bool goes_on = history.events_added < bounds_.events;
        std::vector<History> snapshots;
        std::set<std::string> limits;
        while (true) {
            // An event may come in the morning, before the day's letters go, or after them. A day
            // that brought only what has been said before is like the one before it.
            const std::size_t said = said_once(history) + limits.size();
            if (goes_on) snapshots.push_back(history);
            auto plan = act(history);
            if (!plan) break;  // the calendar ends: what has not come by then never does
            note_limits(*plan, history, limits, moments);
            const bool news = said_once(history) + limits.size() > said;
            if (goes_on && news) snapshots.push_back(history);
            if (goes_on && !news && snapshots.size() > 1) snapshots.pop_back();
            const auto next = next_day(*plan, history);
            if (!next) break;
            history.today = *next;
        }
        for (const Moment& moment : moments) judge(moment, history);
        for (History& snapshot : snapshots) {
            if (enough_in_line()) {
                followed_up_to_ = std::min(followed_up_to_, history.events_added);
                return;
            }
            branch(std::move(snapshot));
        }
    }

    /// How much was done that was not only done again.
    std::size_t said_once(const History& history) const {
        return static_cast<std::size_t>(
            std::ranges::count_if(history.done, [](const Done& one) { return !one.again; }));
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

    struct Limit {
        int number = 0;  ///< of working days
        Day day;
    };

    /// The one in force, and the longest that there may be: nobody who asks for no more time may
    /// let that one pass in silence either.
    std::vector<Limit> limits_of(const ClockView& view) const {
        std::vector<Limit> limits;
        if (!view.due) return limits;
        limits.push_back({view.target, *view.due});
        if (view.clock->extended_target <= view.target) return limits;
        const auto longest = day_of(view, view.clock->extended_target, calendar_);
        if (longest && *longest) limits.push_back({view.clock->extended_target, **longest});
        return limits;
    }

    /// A limit counts from the day it passes while the case is open. A window is the reader's.
    void note_limits(const Plan& plan, const History& history, std::set<std::string>& limits,
                     std::vector<Moment>& moments) const {
        if (!plan.open) return;
        for (const ClockView& view : plan.clocks) {
            if (!view.running() || view.clock->from_deemed_receipt) continue;
            for (const Limit& limit : limits_of(view)) {
                if (limit.day >= history.today) continue;
                const std::string number = std::to_string(limit.number);
                if (!limits.insert(view.clock->id + ":" + view.epoch.text + ":" + number).second)
                    continue;
                moments.push_back(
                    {.day = limit.day,
                     .words = "the limit of " + view.clock->title + " (day " + number + ") passes",
                     .key = "clock " + view.clock->id + " " + number,
                     .line = view.clock->line});
            }
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
            const bool again = is_said_again(planned, history);
            // Week after week it would be looked at in vain, to the end of the calendar.
            if (planned.step->repeats() && !again &&
                waits_for_an_event(*planned.step, plan, history))
                continue;
            consider(planned.planned->day);
            more = more || !again;
        }
        for (const ClockView& view : plan.clocks) {
            if (!plan.open || !view.running()) continue;
            for (const Limit& limit : limits_of(view)) {
                if (limit.day < history.today) continue;
                consider(limit.day.plus_days(1));
                more = true;
            }
        }
        return more ? next : std::nullopt;
    }

    /// For one that has not happened, or that would start a clock, and that silence will not bring:
    /// what a step brings about comes on that step's own day.
    static bool waits_for_an_event(const Step& step, const Plan& plan, const History& history) {
        return std::ranges::any_of(step.require, [&](const Condition& needed) {
            if (needed.kind == Condition::Kind::clock_reached)
                return plan.clock(needed.name) == nullptr;
            return needed.kind == Condition::Kind::event &&
                   history.case_.latest(needed.name) == nullptr;
        });
    }

    void judge(const Moment& moment, const History& history) {
        const auto& done = history.done;
        const bool answered =
            std::any_of(done.begin() + static_cast<std::ptrdiff_t>(moment.done_before), done.end(),
                        [&](const Done& one) {
                            return (one.counts || !moment.of_the_case) && one.day >= moment.day;
                        });
        if (answered || !told_.insert(moment.key).second) return;
        searched_.dead_ends.push_back(
            {.what = "a complainant can be left without an answer or their next right: " +
                     in_words(history, moment.day) + moment.words +
                     ", and neither a letter to the complainant nor a task follows",
             .remedy = "add a step for it",
             .file = procedure_.file,
             .line = moment.line});
    }

    /// What would be put in line now would not be played.
    bool enough_in_line() const {
        return queue_.size() >= static_cast<std::size_t>(bounds_.histories - searched_.histories);
    }

    void branch(History history) {
        ++searched_.plans;
        const auto before = plan_of(history, procedure_, calendar_);
        if (!before || !before->open) return;
        const std::string unchanged = signature(*before, procedure_, history);
        const std::string limits = limited_clocks_of(*before);
        for (const PossibleEvent& possible : possible_) {
            add_event(possible, history);
            ++searched_.plans;
            const auto after = plan_of(history, procedure_, calendar_);
            const std::string state = after ? signature(*after, procedure_, history) : unchanged;
            // An event that the procedure does not answer to changes nothing for anybody.
            if (state != unchanged && is_new(state + happened(history), history))
                put_in_line(possible, history, !after->open || limited_clocks_of(*after) != limits);
            take_back_event(history);
        }
    }

    /// Not seen before, and of the part that is to be played.
    bool is_new(std::string state, const History& history) {
        if (history.events_added == bounds_.events && part_of(state, bounds_.parts) != bounds_.part)
            return false;
        return seen_.insert(std::move(state)).second;
    }

    void put_in_line(const PossibleEvent& possible, const History& history, bool of_the_case) {
        Open open{.history = history, .last = {}};
        if (!answers_.contains(possible.name))
            open.last = Moment{.day = history.today,
                               .done_before = history.done.size(),
                               .of_the_case = of_the_case,
                               .words = possible.words + " is recorded",
                               .key = "event " + possible.words,
                               .line = possible.line};
        queue_.push_back(std::move(open));
    }

    const Procedure& procedure_;
    const calendar::WorkingCalendar& calendar_;
    SearchBounds bounds_;
    const std::function<void(int)>& progress_;
    int followed_up_to_;  ///< of shorter histories, all that follow from them are in line
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
