#include "procedure/soundness.hpp"

#include <algorithm>
#include <set>

namespace postroom::procedure {

namespace {

class Inspection {
  public:
    explicit Inspection(const Procedure& procedure) : procedure_(procedure) {}

    Problems run() {
        if (procedure_.clocks.empty()) say(0, "the procedure has no clocks");
        for (const auto& [event, others] : procedure_.opposites) know_event(event, 0, "opposites");
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

    void know_event(const std::string& event, int line, const std::string& where) {
        if (cases::event_word(event) == nullptr && !procedure_.declared_events.contains(event))
            say(line, where + ": unknown event " + event,
                "check the spelling, or declare it under events:");
    }

    void know_step(const std::string& id, int line, const std::string& where) {
        if (procedure_.step(StepId(id)) == nullptr) say(line, where + ": there is no step " + id);
    }

    void know_all(const std::vector<Condition>& conditions, const std::string& where) {
        for (const Condition& condition : conditions) {
            switch (condition.kind) {
                case Condition::Kind::event:
                    know_event(condition.name, condition.line, where);
                    break;
                case Condition::Kind::sent:
                    know_step(condition.name, condition.line, where);
                    break;
                case Condition::Kind::clock_reached:
                    if (procedure_.clock(condition.name) == nullptr)
                        say(condition.line, where + ": there is no clock " + condition.name);
                    break;
            }
        }
    }

    void inspect(const Clock& clock) {
        const std::string where = "clock " + clock.id;
        if (clock.starts.empty()) say(clock.line, where + " never starts");
        if (clock.stops.empty()) say(clock.line, where + " never stops", "add stops:");
        know_all(clock.starts, where);
        know_all(clock.start_given, where);
        know_all(clock.start_not_given, where);
        know_all(clock.stops, where);
        know_all(clock.extended_once, where);
        know_all(clock.not_extended_if, where);
        for (const Pause& pause : clock.pauses) {
            know_all({pause.from}, where);
            know_event(pause.until, clock.line, where);
        }
        if (clock.extended_target != 0 && clock.extended_target <= clock.target)
            say(clock.line, where + ": an extended target must be later than the target");
        if (clock.extended_target != 0 && clock.extended_once.empty())
            say(clock.line, where + ": nothing ever extends the target", "add once:");
    }

    void inspect(const Step& step) {
        const std::string where = "step " + step.id.text;
        if (step.letter.empty() == step.task.empty())
            say(step.line, where + " needs a letter or a task, and not both");
        if (step.source.empty()) say(step.line, where + " names no source");
        const auto know_role = [&](const std::string& role) {
            if (!cases::role_named(role)) say(step.line, where + ": unknown role " + role);
        };
        know_role(step.to);
        std::ranges::for_each(step.cc, know_role);
        know_all(step.require, where);
        know_all(step.unless, where);
        for (const StepId& other : step.superseded_by) know_step(other.text, step.line, where);
        if (step.merges_into) know_step(step.merges_into->text, step.line, where);
        if (step.deadline) {
            know_all({*step.deadline}, where);
            if (step.deadline->kind != Condition::Kind::clock_reached)
                say(step.line, where + ": a deadline is a day of a clock");
        }
        for (const Append& append : step.appends) know_event(append.event, step.line, where);
        inspect_trigger(step, where);
        if (step.tells_a_right && step.release == Release::approved)
            say(step.line, where + " tells a right, so it may not wait for approval",
                "release it automatic, or held");
        if ((step.tells_a_right || step.acknowledges) && step.late.then == LatePolicy::Then::drop)
            say(step.line, where + " may never be dropped", "late: {then: send} or {then: ask}");
    }

    void inspect_trigger(const Step& step, const std::string& where) {
        if (const auto* event = std::get_if<OnEvent>(&step.when)) {
            know_all(event->any_of, where);
            know_all(event->given, where);
            know_all(event->not_given, where);
            // A trigger that its own `unless` forbids.
            for (const Condition& forbidden : step.unless) {
                const bool same = std::ranges::all_of(event->any_of, [&](const Condition& one) {
                    return one.kind == forbidden.kind && one.name == forbidden.name &&
                           (forbidden.values.empty() || one.values == forbidden.values) &&
                           !forbidden.negated;
                });
                if (same && !event->any_of.empty())
                    say(step.line, where + " can never fire: what sets it off also forbids it");
            }
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
                return needed.kind == stop.kind && needed.name == stop.name &&
                       stop.values.empty() && stop.from_day == 0;
            });
            if (stops)
                say(step.line, where + " can never fire: it requires " + needed.name +
                                   ", which stops its clock");
        }
        for (const Condition& needed : step.require) {
            const bool forbidden = std::ranges::any_of(step.unless, [&](const Condition& other) {
                return needed.kind == other.kind && needed.name == other.name &&
                       other.values.empty();
            });
            if (forbidden)
                say(step.line, where + " can never fire: it requires and forbids " + needed.name);
        }
    }

    const Procedure& procedure_;
    Problems problems_;
};

/// The day two clock-fired steps share, if they do.
bool same_moment(const Step& one, const Step& other) {
    const auto* a = std::get_if<OnDay>(&one.when);
    const auto* b = std::get_if<OnDay>(&other.when);
    if (a != nullptr && b != nullptr)
        return a->clock == b->clock && a->day == b->day && a->after == b->after;
    const auto* c = std::get_if<OnEvent>(&one.when);
    const auto* d = std::get_if<OnEvent>(&other.when);
    if (c == nullptr || d == nullptr) return false;
    return std::ranges::any_of(c->any_of, [&](const Condition& x) {
        return std::ranges::any_of(d->any_of, [&](const Condition& y) {
            return x.kind == y.kind && x.name == y.name &&
                   (x.values == y.values || x.values.empty() || y.values.empty());
        });
    });
}

bool exclude_each_other(const Step& one, const Step& other) {
    const auto names = [](const Step& step, const Step& by) {
        return std::ranges::any_of(step.superseded_by,
                                   [&](const StepId& id) { return id == by.id; }) ||
               std::ranges::any_of(step.unless, [&](const Condition& condition) {
                   return condition.kind == Condition::Kind::sent && condition.name == by.id.text;
               });
    };
    return names(one, other) || names(other, one);
}

}  // namespace

Problems unsound_parts(const Procedure& procedure) {
    return Inspection(procedure).run();
}

Problems cross_check(const Procedure& procedure, const std::vector<std::string>& letter_names) {
    Problems problems;
    const auto say = [&](int line, std::string what, std::string remedy) {
        problems.push_back({.what = std::move(what),
                            .remedy = std::move(remedy),
                            .file = procedure.file,
                            .line = line});
    };
    for (const Step& step : procedure.steps) {
        if (!step.letter.empty() &&
            std::ranges::find(letter_names, step.letter) == letter_names.end())
            say(step.line, "step " + step.id.text + ": there is no letter " + step.letter,
                "write letters/" + step.letter + ".md, or correct the name");
    }
    for (std::size_t i = 0; i < procedure.steps.size(); ++i) {
        for (std::size_t k = i + 1; k < procedure.steps.size(); ++k) {
            const Step& one = procedure.steps[i];
            const Step& other = procedure.steps[k];
            if (one.letter.empty() || one.letter != other.letter || one.to != other.to) continue;
            if (same_moment(one, other) && !exclude_each_other(one, other))
                say(other.line,
                    "steps " + one.id.text + " and " + other.id.text +
                        " would send the same person the same letter on one day",
                    "give one of them an unless: or superseded_by:");
        }
    }
    return problems;
}

}  // namespace postroom::procedure
