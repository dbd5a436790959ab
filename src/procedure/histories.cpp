#include "procedure/histories.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "cases/event_checks.hpp"
#include "procedure/facts.hpp"

namespace postroom::procedure {

namespace {

/// The first is what every history begins with; the others change what is on record, and no
/// history.
constexpr std::array<std::string_view, 3> left_out{"received", "corrected", "party_changed"};

bool is_left_out(const std::string& event) {
    return cases::event_is(event, cases::EventIs::ours_alone) ||
           std::ranges::find(left_out, event) != left_out.end();
}

/// A value that the condition's list does not hold; empty when none is known.
std::string another_value(const Condition& condition) {
    for (const std::string_view value : cases::allowed_values(condition.name, condition.detail))
        if (std::ranges::count(condition.values, value) == 0) return std::string(value);
    return {};
}

class Gathering {
  public:
    explicit Gathering(const Procedure& procedure) : procedure_(procedure) {}

    std::vector<PossibleEvent> run() {
        for (const Clock& clock : procedure_.clocks) {
            take_all(clock.starts, clock.line);
            take_all(clock.stops, clock.line);
            take_all(clock.extended_once, clock.line);
            take_all(clock.not_extended_if, clock.line);
            for (const Pause& pause : clock.pauses) {
                take(pause.from, clock.line);
                take(pause.until, clock.line);
            }
            if (!clock.from_date.empty())
                for (const Condition& start : clock.starts) add_date(start.name, clock.from_date);
        }
        for (const Step& step : procedure_.steps) {
            if (const auto* event = std::get_if<OnEvent>(&step.when))
                take_all(event->any_of, step.line);
            if (const auto* date = std::get_if<OnDate>(&step.when);
                date != nullptr && date->date.promised_by.empty()) {
                take({.kind = Condition::Kind::event, .name = date->date.event}, step.line);
                add_date(date->date.event, date->date.detail);
            }
            take_all(step.require, step.line);
        }
        std::vector<PossibleEvent> all;
        for (auto& [words, possible] : found_) {
            if (is_our_own_word(possible)) continue;
            // Nobody can record it like that; it is there with what it may say.
            if (const auto needed = cases::required_detail(possible.name);
                !needed.empty() && !possible.details.contains(needed))
                continue;
            possible.dates = dates_[possible.name];
            all.push_back(std::move(possible));
        }
        return all;
    }

  private:
    void take_all(const std::vector<Condition>& conditions, int line) {
        for (const Condition& condition : conditions) take(condition, line);
    }

    void take(const Condition& condition, int line) {
        if (condition.kind == Condition::Kind::all || condition.kind == Condition::Kind::any ||
            condition.kind == Condition::Kind::none)
            take_all(condition.parts, line);
        if (condition.kind != Condition::Kind::event || is_left_out(condition.name)) return;
        if (condition.values.empty()) return add(condition, "", line);
        if (condition.negated) return add(condition, another_value(condition), line);
        for (const std::string& value : condition.values) add(condition, value, line);
    }

    void add(const Condition& condition, const std::string& value, int line) {
        PossibleEvent possible{.name = condition.name, .words = condition.name, .line = line};
        if (!value.empty()) {
            possible.details[condition.detail] = value;
            possible.words += " (" + value + ")";
        }
        std::ranges::replace(possible.words, '_', ' ');
        found_.emplace(possible.words, std::move(possible));
    }

    /// What Postroom says itself when it records the event ("because: day_30"), and nobody else.
    bool is_our_own_word(const PossibleEvent& possible) const {
        return !possible.details.empty() &&
               std::ranges::any_of(procedure_.steps, [&](const Step& step) {
                   return std::ranges::any_of(step.appends, [&](const Append& ours) {
                       return ours.event == possible.name &&
                              std::ranges::all_of(possible.details, [&](const auto& detail) {
                                  const auto said = ours.details.find(detail.first);
                                  const auto* text = std::get_if<std::string>(&detail.second);
                                  return said != ours.details.end() && text != nullptr &&
                                         said->second == *text;
                              });
                   });
               });
    }

    void add_date(const std::string& event, const std::string& detail) {
        dates_[event].insert(detail);
    }

