#include "daemon/studio/on_its_way.hpp"

#include <algorithm>

namespace postroom::daemon {

cases::CaseFile once_they_left(cases::CaseFile file, const std::vector<OnItsWay>& letters,
                               calendar::Day day) {
    const auto append = [&](cases::CaseEvent event) {
        event.id = EventId("leaving" + std::to_string(file.events.size()));
        file.events.push_back(std::move(event));
    };
    for (const OnItsWay& letter : letters) {
        append(sent_event(letter.step, letter.occurrence, /*promised=*/"", day,
                          letter.brings_about.recorded_at));
        append(letter.brings_about);
    }
    return file;
}

bool is_overtaken(const procedure::PlannedStep& planned, const std::vector<OnItsWay>& letters,
                  const Look& once_left) {
    if (std::ranges::any_of(
            letters, [&](const OnItsWay& letter) { return letter.step == planned.step->id; }))
        return false;
    if (!letters.empty() && ends_the_case(*planned.step, *once_left.procedure)) return true;
    return std::ranges::none_of(once_left.plan.steps, [&](const procedure::PlannedStep& other) {
        return other.step->id == planned.step->id && other.occurrence == planned.occurrence &&
               other.state == procedure::StepState::due;
    });
}

bool closes_before_each_has_the_answer(const procedure::PlannedStep& planned,
                                       const std::vector<OnItsWay>& waiting, const Look& look) {
    if (waiting.empty() || !ends_the_case(*planned.step, *look.procedure)) return false;
    return std::ranges::any_of(waiting, [&](const OnItsWay& letter) {
        return std::ranges::any_of(look.case_.events, [&](const cases::CaseEvent& event) {
            return event.name == cases::letter_sent && event.says("step", letter.step.text) &&
                   (letter.stopped || event.text("occurrence") == letter.occurrence);
        });
    });
}

}  // namespace postroom::daemon
