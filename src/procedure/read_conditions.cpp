#include "procedure/read_conditions.hpp"

namespace postroom::procedure {

namespace {

std::string as_value(std::string text) {
    if (text == "true") return "yes";
    if (text == "false") return "no";
    return text;
}

/// {eligibility_decided: not accepted}, {court_hold: whole}, {advocate_awaited: true}.
Condition event_with_value(const std::string& event, const yaml::Node& value,
                           const std::string& what, YamlFile& file) {
    Condition condition{.kind = Condition::Kind::event, .name = event};
    condition.line = value.line();
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
        text = as_value(std::move(text));
        const auto allowed = cases::allowed_values(event, condition.detail);
        bool known = allowed.empty();
        for (const std::string_view candidate : allowed) known = known || candidate == text;
        if (!known)
            file.problem(condition.line, what + ": " + event + " never has the value " + text);
        condition.values.push_back(std::move(text));
    };
    if (value.is_scalar()) {
        add(value.text());
    } else if (value.is_list()) {
        for (const yaml::Node& item : value.items()) add(item.is_scalar() ? item.text() : "");
    } else {
        file.problem(condition.line, what + ": " + event + " takes a value or a list of values");
    }
    return condition;
}

Condition one_condition(const yaml::Node& node, const std::string& what, YamlFile& file);
Condition read_clock_reached(const yaml::Node& node, const std::string& what, YamlFile& file);

/// {event: received, detail: how, is: phone}, {…, is_not: …}, {…, older_than: {years: 1}},
/// {event: panel_fixed, detail: panel_on, later_than: {clock: stage3, day: 30}}.
Condition read_long_event(YamlMap& map, const std::string& what, YamlFile& file) {
    Condition condition = one_condition(map.take("event"), what, file);
    condition.line = map.line();
    if (std::string detail = map.text("detail"); !detail.empty()) {
        if (!condition.values.empty()) {
            Condition also = std::move(condition);
            condition = {.kind = Condition::Kind::event, .name = also.name};
            condition.line = map.line();
            condition.parts.push_back(std::move(also));
        }
        condition.detail = std::move(detail);
    }
    const bool positive = map.has("is");
    condition.negated = condition.negated || map.has("is_not");
    for (const char* key : {"is", "is_not"})
        for (std::string& value : map.texts(key))
            condition.values.push_back(as_value(std::move(value)));
    if (positive && map.has("is_not"))
        file.problem(map.line(), what + ": either is or is_not, not both");
    if (const yaml::Node& older = map.take("older_than"); older.is_defined()) {
        YamlMap span(older, what + ", older_than", file);
        condition.older_than_years = span.number("years");
        if (condition.older_than_years == 0)
            file.problem(span.line(), what + ": older_than: {years: n} needs a number");
    }
    for (const char* key : {"later_than", "not_later_than"}) {
        const yaml::Node& later = map.take(key);
        if (!later.is_defined()) continue;
        if (!condition.later_than_clock.empty())
            file.problem(map.line(), what + ": either later_than or not_later_than, not both");
        const Condition limit = read_clock_reached(later, what + ", " + key, file);
        condition.later_than_clock = limit.name;
        condition.later_than_day = limit.day;
        condition.not_later = std::string_view(key) == "not_later_than";
    }
    if (map.has("of_one")) condition.of_one = map.yes("of_one");
    condition.of_each = map.yes("of_each");
    condition.of_each_who = read_conditions(map.take("of_each_who"), what, file);
    if (condition.of_each_who.size() > 1 ||
        std::ranges::any_of(condition.of_each_who, [](const Condition& word) {
            return word.kind != Condition::Kind::event;
        }))
        file.problem(map.line(), what + ": of_each_who is one event, with or without its value");
    condition.matching = map.text("matching");
    condition.ever = map.yes("ever");
    condition.later = map.yes("later");
    condition.passed = map.yes("passed");
    return condition;
}

std::optional<bool> yes_or_nothing(YamlMap& map, const std::string& key) {
    if (!map.has(key)) return std::nullopt;
    return map.yes(key);
}

Condition read_party(const yaml::Node& node, const std::string& what, YamlFile& file) {
    YamlMap map(node, what, file);
    Condition condition{.kind = Condition::Kind::party, .name = map.required_text("party")};
    condition.line = map.line();
    condition.values = map.texts("kind");
    for (const std::string& said : map.texts("consent")) {
        condition.consent_withdrawn = condition.consent_withdrawn || said == "withdrawn";
        condition.consent_refused = condition.consent_refused || said == "refused";
    }
    if (!condition.consent_withdrawn && !condition.consent_refused)
        condition.consent = yes_or_nothing(map, "consent");
    condition.safe_contact = yes_or_nothing(map, "safe_contact");
    condition.complained_about = yes_or_nothing(map, "complained_about");
    condition.represents = yes_or_nothing(map, "represents");
    condition.at_least = map.number("at_least", 1);
    if (condition.at_least < 1)
        file.problem(map.line(), what + ": at_least is a number of people, 1 or more");
    return condition;
}

Condition clock_reached_in(YamlMap& map, const std::string& what, YamlFile& file) {
    Condition condition{.kind = Condition::Kind::clock_reached, .name = map.required_text("clock")};
    condition.line = map.line();
    if (map.has("target"))
        map.yes("target");
    else
        condition.day = map.number("day");
    if (condition.day == 0 && !map.has("target"))
        file.problem(map.line(), what + ": a clock condition needs day or target");
    return condition;
}

Condition read_clock_reached(const yaml::Node& node, const std::string& what, YamlFile& file) {
    YamlMap map(node, what, file);
    return clock_reached_in(map, what, file);
}

Condition one_condition(const yaml::Node& node, const std::string& what, YamlFile& file) {
    if (node.is_scalar()) {
        Condition condition{.kind = Condition::Kind::event, .name = node.text()};
        condition.line = node.line();
        return condition;
    }
    if (!node.is_map() || node.entries().empty()) {
        file.problem(
            node.line(),
            what +
                ": a condition is an event's name, or one of {event: value}, "
                "{event: name, detail: d, is: value}, {sent: step}, {clock: id, day: n}, "
                "{party: role}, {same_person: [role, role]}, {all: […]}, {any: […]}, {none: […]}");
        return {};
    }
    if (node.has("clock")) return read_clock_reached(node, what, file);
    if (node.has("party")) return read_party(node, what, file);
    if (node.has("event")) {
        YamlMap map(node, what, file);
        return read_long_event(map, what, file);
    }
    const std::string key = node.entries().front().first.text();
    if (node.entries().size() != 1 && !node.has("sent")) {
        file.problem(node.line(), what + ": a condition has one key");
        return {};
    }
    YamlMap map(node, what, file);
    Condition condition;
    condition.line = map.line();
    if (key == "sent") {
        condition.kind = Condition::Kind::sent;
        condition.name = map.text("sent");
        condition.of_each = map.yes("of_each");
        condition.about_it = map.yes("about_it");
    } else if (key == "same_person") {
        condition.kind = Condition::Kind::same_person;
        condition.people = map.texts("same_person");
    } else if (key == "all" || key == "any" || key == "none") {
        condition.kind = key == "all"   ? Condition::Kind::all
                         : key == "any" ? Condition::Kind::any
                                        : Condition::Kind::none;
        condition.parts = read_conditions(map.take(key), what, file);
    } else {
        condition = event_with_value(key, map.take(key), what, file);
    }
    return condition;
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

template <class Timed>
void read_times(YamlMap& map, const std::string& what, YamlFile& file, Timed& trigger) {
    trigger.minute = read_minute(map, "at", what, file, trigger.minute);
    if (map.has("by_post")) trigger.minute_by_post = read_minute(map, "by_post", what, file, 0);
}

Trigger read_day_trigger(YamlMap& map, const std::string& what, YamlFile& file) {
    OnDay trigger;
    trigger.clock = map.required_text("clock");
    const bool after_target = map.yes("after_target");
    trigger.target = map.yes("target") || after_target;
    trigger.after = map.has("after_day") || after_target;
    trigger.day = trigger.after ? map.number("after_day") : map.number("day");
    int ways = 0;
    for (const char* key : {"day", "after_day", "target", "after_target"}) ways += map.has(key);
    // Day 0 is the day of the event that starts the clock.
    const bool day_zero = map.has("day") || trigger.target;
    if (ways == 0 || (trigger.day == 0 && !day_zero))
        file.problem(map.line(),
                     what + ": a clock needs day, after_day, target: true or after_target: true");
    else if (ways > 1)
        file.problem(map.line(), what + ": one of day, after_day, target and after_target");
    if (const int every = map.number("every"); every > 0) trigger.every = every;
    read_times(map, what, file, trigger);
    return trigger;
}

Trigger read_date_trigger(YamlMap& map, const std::string& what, YamlFile& file) {
    OnDate trigger;
    if (map.has("promised"))
        trigger.date = {.event = {}, .detail = "promised", .promised_by = map.text("promised")};
    else
        trigger.date = read_date_of(map.required_text("date"), map.line(), what, file);
    trigger.calendar_days = map.number("calendar_days", 0, -366);
    trigger.days = map.number("days", 0, -250);
    const std::string each = map.text("each");
    trigger.each = each == "every";
    if (!each.empty() && !trigger.each)
        file.problem(map.line(), what + ": each is every, or is left out");
    if (const int every = map.number("every"); every > 0) trigger.every = every;
    if (trigger.every && !trigger.each)
        file.problem(map.line(), what + ": every so many days after a date needs each: every");
    read_times(map, what, file, trigger);
    return trigger;
}

}  // namespace

std::vector<Condition> read_conditions(const yaml::Node& node, const std::string& what,
                                       YamlFile& file) {
    std::vector<Condition> conditions;
    if (!node.is_defined()) return conditions;
    if (node.is_list()) {
        for (const yaml::Node& item : node.items())
            conditions.push_back(one_condition(item, what, file));
    } else {
        conditions.push_back(one_condition(node, what, file));
    }
    return conditions;
}

std::vector<Condition> read_stops(const yaml::Node& node, const std::string& what, YamlFile& file) {
    std::vector<Condition> stops;
    if (!node.is_list()) return read_conditions(node, what, file);
    for (const yaml::Node& item : node.items()) {
        if (!item.is_map() || !item.has("from_day")) {
            stops.push_back(one_condition(item, what, file));
            continue;
        }
        YamlMap map(item, what, file);
        Condition stop = read_long_event(map, what, file);
        stop.from_day = map.number("from_day");
        if (stop.from_day < 1) file.problem(map.line(), what + ": from_day is a day from 1 on");
        stops.push_back(std::move(stop));
    }
    return stops;
}

DateOf read_date_of(const std::string& text, int line, const std::string& what, YamlFile& file) {
    const std::size_t dot = text.find('.');
    if (dot != std::string::npos && dot > 0 && dot + 1 < text.size())
        return {.event = text.substr(0, dot), .detail = text.substr(dot + 1)};
    file.problem(line, what + ": a date is an event and its detail, as panel_fixed.panel_on");
    return {};
}

std::optional<Deadline> read_deadline(const yaml::Node& node, const std::string& what,
                                      YamlFile& file) {
    if (!node.is_defined()) return std::nullopt;
    Deadline deadline;
    YamlMap map(node, what, file);
    if (map.has("clock")) {
        deadline.clock = clock_reached_in(map, what, file);
        deadline.days = map.number("or_days");
        return deadline;
    }
    deadline.days = map.number("days", 0, -250);
    if (map.has("date"))
        deadline.date = read_date_of(map.text("date"), map.line(), what, file);
    else if (deadline.days <= 0)
        file.problem(map.line(), what +
                                     ": a deadline is {clock: id, day: n}, {days: n} or "
                                     "{date: event.detail, days: n}");
    return deadline;
}

Trigger read_trigger(const yaml::Node& node, const std::string& what, YamlFile& file) {
    YamlMap map(node, what, file);
    if (map.has("date") || map.has("promised")) return read_date_trigger(map, what, file);
    if (map.has("event") || map.has("sent")) return read_event_trigger(map, what, file);
    return read_day_trigger(map, what, file);
}

}  // namespace postroom::procedure
