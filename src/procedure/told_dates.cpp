#include "procedure/told_dates.hpp"

#include <algorithm>

#include "procedure/clocks.hpp"

namespace postroom::procedure {

namespace {

/// Whether the clock was paused by something that we learned of after the letter had left.
bool paused_since(const Clock& clock, const cases::CaseEvent& told, const Facts& facts) {
    const auto learned_later = [&](const cases::CaseEvent& event) {
        const Day known = facts.known(event);
        return known > told.on || (known == told.on && event.recorded_at > told.recorded_at);
    };
    return std::ranges::any_of(clock.pauses, [&](const Pause& pause) {
        for (const auto* event = facts.latest(pause.from.key); event != nullptr;
             event = facts.earlier(*event))
            if (facts.matches(*event, pause.from) && learned_later(*event)) return true;
        return false;
    });
}

/// The told date of that day where it rules: an agreed one always, another when it comes sooner.
std::optional<Day> ruling(const ClockView& view, const AsTold& day, Reckoner& reckoner) {
    const auto told = std::ranges::find(view.told, &day, &ClockView::Told::day);
    if (told == view.told.end()) return std::nullopt;
    const Day counted = counted_day(view, day.day, reckoner);
    if (counted == calendar::never || (!day.exactly && counted <= told->date)) return std::nullopt;
    return told->date;
}

}  // namespace

std::vector<ClockView::Told> dates_as_told(const Clock& clock, const cases::CaseEvent& start,
                                           const Facts& facts) {
    std::vector<ClockView::Told> told;
    if (clock.as_told.empty() || !facts.happened(Names::dates_told)) return told;
    const Day known = cases::first_known_on(start, facts.today());
    for (const AsTold& day : clock.as_told)
        for (const auto* event = facts.latest(Names::dates_told);
             event != nullptr && event->on >= known; event = facts.earlier(*event))
            if (const auto date = Facts::date_in(*event, day.detail)) {
                if (!paused_since(clock, *event, facts)) told.push_back({&day, *date});
                break;
            }
    return told;
}

Day day_as_told(const ClockView& view, int n, Reckoner& reckoner) {
    const Day counted = counted_day(view, n, reckoner);
    if (counted == calendar::never || n == 0) return counted;
    const std::vector<AsTold>& days = view.clock->as_told;
    auto of = std::ranges::find_if(days, [&](const AsTold& day) { return day.day >= n; });
    Day result = counted;
    if (of != days.begin() && n == std::prev(of)->day + 1)
        if (const auto before = ruling(view, *std::prev(of), reckoner))
            result = std::min(result, reckoner.add(*before, 1));
    if (of == days.end()) --of;
    const auto date = ruling(view, *of, reckoner);
    if (!date) return result;
    if (n == of->day) return *date;
    const Day from_it = reckoner.add(*date, n - of->day);
    // What was agreed takes the days before it along, whichever way it lies, up to the day that
    // follows the told day before.
    const bool follows = of != days.begin() && n == std::prev(of)->day + 1;
    if (n > of->day || (of->exactly && !follows && from_it > result)) return from_it;
    return std::min(result, std::max(from_it, view.started));
}

}  // namespace postroom::procedure
