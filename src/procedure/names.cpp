#include "procedure/names.hpp"

#include <algorithm>
#include <set>

#include "procedure/procedure.hpp"

namespace postroom::procedure {

int Names::number_event(const std::string& name) {
    const int number = events_.add(name);
    opposites_.resize(static_cast<std::size_t>(events_.count()));
    return number;
}

namespace {

/// What holds of a case's people holds whichever of its events count.
bool is_about_people(const Condition& condition) {
    using Kind = Condition::Kind;
    if (condition.kind == Kind::party || condition.kind == Kind::same_person) return true;
    return (condition.kind == Kind::all || condition.kind == Kind::any ||
            condition.kind == Kind::none) &&
           std::ranges::all_of(condition.parts, is_about_people);
}

/// What a condition asks of the parties in a role.
std::string question_of_parties(const Condition& condition) {
    std::string text = "party " + condition.name + std::to_string(condition.at_least);
    for (const auto& wanted : {condition.consent, condition.safe_contact,
                               condition.complained_about, condition.represents})
        text += !wanted ? " -" : *wanted ? " yes" : " no";
    if (condition.consent_withdrawn) text += " withdrawn";
    if (condition.consent_refused) text += " refused";
    return text;
}

/// The same for all conditions that ask the same of a case.
std::string question(const Condition& condition) {
    std::string text =
        std::to_string(static_cast<int>(condition.kind)) + "\n" + std::to_string(condition.key) +
        "\n" + condition.detail + "\n" + std::to_string(condition.older_than_years) +
        (condition.kind == Condition::Kind::party ? question_of_parties(condition) : "") +
        (condition.negated ? "not" : "") + (condition.ever ? "ever" : "") +
        (condition.passed ? "passed" : "") + (condition.of_each ? "of each" : "") +
        (!condition.of_one   ? ""
         : *condition.of_one ? "of one"
                             : "of nobody known");
    for (const std::string& value : condition.values) text += "\n" + value;
    for (const std::string& one : condition.people) text += "\nperson " + one;
    for (const Condition& part : condition.parts) text += "\nand (" + question(part) + ")";
    for (const Condition& word : condition.of_each_who) text += "\nof (" + question(word) + ")";
    return text;
}

/// The numbers the conditions speak of, each once.
std::vector<int> numbers_of(const std::vector<Condition>& conditions) {
    std::set<int> numbers;
    for (const Condition& condition : conditions) numbers.insert(condition.key);
    return {numbers.begin(), numbers.end()};
}

std::vector<int> numbers_of(const std::vector<Pause>& pauses) {
    std::set<int> numbers;
    for (const Pause& pause : pauses) numbers.insert({pause.from.key, pause.until.key});
    return {numbers.begin(), numbers.end()};
}

/// Steps that ask the same of an event stand together: it is asked once.
void may_set_off(Procedure& procedure, const Condition& event, int step) {
    auto& all = procedure.set_off[static_cast<std::size_t>(event.key)];
    auto known = std::ranges::find_if(all, [&](const SetOff& other) {
        return event.same == other.event.same && event.any_will_do == other.event.any_will_do &&
               event.later == other.event.later && (event.same >= 0 || event.any_will_do);
    });
    if (known == all.end())
        all.push_back({.event = event, .steps = {step}});
    else
        known->steps.push_back(step);
}

}  // namespace

void number_names(Procedure& procedure) {
    Names& names = procedure.names;
    for (const std::string_view asked :
         {std::string_view("deceased"), std::string_view("safeguarding_flagged"),
          std::string_view("safeguarding_cleared"), cases::letter_sent, cases::step_skipped,
          cases::step_baselined, cases::letter_sent_again, cases::letter_returned,
          cases::letter_missing, cases::dates_told, cases::letter_not_owed})
        names.number_event(std::string(asked));

    // First every event gets its number, then steps theirs, then conditions are told.
    const auto each_condition = [&](auto&& visit) {
        const auto all = [&](std::vector<Condition>& conditions, auto&& again) -> void {
            for (Condition& condition : conditions) {
                visit(condition);
                again(condition.parts, again);
                again(condition.of_each_who, again);
            }
        };
        all(procedure.ends, all);
        for (Clock& clock : procedure.clocks) {
            for (auto* list : {&clock.starts, &clock.start_given, &clock.start_not_given,
                               &clock.stops, &clock.extended_once, &clock.not_extended_if})
                all(*list, all);
            for (Pause& pause : clock.pauses) {
                visit(pause.from);
                visit(pause.until);
                all(pause.until.of_each_who, all);
            }
        }
        for (Step& step : procedure.steps) {
            all(step.require, all);
            all(step.unless, all);
            if (step.deadline && step.deadline->clock) visit(*step.deadline->clock);
            if (auto* event = std::get_if<OnEvent>(&step.when))
                for (auto* list : {&event->any_of, &event->given, &event->not_given})
                    all(*list, all);
            if (auto* date = std::get_if<OnDate>(&step.when);
                date != nullptr && date->date.promised_by.empty())
                date->date.key = names.number_event(date->date.event);
            if (step.deadline && step.deadline->date)
                step.deadline->date->key = names.number_event(step.deadline->date->event);
        }
    };
    each_condition([&](Condition& condition) {
        if (condition.kind == Condition::Kind::event)
            condition.key = names.number_event(condition.name);
        if (condition.represents == false) procedure.asks_for_whom = true;
    });
    for (const auto& [event, others] : procedure.opposites) names.number_event(event);
    for (const auto& [event, others] : procedure.opposites)
        for (const std::string& other : others)
            names.opposites_[static_cast<std::size_t>(names.event(event))].push_back(
                names.number_event(other));
    for (const std::string& event : procedure.stands_against_others)
        names.stands_against_others_.push_back(names.event(event));
    const auto place_of_clock = [&](const std::string& id) {
        return static_cast<int>(procedure.clock(id) - procedure.clocks.data());
    };
    const int events = names.events_.count();
    for (const Step& step : procedure.steps) names.steps_.add(step.id.text);
    each_condition([&](Condition& condition) {
        condition.any_will_do = condition.any_such_event();
        condition.one_of_several =
            condition.kind == Condition::Kind::event && !names.opposites(condition.key).empty();
        if (condition.kind == Condition::Kind::sent) condition.key = names.step(condition.name);
        if (condition.kind == Condition::Kind::clock_reached)
            condition.key = place_of_clock(condition.name);
        if (!condition.later_than_clock.empty())
            condition.later_than_key = place_of_clock(condition.later_than_clock);
        if (condition.kind == Condition::Kind::event || condition.kind == Condition::Kind::sent
                ? condition.matching.empty() && !condition.later && !condition.about_it
                : is_about_people(condition))
            condition.same = names.conditions_.add(question(condition));
        for (const std::string& one : condition.people) {
            const auto role = cases::role_named(one);
            condition.people_keys.push_back(role ? static_cast<int>(*role) : -1);
        }
        if (condition.kind == Condition::Kind::party)
            if (const auto role = cases::role_named(condition.name))
                condition.key = static_cast<int>(*role);
    });
    for (Clock& clock : procedure.clocks) {
        clock.start_keys = numbers_of(clock.starts);
        clock.pause_keys = numbers_of(clock.pauses);
    }
    procedure.set_off.resize(static_cast<std::size_t>(names.count()));
    for (Step& step : procedure.steps) {
        step.key = names.step(step.id.text);
        const int place = step.key - events;
        for (const std::string& name : step.to)
            if (const auto role = cases::role_named(name)) step.to_roles.push_back(*role);
        if (auto* event = std::get_if<OnEvent>(&step.when)) {
            event->keys = numbers_of(event->any_of);
            for (const Condition& one : event->any_of) may_set_off(procedure, one, place);
        } else if (auto* date = std::get_if<OnDate>(&step.when)) {
            if (!date->date.promised_by.empty())
                date->date.key = names.step(date->date.promised_by);
            may_set_off(procedure, {.key = date->date.key, .any_will_do = true}, place);
        } else {
            auto& day = std::get<OnDay>(step.when);
            day.clock_key = place_of_clock(day.clock);
            procedure.clocks[static_cast<std::size_t>(day.clock_key)].steps.push_back(place);
        }
        for (const StepId& other : step.superseded_by)
            step.superseded_by_keys.push_back(names.step(other.text) - events);
        if (step.merges_into) step.merges_into_key = names.step(step.merges_into->text) - events;
    }
}

}  // namespace postroom::procedure
