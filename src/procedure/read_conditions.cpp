#include "procedure/read_conditions.hpp"

namespace postroom::procedure {

namespace {

/// {eligibility_decided: not accepted}, {court_hold: whole}, {advocate_awaited: true}.
Condition event_with_value(const std::string& event, const YAML::Node& value,
                           const std::string& what, YamlFile& file) {
    Condition condition{.kind = Condition::Kind::event, .name = event};
    condition.line = YamlFile::line_of(value);
    const cases::EventWord* word = cases::event_word(event);
    if (word == nullptr || word->principal_detail.empty()) {
        file.problem(condition.line, what + ": the event " + event + " has no value to test",
                     "name the event alone");
        return condition;
    }
    condition.detail = word->principal_detail;
    const auto add = [&](std::string text) {
        if (text.starts_with("not ")) {
            condition.negated = true;
            text.erase(0, 4);
        }
        if (text == "true") text = "yes";
        if (text == "false") text = "no";
        const auto allowed = cases::allowed_values(event, condition.detail);
        bool known = allowed.empty();
        for (const std::string_view candidate : allowed) known = known || candidate == text;
        if (!known)
            file.problem(condition.line, what + ": " + event + " never has the value " + text);
        condition.values.push_back(std::move(text));
    };
    if (value.IsScalar()) {
        add(value.Scalar());
    } else if (value.IsSequence()) {
        for (const auto& item : value) add(item.IsScalar() ? item.Scalar() : "");
    } else {
        file.problem(condition.line, what + ": " + event + " takes a value or a list of values");
    }
    return condition;
}

Condition one_condition(const YAML::Node& node, const std::string& what, YamlFile& file) {
    if (node.IsScalar()) {
        Condition condition{.kind = Condition::Kind::event, .name = node.Scalar()};
        condition.line = YamlFile::line_of(node);
        return condition;
    }
    if (!node.IsMap() || node.size() == 0) {
        file.problem(YamlFile::line_of(node),
                     what +
                         ": a condition is an event's name, or one of "
                         "{event: value}, {sent: step}, {clock: id, day: n}");
        return {};
    }
    const std::string key = node.begin()->first.Scalar();
    if (key == "clock") {
        YamlMap map(node, what, file);
        Condition condition{.kind = Condition::Kind::clock_reached,
                            .name = map.required_text("clock")};
        condition.line = map.line();
        if (map.has("target"))
            map.yes("target");
        else
            condition.day = map.number("day");
        if (condition.day == 0 && !map.has("target"))
            file.problem(map.line(), what + ": a clock condition needs day or target");
        return condition;
    }
    if (node.size() != 1) {
        file.problem(YamlFile::line_of(node), what + ": a condition has one key");
        return {};
    }
    if (key == "sent") {
        Condition condition{.kind = Condition::Kind::sent, .name = node["sent"].Scalar()};
        condition.line = YamlFile::line_of(node);
        return condition;
    }
    return event_with_value(key, node.begin()->second, what, file);
}

int read_minute(YamlMap& map, const std::string& key, const std::string& what, YamlFile& file,
                int otherwise) {
    const std::string text = map.text(key);
    if (text.empty()) return otherwise;
    const auto minute = calendar::minute_of_day(text);
    if (!minute) {
        file.problem(map.line(), what + ": " + key + " must be a time of day such as \"09:00\"");
        return otherwise;
    }
    return *minute;
}

Trigger read_event_trigger(YamlMap& map, const std::string& what, YamlFile& file) {
    OnEvent trigger;
    if (map.has("event")) {
        trigger.any_of = read_conditions(map.take("event"), what, file);
    } else {
        for (const std::string& step : map.texts("sent")) {
            Condition condition{.kind = Condition::Kind::sent, .name = step};
            condition.line = map.line();
            trigger.any_of.push_back(std::move(condition));
        }
    }
    trigger.given = read_conditions(map.take("given"), what, file);
    trigger.not_given = read_conditions(map.take("not_given"), what, file);
    trigger.recorded_late = map.number("recorded_late");
    const std::string each = map.text("each");
    if (each == "latest")
        trigger.latest = true;
    else if (each == "every")
        trigger.each = true;
    else if (!each.empty())
        file.problem(map.line(), what + ": each is latest or every");
    if (trigger.any_of.empty()) file.problem(map.line(), what + ": nothing sets this off");
    return trigger;
}

Trigger read_day_trigger(YamlMap& map, const std::string& what, YamlFile& file) {
    OnDay trigger;
    trigger.clock = map.required_text("clock");
    if (map.has("after_day")) {
        trigger.after = true;
        trigger.day = map.number("after_day");
        if (map.has("day")) file.problem(map.line(), what + ": either day or after_day, not both");
    } else {
        trigger.day = map.number("day");
        if (trigger.day == 0) file.problem(map.line(), what + ": a clock needs a day or after_day");
    }
    if (const int every = map.number("every"); every > 0) trigger.every = every;
    trigger.minute = read_minute(map, "at", what, file, trigger.minute);
    if (map.has("by_post")) trigger.minute_by_post = read_minute(map, "by_post", what, file, 0);
    return trigger;
}

}  // namespace

std::vector<Condition> read_conditions(const YAML::Node& node, const std::string& what,
                                       YamlFile& file) {
    std::vector<Condition> conditions;
    if (!node.IsDefined()) return conditions;
    if (node.IsSequence()) {
        for (const auto& item : node) conditions.push_back(one_condition(item, what, file));
    } else {
        conditions.push_back(one_condition(node, what, file));
    }
    return conditions;
}

std::vector<Condition> read_stops(const YAML::Node& node, const std::string& what, YamlFile& file) {
    std::vector<Condition> stops;
    if (!node.IsSequence()) return read_conditions(node, what, file);
    for (const auto& item : node) {
        if (!item.IsMap() || !item["event"]) {
            stops.push_back(one_condition(item, what, file));
            continue;
        }
        YamlMap map(item, what, file);
        Condition stop = one_condition(map.take("event"), what, file);
        stop.line = map.line();
        stop.from_day = map.number("from_day");
        if (stop.from_day < 1) file.problem(map.line(), what + ": from_day is a day from 1 on");
        stops.push_back(std::move(stop));
    }
    return stops;
}

Trigger read_trigger(const YAML::Node& node, const std::string& what, YamlFile& file) {
    YamlMap map(node, what, file);
    if (map.has("event") || map.has("sent")) return read_event_trigger(map, what, file);
    return read_day_trigger(map, what, file);
}

}  // namespace postroom::procedure
