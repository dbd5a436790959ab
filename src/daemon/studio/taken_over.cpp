#include "daemon/studio/taken_over.hpp"

#include <algorithm>
#include <iterator>

#include "calendar/date_text.hpp"

namespace postroom::daemon {

namespace {

/// Baselining one step can make another fall due before the baseline (letters that wait for
/// letters); no procedure needs more rounds than this.
constexpr int rounds_at_most = 40;

/// What the next round puts on record. What brings something about is judged last and one at a
/// time, for the rest may say that it was not needed.
std::vector<cases::CaseEvent> next_of_the_history(const Look& look, Instant at) {
    std::vector<cases::CaseEvent> all = look.case_.events;
    const auto append = [&](cases::CaseEvent event) {
        event.id = free_id(all);
        all.push_back(std::move(event));
    };
    const auto& steps = look.plan.steps;
    for (const procedure::PlannedStep& planned : steps)
        if (planned.record_baseline && !planned.step->brings_about())
            append(baseline_event(planned, at));
    const std::size_t before = look.case_.events.size();
    const auto one = std::ranges::find(steps, true, &procedure::PlannedStep::record_baseline);
    if (all.size() == before && one != steps.end()) {
        append(baseline_event(*one, at));
        const calendar::Day day = one->planned->day;
        const bool went_on = std::ranges::any_of(look.case_.events, [&](const auto& event) {
            return event.source != own_source && event.on > day;
        });
        if (!went_on)
            for (cases::CaseEvent& event : still_to_bring_about(*one, look.case_, day, at))
                append(std::move(event));
    }
    all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(before));
    return all;
}

/// What the step itself put on record when it fell due: nobody else has said it.
std::string question_about_what_began(const procedure::PlannedStep& planned,
                                      const cases::CaseEvent& began) {
    return planned.step->title +
           ": this case was taken over with its history, and by the days on record this fell due "
           "on " +
           calendar::weekday_date(began.on) + ". Postroom put it on record (" + began.name + ", " +
           began.id.text +
           "), but nothing here says that the old office did so, or told the complainant. Find out "
           "today. If it happened on another day or not at all, correct it or strike it out "
           "(corrected). If the complainant was not told, tell them today. Note it on the case.";
}

}  // namespace

Expected<std::vector<cases::CaseEvent>> history_taken_over(cases::CaseFile& file,
                                                           const Studio& studio,
                                                           calendar::LocalTime now, Instant at) {
    const std::size_t before = file.events.size();
    for (int round = 0; file.baseline_on && round < rounds_at_most; ++round) {
        const auto look = look_at(file, studio, now);
        if (!look) return fail(look.error());
        std::vector<cases::CaseEvent> history = next_of_the_history(*look, at);
        if (history.empty()) break;
        std::ranges::move(history, std::back_inserter(file.events));
    }
    const auto appended = file.events.begin() + static_cast<std::ptrdiff_t>(before);
    return std::vector<cases::CaseEvent>(appended, file.events.end());
}

std::string question_about_a_right(const procedure::PlannedStep& planned, const Look& look) {
    if (planned.state != procedure::StepState::baselined) return {};
    const auto* day = std::get_if<procedure::OnDay>(&planned.step->when);
    if (!planned.step->tells_a_right || !planned.step->task.empty() || day == nullptr) return {};
    const procedure::ClockView* clock = look.plan.clock(day->clock);
    if (!look.plan.open || clock == nullptr) return {};
    if (!clock->running()) {
        const cases::CaseEvent& stop =
            look.case_.events[static_cast<std::size_t>(clock->stop_place)];
        return stop.source == own_source && stop.says("step", planned.step->id.text)
                   ? question_about_what_began(planned, stop)
                   : "";
    }
    return planned.step->title +
           ": this case was taken over with its history, and nothing here says that the "
           "complainant was told. Find out whether they were, and when. If not, tell them today. "
           "Note it on the case.";
}

}  // namespace postroom::daemon
