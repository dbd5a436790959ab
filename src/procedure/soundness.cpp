#include "procedure/soundness.hpp"

#include <algorithm>
#include <set>

#include "cases/party_fields.hpp"
#include "procedure/facts.hpp"
#include "procedure/said_by.hpp"

namespace postroom::procedure {

namespace {

class Inspection {
  public:
    explicit Inspection(const Procedure& procedure) : procedure_(procedure) {}

    Problems run() {
        if (procedure_.clocks.empty()) say(0, "the procedure has no clocks");
        for (const auto& [event, others] : procedure_.opposites) know_event(event, 0, "opposites");
        for (const std::string& event : procedure_.stands_against_others)
            if (!procedure_.opposites.contains(event))
                say(0, "stands_against_others: nothing answers the same question as " + event,
                    "name events that are among the opposites");
        for (const Clock& clock : procedure_.clocks) inspect(clock);
        know_all(procedure_.ends, "ends");
        std::set<std::string> ids;
        for (const Step& step : procedure_.steps) {
            if (!ids.insert(step.id.text).second)
                say(step.line, "step " + step.id.text + " is there twice");
            inspect(step);
        }
        return std::move(problems_);
    }

  private:
    void say(int line, std::string what, std::string remedy = {}) {
        problems_.push_back({.what = std::move(what),
                             .remedy = std::move(remedy),
                             .file = procedure_.file,
                             .line = line});
    }

    /// The same, of one of several.
    void say_of(int line, std::string where, std::initializer_list<std::string_view> words,
                std::string remedy = {}) {
        for (const std::string_view word : words) where += word;
        say(line, std::move(where), std::move(remedy));
    }

    void know_event(const std::string& event, int line, const std::string& where) {
        if (cases::event_word(event) == nullptr && !procedure_.declared_events.contains(event))
            say(line, where + ": unknown event " + event,
                "check the spelling, or declare it under events:");
    }

    void know_step(const std::string& id, int line, const std::string& where) {
        if (procedure_.step(StepId(id)) == nullptr) say(line, where + ": there is no step " + id);
    }

    void know_all(const std::vector<Condition>& conditions, const std::string& where) {
        for (const Condition& condition : conditions) know(condition, where);
    }

    void know(const Condition& condition, const std::string& where) {
        switch (condition.kind) {
            case Condition::Kind::event:
                know_event(condition.name, condition.line, where);
                know_detail(condition, where);
                know_all(condition.of_each_who, where);
                break;
            case Condition::Kind::sent:
                know_step(condition.name, condition.line, where);
                break;
            case Condition::Kind::clock_reached:
                if (procedure_.clock(condition.name) == nullptr)
                    say(condition.line, where + ": there is no clock " + condition.name);
                break;
            case Condition::Kind::party:
                know_role(condition.name, condition.line, where);
                for (const std::string& kind : condition.values)
                    if (!cases::is_kind(kind))
                        say_of(condition.line, where, {": nobody is of the kind ", kind},
                               "docs/case-files.md lists the kinds");
                break;
            case Condition::Kind::same_person:
                if (condition.people.size() != 2)
                    say(condition.line, where + ": same_person compares two roles");
                for (const std::string& person : condition.people)
                    know_person(condition, person, where);
                break;
            case Condition::Kind::all:
                if (condition.parts.size() < 2)
                    say(condition.line, where + ": all: needs at least two conditions");
                [[fallthrough]];
            case Condition::Kind::any:
            case Condition::Kind::none:
                know_all(condition.parts, where);
                break;
        }
    }

    static bool is_an_officer(const std::string& role) {
        const auto known = cases::role_named(role);
        return known && cases::is_council_officer(*known);
    }

    void know_role(const std::string& role, int line, const std::string& where) {
        if (!cases::role_named(role)) say(line, where + ": unknown role " + role);
    }

    void know_person(const Condition& condition, const std::string& person,
                     const std::string& where) {
        const std::size_t dot = person.find('.');
        if (dot == std::string::npos) return know_role(person, condition.line, where);
        know_date_or_text({person.substr(0, dot), person.substr(dot + 1)}, condition.line, where,
                          cases::DetailType::text);
    }

