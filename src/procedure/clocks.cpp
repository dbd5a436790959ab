#include "procedure/clocks.hpp"

#include <algorithm>

namespace postroom::procedure {

const ClockView* Plan::clock(std::string_view id) const {
    for (const ClockView& view : clocks)
        if (view.clock->id == id) return &view;
    return nullptr;
}

const ClockView* Plan::running() const {
    for (auto view = clocks.rbegin(); view != clocks.rend(); ++view)
        if (view->running() && view->target > 0) return &*view;
    return nullptr;
}

// Domain A7: a pause after k working days moves day n to the resumption plus n - k. That day n is
// the day of the pause itself makes no difference: the day is not over, and it waits too.
Expected<std::optional<Day>> day_of(const ClockView& view, int n,
                                    const calendar::WorkingCalendar& calendar) {
    Day from = view.started;
    int elapsed = 0;
    for (const ClockView::Interval& pause : view.pauses) {
        const auto counted = calendar.count(from, pause.from);
        if (!counted) return fail(counted.error());
        const int at_pause = elapsed + std::max(0, *counted);
        if (n < at_pause) break;
        if (n == at_pause) {
            const auto day = calendar.add(from, n - elapsed);
            if (!day) return fail(day.error());
            if (*day < pause.from) break;
        }
        if (!pause.until) return std::optional<Day>{};
        from = *pause.until;
        elapsed = at_pause;
    }
    const auto day =
        n == elapsed ? calendar.working_day_on_or_after(from) : calendar.add(from, n - elapsed);
    if (!day) return fail(day.error());
    return std::optional<Day>{*day};
}

Expected<int> count_on(const ClockView& view, Day on, const calendar::WorkingCalendar& calendar) {
    Day from = view.started;
    int elapsed = 0;
    for (const ClockView::Interval& pause : view.pauses) {
        if (on <= pause.from) break;
        const auto counted = calendar.count(from, pause.from);
        if (!counted) return fail(counted.error());
        elapsed += std::max(0, *counted);
        if (!pause.until || on <= *pause.until) return elapsed;
        from = *pause.until;
    }
    const auto counted = calendar.count(from, on);
    if (!counted) return fail(counted.error());
    return elapsed + std::max(0, *counted);
}

const cases::CaseEvent* stop_of(const ClockView& view, const Facts& facts, const Step* step) {
    const cases::CaseEvent* earliest = nullptr;
    for (const Condition& stop : view.clock->stops) {
        Day since = view.started;
        if (stop.from_day > 0) {
            const auto reached = day_of(view, stop.from_day, facts.calendar());
            if (!reached || !reached->has_value()) continue;
            since = **reached;
        }
        const cases::CaseEvent* event = facts.first_proof(stop, {.since = since, .ignoring = step});
        // The clock's own starting event cannot stop it.
        if (event != nullptr && event->id == view.epoch) continue;
        if (event != nullptr && (earliest == nullptr || event < earliest)) earliest = event;
    }
    return earliest;
}

namespace {

/// Day 0. A letter counts as received on the second working day after posting, an email the same
/// day (domain A10); a complainant's windows use the later.
Expected<Day> starting_day(const Clock& clock, const cases::CaseEvent& event, const Facts& facts) {
    if (const auto from = event.text("counts_from")) {
        if (const auto day = Day::from_iso(*from)) return *day;
    }
    if (!clock.from_deemed_receipt) return event.on;
    const cases::Party* reader = facts.case_file().party(cases::Role::complainant);
    if (reader != nullptr && reader->channel == cases::Channel::email) return event.on;
    return facts.calendar().add(event.on, 2);
}

std::vector<ClockView::Interval> pauses_of(const Clock& clock, Day started, const Facts& facts) {
    std::vector<ClockView::Interval> intervals;
    for (const cases::CaseEvent& event : facts.case_file().events) {
        if (!facts.counts(event, {.since = started})) continue;
        for (const Pause& pause : clock.pauses) {
            const bool open = !intervals.empty() && !intervals.back().until;
            if (!open && facts.matches(event, pause.from)) {
                intervals.push_back({.from = event.on, .until = {}, .because = event.name});
            } else if (open && event.name == pause.until &&
                       intervals.back().because == pause.from.name) {
                intervals.back().until = event.on;
            }
        }
    }
    return intervals;
}

int target_of(const Clock& clock, Day started, const Facts& facts) {
    if (clock.extended_target == 0) return clock.target;
    const Standpoint since_start{.since = started};
    const auto holds = [&](const Condition& condition) {
        return facts.proof(condition, since_start) != nullptr;
    };
    if (std::ranges::any_of(clock.not_extended_if, holds)) return clock.target;
    return std::ranges::any_of(clock.extended_once, holds) ? clock.extended_target : clock.target;
}

Expected<const cases::CaseEvent*> start_of(const Clock& clock, const Facts& facts,
                                           const std::vector<ClockView>& earlier) {
    for (const cases::CaseEvent& event : facts.case_file().events) {
        const bool starts = std::ranges::any_of(
            clock.starts, [&](const Condition& start) { return facts.matches(event, start); });
        if (!starts) continue;
        bool given = clock.start_given.empty();
        for (const Condition& condition : clock.start_given) {
            // The starting event may be one of its own conditions (stage2_begun).
            if (condition.kind == Condition::Kind::event && facts.matches(event, condition)) {
                given = true;
                break;
            }
            const auto held =
                facts.holds(condition, earlier, {.until = event.on, .before = &event});
            if (!held) return fail(held.error());
            if (*held) {
                given = true;
                break;
            }
        }
        for (const Condition& condition : clock.start_not_given) {
            const auto held =
                facts.holds(condition, earlier, {.until = event.on, .before = &event});
            if (!held) return fail(held.error());
            given = given && !*held;
        }
        if (given) return &event;
    }
    return nullptr;
}

}  // namespace

Expected<std::vector<ClockView>> clock_views(const Facts& facts) {
    std::vector<ClockView> views;
    views.reserve(facts.procedure().clocks.size());
    for (const Clock& clock : facts.procedure().clocks) {
        const auto start = start_of(clock, facts, views);
        if (!start) return fail(start.error());
        if (*start == nullptr) continue;
        ClockView view{.clock = &clock, .epoch = (*start)->id};
        const auto started = starting_day(clock, **start, facts);
        if (!started) return fail(started.error());
        view.started = *started;
        view.pauses = pauses_of(clock, view.started, facts);
        if (const cases::CaseEvent* stop = stop_of(view, facts, nullptr)) {
            view.stopped = stop->on;
            view.stopped_because = stop->name;
            // What follows the stop no longer pauses anything.
            std::erase_if(view.pauses, [&](const ClockView::Interval& interval) {
                return interval.from > stop->on;
            });
        }
        view.target = target_of(clock, view.started, facts);
        if (view.target > 0) {
            const auto due = day_of(view, view.target, facts.calendar());
            if (!due) return fail(due.error());
            view.due = *due;
        }
        const auto number =
            count_on(view, view.stopped ? *view.stopped : facts.today(), facts.calendar());
        if (!number) return fail(number.error());
        view.day_number = *number;
        views.push_back(std::move(view));
    }
    return views;
}

}  // namespace postroom::procedure
