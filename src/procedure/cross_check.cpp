// What only shows when procedure and letters are seen together.
#include <algorithm>

#include "procedure/procedure.hpp"

namespace postroom::procedure {

namespace {

/// What an event says of itself ("party_changed: advocate"), whatever else of it is asked about.
const std::vector<std::string>& principal_values(const Condition& condition) {
    return condition.parts.empty() ? condition.values : condition.parts.front().values;
}

/// The day two clock-fired steps share, or two dates, or one event that may set both off.
bool same_moment(const Step& one, const Step& other) {
    const auto* a = std::get_if<OnDay>(&one.when);
    const auto* b = std::get_if<OnDay>(&other.when);
    if (a != nullptr && b != nullptr)
        return a->clock == b->clock && a->day == b->day && a->after == b->after &&
               a->target == b->target;
    const auto* from = std::get_if<OnDate>(&one.when);
    const auto* until = std::get_if<OnDate>(&other.when);
    if (from != nullptr && until != nullptr)
        return from->date.event == until->date.event && from->date.detail == until->date.detail &&
               from->date.promised_by == until->date.promised_by && from->days == until->days &&
               from->calendar_days == until->calendar_days;
    const auto* c = std::get_if<OnEvent>(&one.when);
    const auto* d = std::get_if<OnEvent>(&other.when);
    if (c == nullptr || d == nullptr) return false;
    return std::ranges::any_of(c->any_of, [&](const Condition& x) {
        return std::ranges::any_of(d->any_of, [&](const Condition& y) {
            const auto& its = principal_values(x);
            const auto& others = principal_values(y);
            return x.kind == y.kind && x.name == y.name &&
                   (its == others || its.empty() || others.empty());
        });
    });
}

bool share_a_reader(const Step& one, const Step& other) {
    return std::ranges::any_of(
        one.to, [&](const std::string& role) { return std::ranges::count(other.to, role) > 0; });
}

/// To one of several, who speaks once the other step's letter has gone.
bool follows(const Step& step, const Step& earlier) {
    const auto* event = std::get_if<OnEvent>(&step.when);
    return event != nullptr && step.to_one &&
           std::ranges::any_of(event->given, [&](const Condition& condition) {
               return condition.kind == Condition::Kind::sent && condition.name == earlier.id.text;
           });
}

bool exclude_each_other(const Step& one, const Step& other) {
    if (follows(one, other) || follows(other, one)) return true;
    const auto names = [](const Step& step, const Step& by) {
        return step.merges_into == by.id ||
               std::ranges::any_of(step.superseded_by,
                                   [&](const StepId& id) { return id == by.id; }) ||
               std::ranges::any_of(step.unless, [&](const Condition& condition) {
                   return condition.kind == Condition::Kind::sent && condition.name == by.id.text;
               });
    };
    return names(one, other) || names(other, one);
}

}  // namespace

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
            if (one.letter.empty() || one.letter != other.letter || !share_a_reader(one, other))
                continue;
            if (same_moment(one, other) && !exclude_each_other(one, other))
                say(other.line,
                    "steps " + one.id.text + " and " + other.id.text +
                        " would send the same person the same letter on one day",
                    "give one of them an unless:, superseded_by: or merges_into:");
        }
    }
    return problems;
}

}  // namespace postroom::procedure
