#include "procedure/dead_ends.hpp"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <span>
#include <string_view>
#include <unordered_set>

#include "calendar/date_text.hpp"
#include "procedure/facts.hpp"
#include "procedure/histories.hpp"

namespace postroom::procedure {

namespace {

/// No chain of steps that wait for each other is as long: what still moves then moves for ever.
constexpr int rounds_at_most = 100;

/// What a moment is about: it ends the case; it moves the day on which the complainant is answered,
/// or opens the case again; it moves another limit; nothing of the kind, and telling anybody will
/// do.
enum class About { an_end, the_answer, a_limit, something_else };

/// Something that must not be the end of it for the complainant.
struct Moment {
    Day day;
    std::size_t done_before = 0;  ///< what had been done by then does not count
    About about = About::the_answer;
    std::string words;  ///< "the limit of Stage 1 passes"
    std::string key;    ///< told once for each
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
          answers_(answer_events(procedure)),
          answer_clocks_(answer_clocks(procedure)),
          silent_ends_(silent_ends(procedure)) {}

    Searched run() {
        for (const History& start : beginnings(procedure_, calendar_))
            queue_.push_back({start, {received(start)}});
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
        std::vector<Moment> moments;  ///< its events so far, and the limits that passed
    };

    void play_silence(Open open) {
        ++searched_.histories;
        searched_.longest = std::max(searched_.longest, open.history.events_added);
        History& history = open.history;
        const bool goes_on = history.events_added < bounds_.events;
        std::vector<Moment>& moments = open.moments;
        std::vector<Open> snapshots;
        std::set<std::string> limits;
        Plan at_the_end;
        while (true) {
            // An event may come in the morning, before the day's letters go, or after them. A day
            // that brought only what has been said before is like the one before it.
            const std::size_t said = said_once(history) + limits.size();
            if (goes_on) snapshots.push_back(open);
            auto plan = act(history);
            if (!plan) break;  // the calendar ends: what has not come by then never does
            note_limits(*plan, history, limits, moments);
            const bool news = said_once(history) + limits.size() > said;
            if (goes_on && news) snapshots.push_back(open);
            if (goes_on && !news && snapshots.size() > 1) snapshots.pop_back();
            const auto next = next_day(*plan, history);
            at_the_end = std::move(*plan);
            if (!next) break;
            history.today = *next;
        }
        const auto open_tasks_then = open_tasks(at_the_end, history);
        for (const Moment& moment : moments) judge(moment, history, open_tasks_then);
        for (Open& snapshot : snapshots) {
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
        for (int round = 0; round < rounds_at_most; ++round) {
            ++searched_.plans;
            auto planned = plan_of(history, procedure_, calendar_);
            if (!planned) return std::nullopt;
            if (!do_what_is_due(*planned, history)) return std::move(*planned);
        }
        tell_of_no_rest(*history.done.back().step);
        return std::nullopt;
    }

    void tell_of_no_rest(const Step& step) {
        if (!told_.insert("no rest").second) return;
        searched_.dead_ends.push_back(
            {.what = "step " + step.id.text +
                     " and what it sets off come to no rest: on one day each sets off the other "
                     "again and again",
             .remedy = "have one of them wait for something else (unless, given)",
             .file = procedure_.file,
             .line = step.line});
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
                     .about =
                         answer_clocks_.contains(view.clock) ? About::the_answer : About::a_limit,
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

    /// Each complaint is owed an answer or a right, also where no limit ever passes.
    static Moment received(const History& history) {
        return {.day = history.received, .words = "all goes quiet", .key = "received"};
    }

    /// Where it is about the answer, it must end with one or with a right, or with a person who is
    /// asked for one; else somebody must hear of it.
    void judge(const Moment& moment, const History& history, const std::vector<const Step*>& open) {
        const auto after = std::span(history.done).subspan(moment.done_before);
        const auto any_after = [&](auto is_so) {
            return std::ranges::any_of(
                after, [&](const Done& one) { return one.day >= moment.day && is_so(one); });
        };
        const auto is_heard_of = [&](const Done& one) {
            return one.counts || moment.about == About::something_else;
        };
        if (any_after([](const Done& one) { return one.answers; }) ||
            std::ranges::any_of(open, [](const Step* step) { return step->answers; }))
            return;
        if (!any_after(is_heard_of))
            tell(moment, history, "neither a letter to the complainant nor a task follows",
                 "add a step for it");
        else if (moment.about == About::the_answer || moment.about == About::an_end)
            tell(moment, history,
                 "what follows is no answer and tells no right (" +
                     what_follows(after, moment, open) + ")",
                 "add a step that does; or mark the one that does with answers: true");
    }

    /// For whoever looks for the step that is missing: what there is.
    static std::string what_follows(const auto& done, const Moment& moment,
                                    const std::vector<const Step*>& open) {
        std::string letters;
        for (const Done& one : done)
            if (one.day >= moment.day && one.counts && one.step->task.empty())
                letters += (letters.empty() ? "" : ", ") + one.step->id.text;
        std::string tasks;
        for (const Step* step : open) tasks += (tasks.empty() ? "" : ", ") + step->id.text;
        return (letters.empty() ? "no letter" : "letters: " + letters) + "; " +
               (tasks.empty() ? "no task stays open" : "tasks that stay open: " + tasks);
    }

    void tell(const Moment& moment, const History& history, const std::string& what_is_missing,
              const std::string& remedy) {
        if (!told_.insert(moment.key).second) return;
        searched_.dead_ends.push_back(
            {.what = "a complainant can be left without an answer or their next right: " +
                     in_words(history, moment.day) + moment.words + ", and " + what_is_missing,
             .remedy = remedy,
             .file = procedure_.file,
             .line = moment.line});
    }

    /// What would be put in line now would not be played.
    bool enough_in_line() const {
        return queue_.size() >= static_cast<std::size_t>(bounds_.histories - searched_.histories);
    }

    void branch(Open open) {
        History& history = open.history;
        ++searched_.plans;
        const auto before = plan_of(history, procedure_, calendar_);
        if (!before) return;
        const std::string unchanged = signature(*before, procedure_, history);
        for (const PossibleEvent& possible : possible_) {
            add_event(possible, history);
            ++searched_.plans;
            const auto after = plan_of(history, procedure_, calendar_);
            const std::string state = after ? signature(*after, procedure_, history) : unchanged;
            // An event that the procedure does not answer to changes nothing for anybody.
            if (state != unchanged && is_new(state + happened(history), history))
                put_in_line(possible, open, what_moves(*before, *after), before->open);
            take_back_event(history);
        }
    }

    About what_moves(const Plan& before, const Plan& after) const {
        const auto moves = [&](const std::function<bool(const ClockView&)>& counts) {
            return clocks_of(before, counts) != clocks_of(after, counts);
        };
        if (before.open != after.open) return after.open ? About::the_answer : About::an_end;
        // What still runs when a case has ended was not worth stopping; what begins then, is.
        const auto runs_already = [&](const ClockView& view) {
            const ClockView* already = before.clock(view.clock->id);
            return already != nullptr && already->running();
        };
        if (!before.open)
            return std::ranges::any_of(after.clocks,
                                       [&](const ClockView& view) {
                                           return view.running() && view.target > 0 &&
                                                  !runs_already(view);
                                       })
                       ? About::a_limit
                       : About::something_else;
        if (moves([&](const ClockView& view) { return answer_clocks_.contains(view.clock); }))
            return About::the_answer;
        return moves([](const ClockView& view) { return view.target > 0; }) ? About::a_limit
                                                                            : About::something_else;
    }

    /// Not seen before, and of the part that is to be played.
    bool is_new(std::string state, const History& history) {
        if (history.events_added == bounds_.events && part_of(state, bounds_.parts) != bounds_.part)
            return false;
        return seen_.insert(std::move(state)).second;
    }

    void put_in_line(const PossibleEvent& possible, Open open, About about, bool was_open) {
        History& history = open.history;
        const auto answer = answers_.find(possible.name);
        const bool ends_in_silence =
            was_open && about == About::an_end && silent_ends_.contains(possible.name);
        if (answer != answers_.end())  // it went, by whatever hand
            history.done.push_back(
                {.day = history.today, .step = answer->second, .counts = true, .answers = true});
        else if (!ends_in_silence && (was_open || about != About::something_else))
            open.moments.push_back({.day = history.today,
                                    .done_before = history.done.size(),
                                    .about = about,
                                    .words = possible.words + " is recorded",
                                    .key = "event " + possible.words,
                                    .line = possible.line});
        queue_.push_back(std::move(open));
    }

    const Procedure& procedure_;
    const calendar::WorkingCalendar& calendar_;
    SearchBounds bounds_;
    const std::function<void(int)>& progress_;
    int followed_up_to_;  ///< of shorter histories, all that follow from them are in line
    std::vector<PossibleEvent> possible_;
    std::map<std::string, const Step*> answers_;
    std::set<const Clock*> answer_clocks_;
    std::set<std::string> silent_ends_;
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
