#include "daemon/studio/sample.hpp"

#include <algorithm>

#include "daemon/studio/fields.hpp"

namespace postroom::daemon {

namespace {

using calendar::Day;
using cases::CaseEvent;
using procedure::Condition;

void add(cases::CaseFile& file, CaseEvent one) {
    one.id = EventId("e" + std::to_string(file.events.size() + 1));
    file.events.push_back(std::move(one));
}

CaseEvent* latest(cases::CaseFile& file, std::string_view name) {
    for (auto event = file.events.rbegin(); event != file.events.rend(); ++event)
        if (event->name == name) return &*event;
    return nullptr;
}

CaseEvent& event_in(cases::CaseFile& file, const std::string& name, Day on) {
    if (CaseEvent* there = latest(file, name)) return *there;
    CaseEvent made;
    made.name = name;
    made.on = on;
    made.recorded_on = on;
    made.source = "sample";
    for (const char* known : {"finding", "reason", "reasons"})
        made.details[known] = sample_detail(known, on);
    add(file, std::move(made));
    return file.events.back();
}

/// Somebody in that role, unless somebody is.
void give_role(const std::string& name, cases::CaseFile& file) {
    const auto role = cases::role_named(name);
    if (role && std::ranges::find(file.parties, *role, &cases::Party::role) == file.parties.end())
        file.parties.push_back(sample_party(*role));
}

/// The event a condition speaks of, with the value it asks for; null for other conditions.
CaseEvent* make_true(const Condition& condition, cases::CaseFile& file, Day on) {
    if (condition.kind == Condition::Kind::party) give_role(condition.name, file);
    if (condition.kind != Condition::Kind::event) return nullptr;
    CaseEvent& event = event_in(file, condition.name, on);
    if (condition.values.empty() || condition.negated) return &event;
    const bool says_so = std::ranges::any_of(condition.values, [&](const std::string& value) {
        return event.says(condition.detail, value);
    });
    if (says_so) return &event;
    const std::string& wanted = condition.values.front();
    if (cases::detail_type(condition.detail) == cases::DetailType::boolean)
        event.details[condition.detail] = wanted == "yes";
    else
        event.details[condition.detail] = wanted;
    return &event;
}

/// The event that starts the clock, and one that lets it start, where the sample has neither.
void start(const procedure::Clock& clock, cases::CaseFile& file, Day on) {
    const bool started = std::ranges::any_of(clock.starts, [&](const Condition& start) {
        return start.kind == Condition::Kind::event && latest(file, start.name) != nullptr;
    });
    if (started) return;
    for (const Condition& given : clock.start_given)
        if (make_true(given, file, on) != nullptr) break;
    for (const Condition& start : clock.starts)
        if (make_true(start, file, on) != nullptr) break;
}

/// What sets the step off, and what the step itself appends; answers the sample's day.
Day set_off(const procedure::Step& step, const procedure::Procedure& procedure,
            cases::CaseFile& file) {
    Day on = Day::of(2025, 4, 1);
    if (const auto* when = std::get_if<procedure::OnEvent>(&step.when)) {
        for (const Condition& given : when->given)
            if (make_true(given, file, on) != nullptr) break;
        for (const Condition& one : when->any_of) {
            if (const CaseEvent* event = make_true(one, file, on)) {
                on = event->on;
                break;
            }
        }
    } else if (const auto* day = std::get_if<procedure::OnDay>(&step.when)) {
        if (const procedure::Clock* clock = procedure.clock(day->clock)) start(*clock, file, on);
    } else {
        const procedure::DateOf& date = std::get<procedure::OnDate>(step.when).date;
        CaseEvent& event =
            event_in(file, date.event.empty() ? std::string(cases::letter_sent) : date.event, on);
        if (!date.promised_by.empty()) event.details.try_emplace("step", date.promised_by);
        event.details.try_emplace(date.detail, on.plus_days(14).iso());
    }
    // Events that are not on this letter's way would stop the clocks it speaks of: keep what
    // sets it off, and what came before.
    std::erase_if(file.events, [&](const CaseEvent& one) { return one.on > on; });
    for (const procedure::Append& append : step.appends)
        if (!append.when_sent)
            add(file, appended_event(append, procedure::PlannedStep(step, {}), {}, on, {}));
    return on;
}

/// The first of the answers that the letter tells apart, where the event has given none:
/// {{#late_request_decided_is_accepted}}.
void answer(const templating::Use& use, CaseEvent& event) {
    const cases::EventWord* word = cases::event_word(event.name);
    const std::string asks = event.name + "_is_";
    if (word == nullptr || word->principal_detail.empty() || !use.name.starts_with(asks)) return;
    event.details.try_emplace(std::string(word->principal_detail), use.name.substr(asks.size()));
}

/// What the letter says without a section around it, it needs: events, their details, clocks,
/// people.
void give_what_it_says(const composition::Letter& letter, const procedure::Procedure& procedure,
                       cases::CaseFile& file, Day on) {
    for (const templating::Use& use : letter.body().uses()) {
        const FieldSubject subject = subject_of_field(use.name, procedure);
        if (!subject.event.empty()) {
            // What it says only when it is there is shown where the event is there.
            const bool guarded = !use.sections.empty() || use.kind != templating::Use::Kind::value;
            if (guarded && latest(file, subject.event) == nullptr) continue;
            CaseEvent& event = event_in(file, subject.event, on);
            answer(use, event);
            if (!subject.detail.empty() && !event.details.contains(subject.detail))
                event.details[subject.detail] = sample_detail(subject.detail, event.on);
        } else if (use.kind != templating::Use::Kind::value) {
            continue;
        } else if (!subject.clock.empty()) {
            // {{^stage2_day_25_passed}} shows its words before the clock has started, too.
            start(*procedure.clock(subject.clock), file, on);
        } else if (use.sections.empty() && subject.role &&
                   std::ranges::find(file.parties, *subject.role, &cases::Party::role) ==
                       file.parties.end()) {
            file.parties.push_back(sample_party(*subject.role));
        }
    }
}

/// An answer that has left is on record; a sample without that has had none.
bool is_an_answer_not_given(const procedure::Step& step, cases::CaseFile& file) {
    return !step.if_cancelled.empty() &&
           std::ranges::none_of(step.appends, [&](const procedure::Append& append) {
               return latest(file, append.event) != nullptr;
           });
}

/// Takes every other letter due by then as sent.
Expected<Look> send_the_others(Sample& sample, const procedure::Step& step, const Studio& studio) {
    const auto first = look_at(sample.file, studio, sample.now);
    if (!first) return fail(first.error());
    for (const procedure::PlannedStep& planned : first->plan.steps) {
        if (planned.step->id == step.id || planned.step->letter.empty() || !planned.planned ||
            planned.planned->day >= sample.now.day ||
            planned.state == procedure::StepState::waiting ||
            is_an_answer_not_given(*planned.step, sample.file))
            continue;
        CaseEvent sent =
            sent_event(planned.step->id, planned.occurrence, "", planned.planned->day, {});
        add(sample.file, std::move(sent));
    }
    return look_at(sample.file, studio, sample.now);
}

/// A letter for readers of some kinds only is shown to one of them.
void be_of_its_kinds(const procedure::Step& step, cases::CaseFile& file) {
    for (cases::Party& party : file.parties)
        if (!step.kinds.empty() && !cases::is_council_officer(party.role) &&
            std::ranges::find(step.kinds, party.kind) == step.kinds.end())
            party.kind = step.kinds.back();
}

Expected<Sample> sample_of(const procedure::Step& step, const procedure::Procedure& procedure,
                           const std::string& letter, const Studio& studio) {
    Sample sample{.file = sample_case(procedure.id, letter.find(".yp") != std::string::npos)};
    for (const std::string& role : step.to) give_role(role, sample.file);
    be_of_its_kinds(step, sample.file);
    const Day on = set_off(step, procedure, sample.file);
    sample.now = {on, calendar::close_of_work};
    const composition::Catalogue& letters = studio.content().letters_of(procedure);
    const composition::Letter* wording = letters.find(letter);
    if (wording) give_what_it_says(*wording, procedure, sample.file, on);
    auto look = send_the_others(sample, step, studio);
    if (!look) return fail(look.error());
    sample.look = std::move(*look);
    for (const procedure::PlannedStep& planned : every_step(sample.look.plan, procedure))
        if (planned.step->id == step.id) sample.planned = planned;
    if (!sample.planned.deadline) sample.planned.deadline = on;
    return sample;
}

}  // namespace

std::string name_in_procedure(std::string letter) {
    for (const char* tail : {".cy", ".yp"})
        if (letter.ends_with(tail)) letter.erase(letter.size() - 3);
    return letter;
}

Expected<Sample> sample_for(const SampleWish& wish, const Studio& studio) {
    const std::string base = name_in_procedure(wish.letter);
    for (const auto& [id, procedure] : studio.content().procedures) {
        if (!wish.procedure.empty() && id != wish.procedure) continue;
        const auto step = std::ranges::find(procedure.steps, base, &procedure::Step::letter);
        if (step != procedure.steps.end()) return sample_of(*step, procedure, wish.letter, studio);
    }
    return fail({.what = "no step of any procedure uses the letter " + base,
                 .remedy = "name a letter that a procedure uses; postroom letters lists them"});
}

}  // namespace postroom::daemon