    /// The type of a detail of that event; nothing when it never carries it.
    std::optional<cases::DetailType> type_of(const std::string& event,
                                             const std::string& detail) const {
        const auto declared = procedure_.declared_events.find(event);
        if (event == "party_changed" && cases::is_party_field(detail))
            return cases::DetailType::text;
        if (declared == procedure_.declared_events.end()) return cases::detail_type(detail);
        const auto found = declared->second.find(detail);
        if (found != declared->second.end()) return found->second.type;
        // An event of which the procedure says nothing may carry anything.
        return declared->second.empty() || cases::is_of_any_event(detail)
                   ? std::optional(cases::DetailType::text)
                   : std::nullopt;
    }

    void know_detail(const Condition& condition, const std::string& where) {
        for (const std::string& detail : {condition.detail, condition.matching})
            if (!detail.empty() && !type_of(condition.name, detail))
                say_of(condition.line, where, {": ", condition.name, " has no detail ", detail},
                       "docs/case-files.md lists the details of events");
        const auto type = type_of(condition.name, condition.detail);
        if ((condition.older_than_years > 0 || condition.passed) && type != cases::DetailType::date)
            say_of(
                condition.line, where,
                {condition.passed ? ": passed" : ": older_than", " tests a detail that is a date"});
        if (!condition.later_than_clock.empty()) {
            if (type != cases::DetailType::date)
                say(condition.line, where + ": later_than tests a detail that is a date");
            if (procedure_.clock(condition.later_than_clock) == nullptr)
                say(condition.line, where + ": there is no clock " + condition.later_than_clock);
        }
        if (condition.values.empty()) return;
        if (condition.detail.empty()) {
            say(condition.line, where + ": is tests a detail, and none is named", "add detail:");
            return;
        }
        for (const std::string& value : condition.values)
            if (!may_have(condition, value))
                say_of(condition.line, where,
                       {": ", condition.name, " never has the value ", value});
    }

    bool may_have(const Condition& condition, const std::string& value) const {
        if (type_of(condition.name, condition.detail) == cases::DetailType::boolean)
            return value == "yes" || value == "no";
        const auto declared = procedure_.declared_events.find(condition.name);
        if (declared != procedure_.declared_events.end()) {
            const auto found = declared->second.find(condition.detail);
            return found == declared->second.end() || found->second.values.empty() ||
                   std::ranges::count(found->second.values, value) > 0;
        }
        const auto allowed = cases::allowed_values(condition.name, condition.detail);
        return allowed.empty() || std::ranges::count(allowed, value) > 0;
    }

    void know_date_or_text(const DateOf& of, int line, const std::string& where,
                           cases::DetailType type) {
        know_event(of.event, line, where);
        if (type_of(of.event, of.detail) != type)
            say(line,
                where + ": " + of.event + " has no " +
                    (type == cases::DetailType::date ? "date " : "text ") + of.detail,
                "docs/case-files.md lists the details of events");
    }

    /// What starts, stops and pauses a clock must have happened on a day.
    void must_happen(const std::vector<Condition>& conditions, const std::string& where) {
        know_all(conditions, where);
        for (const Condition& condition : conditions)
            if (condition.kind != Condition::Kind::event && condition.kind != Condition::Kind::sent)
                say(condition.line, where + ": only events and letters sent can do this, not " +
                                        in_words(condition));
        are_about_nothing(conditions, where);
    }

    /// Where no event is judged, no letter can have told of it.
    void are_about_nothing(const std::vector<Condition>& conditions, const std::string& where) {
        for (const Condition& condition : conditions) {
            if (condition.about_it)
                say(condition.line, where + ": about_it has nothing here to be about",
                    "test it in given or not_given, or in a step that an event sets off");
            are_about_nothing(condition.parts, where);
        }
    }

