#include "daemon/sample.hpp"

#include <algorithm>

namespace postroom::daemon {

namespace {

using calendar::Day;
using cases::CaseEvent;
using cases::Party;
using cases::Role;

Party person(Role role, std::string title, std::string first, std::string last) {
    Party party;
    party.role = role;
    party.title = std::move(title);
    party.first_name = std::move(first);
    party.last_name = std::move(last);
    return party;
}

Party officer(Role role, std::string name, std::string email) {
    Party party;
    party.role = role;
    party.name = std::move(name);
    party.email = std::move(email);
    party.channel = cases::Channel::email;
    return party;
}

CaseEvent event(std::string name, Day on, cases::Details details = {}) {
    CaseEvent made;
    made.name = std::move(name);
    made.on = on;
    made.recorded_on = on;
    made.details = std::move(details);
    made.source = "sample";
    return made;
}

std::vector<cases::DetailObject> points() {
    return {{{"text", "Nobody told us that the meeting on 12 February was cancelled."},
             {"finding", "upheld"},
             {"reasons", "We found no record that anybody telephoned you. We should have."},
             {"actions", "The team now telephones families on the day a meeting changes."}},
            {{"text", "The report left out what your son said."},
             {"finding", "not_upheld"},
             {"reasons", "His words are on page 4 of the report, in full."}}};
}

}  // namespace

cases::CaseFile sample_case(const std::string& procedure) {
    const Day received = Day::of(2025, 3, 3);
    cases::CaseFile file;
    file.reference = CaseReference("CC-2025-0042");
    file.procedure = procedure;
    file.service_area = "Children in Care";
    file.summary =
        "Nobody told us that the meeting on 12 February was cancelled, and the report "
        "left out what our son said.";
    file.desired_outcome = "An apology, and a corrected report.";
    file.logged_on = received;
    Party complainant = person(Role::complainant, "Ms", "Asha", "O’Neill");
    complainant.kind = "parent";
    complainant.address = {.lines = {"14 Sample Street", "Wigston"}, .postcode = "LE18 3NE"};
    complainant.email = "asha.oneill@mail.example";
    complainant.channel = cases::Channel::letter;
    file.parties = {
        complainant, officer(Role::team_manager, "Beth Novák", "team-manager@council.example"),
        officer(Role::service_manager, "Rhys Evans", "service-manager@council.example"),
        officer(Role::head_of_service, "Farida Iqbal", "head-of-service@council.example")};
    file.events = {event("received", received),
                   event("eligibility_decided", Day::of(2025, 3, 6), {{"outcome", "accepted"}}),
                   event("update_received", Day::of(2025, 3, 10),
                         {{"on_track", false}, {"expected", "2025-03-28"}}),
                   event("delay_confirmed", Day::of(2025, 3, 11),
                         {{"reason", "a member of staff we must speak to is on leave"}}),
                   event("extension_agreed", Day::of(2025, 3, 13)),
                   event("stage1_drafted", Day::of(2025, 3, 27), {{"points", points()}}),
                   event("further_time_agreed", Day::of(2025, 4, 1)),
                   event("stage2_requested", Day::of(2025, 4, 2)),
                   event("resolved", Day::of(2025, 4, 3),
                         {{"note", "The report was corrected and the team manager apologised."}})};
    for (std::size_t i = 0; i < file.events.size(); ++i)
        file.events[i].id = EventId("e" + std::to_string(i + 1));
    return file;
}

namespace {

void add(cases::CaseFile& file, CaseEvent one) {
    one.id = EventId("e" + std::to_string(file.events.size() + 1));
    file.events.push_back(std::move(one));
}

/// The event that starts the step's clock, where the sample has not got it.
void start(const procedure::Clock* clock, cases::CaseFile& file, Day on) {
    const bool started = std::ranges::any_of(file.events, [&](const CaseEvent& one) {
        return std::ranges::any_of(clock->starts, [&](const procedure::Condition& condition) {
            return condition.name == one.name;
        });
    });
    if (!started) add(file, event(clock->starts.front().name, on, {{"finding", "upheld"}}));
}

/// What sets the step off, where the sample has not got it, and what the step itself appends.
void complete(cases::CaseFile& file, const procedure::Procedure& procedure,
              const procedure::Step& step, Day on) {
    if (const auto* when = std::get_if<procedure::OnEvent>(&step.when)) {
        const procedure::Condition& first = when->any_of.front();
        const bool there = std::ranges::any_of(
            file.events, [&](const CaseEvent& one) { return one.name == first.name; });
        if (first.kind == procedure::Condition::Kind::event && !there)
            add(file, event(first.name, on));
    } else {
        start(procedure.clock(std::get<procedure::OnDay>(step.when).clock), file, on);
    }
    for (const procedure::Append& append : step.appends)
        if (!append.when_sent) add(file, appended_event(append, step, nullptr, on, {}));
}

/// Takes every other letter due by then as sent.
Expected<Look> send_the_others(Sample& sample, const procedure::Step& step, const Studio& studio) {
    const auto first = look_at(sample.file, studio, sample.now);
    if (!first) return fail(first.error());
    for (const procedure::PlannedStep& planned : first->plan.steps) {
        if (planned.step->id == step.id || planned.step->letter.empty() || !planned.planned ||
            planned.planned->day >= sample.now.day ||
            planned.state == procedure::StepState::waiting)
            continue;
        CaseEvent sent =
            sent_event(planned.step->id, planned.occurrence, "", planned.planned->day, {});
        add(sample.file, std::move(sent));
    }
    return look_at(sample.file, studio, sample.now);
}

}  // namespace

Expected<Sample> sample_for(const std::string& letter, const Studio& studio) {
    for (const auto& [id, procedure] : studio.content().procedures) {
        const auto step = std::ranges::find_if(
            procedure.steps,
            [&](const procedure::Step& candidate) { return candidate.letter == letter; });
        if (step == procedure.steps.end()) continue;
        Sample sample{.file = sample_case(id)};
        // Events that are not on this letter's way would stop the clocks it speaks of: keep what
        // sets it off, and what came before.
        const auto* on_event = std::get_if<procedure::OnEvent>(&step->when);
        Day until = Day::of(2025, 4, 1);
        if (on_event != nullptr) {
            for (const CaseEvent& one : sample.file.events)
                for (const procedure::Condition& condition : on_event->any_of)
                    if (one.name == condition.name) until = one.on;
        }
        std::erase_if(sample.file.events, [&](const CaseEvent& one) { return one.on > until; });
        sample.now = {until, calendar::close_of_work};
        complete(sample.file, procedure, *step, until);
        auto look = send_the_others(sample, *step, studio);
        if (!look) return fail(look.error());
        sample.look = std::move(*look);
        for (const procedure::PlannedStep& planned : sample.look.plan.steps)
            if (planned.step->id == step->id) sample.planned = planned;
        if (!sample.planned.deadline) sample.planned.deadline = until;
        return sample;
    }
    return fail({.what = "no step of any procedure uses the letter " + letter,
                 .remedy = "name a letter that a procedure uses; postroom check lists letters"});
}

}  // namespace postroom::daemon
