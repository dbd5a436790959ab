#include "daemon/fields.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>

#include "calendar/date_text.hpp"

namespace postroom::daemon {

namespace {

using templating::Record;
using templating::Records;
using templating::Value;

/// Names whose value is a key of the configuration.
const std::map<std::string, std::string, std::less<>>& configured() {
    static const std::map<std::string, std::string, std::less<>> names{
        {"council_name", "council.name"},       {"team_name", "council.team"},
        {"team_phone", "council.phone"},        {"team_email", "council.email"},
        {"team_address", "council.address"},    {"opening_hours", "council.opening_hours"},
        {"advocacy_name", "advocacy.name"},     {"advocacy_phone", "advocacy.phone"},
        {"advocacy_email", "advocacy.email"},   {"ombudsman_name", "ombudsman.name"},
        {"ombudsman_phone", "ombudsman.phone"}, {"ombudsman_website", "ombudsman.website"}};
    return names;
}

/// Names that belong to every letter.
constexpr std::array<std::string_view, 10> plain_names{
    "reference", "today",          "summary", "desired_outcome", "service_area",
    "due_on",    "recipient_name", "by_post", "by_email",        "letters_sent"};

std::optional<int> number_in(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return {};
    return value;
}

std::string in_words(std::string text) {
    std::ranges::replace(text, '_', ' ');
    return text;
}

/// "4pm", "1pm", "9:30am".
std::string hour_text(int minute) {
    const int hour = minute / 60;
    std::string text = std::to_string(hour % 12 == 0 ? 12 : hour % 12);
    if (minute % 60 != 0) {
        text += minute % 60 < 10 ? ":0" : ":";
        text += std::to_string(minute % 60);
    }
    return text + (hour < 12 ? "am" : "pm");
}

/// "stage1_day_10" against the clock "stage1" leaves "day_10".
std::optional<std::string_view> rest_after(std::string_view name, std::string_view head) {
    if (!name.starts_with(head) || name.size() <= head.size() || name[head.size()] != '_')
        return std::nullopt;
    return name.substr(head.size() + 1);
}

/// The clock's or event's name that `name` begins with: the longest, so that "stage2_window" wins
/// over "stage2".
const procedure::Clock* clock_named_in(std::string_view name, const procedure::Procedure& procedure,
                                       std::string_view& rest) {
    const procedure::Clock* best = nullptr;
    for (const procedure::Clock& clock : procedure.clocks) {
        const auto after = rest_after(name, clock.id);
        if (after && (best == nullptr || clock.id.size() > best->id.size())) {
            best = &clock;
            rest = *after;
        }
    }
    return best;
}

/// What may stand after a clock's name, besides its days.
bool clock_word(std::string_view rest) {
    constexpr std::array<std::string_view, 5> words{"started", "day_number", "due", "due_passed",
                                                    "days_left"};
    return std::ranges::find(words, rest) != words.end();
}

std::string event_named_in(std::string_view name, const procedure::Procedure& procedure,
                           std::string_view& rest) {
    std::string best;
    const auto consider = [&](std::string_view event) {
        if (name == event && event.size() > best.size()) {
            best = event;
            rest = {};
        }
        const auto after = rest_after(name, event);
        if (after && event.size() > best.size()) {
            best = event;
            rest = *after;
        }
    };
    for (const cases::EventWord& word : cases::all_event_words()) consider(word.name);
    for (const std::string& event : procedure.declared_events) consider(event);
    return best;
}

class Fields {
  public:
    explicit Fields(const FieldSource& source) : from_(source) {}