    /// What sets off, starts or stops is judged by the event alone, before the clocks are known.
    void compare_no_clock(const std::vector<Condition>& conditions, const std::string& where) {
        for (const Condition& condition : conditions)
            if (!condition.later_than_clock.empty())
                say(condition.line, where + ": later_than cannot be tested here",
                    "test it in given, not_given, require or unless");
    }

    void inspect(const Clock& clock) {
        const std::string where = "clock " + clock.id;
        if (clock.starts.empty()) say(clock.line, where + " never starts");
        if (clock.stops.empty()) say(clock.line, where + " never stops", "add stops:");
        must_happen(clock.starts, where + ", starts");
        know_all(clock.start_given, where);
        know_all(clock.start_not_given, where);
        must_happen(clock.stops, where + ", stops");
        for (const auto* conditions : {&clock.extended_once, &clock.not_extended_if}) {
            know_all(*conditions, where);
            are_about_nothing(*conditions, where);
        }
        for (const Pause& pause : clock.pauses) {
            must_happen({pause.from}, where + ", pauses");
            must_happen({pause.until}, where + ", pauses");
        }
        if (clock.extended_target != 0 && clock.extended_target <= clock.target)
            say(clock.line, where + ": an extended target must be later than the target");
        if (!clock.from_date.empty())
            for (const Condition& start : clock.starts)
                if (start.kind == Condition::Kind::event)
                    know_date_or_text({start.name, clock.from_date}, clock.line, where,
                                      cases::DetailType::date);
        if (clock.or_calendar_days != 0 && clock.target == 0)
            say(clock.line, where + ": or_calendar_days needs days beside it");
        if (clock.extended_target != 0 && clock.extended_once.empty())
            say(clock.line, where + ": nothing ever extends the target", "add once:");
        if (!clock.told) return;
        know_date_or_text(*clock.told, clock.line, where + ", target, told",
                          cases::DetailType::date);
        if (clock.extended_target == 0)
            say(clock.line, where + ": told is a date within the longer limit, and there is none",
                "add or:");
    }

    void inspect(const Step& step) {
        const std::string where = "step " + step.id.text;
        if (step.letter.empty() == step.task.empty())
            say(step.line, where + " needs a letter or a task, and not both");
        if (step.source.empty()) say(step.line, where + " names no source");
        for (const auto* roles : {&step.to, &step.cc})
            for (const std::string& role : *roles) know_role(role, step.line, where);
        if (step.require_all && step.to.size() < 2)
            say(step.line, where + ": require_all needs a list of roles in to:");
        if (!step.task.empty() && step.to.size() > 1)
            say(step.line, where + ": a task is one person's", "name one role in to:");
        inspect_uncertain(step, where);
        for (const auto* conditions : {&step.require, &step.unless}) {
            know_all(*conditions, where);
            if (!std::holds_alternative<OnEvent>(step.when)) are_about_nothing(*conditions, where);
        }
        for (const StepId& other : step.superseded_by) know_step(other.text, step.line, where);
        if (step.merges_into) know_step(step.merges_into->text, step.line, where);
        if (step.deadline && step.deadline->clock) know(*step.deadline->clock, where);
        if (step.deadline && step.deadline->date)
            know_date_or_text(*step.deadline->date, step.line, where, cases::DetailType::date);
        for (const Append& append : step.appends) know_event(append.event, step.line, where);
        if (!step.if_cancelled.empty()) know_event(step.if_cancelled, step.line, where);
        inspect_trigger(step, where);
        if (step.tells_a_right && step.release == Release::approved)
            say(step.line, where + " tells a right, so it may not wait for approval",
                "release it automatic, or held");
        if (step.together && (step.letter.empty() || step.release != Release::automatic ||
                              !std::ranges::all_of(step.to, is_an_officer)))
            say(step.line, where + " goes together with other cases' emails, but is no officer's",
                "together is for automatic emails to the council's officers");
        if (step.until_done && step.task.empty())
            say(step.line, where + " stays until it is done, but is no task", "leave it out");
        if (step.answers && !step.letter.empty() && !std::ranges::count(step.to, "complainant"))
            say(step.line, where + " answers, and its letter is not to the complainant",
                "leave answers: out");
        if ((step.tells_a_right || step.acknowledges || step.answers) &&
            step.late.then == LatePolicy::Then::drop)
            say(step.line, where + " may never be dropped", "late: {then: send} or {then: ask}");
    }

