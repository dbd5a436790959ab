#include <algorithm>
#include <charconv>
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

/// `as_told: {no_later: [10, 20], exactly: 30}`, `as_told: {no_sooner: answer_by_20_or_30}`
void read_as_told(const yaml::Node& node, Clock& clock, YamlFile& file) {
    if (!node.is_defined()) return;
    const std::string what = "clock " + clock.id + ", as_told";
    YamlMap map(node, what, file);
    for (const bool exactly : {false, true})
        for (const std::string& text : map.texts(exactly ? "exactly" : "no_later")) {
            int day = 0;
            const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), day);
            if (error != std::errc{} || end != text.data() + text.size() || day < 1)
                file.problem(map.line(), what + " lists days of the clock: whole numbers from 1");
            clock.as_told.push_back({day, exactly, clock.id + "_day_" + text});
        }
    std::ranges::sort(clock.as_told, {}, &AsTold::day);
    clock.no_sooner = map.texts("no_sooner");
}

Clock read_clock(const std::string& id, const yaml::Node& node, YamlFile& file) {
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
    if (const yaml::Node& pauses = map.take("pauses"); pauses.is_defined()) {
        for (const yaml::Node& item : pauses.items()) {
            YamlMap pause(item, what + ", pauses", file);
            const auto from = read_conditions(pause.take("from"), what + ", pauses", file);
            const auto until = read_conditions(pause.take("until"), what + ", pauses", file);
            if (until.size() != 1 || until.front().kind != Condition::Kind::event)
                file.problem(pause.line(), what + ", pauses: until is one event");
            else
                clock.pauses.push_back(
                    {.from = from.empty() ? Condition{} : from.front(), .until = until.front()});
        }
    }
    read_as_told(map.take("as_told"), clock, file);
    if (const yaml::Node& target = map.take("target"); target.is_defined()) {
        YamlMap limits(target, what + ", target", file);
        clock.target = limits.number("days");
        clock.or_calendar_days = limits.number("or_calendar_days");
        clock.extended_target = limits.number("or");
        clock.extended_once = read_conditions(limits.take("once"), what + ", target", file);
        clock.not_extended_if = read_conditions(limits.take("unless"), what + ", target", file);
        if (limits.has("told"))
            clock.told =
                read_date_of(limits.text("told"), limits.line(), what + ", target, told", file);
    }
    return clock;
}

