#include "procedure/clocks.hpp"

#include <algorithm>

#include "procedure/receipt.hpp"
#include "procedure/said_by.hpp"

namespace postroom::procedure {

using calendar::never;

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
Day day_past_pauses(const ClockView& view, int n, Reckoner& reckoner) {
    Day from = view.started;
    int elapsed = 0;
    for (const ClockView::Interval& pause : view.pauses) {
        const int at_pause = elapsed + std::max(0, reckoner.count(from, pause.from));
        if (n < at_pause) break;
        if (n == at_pause && reckoner.add(from, n - elapsed) < pause.from) break;
        if (!pause.until) return never;
        from = *pause.until;
        elapsed = at_pause;
    }
    return n == elapsed ? reckoner.working_day_on_or_after(from) : reckoner.add(from, n - elapsed);
}

Expected<std::optional<Day>> day_of(const ClockView& view, int n,
                                    const calendar::WorkingCalendar& calendar) {
    Reckoner reckoner(calendar);
    const Day day = day_of(view, n, reckoner);
    if (reckoner.trouble()) return fail(*reckoner.trouble());
    return day == never ? std::nullopt : std::optional(day);
}

Expected<std::optional<Day>> day_or_target(const ClockView& view, int n,
                                           const calendar::WorkingCalendar& calendar) {
    if (n > 0) return day_of(view, n, calendar);
    return view.due;
}

const cases::CaseEvent* stop_of(const ClockView& view, const Facts& facts, const Step* step) {
    const cases::CaseEvent* earliest = nullptr;
    for (const Condition& stop : view.clock->stops) {
        if (!facts.happened(stop.key)) continue;
        // Day 0 may lie ahead (a panel's date), and what ends the case does so before it too.
        Day since = counts_since(view, std::min(view.started, view.begun), facts);
        if (stop.from_day > 0) {
            // A day past the years loaded has not been reached.
            const auto reached = day_of(view, stop.from_day, facts.reckoner().calendar());
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

/// Day 0.
Day starting_day(const Clock& clock, const cases::CaseEvent& event, const Receipt& receipt) {
    if (!clock.from_date.empty())
        if (const auto date = Facts::date_in(event, clock.from_date)) return *date;
    if (const auto day = Facts::date_in(event, "counts_from")) return *day;
    return clock.from_deemed_receipt ? receipt.day : event.on;
}

/// The last of the limit's calendar days: what was paused comes after it. Nothing while it waits.
std::optional<Day> calendar_day_past_pauses(const ClockView& view) {
    Day day = view.started.plus_days(view.clock->or_calendar_days);
    for (const ClockView::Interval& pause : view.pauses) {
        if (pause.from > day) break;
        if (!pause.until) return std::nullopt;
        day = day.plus_days(pause.until->number - pause.from.number);
    }
    return day;
}

/// A window that a reader was told of only lengthens: whatever the calendar or the rules become,
/// the date in their letter holds.
std::optional<Day> due_of(const ClockView& view, const Receipt& receipt, const Facts& facts) {
    if (view.target == 0) return std::nullopt;
    Day due = day_of(view, view.target, facts.reckoner());
    if (due == never) return std::nullopt;
    if (view.clock->or_calendar_days > 0) {
        const auto calendar_day = calendar_day_past_pauses(view);
        if (!calendar_day) return std::nullopt;
        due = std::max(due, *calendar_day);
    }
    if (receipt.promised) due = std::max(due, *receipt.promised);
    // Another letter may have named a day to ask by, and what it was about may be struck out since.
    for (const std::string& name : view.clock->no_sooner)
        for (const auto* told = facts.latest(Names::dates_told); told != nullptr;
             told = facts.earlier(*told))
            if (const auto day = Facts::date_in(*told, name)) due = std::max(due, *day);
    return due;
}

/// Working days counted on `on`, pauses left out.
int count_on(const ClockView& view, Day on, Reckoner& reckoner) {
    Day from = view.started;
    int elapsed = 0;
    for (const ClockView::Interval& pause : view.pauses) {
        if (on <= pause.from) break;
        elapsed += std::max(0, reckoner.count(from, pause.from));
        if (!pause.until || on <= *pause.until) return elapsed;
        from = *pause.until;
    }
    return elapsed + std::max(0, reckoner.count(from, on));
}

std::vector<ClockView::Interval> pauses_of(const Clock& clock, Day started, const Facts& facts) {
    std::vector<ClockView::Interval> intervals;
    if (std::ranges::none_of(clock.pauses,
                             [&](const Pause& pause) { return facts.happened(pause.from.key); }))
        return intervals;
    // The clock waits while anything still asks it to: each pause ends by its own event, or by a
    // later word of the kind that began it (a hold of a part after one of the whole). What began
    // before the clock and still holds it, holds it from its first day.
    std::vector<bool> open(clock.pauses.size());
    bool waits = false;
    const auto since = [&](const cases::CaseEvent& event) {
        for (const Pause& pause : clock.pauses)
            for (const Condition* end : {&pause.from, &pause.until})
                if ((end->of_each || !end->of_each_who.empty()) && facts.matches(event, *end))
                    return said_by_each_since(*end, event, facts.case_file());
        return event.on;
    };
    facts.any_of(clock.pause_keys, [&](const cases::CaseEvent& event) {
        const bool waited = waits;
        waits = false;
        for (std::size_t i = 0; i < open.size(); ++i) {
            const Pause& pause = clock.pauses[i];
            const int key = facts.key_of(event);
            if (facts.matches(event, pause.from))
                open[i] = true;
            else if (facts.matches(event, pause.until) || key == pause.from.key)
                open[i] = false;
            waits = waits || open[i];
        }
        if (waits && !waited)
            intervals.push_back(
                {.from = std::max(since(event), started), .until = {}, .because = event.name});
        else if (waited && !waits && since(event) < intervals.back().from)
            intervals.pop_back();
        else if (waited && !waits)
            intervals.back().until = since(event);
        return false;
    });
    return intervals;
}

int target_of(const Clock& clock, Day started, const Facts& facts) {
    if (clock.extended_target == 0) return clock.target;
    const Standpoint since_start{.since = started};
    if (facts.any_holds(clock.not_extended_if, since_start)) return clock.target;
    return facts.any_holds(clock.extended_once, since_start) ? clock.extended_target : clock.target;
}

/// Whether the event may start the clock, as things stood when it came.
bool may_start(const Clock& clock, const cases::CaseEvent& event, const Facts& facts) {
    const Standpoint then{.before = &event};
    // The starting event may be one of its own conditions (stage2_begun).
    const bool itself = std::ranges::any_of(clock.start_given, [&](const Condition& condition) {
        return facts.matches(event, condition);
    });
    if (!clock.start_given.empty() && !itself && !facts.any_holds(clock.start_given, then))
        return false;
    return !facts.any_holds(clock.start_not_given, then);
}

/// The first event that starts the clock; the latest, when it restarts.
const cases::CaseEvent* start_of(const Clock& clock, const Facts& facts) {
    const cases::CaseEvent* start = nullptr;
    facts.any_of(clock.start_keys, [&](const cases::CaseEvent& event) {
        const bool starts = std::ranges::any_of(
            clock.starts, [&](const Condition& one) { return facts.matches(event, one); });
        if (!starts || !may_start(clock, event, facts)) return false;
        start = &event;
        return !clock.restarts;
    });
    return start;
}

/// Whatever else pauses the clock later does so within this. The intervals stay in order.
void pause_for_good(std::vector<ClockView::Interval>& pauses, Day from, std::string_view because) {
    std::erase_if(pauses, [&](const auto& interval) { return interval.from >= from; });
    if (!pauses.empty() && pauses.back().until.value_or(from) >= from)
        pauses.back().until.reset();
    else
        pauses.push_back({.from = from, .until = {}, .because = std::string(because)});
}

ClockView view_of(const Clock& clock, const cases::CaseEvent& start, const Facts& facts) {
    const auto place_of = [&](const cases::CaseEvent& event) {
        return static_cast<int>(&event - facts.case_file().events.data());
    };
    ClockView view{.clock = &clock, .epoch = start.id, .begun = start.on};
    view.place = static_cast<int>(&clock - facts.procedure().clocks.data());
    view.start_place = place_of(start);
    const Receipt receipt = clock.from_deemed_receipt ? receipt_of(start, facts) : Receipt{};
    view.started = starting_day(clock, start, receipt);
    view.pauses = pauses_of(clock, std::min(view.started, view.begun), facts);
    if (receipt.waits_since)
        pause_for_good(view.pauses, std::max(*receipt.waits_since, view.started), receipt.because);
    view.without = receipt.without;
    view.told = dates_as_told(clock, start, facts);
    if (const cases::CaseEvent* stop = stop_of(view, facts, nullptr)) {
        view.stopped = stop->on;
        view.stop_place = place_of(*stop);
        view.stopped_because = facts.name_of(*stop);
        // What follows the stop no longer pauses anything.
        std::erase_if(view.pauses, [&](const ClockView::Interval& interval) {
            return interval.from > stop->on;
        });
    }
    view.target =
        target_of(clock, counts_since(start, std::min(view.started, view.begun), facts), facts);
    view.due = due_of(view, receipt, facts);
    view.day_number =
        count_on(view, view.stopped ? *view.stopped : facts.today(), facts.reckoner());
    return view;
}

}  // namespace

void find_clocks(Facts& facts) {
    for (const Clock& clock : facts.procedure().clocks)
        if (const cases::CaseEvent* start = start_of(clock, facts))
            facts.know(view_of(clock, *start, facts));
}

}  // namespace postroom::procedure
