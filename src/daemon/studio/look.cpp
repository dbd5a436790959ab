#include "daemon/studio/look.hpp"

#include <algorithm>

#include "daemon/studio/fields.hpp"

namespace postroom::daemon {

Expected<Look> look_at(const cases::CaseFile& file, const Studio& studio, calendar::LocalTime now) {
    Look look;
    look.procedure = studio.procedure_of(file.procedure);
    if (look.procedure == nullptr)
        return fail({.what = "no procedure of that name is installed",
                     .remedy = "add it to config/procedures and to procedures.in_use, or "
                               "correct the case",
                     .case_reference = file.reference.text,
                     .field = "procedure"});
    look.case_ = cases::fold(file, now.day);
    auto plan = procedure::plan(look.case_, *look.procedure, studio.calendar(), now);
    if (!plan) return fail(of_case(plan.error(), file.reference.text));
    look.plan = std::move(*plan);
    look.next = look.plan.next_look;
    for (const cases::CaseEvent& event : file.events) {
        const calendar::LocalTime its_day{event.on, 0};
        if (event.on > now.day && (!look.next || its_day < *look.next)) look.next = its_day;
    }
    return look;
}

calendar::LocalTime next_day(calendar::LocalTime now) {
    return {now.day.plus_days(1), 0};
}

cases::CaseEvent own_event(std::string_view name, calendar::Day on, Instant at,
                           cases::Details details) {
    cases::CaseEvent event;
    event.name = name;
    event.on = on;
    event.recorded_on = on;
    event.recorded_at = at;
    event.details = std::move(details);
    event.source = own_source;
    return event;
}

EventId free_id(const std::vector<cases::CaseEvent>& events) {
    for (std::size_t number = 1;; ++number) {
        EventId id("auto" + std::to_string(number));
        if (std::ranges::none_of(events, [&](const auto& one) { return one.id == id; })) return id;
    }
}

cases::CaseEvent skip_event(const procedure::PlannedStep& planned, calendar::Day on, Instant at) {
    cases::Details details{{"step", planned.step->id.text},
                           {"occurrence", planned.occurrence.text()},
                           {"reason", planned.because.text()}};
    if (planned.late) details["late"] = true;
    return own_event(cases::step_skipped, on, at, std::move(details));
}

cases::CaseEvent baseline_event(const procedure::PlannedStep& planned, Instant at) {
    return own_event(cases::step_baselined, planned.planned->day, at,
                     {{"step", planned.step->id.text}, {"occurrence", planned.occurrence.text()}});
}

bool is_first_heard_missing(const cases::Case& case_, const procedure::PlannedStep& planned,
                            const std::string& reader) {
    return !cases::is_council_officer(planned.step->to_roles.front()) &&
           std::ranges::none_of(case_.events, [&](const cases::CaseEvent& event) {
               return event.name == cases::letter_missing &&
                      event.says("step", planned.step->id.text) &&
                      event.text("occurrence") == planned.occurrence.text() &&
                      event.text("reader").value_or(reader) == reader;
           });
}

cases::Details letter_for(const StepId& step, const std::string& occurrence,
                          const std::string& reader) {
    cases::Details details{{"step", step.text}, {"occurrence", occurrence}};
    if (!reader.empty()) details["reader"] = reader;
    return details;
}

cases::CaseEvent sent_event(const StepId& step, const std::string& occurrence,
                            const std::string& promised, calendar::Day on, Instant at) {
    cases::Details details{{"step", step.text}, {"occurrence", occurrence}};
    if (!promised.empty()) details["promised"] = promised;
    return own_event(cases::letter_sent, on, at, std::move(details));
}

cases::CaseEvent sent_again_event(const StepId& step, const std::string& occurrence,
                                  cases::Channel channel, const std::string& promised,
                                  calendar::Day on, Instant at) {
    cases::CaseEvent event = sent_event(step, occurrence, promised, on, at);
    event.name = cases::letter_sent_again;
    event.details["channel"] = std::string(cases::name_of(channel));
    return event;
}

namespace {

/// A detail of an event, its day, or its finding as a whole.
std::optional<std::string> taken_from(const cases::CaseEvent& event, const std::string& name) {
    if (name == "on") return event.on.iso();
    auto taken = event.text(name);
    if (!taken && name == "finding") taken = overall_finding(event);
    return taken;
}

}  // namespace

cases::CaseEvent appended_event(const procedure::Append& append,
                                const procedure::PlannedStep& planned, const cases::Case& case_,
                                calendar::Day on, Instant at) {
    cases::Details details{{"step", planned.step->id.text}};
    for (const auto& [key, value] : append.details) {
        const bool is_field = value.size() > 2 && value.front() == '{' && value.back() == '}';
        if (!is_field) {
            details[key] = value;
            continue;
        }
        const std::string name = value.substr(1, value.size() - 2);
        if (name == "due") {
            details[key] = (planned.planned ? planned.in_fact : on).iso();
            continue;
        }
        const std::size_t dot = name.find('.');
        const cases::CaseEvent* source = dot == std::string::npos
                                             ? trigger_of(planned, case_)
                                             : case_.latest(name.substr(0, dot));
        if (source == nullptr) continue;
        const auto taken =
            taken_from(*source, dot == std::string::npos ? name : name.substr(dot + 1));
        if (taken && !taken->empty()) details[key] = *taken;
    }
    return own_event(append.event, on, at, std::move(details));
}

namespace {

/// Whether that event is on record as the step's own.
bool brought_about(const procedure::Step& step, const procedure::Append& wanted,
                   const cases::Case& case_) {
    return std::ranges::any_of(case_.events, [&](const cases::CaseEvent& event) {
        return event.name == wanted.event && event.says("step", step.id.text);
    });
}

}  // namespace

std::vector<cases::CaseEvent> still_to_bring_about(const procedure::PlannedStep& planned,
                                                   const cases::Case& case_, calendar::Day on,
                                                   Instant at) {
    std::vector<cases::CaseEvent> events;
    for (const procedure::Append& wanted : planned.step->appends)
        if (!wanted.when_sent && !brought_about(*planned.step, wanted, case_))
            events.push_back(appended_event(wanted, planned, case_, on, at));
    return events;
}

namespace {

bool is_an_end(const procedure::Append& append, const procedure::Procedure& procedure) {
    return std::ranges::any_of(procedure.ends, [&](const procedure::Condition& end) {
        return end.kind == procedure::Condition::Kind::event && end.name == append.event;
    });
}

}  // namespace

bool ends_the_case(const procedure::Step& step, const procedure::Procedure& procedure) {
    return std::ranges::any_of(step.appends, [&](const procedure::Append& append) {
        return !append.when_sent && is_an_end(append, procedure);
    });
}

bool records_before_letters(const procedure::PlannedStep& planned, const Look& look) {
    if (planned.state != procedure::StepState::due || !planned.step->brings_about()) return false;
    return std::ranges::any_of(planned.step->appends, [&](const procedure::Append& wanted) {
        return !wanted.when_sent && !is_an_end(wanted, *look.procedure) &&
               !brought_about(*planned.step, wanted, look.case_);
    });
}

bool goes_outside(const procedure::Step& step) {
    return step.task.empty() && std::ranges::any_of(step.to_roles, [](cases::Role role) {
               return !cases::is_council_officer(role);
           });
}

const cases::CaseEvent* trigger_of(const procedure::PlannedStep& planned,
                                   const cases::Case& case_) {
    if (planned.trigger() == nullptr) return nullptr;
    const auto found = std::ranges::find_if(
        case_.events, [&](const auto& event) { return event.goes_by(*planned.trigger()); });
    return found == case_.events.end() ? nullptr : &*found;
}

}  // namespace postroom::daemon