    const Procedure& procedure_;
    std::map<std::string, PossibleEvent> found_;
    std::map<std::string, std::set<std::string>> dates_;
};

bool is_the_complainants(const std::string& role) {
    return role == "complainant" || role == "young_person" || role == "representative";
}

/// A letter to the complainant, or a task: a person sees to it.
bool is_for_the_complainant(const Step& step) {
    return !step.task.empty() || std::ranges::any_of(step.to, is_the_complainants);
}

/// Its letter answers whoever complains, or tells them their next right.
bool answers_somebody(const Step& step) {
    return (step.answers || step.tells_a_right) && step.task.empty() &&
           std::ranges::count(step.to, "complainant") > 0;
}

bool is_an_answer(const Step& step, const History& history) {
    const cases::Party& complainant = history.case_.parties.front();
    return answers_somebody(step) &&
           (step.kinds.empty() || std::ranges::count(step.kinds, complainant.kind) > 0);
}

void append(History& history, std::string_view name, cases::Details details) {
    cases::CaseEvent event;
    event.id = EventId("e" + std::to_string(history.case_.events.size() + 1));
    event.name = name;
    event.on = history.today;
    event.recorded_on = history.today;
    event.details = std::move(details);
    history.case_.events.push_back(std::move(event));
}

}  // namespace

std::vector<PossibleEvent> possible_events(const Procedure& procedure) {
    return Gathering(procedure).run();
}

std::map<std::string, const Step*> answer_events(const Procedure& procedure) {
    std::map<std::string, const Step*> answers;
    for (const Step& step : procedure.steps)
        for (const Append& appended : step.appends)
            if (appended.when_sent && step.answers) answers.emplace(appended.event, &step);
    return answers;
}

std::set<std::string> silent_ends(const Procedure& procedure) {
    std::set<std::string> events;
    for (const Step& step : procedure.steps)
        for (const Append& appended : step.appends)
            if (!appended.when_sent && !is_for_the_complainant(step)) events.insert(appended.event);
    return events;
}

std::set<const Clock*> answer_clocks(const Procedure& procedure) {
    std::set<const Clock*> clocks;
    const auto add = [&](const std::string& id) { clocks.insert(procedure.clock(id)); };
    for (const Step& step : procedure.steps) {
        if (!answers_somebody(step)) continue;
        if (const auto* day = std::get_if<OnDay>(&step.when)) add(day->clock);
        if (step.deadline && step.deadline->clock) add(step.deadline->clock->name);
    }
    return clocks;
}

std::vector<History> beginnings(const Procedure& procedure,
                                const calendar::WorkingCalendar& calendar) {
    std::vector<History> all;
    const Day monday =
        Day::of(std::max(calendar.first_day().year(), calendar.last_day().year() - 2), 3, 3);
    for (const char* kind : {"parent", "young_person"}) {
        History history;
        history.received = calendar.working_day_on_or_after(monday).value_or(monday);
        history.today = history.received;
        history.case_.reference = CaseReference("search");
        history.case_.procedure = procedure.id;
        history.case_.logged_on = history.received;
        cases::Party complainant;
        complainant.kind = kind;
        complainant.channel = cases::Channel::email;
        history.case_.parties.push_back(std::move(complainant));
        append(history, "received", {});
        all.push_back(std::move(history));
    }
    return all;
}

Expected<Plan> plan_of(const History& history, const Procedure& procedure,
                       const calendar::WorkingCalendar& calendar) {
    return plan(history.case_, procedure, calendar, {history.today, calendar::close_of_work});
}

namespace {

std::string name_of(const PlannedStep& planned) {
    return planned.step->id.text + "\n" + planned.occurrence.text();
}

}  // namespace

bool is_said_again(const PlannedStep& planned, const History& history) {
    if (!planned.step->repeats()) return false;
    // The name ends with the day that the step repeats on; before that stand its clock and the
    // event that started it ("advocate:e5:10").
    const std::string name = name_of(planned);
    const std::string start = name.substr(0, name.rfind(':') + 1);
    const auto first = history.raised.lower_bound(start);
    return first != history.raised.end() && first->starts_with(start);
}

bool do_what_is_due(const Plan& plan, History& history) {
    bool changed = false;
    for (const PlannedStep& planned : plan.steps) {
        const Step& step = *planned.step;
        if (planned.state == StepState::skipped && planned.record_skip) {
            append(history, cases::step_skipped,
                   {{"step", step.id.text}, {"occurrence", planned.occurrence.text()}});
            changed = true;
            // What a stronger letter says in its place has been said.
            if (const Step* stronger = planned.because.overtaking();
                stronger != nullptr && is_for_the_complainant(*stronger) &&
                is_for_the_complainant(step))
                history.done.push_back({.day = history.today,
                                        .step = &step,
                                        .counts = true,
                                        .answers = is_an_answer(*stronger, history)});
        }
        if (planned.state != StepState::due) continue;
        const bool again = is_said_again(planned, history);
        if (!history.raised.insert(name_of(planned)).second) continue;
        history.done.push_back({.day = history.today,
                                .step = &step,
                                .counts = is_for_the_complainant(step) && !again,
                                .again = again,
                                .answers = is_an_answer(step, history)});
        for (const Append& appended : step.appends)
            append(history, appended.event, {{"step", step.id.text}});
        if (step.task.empty())
            append(history, cases::letter_sent,
                   {{"step", step.id.text}, {"occurrence", planned.occurrence.text()}});
        changed = true;
    }
    return changed;
}

namespace {

/// Postroom itself closed the case, for a time ran out.
bool is_closed_by_itself(const Plan& plan, const History& history) {
    const cases::CaseEvent* closed = history.case_.latest("closed");
    return !plan.open && closed != nullptr && closed->details.contains("step");
}

/// As the office's list of tasks has it (decision 0137): a time that ran out, and a death, answer
/// nothing that was asked once; and what a person must close, nothing else closes.
bool stays_asked(const Step& step, const Plan& plan, bool closed_by_itself) {
    if (step.task.empty() || step.until_done || step.repeats()) return step.until_done;
    return std::ranges::any_of(plan.steps, [&](const PlannedStep& planned) {
        if (planned.step != &step || planned.state != StepState::waiting) return false;
        switch (planned.because.kind()) {
            case Reason::Kind::nothing_goes:
                return true;
            case Reason::Kind::not_needed:
            case Reason::Kind::not_needed_condition:
            case Reason::Kind::waits_for:
                return closed_by_itself;
            default:
                return false;
        }
    });
}

}  // namespace

std::vector<const Step*> open_tasks(const Plan& plan, const History& history) {
    std::vector<const Step*> open;
    const auto add = [&](const Step* step) {
        if (std::ranges::find(open, step) == open.end()) open.push_back(step);
    };
    for (const PlannedStep& planned : plan.steps)
        if (planned.state == StepState::due && !planned.step->task.empty()) add(planned.step);
    const bool closed_by_itself = is_closed_by_itself(plan, history);
    for (const Done& one : history.done)
        if (stays_asked(*one.step, plan, closed_by_itself)) add(one.step);
    return open;
}

void add_event(const PossibleEvent& possible, History& history) {
    cases::Details details = possible.details;
    for (const std::string& date : possible.dates)
        details[date] = history.today.plus_days(28).iso();
    append(history, possible.name, std::move(details));
    history.words.push_back(possible.words + " " +
                            std::to_string(history.today.number - history.received.number) +
                            " days after receipt");
    ++history.events_added;
}

void take_back_event(History& history) {
    history.case_.events.pop_back();
    history.words.pop_back();
    --history.events_added;
}

namespace {

std::string in_short(const ClockView& view) {
    if (!view.running()) return view.clock->id + "s;";
    return view.clock->id + (view.paused() ? "p" : "r") + std::to_string(view.day_number) + "/" +
           std::to_string(view.target) + ";";
}

}  // namespace

std::string clocks_of(const Plan& plan, const std::function<bool(const ClockView&)>& counts) {
    std::string text;
    for (const ClockView& view : plan.clocks)
        if (counts(view)) text += in_short(view);
    return text;
}

std::string signature(const Plan& plan, const Procedure& procedure, const History& history) {
    std::string text = clocks_of(plan, [](const ClockView&) { return true; });
    const auto add = [&](StepState state) {
        text += static_cast<char>('a' + static_cast<int>(state));
    };
    auto planned = plan.steps.begin();
    for (const Step& step : procedure.steps) {
        // One that nothing set off stands as one that waits.
        if (planned == plan.steps.end() || planned->step != &step) add(StepState::waiting);
        for (; planned != plan.steps.end() && planned->step == &step; ++planned) {
            add(planned->state);
            if (planned->state == StepState::later)
                text += std::to_string(planned->planned->day.number - history.today.number);
        }
    }
    return text;
}

std::string happened(const History& history) {
    std::set<std::string> all;
    for (const cases::CaseEvent& event : history.case_.events) {
        std::string one = event.name;
        for (const auto& [detail, value] : event.details) {
            const auto* text = std::get_if<std::string>(&value);
            if (text != nullptr && !Day::from_iso(*text) && detail != "occurrence")
                one += "," + *text;
        }
        all.insert(std::move(one));
    }
    std::string text = history.case_.parties.front().kind;
    for (const std::string& one : all) text += "|" + one;
    return text;
}

std::string in_words(const History& history, Day) {
    std::string text = "a " + history.case_.parties.front().kind + "'s complaint is received";
    std::ranges::replace(text, '_', ' ');
    for (const std::string& event : history.words) text += "; " + event;
    return text + "; ";
}

}  // namespace postroom::procedure