    /// The value, or an empty optional when this case has none.
    Expected<std::optional<Value>> value(const std::string& name) {
        if (const auto key = configured().find(name); key != configured().end())
            return text(from_.config.text(key->second));
        if (auto plain = plain_value(name)) return plain;
        if (auto person = person_value(name)) return text(*person);
        if (name.starts_with("answer_by_")) return answer_by(name.substr(10));
        if (const auto sent = rest_after(name, "sent")) return sent_value(*sent);
        if (const auto planned = rest_after(name, "planned")) return planned_value(*planned);
        std::string_view rest;
        if (const procedure::Clock* clock = clock_named_in(name, from_.procedure, rest)) {
            auto found = clock_value(*clock, rest);
            if (!found || found->has_value()) return found;
        }
        const std::string event = event_named_in(name, from_.procedure, rest);
        if (!event.empty()) return event_value(event, rest);
        return std::optional<Value>{};
    }

  private:
    static std::optional<Value> text(std::string value) {
        if (value.empty()) return std::nullopt;
        return Value(std::move(value));
    }
    std::optional<Value> date(calendar::Day day) const {
        return Value(calendar::weekday_date(day, from_.language));
    }

    std::optional<Value> plain_value(const std::string& name) const {
        if (name == "reference") return text(from_.case_.reference.text);
        if (name == "today") return text(calendar::long_date(from_.today, from_.language));
        if (name == "summary") return text(from_.case_.summary);
        if (name == "desired_outcome") return text(from_.case_.desired_outcome);
        if (name == "service_area") return text(from_.case_.service_area);
        if (name == "recipient_name") return text(cases::full_name(from_.reader));
        if (name == "by_post") return Value(from_.channel == cases::Channel::letter);
        if (name == "by_email") return Value(from_.channel == cases::Channel::email);
        if (name == "due_on" && from_.step.deadline) return date(*from_.step.deadline);
        if (name == "letters_sent") return letters_sent();
        return std::nullopt;
    }

    std::optional<Value> letters_sent() const {
        Records records;
        for (const cases::CaseEvent& event : from_.case_.events) {
            if (event.name != cases::letter_sent) continue;
            const auto* step = from_.procedure.step(StepId(event.text("step").value_or("")));
            if (step == nullptr) continue;
            records.push_back({{"title", Value(step->title)},
                               {"on", Value(calendar::weekday_date(event.on, from_.language))}});
        }
        if (records.empty()) return std::nullopt;
        return Value(std::move(records));
    }

    std::optional<std::string> person_value(const std::string& name) const {
        const bool is_name = name.ends_with("_name");
        const bool is_email = name.ends_with("_email");
        if (!is_name && !is_email) return std::nullopt;
        const auto role = cases::role_named(name.substr(0, name.size() - (is_name ? 5 : 6)));
        if (!role) return std::nullopt;
        const cases::Party* party = from_.case_.party(*role);
        if (party == nullptr) {
            const auto own = std::ranges::find(from_.people, *role, &cases::Party::role);
            if (own != from_.people.end()) party = &*own;
        }
        // An officer who is complained about is not named as the one who will answer.
        if (party == nullptr || party->complained_about) return std::nullopt;
        const std::string value = is_name ? cases::full_name(*party) : party->email;
        if (value.empty()) return std::nullopt;
        return value;
    }

    /// The nth working day after this very letter counts as received (domain A10).
    Expected<std::optional<Value>> answer_by(std::string_view days) const {
        const auto n = number_in(days);
        if (!n) return std::optional<Value>{};
        const int in_the_post = from_.channel == cases::Channel::letter ? 2 : 0;
        const auto received = from_.calendar.add(from_.today, in_the_post);
        if (!received) return fail(received.error());
        const auto day = from_.calendar.add(*received, *n);
        if (!day) return fail(day.error());
        return date(*day);
    }

    std::optional<Value> sent_value(std::string_view rest) const {
        const bool when = rest.ends_with("_on");
        const std::string_view step = when ? rest.substr(0, rest.size() - 3) : rest;
        for (auto event = from_.case_.events.rbegin(); event != from_.case_.events.rend();
             ++event) {
            if (event->name == cases::letter_sent && event->text("step") == step)
                return when ? date(event->on) : Value(true);
        }
        return std::nullopt;
    }

