#include <algorithm>
#include <iterator>

#include "procedure/procedure.hpp"
#include "procedure/read_conditions.hpp"
#include "procedure/soundness.hpp"
#include "procedure/yaml_map.hpp"

namespace postroom::procedure {

std::string_view name_of(Release release) {
    switch (release) {
        case Release::automatic:
            return "automatic";
        case Release::held:
            return "held";
        case Release::approved:
            return "approved";
    }
    return "";
}

const Clock* Procedure::clock(std::string_view wanted) const {
    const auto found = std::ranges::find(clocks, wanted, &Clock::id);
    return found == clocks.end() ? nullptr : &*found;
}

const Step* Procedure::step(const StepId& wanted) const {
    const auto found = std::ranges::find(steps, wanted, &Step::id);
    return found == steps.end() ? nullptr : &*found;
}

namespace {

Clock read_clock(const std::string& id, const YAML::Node& node, YamlFile& file) {
    const std::string what = "clock " + id;
    YamlMap map(node, what, file);
    Clock clock{.id = id};
    clock.line = map.line();
    clock.title = map.required_text("title");
    clock.starts = read_conditions(map.take("starts"), what + ", starts", file);
    clock.start_given = read_conditions(map.take("given"), what + ", given", file);
    clock.start_not_given = read_conditions(map.take("not_given"), what + ", not_given", file);
    clock.from_deemed_receipt = map.yes("from_deemed_receipt");
    clock.from_date = map.text("from_date");
    clock.restarts = map.yes("restarts");
    clock.stops = read_stops(map.take("stops"), what + ", stops", file);
    if (const YAML::Node pauses = map.take("pauses"); pauses.IsDefined()) {
        for (const auto& item : pauses) {
            YamlMap pause(item, what + ", pauses", file);
            const auto from = read_conditions(pause.take("from"), what + ", pauses", file);
            clock.pauses.push_back({.from = from.empty() ? Condition{} : from.front(),
                                    .until = pause.required_text("until")});
        }
    }
    if (const YAML::Node target = map.take("target"); target.IsDefined()) {
        YamlMap limits(target, what + ", target", file);
        clock.target = limits.number("days");
        clock.or_calendar_days = limits.number("or_calendar_days");
        clock.extended_target = limits.number("or");
        clock.extended_once = read_conditions(limits.take("once"), what + ", target", file);
        clock.not_extended_if = read_conditions(limits.take("unless"), what + ", target", file);
    }
    return clock;
}

LatePolicy read_late(const YAML::Node& node, const std::string& what, YamlFile& file) {
    LatePolicy late;
    if (!node.IsDefined()) return late;
    YamlMap map(node, what + ", late", file);
    std::string after = map.text("after", "2wd");
    if (after.size() > 2 && after.ends_with("wd") &&
        std::all_of(after.begin(), after.end() - 2, [](char c) { return c >= '0' && c <= '9'; }) &&
        after.size() <= 5) {
        late.after_working_days = std::stoi(after);
    } else {
        file.problem(map.line(), what + ": late, after must be working days such as 2wd");
    }
    const std::string then = map.text("then", "send");
    if (then == "drop")
        late.then = LatePolicy::Then::drop;
    else if (then == "ask")
        late.then = LatePolicy::Then::ask;
    else if (then != "send")
        file.problem(map.line(), what + ": late, then is send, drop or ask");
    return late;
}

UncertainPolicy read_uncertain(const YAML::Node& node, const std::string& what, YamlFile& file) {
    UncertainPolicy policy;
    if (!node.IsDefined()) return policy;
    YamlMap map(node, what + ", uncertain", file);
    policy.after_minutes = map.number("after_minutes", policy.after_minutes);
    const std::string then = map.required_text("then");
    if (then == "send_again")
        policy.then = UncertainPolicy::Then::send_again;
    else if (then == "post")
        policy.then = UncertainPolicy::Then::post;
    else if (then != "ask" && !then.empty())
        file.problem(map.line(), what + ": uncertain, then is ask, send_again or post");
    return policy;
}

void read_release(YamlMap& map, const std::string& what, Step& step, YamlFile& file) {
    const YAML::Node node = map.take("release");
    if (!node.IsDefined()) return;
    if (node.IsMap()) {
        YamlMap held(node, what + ", release", file);
        step.release = Release::held;
        step.hold_minutes = held.number("held_minutes");
        if (step.hold_minutes == 0)
            file.problem(held.line(), what + ": release: {held_minutes: n} needs a number");
        return;
    }
    const std::string text = node.IsScalar() ? node.Scalar() : "";
    if (text == "approved")
        step.release = Release::approved;
    else if (text != "automatic")
        file.problem(YamlFile::line_of(node),
                     what + ": release is automatic, approved or {held_minutes: n}");
}

Append read_append(const YAML::Node& node, const std::string& what, YamlFile& file) {
    Append append;
    YamlMap map(node, what + ", appends", file);
    append.event = map.required_text("event");
    append.when_sent = map.text("when", "due") == "sent";
    for (const auto& entry : node) {
        const std::string key = entry.first.Scalar();
        if (key != "event" && key != "when") append.details[key] = map.text(key);
    }
    return append;
}

Step read_step(const YAML::Node& node, YamlFile& file) {
    Step step;
    const std::string id = node.IsMap() && node["id"] ? node["id"].Scalar() : "?";
    const std::string what = "step " + id;
    YamlMap map(node, what, file);
    step.line = map.line();
    step.id = StepId(map.required_text("id"));
    step.title = map.required_text("title");
    step.source = map.required_text("source");
    step.catalogue = map.text("catalogue");
    step.reading = map.text("reading");
    step.when = read_trigger(map.take("when"), what, file);
    for (Condition& needed : read_conditions(map.take("require"), what + ", require", file)) {
        // Every one must be true as it is: {all: …} here is a list within the list.
        if (needed.kind == Condition::Kind::all)
            std::ranges::move(needed.parts, std::back_inserter(step.require));
        else
            step.require.push_back(std::move(needed));
    }
    step.unless = read_conditions(map.take("unless"), what + ", unless", file);
    for (std::string& other : map.texts("superseded_by"))
        step.superseded_by.emplace_back(std::move(other));
    if (std::string other = map.text("merges_into"); !other.empty())
        step.merges_into = StepId(std::move(other));
    step.deadline = read_deadline(map.take("deadline"), what + ", deadline", file);
    step.letter = map.text("letter");
    step.task = map.text("task");
    step.to = map.texts("to");
    if (step.to.empty()) file.problem(map.line(), what + ": the key to is missing");
    step.require_all = map.yes("require_all");
    step.cc = map.texts("cc");
    read_release(map, what, step, file);
    step.late = read_late(map.take("late"), what, file);
    step.uncertain = read_uncertain(map.take("uncertain"), what, file);
    step.acknowledges = map.yes("acknowledges");
    step.together = map.yes("together");
    step.tells_a_right = map.yes("tells_a_right");
    if (const YAML::Node appends = map.take("appends"); appends.IsDefined())
        step.appends.push_back(read_append(appends, what, file));
    return step;
}

cases::DeclaredDetail read_declared_detail(const YAML::Node& node, const std::string& what,
                                           YamlFile& file) {
    cases::DeclaredDetail detail;
    if (node.IsSequence()) {
        for (const auto& value : node) detail.values.push_back(value.Scalar());
        return detail;
    }
    const auto type = cases::detail_type_named(node.IsScalar() ? node.Scalar() : "");
    if (!type)
        file.problem(YamlFile::line_of(node),
                     what + " must be text, date, yes_or_no or a list of values");
    detail.type = type.value_or(cases::DetailType::text);
    return detail;
}

/// `[a, b]`, or `{a: {until: date}, b: {}}`: a list of names, or what each of them carries.
void read_declared_events(const YAML::Node& node, Procedure& procedure, YamlFile& file) {
    if (!node.IsDefined()) return;
    if (!node.IsMap()) {
        for (const auto& name : node) procedure.declared_events[name.Scalar()];
        return;
    }
    for (const auto& entry : node) {
        const std::string event = entry.first.Scalar();
        cases::DeclaredDetails& details = procedure.declared_events[event];
        if (entry.second.IsNull()) continue;
        if (!entry.second.IsMap()) {
            file.problem(YamlFile::line_of(entry.second),
                         "events: " + event + " takes details, as {until: date, reason: text}");
            continue;
        }
        for (const auto& detail : entry.second) {
            const std::string name = detail.first.Scalar();
            details[name] =
                read_declared_detail(detail.second, "events: " + event + ", " + name, file);
        }
    }
}

void read_office(const YAML::Node& node, Procedure& procedure, YamlFile& file) {
    if (!node.IsDefined()) return;
    YamlMap map(node, "office", file);
    for (const auto& entry : node) {
        const std::string key = entry.first.Scalar();
        procedure.office.push_back(
            {.key = key, .value = map.text(key), .line = YamlFile::line_of(entry.first)});
    }
}

void read_settings(const YAML::Node& node, Procedure& procedure, YamlFile& file) {
    if (!node.IsDefined()) return;
    YamlMap map(node, "settings", file);
    for (const auto& entry : node)
        procedure.settings[entry.first.Scalar()] = map.text(entry.first.Scalar());
}

void read_opposites(const YAML::Node& node, Procedure& procedure, YamlFile& file) {
    if (!node.IsDefined()) return;
    for (const auto& group : node) {
        if (!group.IsSequence() || group.size() < 2) {
            file.problem(YamlFile::line_of(group), "opposites lists groups of events");
            continue;
        }
        for (const auto& one : group)
            for (const auto& other : group)
                if (one.Scalar() != other.Scalar())
                    procedure.opposites[one.Scalar()].push_back(other.Scalar());
    }
}

}  // namespace

ExpectedAll<Procedure> read_procedure(std::string_view yaml, const std::string& name) {
    YamlFile file(name);
    Procedure procedure;
    procedure.file = name;
    try {
        const YAML::Node root = YAML::Load(std::string(yaml));
        YamlMap map(root, "the procedure", file);
        procedure.id = map.required_text("id");
        procedure.title = map.required_text("title");
        procedure.calendar = map.text("calendar", "england-and-wales");
        read_declared_events(map.take("events"), procedure, file);
        procedure.wording = map.text("wording");
        read_office(map.take("office"), procedure, file);
        read_settings(map.take("settings"), procedure, file);
        read_opposites(map.take("opposites"), procedure, file);
        if (const YAML::Node clocks = map.take("clocks"); clocks.IsMap()) {
            for (const auto& entry : clocks)
                procedure.clocks.push_back(read_clock(entry.first.Scalar(), entry.second, file));
        }
        procedure.ends = read_conditions(map.take("ends"), "ends", file);
        if (const YAML::Node steps = map.take("steps"); steps.IsSequence()) {
            for (const auto& node : steps) procedure.steps.push_back(read_step(node, file));
        } else {
            file.problem(map.line(), "the procedure has no steps");
        }
    } catch (const YAML::Exception& error) {
        file.problem(error.mark.line + 1, "not readable as YAML: " + error.msg,
                     "check indentation and quotes on this line");
    }
    Problems problems = file.problems();
    if (problems.empty()) problems = unsound_parts(procedure);
    if (!problems.empty()) {
        std::ranges::stable_sort(problems, {}, &Problem::line);
        return fail(std::move(problems));
    }
    number_names(procedure);
    return procedure;
}

}  // namespace postroom::procedure