LatePolicy read_late(const yaml::Node& node, const std::string& what, YamlFile& file) {
    LatePolicy late;
    if (!node.is_defined()) return late;
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

UncertainPolicy read_uncertain(const yaml::Node& node, const std::string& what, YamlFile& file) {
    UncertainPolicy policy;
    if (!node.is_defined()) return policy;
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
    const yaml::Node& node = map.take("release");
    if (!node.is_defined()) return;
    if (node.is_map()) {
        YamlMap held(node, what + ", release", file);
        step.release = Release::held;
        step.hold_minutes = held.number("held_minutes");
        if (step.hold_minutes == 0)
            file.problem(held.line(), what + ": release: {held_minutes: n} needs a number");
        return;
    }
    const std::string text = node.is_scalar() ? node.text() : "";
    if (text == "approved")
        step.release = Release::approved;
    else if (text != "automatic")
        file.problem(node.line(), what + ": release is automatic, approved or {held_minutes: n}");
}

Append read_append(const yaml::Node& node, const std::string& what, YamlFile& file) {
    Append append;
    YamlMap map(node, what + ", appends", file);
    append.event = map.required_text("event");
    append.when_sent = map.text("when", "due") == "sent";
    for (const auto& entry : node.entries()) {
        const std::string key = entry.first.text();
        if (key != "event" && key != "when") append.details[key] = map.text(key);
    }
    return append;
}

Step read_step(const yaml::Node& node, YamlFile& file) {
    Step step;
    const std::string id = node.has("id") ? node.find("id").text() : "?";
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
    step.kinds = map.texts("kinds");
    for (const std::string& kind : step.kinds)
        if (!cases::is_kind(kind))
            file.problem(map.line(),
                         std::string(what).append(", kinds: there is no kind ").append(kind));
    step.require_all = map.yes("require_all");
    step.to_one = map.yes("to_one");
    step.to_who_said = map.text("to_who_said");
    step.asks_each = map.yes("asks_each");
    step.cc = map.texts("cc");
    read_release(map, what, step, file);
    step.late = read_late(map.take("late"), what, file);
    step.uncertain = read_uncertain(map.take("uncertain"), what, file);
    step.acknowledges = map.yes("acknowledges");
    step.together = map.yes("together");
    step.tells_a_right = map.yes("tells_a_right");
    step.until_done = map.yes("until_done");
    step.answers = map.yes("answers");
    if (const yaml::Node& appends = map.take("appends"); appends.is_defined())
        step.appends.push_back(read_append(appends, what, file));
    step.if_cancelled = map.text("if_cancelled");
    return step;
}

cases::DeclaredDetail read_declared_detail(const yaml::Node& node, const std::string& what,
                                           YamlFile& file) {
    cases::DeclaredDetail detail;
    if (node.is_list()) {
        for (const yaml::Node& value : node.items()) detail.values.push_back(value.text());
        return detail;
    }
    constexpr std::string_view needed = "needed ";
    std::string type_name = node.is_scalar() ? node.text() : "";
    detail.needed = type_name.starts_with(needed);
    if (detail.needed) type_name.erase(0, needed.size());
    const auto type = cases::detail_type_named(type_name);
    if (!type)
        file.problem(node.line(), what +
                                      " must be text, date or yes_or_no (needed text: the event "
                                      "means nothing without), or a list of values");
    detail.type = type.value_or(cases::DetailType::text);
    return detail;
}

/// `[a, b]`, or `{a: {until: date}, b: {}}`: a list of names, or what each of them carries.
void read_declared_events(const yaml::Node& node, Head& head, YamlFile& file) {
    if (!node.is_defined()) return;
    if (!node.is_map()) {
        for (const yaml::Node& name : node.items()) head.declared_events[name.text()];
        return;
    }
    for (const auto& entry : node.entries()) {
        const std::string event = entry.first.text();
        cases::DeclaredDetails& details = head.declared_events[event];
        if (entry.second.is_null()) continue;
        if (!entry.second.is_map()) {
            file.problem(entry.second.line(),
                         "events: " + event + " takes details, as {until: date, reason: text}");
            continue;
        }
        for (const auto& detail : entry.second.entries()) {
            const std::string& name = detail.first.text();
            std::string what = "events: " + event;
            what.append(", ").append(name);
            details[name] = read_declared_detail(detail.second, what, file);
        }
    }
}

void read_office(const yaml::Node& node, Head& head, YamlFile& file) {
    if (!node.is_defined()) return;
    YamlMap map(node, "office", file);
    for (const auto& entry : node.entries()) {
        const std::string key = entry.first.text();
        head.office.push_back({.key = key, .value = map.text(key), .line = entry.first.line()});
    }
}

void read_settings(const yaml::Node& node, Procedure& procedure, YamlFile& file) {
    if (!node.is_defined()) return;
    YamlMap map(node, "settings", file);
    for (const auto& entry : node.entries())
        procedure.settings[entry.first.text()] = map.text(entry.first.text());
}

void read_opposites(const yaml::Node& node, Procedure& procedure, YamlFile& file) {
    if (!node.is_defined()) return;
    for (const yaml::Node& group : node.items()) {
        if (!group.is_list() || group.items().size() < 2) {
            file.problem(group.line(), "opposites lists groups of events");
            continue;
        }
        for (const yaml::Node& one : group.items())
            for (const yaml::Node& other : group.items())
                if (one.text() != other.text())
                    procedure.opposites[one.text()].push_back(other.text());
    }
}

Head read_head(YamlMap& map, YamlFile& file) {
    Head head;
    head.file = file.name();
    head.id = map.required_text("id");
    head.title = map.required_text("title");
    head.calendar = map.text("calendar", "england-and-wales");
    head.wording = map.text("wording");
    read_declared_events(map.take("events"), head, file);
    read_office(map.take("office"), head, file);
    return head;
}

/// Nineteen bytes in twenty stand under two keys of the outermost map. What else a line at its
/// start could be ends up in what is left, where it cannot be read.
std::string without_clocks_and_steps(std::string_view text) {
    std::string left;
    bool passing_over = false;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(line.size() < text.size() ? line.size() + 1 : line.size());
        const bool inside =
            line.empty() || std::string_view(" #-\r").find(line[0]) != std::string_view::npos;
        if (!inside) passing_over = line.starts_with("clocks:") || line.starts_with("steps:");
        if (!passing_over) left.append(line) += '\n';
    }
    return left;
}

}  // namespace

std::optional<Head> read_head(std::string_view text, const std::string& name) {
    YamlFile file(name);
    const auto root = yaml::read(without_clocks_and_steps(text));
    if (!root) return std::nullopt;
    YamlMap map(*root, "the procedure", file);
    Head head = read_head(map, file);
    if (!file.sound()) return std::nullopt;
    return head;
}

ExpectedAll<Procedure> read_procedure(std::string_view text, const std::string& name) {
    YamlFile file(name);
    Procedure procedure;
    if (const auto root = yaml::read(text); !root) {
        file.problem(root.error().line, "not readable as YAML: " + root.error().what,
                     "check indentation and quotes on this line");
    } else {
        YamlMap map(*root, "the procedure", file);
        static_cast<Head&>(procedure) = read_head(map, file);
        read_settings(map.take("settings"), procedure, file);
        read_opposites(map.take("opposites"), procedure, file);
        procedure.stands_against_others = map.texts("stands_against_others");
        if (const yaml::Node& clocks = map.take("clocks"); clocks.is_map()) {
            for (const auto& entry : clocks.entries())
                procedure.clocks.push_back(read_clock(entry.first.text(), entry.second, file));
        }
        procedure.ends = read_conditions(map.take("ends"), "ends", file);
        if (const yaml::Node& steps = map.take("steps"); steps.is_list()) {
            for (const yaml::Node& node : steps.items())
                procedure.steps.push_back(read_step(node, file));
        } else {
            file.problem(map.line(), "the procedure has no steps");
        }
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