    /// When another step will fall due: planned_<step>_on, planned_<step>_hour.
    std::optional<Value> planned_value(std::string_view rest) const {
        for (const procedure::PlannedStep& planned : from_.plan.steps) {
            const auto part = rest_after(rest, planned.step->id.text);
            if (!part || !planned.planned) continue;
            if (*part == "on") return date(planned.planned->day);
            if (*part == "hour") return text(hour_text(planned.planned->minute));
        }
        return std::nullopt;
    }

    Expected<std::optional<Value>> clock_value(const procedure::Clock& clock,
                                               std::string_view rest) const {
        const procedure::ClockView* view = from_.plan.clock(clock.id);
        if (view == nullptr) return std::optional<Value>{};
        if (rest == "started") return date(view->started);
        if (rest == "day_number") return text(std::to_string(view->day_number));
        if (rest == "due" && view->due) return date(*view->due);
        if (rest == "due_passed" && view->due)
            return std::optional<Value>(*view->due < from_.today);
        if (rest == "days_left" && view->due) {
            const auto left = from_.calendar.count(from_.today, *view->due);
            if (!left) return fail(left.error());
            return text(std::to_string(std::max(0, *left)));
        }
        if (const auto day_text = rest_after(rest, "day")) {
            const bool passed = day_text->ends_with("_passed");
            const auto n =
                number_in(passed ? day_text->substr(0, day_text->size() - 7) : *day_text);
            if (!n) return std::optional<Value>{};
            const auto day = procedure::day_of(*view, *n, from_.calendar);
            if (!day) return fail(day.error());
            if (!day->has_value()) return std::optional<Value>{};
            return passed ? std::optional<Value>(**day < from_.today) : date(**day);
        }
        return std::optional<Value>{};
    }

    std::optional<Value> event_value(const std::string& event, std::string_view rest) const {
        const cases::CaseEvent* found = from_.case_.latest(event);
        // The event that set the step off is the one its letter speaks of.
        if (from_.step.trigger) {
            for (const cases::CaseEvent& one : from_.case_.events)
                if (one.id == *from_.step.trigger && one.name == event) found = &one;
        }
        if (found == nullptr) return std::nullopt;
        if (rest.empty()) return Value(true);
        if (rest == "on") return date(found->on);
        if (const auto wanted = rest_after(rest, "is")) {
            const cases::EventWord* word = cases::event_word(event);
            return Value(word != nullptr && found->text(word->principal_detail) == *wanted);
        }
        if (rest == "finding" && !found->text("finding") && found->details.contains("points"))
            return text(in_words(overall_finding(*found)));
        const auto detail = found->details.find(rest);
        if (detail == found->details.end()) return std::nullopt;
        if (const auto* yes = std::get_if<bool>(&detail->second)) return Value(*yes);
        if (const auto* list = std::get_if<std::vector<cases::DetailObject>>(&detail->second))
            return records_of(*list);
        const std::string& value = std::get<std::string>(detail->second);
        if (const auto day = calendar::Day::from_iso(value)) return date(*day);
        return text(rest == "finding" ? in_words(value) : value);
    }

    static std::optional<Value> records_of(const std::vector<cases::DetailObject>& list) {
        Records records;
        for (const cases::DetailObject& object : list) {
            Record record;
            record["number"] = Value(std::to_string(records.size() + 1));
            for (const auto& [key, value] : object)
                if (!value.empty()) record[key] = Value(key == "finding" ? in_words(value) : value);
            records.push_back(std::move(record));
        }
        if (records.empty()) return std::nullopt;
        return Value(std::move(records));
    }

