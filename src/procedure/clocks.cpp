#include "procedure/clocks.hpp"

#include <algorithm>

namespace postroom::procedure {

/// A letter counts as received on the second working day after posting (domain A10).
constexpr int days_in_the_post = 2;

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

Expected<std::optional<Day>> day_or_target(const ClockView& view, int n,
                                           const calendar::WorkingCalendar& calendar) {
    if (n > 0) return day_of(view, n, calendar);
    return view.due;
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
        if (!facts.happened(stop.key)) continue;
        // Day 0 may lie ahead (a panel's date), and what ends the case does so before it too.
        Day since = std::min(view.started, view.begun);
        if (stop.from_day > 0) {
            const auto reached = day_of(view, stop.from_day, facts.calendar());
            if (!reached || !reached->has_value()) continue;
            since = **reached;
        }
        Standpoint at{.since = since, .ignoring = step};
        if (view.clock->restarts) at.after = &facts.event_at(view.start_place);
        const cases::CaseEvent* event = facts.first_proof(stop, at);
        // The clock's own starting event cannot stop it.
        if (event == &facts.event_at(view.start_place)) continue;
        if (event != nullptr && (earliest == nullptr || event < earliest)) earliest = event;
    }
    return earliest;
}

namespace {

/// Whether anybody to whom the letter went that this event stands for is written to by post.
/// Without a recorded channel a reader is taken to be: the later day is the safe one.
bool went_by_post(const cases::CaseEvent& event, const Facts& facts) {
    const Step* step = facts.step_of(event);
    return std::ranges::any_of(facts.case_file().parties, [&](const cases::Party& party) {
        const bool reader = party.role == cases::Role::complainant ||
                            (step != nullptr &&
                             std::ranges::find(step->to_roles, party.role) != step->to_roles.end());
        return reader && !cases::is_council_officer(party.role) && !party.left &&
               party.channel != cases::Channel::email;
    });
}

/// The occurrence of the letter whose leaving this event records or brought about.
const std::string* occurrence_of(const cases::CaseEvent& event, const Step& step,
                                 const Facts& facts) {
    if (facts.is_letter_sent(event)) return Facts::text_in(event, "occurrence");
    for (const auto* record = facts.latest(step.key); record != nullptr;
         record = facts.earlier(*record))
        if (record < &event && facts.is_letter_sent(*record))
            return Facts::text_in(*record, "occurrence");
    return nullptr;
}

/// Visits what is on record of the same letter leaving again.
template <class Visit>
void each_time_sent_again(const cases::CaseEvent& start, const Facts& facts, Visit&& visit) {
    const Step* step = facts.step_of(start);
    if (step == nullptr || !facts.happened(Names::letter_sent_again)) return;
    const std::string* occurrence = occurrence_of(start, *step, facts);
    if (occurrence == nullptr) return;
    const auto* again = facts.latest(Names::letter_sent_again);
    for (; again != nullptr; again = facts.earlier(*again)) {
        const std::string* theirs = Facts::text_in(*again, "occurrence");
        if (facts.step_of(*again) == step && theirs != nullptr && *theirs == *occurrence)
            visit(*again);
    }
}

/// Day 0. A letter counts as received on the second working day after posting, an email the same
/// day (domain A10); of several readers, and of several times that it left, the latest counts.
Expected<Day> starting_day(const Clock& clock, const cases::CaseEvent& event, const Facts& facts) {
    if (!clock.from_date.empty())
        if (const auto date = Facts::date_in(event, clock.from_date)) return *date;
    if (const auto day = Facts::date_in(event, "counts_from")) return *day;
    if (!clock.from_deemed_receipt) return event.on;
    Expected<Day> latest = event.on;
    const auto reached_them = [&](Day left, bool by_post) {
        const auto received =
            by_post ? facts.calendar().add(left, days_in_the_post) : Expected<Day>(left);
        if (latest && (!received || *latest < *received)) latest = received;
    };
    reached_them(event.on, went_by_post(event, facts));
    each_time_sent_again(event, facts, [&](const cases::CaseEvent& again) {
        reached_them(again.on, again.says("channel", "letter"));
    });
    return latest;
}

/// The date that the letter which started a reader's window gave them, when it did.
std::optional<Day> promised_in(const cases::CaseEvent& start, const Facts& facts) {
    const Step* step = facts.step_of(start);
    if (step == nullptr) return std::nullopt;
    std::optional<Day> latest;
    const auto look_into = [&](const cases::CaseEvent& event) {
        const auto day = Facts::date_in(event, "promised");
        if (day && (!latest || *day > *latest)) latest = day;
    };
    const auto* event = facts.latest(step->key);
    for (; event != nullptr; event = facts.earlier(*event)) look_into(*event);
    each_time_sent_again(start, facts, look_into);
    return latest;
}

/// A window that a reader was told of only lengthens: whatever the calendar or the rules become,
/// the date in their letter holds.
Expected<std::optional<Day>> due_of(const ClockView& view, const cases::CaseEvent& start,
                                    const Facts& facts) {
    if (view.target == 0) return std::optional<Day>{};
    auto due = day_of(view, view.target, facts.calendar());
    if (!due || !due->has_value()) return due;
    if (view.clock->or_calendar_days > 0)
        *due = std::max(**due, view.started.plus_days(view.clock->or_calendar_days));
    if (view.clock->from_deemed_receipt)
        if (const auto promised = promised_in(start, facts)) *due = std::max(**due, *promised);
    return due;
}

std::vector<ClockView::Interval> pauses_of(const Clock& clock, Day started, const Facts& facts) {
    std::vector<ClockView::Interval> intervals;
    if (std::ranges::none_of(clock.pauses,
                             [&](const Pause& pause) { return facts.happened(pause.from.key); }))
        return intervals;
    // The clock waits while anything still asks it to: each pause ends by its own event, or by a
    // later word of the kind that began it (a hold of a part after one of the whole).
    std::vector<bool> open(clock.pauses.size());
    for (const cases::CaseEvent& event : facts.case_file().events) {
        if (!facts.counts(event, {.since = started})) continue;
        const bool waited = std::ranges::count(open, true) > 0;
        for (std::size_t i = 0; i < open.size(); ++i) {
            const Pause& pause = clock.pauses[i];
            const int key = facts.key_of(event);
            if (facts.matches(event, pause.from))
                open[i] = true;
            else if (key == pause.until_key || key == pause.from.key)
                open[i] = false;
        }
        const bool waits = std::ranges::count(open, true) > 0;
        if (waits && !waited)
            intervals.push_back({.from = event.on, .until = {}, .because = event.name});
        else if (waited && !waits)
            intervals.back().until = event.on;
    }
    return intervals;
}

Expected<bool> any_holds(const std::vector<Condition>& conditions, const Facts& facts,
                         const std::vector<ClockView>& clocks, const Standpoint& at) {
    for (const Condition& condition : conditions) {
        const auto held = facts.holds(condition, clocks, at);
        if (!held || *held) return held;
    }
    return false;
}

Expected<int> target_of(const Clock& clock, Day started, const Facts& facts,
                        const std::vector<ClockView>& earlier) {
    if (clock.extended_target == 0) return clock.target;
    const Standpoint since_start{.since = started};
    const auto refused = any_holds(clock.not_extended_if, facts, earlier, since_start);
    if (!refused) return fail(refused.error());
    if (*refused) return clock.target;
    const auto extended = any_holds(clock.extended_once, facts, earlier, since_start);
    if (!extended) return fail(extended.error());
    return *extended ? clock.extended_target : clock.target;
}

/// Whether the event may start the clock, as things stood when it came.
Expected<bool> may_start(const Clock& clock, const cases::CaseEvent& event, const Facts& facts,
                         const std::vector<ClockView>& earlier) {
    const Standpoint then{.until = event.on, .before = &event};
    // The starting event may be one of its own conditions (stage2_begun).
    const bool itself = std::ranges::any_of(clock.start_given, [&](const Condition& condition) {
        return facts.matches(event, condition);
    });
    if (!clock.start_given.empty() && !itself) {
        const auto given = any_holds(clock.start_given, facts, earlier, then);
        if (!given || !*given) return given;
    }
    const auto barred = any_holds(clock.start_not_given, facts, earlier, then);
    if (!barred) return barred;
    return !*barred;
}

/// The first event that starts the clock; the latest, when it restarts.
Expected<const cases::CaseEvent*> start_of(const Clock& clock, const Facts& facts,
                                           const std::vector<ClockView>& earlier,
                                           std::vector<int>& places) {
    const cases::CaseEvent* start = nullptr;
    if (!facts.any_happened(clock.start_keys)) return start;
    facts.find_places(clock.start_keys, places);
    for (const int place : places) {
        const cases::CaseEvent& event = facts.event_at(place);
        const bool starts = std::ranges::any_of(
            clock.starts, [&](const Condition& one) { return facts.matches(event, one); });
        if (!starts) continue;
        const auto may = may_start(clock, event, facts, earlier);
        if (!may) return fail(may.error());
        if (!*may) continue;
        start = &event;
        if (!clock.restarts) break;
    }
    return start;
}

}  // namespace

