#include "daemon/studio/once_left.hpp"

#include <algorithm>
#include <set>

namespace postroom::daemon {

namespace {

/// Whether the letter is on record as sent: then it goes a second time now.
bool left_before(const Look& look, const procedure::PlannedStep& planned) {
    return std::ranges::any_of(look.case_.events, [&](const cases::CaseEvent& event) {
        return event.name == cases::letter_sent && event.text("step") == planned.step->id.text &&
               event.text("occurrence") == planned.occurrence.text();
    });
}

/// Whether the clock starts by this letter's leaving.
bool starts_by_leaving(const procedure::Clock& clock, const procedure::Step& step) {
    return std::ranges::any_of(clock.starts, [&](const procedure::Condition& start) {
        if (start.kind == procedure::Condition::Kind::sent) return start.name == step.id.text;
        return std::ranges::any_of(step.appends, [&](const procedure::Append& append) {
            return append.when_sent && append.event == start.name;
        });
    });
}

bool set_off_by_one_of(const std::set<std::string>& events, const procedure::Step& step) {
    const auto* on_event = std::get_if<procedure::OnEvent>(&step.when);
    return on_event != nullptr &&
           std::ranges::any_of(on_event->any_of, [&](const procedure::Condition& one) {
               return one.kind == procedure::Condition::Kind::event && events.contains(one.name);
           });
}

}  // namespace

Expected<std::optional<procedure::Plan>> plan_once_it_left(
    const Look& look, const procedure::PlannedStep& planned, const Reader& reader,
    cases::Channel channel, const Studio& studio, calendar::Day today) {
    const bool again = reader.emailed && left_before(look, planned);
    if (std::ranges::none_of(look.procedure->clocks, [&](const procedure::Clock& clock) {
            const bool matters = again || look.plan.clock(clock.id) == nullptr;
            return matters && starts_by_leaving(clock, *planned.step);
        }))
        return std::optional<procedure::Plan>{};
    cases::Case once_left = look.case_;
    const auto append = [&](cases::CaseEvent event) {
        once_left.events.push_back(std::move(event));
    };
    if (again) {
        append(sent_again_event(planned.step->id, planned.occurrence, channel, /*promised=*/"",
                                today, Instant{}));
    } else {
        append(sent_event(planned.step->id, planned.occurrence, /*promised=*/"", today, Instant{}));
        once_left.events.back().id = EventId("leaving");
        for (const procedure::Append& appended : planned.step->appends)
            if (appended.when_sent)
                append(appended_event(appended, planned, look.case_, today, {}));
    }
    auto plan = procedure::plan(once_left, *look.procedure, studio.calendar(),
                                {today, calendar::close_of_work});
    if (!plan) return fail(of_case(plan.error(), look.case_.reference.text));
    return std::optional<procedure::Plan>(std::move(*plan));
}

cases::CaseFile as_if_it_had_not_left(cases::CaseFile file, const procedure::Procedure& procedure,
                                      const procedure::Step& step, const std::string& occurrence) {
    std::set<std::string> brought_about;
    for (const procedure::Append& append : step.appends)
        if (append.when_sent) brought_about.insert(append.event);
    const auto has_not_happened = [&](const cases::CaseEvent& event) {
        if (event.source != own_source) return false;
        if (event.says("step", step.id.text)) {
            if (brought_about.contains(event.name)) return true;
            return event.says("occurrence", occurrence) &&
                   (event.name == cases::letter_sent || event.name == cases::letter_sent_again ||
                    event.name == cases::letter_returned || event.name == cases::letter_missing ||
                    event.name == cases::letter_not_owed);
        }
        const auto* its_step = procedure.step(StepId(event.text("step").value_or("")));
        return its_step != nullptr && set_off_by_one_of(brought_about, *its_step) &&
               std::ranges::any_of(its_step->appends, [&](const procedure::Append& append) {
                   return !append.when_sent && append.event == event.name;
               });
    };
    std::erase_if(file.events, has_not_happened);
    return file;
}

}  // namespace postroom::daemon
