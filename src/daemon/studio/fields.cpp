#include "daemon/studio/fields.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "calendar/date_text.hpp"
#include "cases/names.hpp"
#include "daemon/studio/field_dates.hpp"
#include "daemon/studio/field_names.hpp"
#include "daemon/studio/letters_sent.hpp"
#include "daemon/studio/people_fields.hpp"
#include "daemon/studio/spoken_of.hpp"

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
constexpr std::array<std::string_view, 11> plain_names{
    "reference", "today",          "summary", "desired_outcome", "service_area", "logged_on",
    "due_on",    "recipient_name", "by_post", "by_email",        "letters_sent"};

/// "reader_is_complainant" asks for a role.
std::optional<cases::Role> asked_of_reader(std::string_view name) {
    const auto role = rest_after(name, "reader_is");
    return role ? cases::role_named(*role) : std::nullopt;
}

/// What an item of a list may be called in a case file, beside the word of the letters.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> said_also_as{
    {{"text", "action"},
     {"reasons", "reason"},
     {"reason", "reasons"},
     {"by", "who"},
     {"by", "owner"},
     {"on", "due_on"},
     {"due_on", "on"}}};

/// Whether it is a word of ours ("partly_upheld") and not somebody's own text.
bool is_a_word(std::string_view detail, std::string_view value) {
    return detail == "finding" ||
           (detail == "outcome" && value.find(' ') == std::string_view::npos);
}