    const FieldSource& from_;
};

}  // namespace

FieldSubject subject_of_field(const std::string& name, const procedure::Procedure& procedure) {
    FieldSubject subject;
    if (configured().contains(name)) return subject;
    for (const std::string_view tail : {"_name", "_email"})
        if (name.ends_with(tail))
            subject.role = cases::role_named(name.substr(0, name.size() - tail.size()));
    if (subject.role) return subject;
    std::string_view rest;
    if (const procedure::Clock* clock = clock_named_in(name, procedure, rest);
        clock != nullptr && (clock_word(rest) || rest_after(rest, "day"))) {
        subject.clock = clock->id;
        return subject;
    }
    subject.event = event_named_in(name, procedure, rest);
    if (rest != "on" && !rest_after(rest, "is")) subject.detail = rest;
    return subject;
}

Expected<std::optional<calendar::Day>> date_named(const std::string& name,
                                                  const procedure::Procedure& procedure,
                                                  const procedure::Plan& plan,
                                                  const calendar::WorkingCalendar& calendar) {
    std::string_view rest;
    const procedure::Clock* clock = clock_named_in(name, procedure, rest);
    const procedure::ClockView* view = clock == nullptr ? nullptr : plan.clock(clock->id);
    if (view == nullptr) return std::optional<calendar::Day>{};
    if (rest == "due") return view->due;
    const auto day = rest_after(rest, "day");
    const auto n = day ? number_in(*day) : std::nullopt;
    if (!n) return std::optional<calendar::Day>{};
    return procedure::day_of(*view, *n, calendar);
}

std::string overall_finding(const cases::CaseEvent& drafted) {
    const auto points = drafted.details.find("points");
    if (points == drafted.details.end()) return {};
    const auto* list = std::get_if<std::vector<cases::DetailObject>>(&points->second);
    if (list == nullptr || list->empty()) return {};
    std::string overall;
    for (const cases::DetailObject& point : *list) {
        const auto finding = point.find("finding");
        const std::string value = finding == point.end() ? "" : finding->second;
        if (overall.empty()) overall = value;
        if (value == overall) continue;
        // Points that differ: fault in some part is "partly upheld", none is "not upheld".
        const bool fault = value == "upheld" || value == "partly_upheld" || overall == "upheld" ||
                           overall == "partly_upheld";
        overall = fault ? "partly_upheld" : "not_upheld";
    }
    return overall;
}

Expected<Record> fields_for(const FieldSource& source, const std::vector<std::string>& wanted) {
    Record record;
    Fields fields(source);
    for (const std::string& name : wanted) {
        auto value = fields.value(name);
        if (!value) return fail(value.error());
        if (value->has_value()) record.emplace(name, std::move(**value));
    }
    return record;
}

bool is_field(const std::string& name, const procedure::Procedure& procedure) {
    if (configured().contains(name)) return true;
    if (std::ranges::find(plain_names, name) != plain_names.end()) return true;
    for (const char* tail : {"_name", "_email"}) {
        if (name.ends_with(tail) &&
            cases::role_named(name.substr(0, name.size() - std::string_view(tail).size())))
            return true;
    }
    if (name.starts_with("answer_by_")) return number_in(name.substr(10)).has_value();
    const auto step_in = [&](std::string_view rest, std::initializer_list<std::string_view> tails) {
        return std::ranges::any_of(procedure.steps, [&](const procedure::Step& step) {
            return std::ranges::any_of(tails, [&](std::string_view tail) {
                return rest == step.id.text + std::string(tail);
            });
        });
    };
    if (const auto rest = rest_after(name, "sent")) return step_in(*rest, {"", "_on"});
    if (const auto rest = rest_after(name, "planned")) return step_in(*rest, {"_on", "_hour"});
    std::string_view rest;
    if (clock_named_in(name, procedure, rest) != nullptr) {
        if (clock_word(rest)) return true;
        if (const auto day = rest_after(rest, "day")) {
            const bool passed = day->ends_with("_passed");
            if (number_in(passed ? day->substr(0, day->size() - 7) : *day)) return true;
        }
    }
    const std::string event = event_named_in(name, procedure, rest);
    if (event.empty()) return false;
    if (rest.empty() || rest == "on" || procedure.declared_events.contains(event)) return true;
    if (const auto value = rest_after(rest, "is")) {
        const cases::EventWord* word = cases::event_word(event);
        return word != nullptr && !word->principal_detail.empty();
    }
    return cases::detail_type(rest).has_value();
}

}  // namespace postroom::daemon