Expected<std::vector<ClockView>> clock_views(const Facts& facts) {
    std::vector<ClockView> views;
    views.reserve(facts.procedure().clocks.size());
    std::vector<int> places;
    for (const Clock& clock : facts.procedure().clocks) {
        const auto start = start_of(clock, facts, views, places);
        if (!start) return fail(start.error());
        if (*start == nullptr) continue;
        ClockView view{.clock = &clock, .epoch = (*start)->id, .begun = (*start)->on};
        view.place = static_cast<int>(&clock - facts.procedure().clocks.data());
        view.start_place = static_cast<int>(*start - facts.case_file().events.data());
        const auto started = starting_day(clock, **start, facts);
        if (!started) return fail(started.error());
        view.started = *started;
        view.pauses = pauses_of(clock, std::min(view.started, view.begun), facts);
        if (const cases::CaseEvent* stop = stop_of(view, facts, nullptr)) {
            view.stopped = stop->on;
            view.stop_place = static_cast<int>(stop - facts.case_file().events.data());
            view.stopped_because = facts.name_of(*stop);
            // What follows the stop no longer pauses anything.
            std::erase_if(view.pauses, [&](const ClockView::Interval& interval) {
                return interval.from > stop->on;
            });
        }
        const auto target = target_of(clock, std::min(view.started, view.begun), facts, views);
        if (!target) return fail(target.error());
        view.target = *target;
        const auto due = due_of(view, **start, facts);
        if (!due) return fail(due.error());
        view.due = *due;
        const auto number =
            count_on(view, view.stopped ? *view.stopped : facts.today(), facts.calendar());
        if (!number) return fail(number.error());
        view.day_number = *number;
        views.push_back(std::move(view));
    }
    return views;
}

}  // namespace postroom::procedure