/// "how_is_phone", said of an event's details, asks whether `how` is "phone".
struct DetailQuestion {
    std::string_view detail;
    std::string_view value;
};
std::optional<DetailQuestion> detail_question(std::string_view rest) {
    constexpr std::string_view is = "_is_";
    const std::size_t at = rest.find(is);
    if (at == std::string_view::npos || at == 0) return std::nullopt;
    return DetailQuestion{rest.substr(0, at), rest.substr(at + is.size())};
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

/// What may stand after a clock's name, besides its days.
bool clock_word(std::string_view rest) {
    constexpr std::array<std::string_view, 6> words{"started",   "day_number", "due",
                                                    "days_left", "told",       "answer"};
    return std::ranges::find(words, rest) != words.end();
}

class Fields {
  public:
    explicit Fields(const FieldSource& source) : from_(source) {}

    /// The value, or an empty optional when this case has none.
    Expected<std::optional<Value>> value(const std::string& name) {
        if (const auto key = configured().find(name); key != configured().end())
            return text(from_.config.text(key->second, from_.language));
        if (auto plain = plain_value(name)) return plain;
        if (auto person = person_value(name, from_)) return person;
        if (const auto sent = rest_after(name, "sent"); sent && letter_spoken_of(*sent, from_))
            return std::optional<Value>(true);
        if (const auto list = rest_after(name, "any")) {
            const auto found = value(std::string(*list));
            if (!found) return found;
            return std::optional<Value>(found->has_value());
        }
        if (const auto planned = rest_after(name, "planned")) return planned_value(*planned);
        auto dated = date_value(name);
        if (!dated || dated->has_value()) return dated;
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
        if (name == "letters_sent")
            return letters_sent(from_.case_, from_.procedure, from_.language);
        if (const auto role = asked_of_reader(name)) return Value(from_.reader.role == *role);
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

    /// A date, or a yes-or-no about one: whether it is behind us, or after another.
    Expected<std::optional<Value>> date_value(const std::string& name) const {
        const DateName wanted = read_date_name(name);
        const auto day = date_named(name, from_);
        if (!day) return fail(day.error());
        if (!day->has_value()) return std::optional<Value>{};
        if (wanted.passed) return std::optional<Value>(**day < from_.today);
        if (wanted.after.empty()) return date(**day);
        const auto other = date_named(wanted.after, from_);
        if (!other) return fail(other.error());
        return std::optional<Value>(other->has_value() && **day > **other);
    }

    Expected<std::optional<Value>> clock_value(const procedure::Clock& clock,
                                               std::string_view rest) const {
        const procedure::ClockView* view = from_.plan.clock(clock.id);
        if (view == nullptr) return std::optional<Value>{};
        if (rest == "day_number") return text(std::to_string(view->day_number));
        if (rest == "days_left" && view->due) {
            const auto left = from_.calendar.count(from_.today, *view->due);
            if (!left) return fail(left.error());
            return text(std::to_string(std::max(0, *left)));
        }
        return std::optional<Value>{};
    }

    std::optional<Value> event_value(const std::string& event, std::string_view rest) const {
        const cases::CaseEvent* found = event_spoken_of(event, from_);
        if (found == nullptr) return std::nullopt;
        if (rest.empty()) return Value(true);
        if (rest == by_each) return said_by_each(event, from_);
        if (const auto said = who_said_it(rest, *found, from_)) return Value(*said);
        if (const auto wanted = rest_after(rest, "is")) {
            const cases::EventWord* word = cases::event_word(event);
            return Value(word != nullptr && found->text(word->principal_detail) == *wanted);
        }
        const bool of_points = !found->text("finding") && found->details.contains("points");
        if (const auto asked = detail_question(rest))
            return Value(of_points && asked->detail == "finding"
                             ? overall_finding(*found) == asked->value
                             : found->says(asked->detail, asked->value));
        if (rest == "finding" && of_points) return text(in_words(overall_finding(*found)));
        const bool readers_own = rest.ends_with(for_reader);
        if (readers_own) rest.remove_suffix(for_reader.size());
        const bool why = rest == "reason" || rest == "reasons" || rest == "because";
        const bool ours = why && cases::event_is(event, cases::EventIs::reasoned_by_the_council);
        if ((why || rest == "note") && !ours && is_kept_from_reader(*found, from_))
            return std::nullopt;
        if (why && (ours || from_.reader.role != cases::Role::complainant))
            found = latest_with_reasons(*found, from_.case_);
        auto detail = found->details.find(rest);
        // Three words for one thing: whoever records one of them has said the others.
        for (const char* other : {"reason", "reasons"})
            if (why && detail == found->details.end()) detail = found->details.find(other);
        if (detail == found->details.end()) return std::nullopt;
        if (const auto* yes = std::get_if<bool>(&detail->second)) return Value(*yes);
        if (const auto* list = std::get_if<std::vector<cases::DetailObject>>(&detail->second))
            return records_of(*list, readers_own);
        const std::string& value = std::get<std::string>(detail->second);
        const bool says_who = rest == "by" || rest == "owner" || rest == "lead";
        if (const auto role = says_who ? cases::role_named(value) : std::nullopt)
            return Value("the " + std::string(cases::words_for(*role)));
        return text(is_a_word(rest, value) ? in_words(value) : value);
    }

    /// Items of a list of points or actions, numbered as in the whole list.
    std::optional<Value> records_of(const std::vector<cases::DetailObject>& list,
                                    bool readers_own) const {
        Records records;
        int number = 0;
        for (const cases::DetailObject& object : list) {
            ++number;
            if (readers_own && !is_the_readers(object)) continue;
            Record record;
            record["number"] = Value(std::to_string(number));
            for (const auto& [key, value] : object)
                if (!value.empty()) record[key] = item_value(key, value);
            if (const auto finding = object.find("finding"); finding != object.end())
                record.insert_or_assign("finding_is_" + finding->second, Value(true));
            // Said in another of the words that docs/case-files.md gives for the same thing.
            for (const auto& [word, other] : said_also_as)
                if (const auto found = record.find(std::string(other)); found != record.end())
                    record.emplace(word, Value(found->second));
            records.push_back(std::move(record));
        }
        if (records.empty()) return std::nullopt;
        return Value(std::move(records));
    }

    Value item_value(const std::string& key, const std::string& value) const {
        const auto day = calendar::Day::from_iso(value);
        if (day && (key == "on" || key.ends_with("_on"))) return *date(*day);
        if (key == "who" || key == "owner" || key == "by")
            if (const auto role = cases::role_named(value))
                return Value("the " + std::string(cases::words_for(*role)));
        return Value(key == "finding" || key == "response" ? in_words(value) : value);
    }

    /// Whom an item concerns, or who does it, is said by role or by name.
    bool is_the_readers(const cases::DetailObject& object) const {
        return std::ranges::any_of(object, [&](const auto& item) {
            const auto& [key, value] = item;
            return (key == "concerns" || key == "owner" || key == "who" || key == "by") &&
                   is_the_reader(value, from_);
        });
    }

    const FieldSource& from_;
};

}  // namespace

namespace {

/// The name without what may be said of it: "panel_fixed_panel_on" of "…_minus_10_passed".
std::string base_of(std::string_view name) {
    if (name.ends_with(for_reader)) name.remove_suffix(for_reader.size());
    return read_date_name(name).date;
}

/// Whether a case of the procedure may have a date of that name.
bool names_a_date(const std::string& name, const procedure::Procedure& procedure) {
    if (const DateName date = read_date_name(name); date.date != name)
        return date.after.empty() && !date.passed && names_a_date(date.date, procedure);
    if (!is_field(name, procedure)) return false;
    if (name == "due_on" || name == "today" || name == "logged_on" || counts_from_the_letter(name))
        return true;
    if (rest_after(name, "sent")) return name.ends_with("_on") || name.ends_with("_promised");
    const FieldSubject subject = subject_of_field(name, procedure);
    if (!subject.clock.empty())
        return !name.ends_with("_day_number") && !name.ends_with("_days_left");
    if (subject.event.empty()) return false;
    if (subject.detail.empty()) return name.ends_with("_on");
    return cases::event_word(subject.event) == nullptr ||
           cases::detail_type(subject.detail) == cases::DetailType::date;
}

}  // namespace

std::optional<std::string> configured_value(std::string_view name, const Config& config) {
    const auto key = configured().find(name);
    if (key == configured().end()) return std::nullopt;
    return config.text(key->second);
}

FieldSubject subject_of_field(const std::string& whole, const procedure::Procedure& procedure) {
    FieldSubject subject;
    const std::string name = base_of(whole);
    if (configured().contains(name) || read_acting_name(name)) return subject;
    if (const auto asked = asked_of_role(name)) {
        subject.role = asked->role;
        return subject;
    }
    std::string_view rest;
    if (const procedure::Clock* clock = clock_named_in(name, procedure, rest);
        clock != nullptr && (clock_word(rest) || rest_after(rest, "day"))) {
        subject.clock = clock->id;
        return subject;
    }
    subject.event = event_named_in(name, procedure, rest);
    if (!is_a_day_of_it(rest) && !asks_who_said_it(rest) && !rest_after(rest, "is") &&
        !detail_question(rest))
        subject.detail = rest;
    return subject;
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

bool is_field(const std::string& whole, const procedure::Procedure& procedure) {
    if (const DateName date = read_date_name(whole); date.date != whole)
        return names_a_date(date.date, procedure) &&
               (date.after.empty() || names_a_date(date.after, procedure));
    const std::string name = base_of(whole);
    if (configured().contains(name)) return true;
    if (const auto list = rest_after(name, "any")) return is_field(std::string(*list), procedure);
    if (std::ranges::find(plain_names, name) != plain_names.end()) return true;
    if (counts_from_the_letter(name) || asked_of_reader(name) || read_acting_name(name) ||
        asked_of_role(name) || asked_for_consent(name) || several_in_role(name) ||
        name == readers_advocate_name || name == can_be_filled_in)
        return true;
    const auto step_in = [&](std::string_view rest, std::initializer_list<std::string_view> tails) {
        return std::ranges::any_of(procedure.steps, [&](const procedure::Step& step) {
            return std::ranges::any_of(tails, [&](std::string_view tail) {
                return rest == step.id.text + std::string(tail);
            });
        });
    };
    if (const auto rest = rest_after(name, "sent")) return step_in(*rest, {"", "_on", "_promised"});
    if (const auto rest = rest_after(name, "planned")) return step_in(*rest, {"_on", "_hour"});
    std::string_view rest;
    if (clock_named_in(name, procedure, rest) != nullptr) {
        if (clock_word(rest)) return true;
        if (const auto day = rest_after(rest, "day"); day && number_in(*day)) return true;
    }
    const std::string event = event_named_in(name, procedure, rest);
    if (event.empty()) return false;
    if (rest.empty() || is_a_day_of_it(rest) || asks_who_said_it(rest)) return true;
    const auto declared = procedure.declared_events.find(event);
    if (declared != procedure.declared_events.end())
        return declared->second.empty() || declared->second.contains(rest) ||
               cases::is_of_any_event(rest);
    if (const auto value = rest_after(rest, "is")) {
        const cases::EventWord* word = cases::event_word(event);
        return word != nullptr && !word->principal_detail.empty();
    }
    const auto question = detail_question(rest);
    return cases::detail_type(question ? question->detail : rest).has_value();
}

}  // namespace postroom::daemon
