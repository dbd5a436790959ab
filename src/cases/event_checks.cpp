#include "cases/event_checks.hpp"

#include <algorithm>
#include <array>

#include "cases/detail_checks.hpp"

namespace postroom::cases {

namespace {

/// Details without which the event says nothing that a procedure could act on.
struct Requirement {
    std::string_view event;
    std::string_view detail;
};
constexpr std::array requirements{
    Requirement{"eligibility_decided", "outcome"},  Requirement{"court_hold", "scope"},
    Requirement{"late_request_decided", "outcome"}, Requirement{"late_stage2_decided", "outcome"},
    Requirement{"party_changed", "role"},           Requirement{"corrected", "event"},
    Requirement{"legal_status_recorded", "status"}, Requirement{"concern_clarified", "as"}};

}  // namespace

std::string_view required_detail(std::string_view event) {
    const auto* found = std::ranges::find(requirements, event, &Requirement::event);
    return found == requirements.end() ? std::string_view() : found->detail;
}

namespace {

/// `own`: what a procedure declares of its own event; else null.
void check_requirements(Reading& reading, Place place, const CaseEvent& event,
                        const WrittenEvent& written, const DeclaredDetails* own) {
    const auto require = [&](std::string_view needed) {
        const auto is_it = [&](const WrittenDetail& detail) {
            if (detail.name != needed) return false;
            const auto* text = std::get_if<std::string>(&detail.value);
            return text == nullptr || !text->empty();
        };
        if (std::any_of(written.details.begin(), written.details.end(), is_it)) return;
        place.field = event.name + "." + std::string(needed);
        reading.problem(place, "missing", "say it: the event means nothing without");
    };
    if (const auto needed = required_detail(event.name); !needed.empty()) require(needed);
    if (own != nullptr)
        for (const auto& [name, detail] : *own)
            if (detail.needed) require(name);
    if (event.name != "corrected") return;
    const bool strikes = event.text("strike") == "yes";
    const bool replaces =
        std::any_of(written.details.begin(), written.details.end(),
                    [](const WrittenDetail& detail) { return is_replacement(detail.name); });
    place.field = "corrected";
    if (strikes == replaces)
        reading.problem(place, "a correction either strikes an event or replaces details of it",
                        "give strike: true, or replace: {…} (--set replace.on=2026-03-02)");
}

/// Days that cannot be: a new date that lies before the event that sets it, a panel at a weekend.
void check_days(Reading& reading, Place place, const CaseEvent& event) {
    if (const auto grounds = Day::from_iso(event.text("grounds_on").value_or(""));
        grounds && *grounds > event.on && event.on != Day{}) {
        place.field = event.name + ".grounds_on";
        reading.problem(place, "after the day of the event itself", "correct one of the two");
    }
    const bool of_ombudsman = event.name.starts_with("ombudsman_");
    const auto until = event.text("until");
    if (const auto due = event.text("due_on"); of_ombudsman && due && until && *due != *until) {
        place.field = event.name + ".due_on";
        reading.problem(place, "another date than `until`, which means the same", "give one");
    }
    for (const std::string_view detail :
         {"panel_on", "until", "review_on", "interview_on", "due_on"}) {
        if (detail == "due_on" && !of_ombudsman) continue;
        const auto day = Day::from_iso(event.text(detail).value_or(""));
        if (!day || event.on == Day{}) continue;
        place.field = event.name + "." + std::string(detail);
        if (*day < event.on)
            reading.problem(place, "before the day of the event itself", "correct one of the two");
        else if (detail == "panel_on" && day->weekday() >= calendar::Weekday::saturday)
            reading.problem(place, "a Saturday or Sunday", "a panel sits on a working day");
    }
}

}  // namespace

CaseEvent checked_event(Reading& reading, const std::string& case_reference,
                        const WrittenEvent& written) {
    const Acceptance& acceptance = reading.acceptance();
    const EventWord* word = event_word(written.name);
    const auto declared = acceptance.declared_events.find(written.name);
    const bool known = word != nullptr || declared != acceptance.declared_events.end();
    Place place{.line = written.line, .case_reference = case_reference, .field = "event"};

    CaseEvent event;
    event.id = EventId(written.id);
    event.name = written.name;
    event.recorded_on = acceptance.logged_on;
    event.recorded_at = acceptance.recorded_at;
    if (written.name.empty())
        reading.problem(place, "an event without a name", "name it as docs/case-files.md lists");
    else if (!known)
        reading.problem(place, "not an event that Postroom or a procedure knows",
                        "use a name of docs/case-files.md, or declare it in the procedure");
    else if (event_is(written.name, EventIs::ours_alone))
        reading.problem(place, "an event that Postroom alone records",
                        "leave it out; docs/case-files.md says what to record in its place");

    const std::string shown_name = known ? written.name : "event";
    place.field = shown_name + ".on";
    if (written.on.empty())
        reading.problem(place, "missing", "say on which day it happened");
    else if (const std::optional<Day> on = Day::from_iso(written.on))
        event.on = *on;
    else
        reading.problem(place, "not a date that exists", "write it as YYYY-MM-DD");
    place.field = shown_name + ".id";
    if (written.id.size() > 100) reading.problem(place, "longer than 100 bytes", "shorten it");
    is_clean_line(reading, place, written.id);
    if (!known) return event;

    for (const WrittenDetail& detail : written.details) {
        const Place at{.line = detail.line,
                       .case_reference = case_reference,
                       .field = field_named(shown_name + "." + detail.name)};
        DetailChecks checks(reading, at, written.name);
        std::optional<Detail> value =
            word != nullptr ? checks.checked(detail.name, detail.value)
                            : checks.declared(declared->second, detail.name, detail.value);
        if (value) event.details.insert_or_assign(detail.name, std::move(*value));
    }
    check_requirements(reading, place, event, written,
                       word != nullptr ? nullptr : &declared->second);
    check_days(reading, place, event);
    return event;
}

void check_replacement(Reading& reading, const Place& place, const CaseEvent& correction,
                       const CaseEvent& target) {
    if (event_word(target.name) == nullptr) return;
    for (const auto& [key, value] : correction.details) {
        if (!is_replacement(key)) continue;
        const std::string_view detail = std::string_view(key).substr(replace_prefix.size());
        if (detail == "on") continue;
        Place at = place;
        at.field = field_named("corrected." + key);
        if (target.name == "corrected")
            reading.problem(at, "a correction cannot be replaced", "strike it and record another");
        else
            (void)DetailChecks(reading, at, target.name).checked(detail, value);
    }
}

}  // namespace postroom::cases
