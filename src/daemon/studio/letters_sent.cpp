#include "daemon/studio/letters_sent.hpp"

#include <algorithm>

#include "calendar/date_text.hpp"

namespace postroom::daemon {

namespace {

bool is_told_to_nobody_else(const procedure::Step& step) {
    const auto* on_event = std::get_if<procedure::OnEvent>(&step.when);
    return on_event != nullptr &&
           std::ranges::any_of(on_event->any_of, [](const procedure::Condition& one) {
               return one.name == "safeguarding_flagged";
           });
}

}  // namespace

std::optional<templating::Value> letters_sent(const cases::Case& case_,
                                              const procedure::Procedure& procedure,
                                              const std::string& language) {
    templating::Records records;
    for (const cases::CaseEvent& event : case_.events) {
        if (event.name != cases::letter_sent) continue;
        const auto* step = procedure.step(StepId(event.text("step").value_or("")));
        if (step == nullptr || is_told_to_nobody_else(*step)) continue;
        records.push_back({{"title", templating::Value(step->title)},
                           {"on", templating::Value(calendar::weekday_date(event.on, language))}});
    }
    if (records.empty()) return std::nullopt;
    return templating::Value(std::move(records));
}

}  // namespace postroom::daemon
