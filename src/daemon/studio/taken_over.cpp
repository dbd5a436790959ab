#include "daemon/studio/taken_over.hpp"

#include <algorithm>

namespace postroom::daemon {

std::vector<cases::CaseEvent> events_taken_over(const Look& look, Instant at) {
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

std::string question_about_a_right(const procedure::PlannedStep& planned, const Look& look) {
    if (planned.state != procedure::StepState::baselined) return {};
    const auto* day = std::get_if<procedure::OnDay>(&planned.step->when);
    if (!planned.step->tells_a_right || !planned.step->task.empty() || day == nullptr) return {};
    const procedure::ClockView* clock = look.plan.clock(day->clock);
    if (!look.plan.open || clock == nullptr || !clock->running()) return {};
    return planned.step->title +
           ": this case was taken over with its history, and nothing here says that the "
           "complainant was told. Find out whether they were, and when. If not, tell them today. "
           "Note it on the case.";
}

}  // namespace postroom::daemon
