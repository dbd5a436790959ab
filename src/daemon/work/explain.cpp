#include "daemon/work/explain.hpp"

#include <algorithm>

#include "calendar/date_text.hpp"
#include "cases/names.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/records/held_after_restore.hpp"
#include "daemon/records/parcels.hpp"
#include "procedure/said_by.hpp"

namespace postroom::daemon {

namespace {

using calendar::Day;

std::string state_name(procedure::StepState state) {
    switch (state) {
        case procedure::StepState::sent:
            return "sent";
        case procedure::StepState::baselined:
            return "baselined";
        case procedure::StepState::skipped:
            return "skipped";
        case procedure::StepState::due:
            return "due";
        case procedure::StepState::later:
            return "later";
        case procedure::StepState::waiting:
            return "waiting";
    }
    return "";
}

std::string spaced(std::string text) {
    std::ranges::replace(text, '_', ' ');
    return text;
}

/// What falls on a day of a clock: steps planned there.
std::string falling_on(Day day, const procedure::Plan& plan, const std::string& clock) {
    std::string text;
    for (const procedure::PlannedStep& planned : plan.steps) {
        const auto* on_day = std::get_if<procedure::OnDay>(&planned.step->when);
        if (on_day == nullptr || on_day->clock != clock || !planned.planned ||
            planned.planned->day != day)
            continue;
        text += (text.empty() ? "" : "; ") + planned.step->title;
    }
    return text;
}

const procedure::ClockView::Interval* pause_on(const procedure::ClockView& view, Day day) {
    for (const auto& pause : view.pauses)
        if (day > pause.from && (!pause.until || day <= *pause.until)) return &pause;
    return nullptr;
}

Expected<ExplainedClock> explain_clock(const procedure::ClockView& view, const Look& look,
                                       const calendar::WorkingCalendar& calendar, Day today) {
    ExplainedClock clock;
    clock.title = view.clock->title;
    clock.summary = "day " + std::to_string(view.day_number);
    if (view.target > 0) clock.summary += " of " + std::to_string(view.target);
    if (view.stopped)
        clock.summary += ", stopped on " + calendar::long_date(*view.stopped) + ": " +
                         spaced(std::string(view.stopped_because));
    else if (view.paused())
        clock.summary += ", paused since " + calendar::long_date(view.pauses.back().from) + ": " +
                         spaced(view.pauses.back().because);
    else if (view.due)
        clock.summary += ", due " + calendar::weekday_date(*view.due);
    for (const auto& told : view.told)
        clock.summary += "; our letter named " + calendar::weekday_date(told.date) + " as day " +
                         std::to_string(told.day->day);

    Day last = view.stopped ? *view.stopped : today;
    if (!view.stopped && view.due) last = std::max(last, *view.due);
    Day nought = view.started;
    if (calendar.receipt_rule() == calendar::ReceiptRule::roll) {
        const auto rolled = calendar.working_day_on_or_after(view.started);
        if (!rolled) return fail(rolled.error());
        nought = *rolled;
    }
    int number = 0;
    for (Day day = view.started; day <= last; day = day.plus_days(1)) {
        ExplainedDay explained{.day = day};
        if (day == nought) {
            explained.because = "day 0";
        } else if (day < nought) {
            explained.because = "before day 0, which rolls on to a working day";
        } else if (const auto why = calendar.why_not_working(day)) {
            explained.because = *why;
        } else if (const auto* pause = pause_on(view, day)) {
            explained.because = "paused: " + spaced(pause->because);
        } else {
            explained.counts = true;
            explained.number = ++number;
            explained.because = falling_on(day, look.plan, view.clock->id);
        }
        clock.days.push_back(std::move(explained));
    }
    return clock;
}

/// "strikes out [e6]", "[e1]: on is 2026-02-27".
std::string said_by(const cases::CaseEvent& correction) {
    const std::string target = "[" + correction.text("event").value_or("") + "]";
    if (correction.says("strike", "yes")) return "strikes out " + target;
    constexpr std::string_view replaced = "replace.";
    std::string text;
    for (const auto& [name, value] : correction.details) {
        if (!name.starts_with(replaced)) continue;
        text += (text.empty() ? target + ": " : ", ") + spaced(name.substr(replaced.size()));
        if (const auto* said = std::get_if<std::string>(&value)) text += " is " + *said;
    }
    return text;
}

/// Postroom's own records are left out: nobody can correct them.
std::vector<ExplainedEvent> explain_events(const std::vector<cases::CaseEvent>& recorded,
                                           const std::vector<cases::Party>& parties) {
    std::vector<ExplainedEvent> events;
    for (const cases::CaseEvent& event : recorded) {
        if (cases::event_is(event.name, cases::EventIs::ours_alone)) continue;
        if (event.name == "corrected") {
            const auto target =
                std::ranges::find(events, event.text("event").value_or(""), &ExplainedEvent::id);
            if (target != events.end())
                target->corrected_by += (target->corrected_by.empty() ? "" : ", ") + event.id.text;
        }
        events.push_back({event.id.text,
                          event.name,
                          event.on,
                          {},
                          event.name == "corrected" ? said_by(event) : std::string(),
                          cases::whose_word_in_words(event, parties)});
    }
    return events;
}

/// That one of the letter's readers cannot be reached, or null.
const cases::CaseEvent* lost_reader(const procedure::Step& step, const cases::Case& case_) {
    if (!step.task.empty() || std::ranges::count(step.to_roles, cases::Role::complainant) == 0)
        return nullptr;
    for (const cases::Party* reader : case_.parties_in(cases::Role::complainant))
        if (const auto* lost = procedure::why_read_first(step, *reader, case_);
            lost != nullptr && !reader->left)
            return lost;
    return nullptr;
}

std::string outbox_text(const std::vector<outbox::Parcel>& parcels,
                        const procedure::PlannedStep& planned) {
    std::string text;
    for (const outbox::Parcel& parcel : parcels) {
        if (parcel.step != planned.step->id || parcel.occurrence != planned.occurrence) continue;
        text += (text.empty() ? "" : "; ") + spaced(parcel.recipient) + ": " +
                spaced(std::string(outbox::name_of(parcel.state)));
        if (!parcel.reason.empty()) text += " (" + parcel.reason + ")";
    }
    return text;
}

std::string to_line(const ExplainedDay& day) {
    std::string number = day.counts ? "day " + std::to_string(day.number) : "-";
    number.resize(std::max<std::size_t>(number.size(), 8), ' ');
    std::string line = "  " + number + calendar::weekday_date(day.day);
    if (!day.because.empty())
        line += (day.counts ? "  <- " : "  (") + day.because + (day.counts ? "" : ")");
    return line + "\n";
}

/// A clock that runs on long after its last step would fill pages with days on which nothing is:
/// of each quiet stretch its first week is told, and where it ends.
std::string to_text(const ExplainedClock& clock) {
    constexpr std::ptrdiff_t week = 7;
    std::string text = "\nClock " + clock.title + ": " + clock.summary + "\n";
    for (auto day = clock.days.begin(); day != clock.days.end();) {
        const auto next = std::find_if(day, clock.days.end(), [](const ExplainedDay& one) {
            return one.counts && !one.because.empty();
        });
        const bool is_long = next - day > 2 * week;
        const auto told = is_long ? day + week : next;
        for (; day != told; ++day) text += to_line(*day);
        if (is_long) text += "  ...     nothing of this clock falls on the days until\n";
        if (is_long && next == clock.days.end()) text += to_line(clock.days.back());
        day = next;
        if (day != clock.days.end()) text += to_line(*day++);
    }
    return text;
}

std::string to_line(const ExplainedEvent& event) {
    std::string id = "[" + event.id + "]";
    id.resize(std::max<std::size_t>(id.size() + 1, 7), ' ');
    std::string line = "  " + id + spaced(event.name) + " on " + calendar::long_date(event.on);
    if (!event.whose.empty()) line += ", " + event.whose;
    if (!event.corrects.empty()) line += "; " + event.corrects;
    if (!event.corrected_by.empty()) line += "; corrected by [" + event.corrected_by + "]";
    return line + "\n";
}

std::string titled(const ExplainedStep& step) {
    return step.catalogue.empty() ? step.title : step.title + " [" + step.catalogue + "]";
}

/// Most of a procedure's steps, in most cases; they would hide those that did something.
bool only_waits(const ExplainedStep& step) {
    return step.state == state_name(procedure::StepState::waiting) && step.outbox.empty();
}

std::string to_text(const ExplainedStep& step) {
    std::string head = "  " + step.state;
    head.resize(std::max<std::size_t>(head.size(), 13), ' ');
    std::string text = head + titled(step) + "\n             " + step.because;
    if (!step.deadline.empty()) text += "; to be done by " + step.deadline;
    text += "\n             source: " + step.source + "\n";
    if (!step.outbox.empty()) text += "             outbox: " + step.outbox + "\n";
    return text;
}

std::string to_line(const ExplainedStep& step) {
    return "  " + titled(step) + ": " + step.because + "  (" + step.source + ")\n";
}

}  // namespace

Expected<Explanation> explain(Office& office, const CaseReference& reference,
                              calendar::LocalTime now) {
    const auto loaded = office.cases().load(reference, office.content().declared_events());
    if (!loaded)
        return fail({.what = "there is no such case",
                     .remedy = "check the reference, or import the case first",
                     .case_reference = reference.text});
    const auto look = look_at(loaded->file, office.studio(), now);
    if (!look) return fail(look.error());
    Explanation explanation{.reference = reference.text, .procedure = look->procedure->title};
    explanation.events = explain_events(loaded->file.events, look->case_.parties);
    if (const auto hold = hold_after_restore(office); hold && hold->covers(loaded->file, office))
        explanation.held = words_for(*hold);
    for (const procedure::ClockView& view : look->plan.clocks) {
        auto clock = explain_clock(view, *look, office.calendar(), now.day);
        if (!clock) return fail(clock.error());
        explanation.clocks.push_back(std::move(*clock));
    }
    const auto parcels = office.outbox().of_case(reference);
    const std::vector<OnItsWay> leaving =
        on_their_way(parcels, Leaving::by_itself, office.calendar(), now.day, instant_of(now));
    const std::vector<OnItsWay> waiting =
        on_their_way(office, reference, Leaving::once_a_person_says_so, now.day, instant_of(now));
    std::optional<Look> once_left;
    if (!leaving.empty())
        if (auto then =
                look_at(once_they_left(loaded->file, leaving, now.day), office.studio(), now))
            once_left = std::move(*then);
    for (const procedure::PlannedStep& planned : every_step(look->plan, *look->procedure)) {
        ExplainedStep step{.step = planned.step->id.text,
                           .title = planned.step->title,
                           .catalogue = planned.step->catalogue,
                           .source = planned.step->source,
                           .state = state_name(planned.state)};
        if (planned.planned) {
            step.planned = planned.planned->day.iso();
            if (planned.planned->minute > 0)
                step.planned += " " + calendar::clock_time(planned.planned->minute);
        }
        if (planned.deadline) step.deadline = planned.deadline->iso();
        step.because = planned.because;
        if (planned.state == procedure::StepState::due && once_left &&
            is_overtaken(planned, leaving, *once_left))
            step.because += "; waits, because a letter that was approved is on its way";
        if (planned.state == procedure::StepState::due &&
            closes_before_each_has_the_answer(planned, waiting, *look))
            step.because += "; waits, because an answer to one of its readers waits for a person";
        if (planned.state == procedure::StepState::due)
            if (const cases::CaseEvent* lost = lost_reader(*planned.step, look->case_))
                step.because += "; " + procedure::cannot_be_reached(*lost);
        step.outbox = outbox_text(parcels, planned);
        explanation.steps.push_back(std::move(step));
    }
    return explanation;
}

std::string to_text(const Explanation& explanation) {
    std::string text = "Case " + explanation.reference + ": " + explanation.procedure + "\n";
    if (!explanation.held.empty()) text += "HELD: " + explanation.held + "\n";
    for (const ExplainedClock& clock : explanation.clocks) text += to_text(clock);
    if (!explanation.events.empty())
        text += "\nWhat was recorded, with the id that a correction names (corrected, event=ID)\n";
    for (const ExplainedEvent& event : explanation.events) text += to_line(event);
    text += "\nSteps\n";
    for (const ExplainedStep& step : explanation.steps)
        if (!only_waits(step)) text += to_text(step);
    text += "\nWhat waits for something to happen, or is no longer needed\n";
    for (const ExplainedStep& step : explanation.steps)
        if (only_waits(step)) text += to_line(step);
    return text;
}

}  // namespace postroom::daemon