    void inspect_uncertain(const Step& step, const std::string& where) {
        if (step.uncertain.then == UncertainPolicy::Then::ask) return;
        if (!step.task.empty())
            say(step.line, where + " is a task: no email of it is ever uncertain");
        if (step.uncertain.then == UncertainPolicy::Then::post &&
            std::ranges::all_of(step.to, is_an_officer))
            say(step.line, where + " is to officers, who are not written to by post",
                "uncertain: {then: send_again}, or leave it to a person");
    }

    void inspect_trigger(const Step& step, const std::string& where) {
        if (step.asks_each && asked_of_each(step) == nullptr)
            say(step.line, where + " asks_each, and no of_each in its unless says for what",
                "give it an unless: {event: …, of_each: true}");
        if (!step.to_who_said.empty()) {
            know_event(step.to_who_said, step.line, where + ", to_who_said");
            if (step.letter.empty())
                say(step.line, where + " is a task, and to_who_said is for a letter");
        }
        if (step.to_one && (!std::holds_alternative<OnEvent>(step.when) || step.letter.empty()))
            say(step.line, where + " goes to_one, and no event says whom its letter is about",
                "to_one is for a letter that an event sets off");
        if (const auto* event = std::get_if<OnEvent>(&step.when)) {
            must_happen(event->any_of, where + ", when");
            compare_no_clock(event->any_of, where);
            know_all(event->given, where);
            know_all(event->not_given, where);
            // A trigger that its own `unless` forbids.
            for (const Condition& forbidden : step.unless) {
                const bool same = std::ranges::all_of(event->any_of, [&](const Condition& one) {
                    return one.kind == forbidden.kind && one.name == forbidden.name &&
                           (forbidden.any_such_event() ||
                            (one.values == forbidden.values && one.detail == forbidden.detail &&
                             one.older_than_years == forbidden.older_than_years)) &&
                           !forbidden.negated && forbidden.matching.empty() && !forbidden.later &&
                           !forbidden.of_each && forbidden.of_each_who.empty();
                });
                if (same && !event->any_of.empty())
                    say(step.line, where + " can never fire: what sets it off also forbids it");
            }
            return;
        }
        if (const auto* date = std::get_if<OnDate>(&step.when)) {
            if (date->date.promised_by.empty())
                know_date_or_text(date->date, step.line, where, cases::DetailType::date);
            else
                know_step(date->date.promised_by, step.line, where);
            return;
        }
        const auto& day = std::get<OnDay>(step.when);
        const Clock* clock = procedure_.clock(day.clock);
        if (clock == nullptr) {
            say(step.line, where + ": there is no clock " + day.clock);
            return;
        }
        for (const Condition& needed : step.require) {
            const bool stops = std::ranges::any_of(clock->stops, [&](const Condition& stop) {
                return needed.kind == Condition::Kind::event && needed.name == stop.name &&
                       stop.any_such_event() && stop.from_day == 0;
            });
            if (stops)
                say(step.line, where + " can never fire: it requires " + needed.name +
                                   ", which stops its clock");
        }
        for (const Condition& needed : step.require) {
            const bool forbidden = std::ranges::any_of(step.unless, [&](const Condition& other) {
                return needed.kind == Condition::Kind::event && needed.name == other.name &&
                       other.any_such_event();
            });
            if (forbidden)
                say(step.line, where + " can never fire: it requires and forbids " + needed.name);
        }
    }

    const Procedure& procedure_;
    Problems problems_;
};

}  // namespace

Problems unsound_parts(const Procedure& procedure) {
    return Inspection(procedure).run();
}

}  // namespace postroom::procedure
