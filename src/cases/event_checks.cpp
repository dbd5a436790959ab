#include "cases/event_checks.hpp"

#include <algorithm>
#include <array>

#include "base/unicode.hpp"
#include "cases/party_fields.hpp"

namespace postroom::cases {

namespace {

constexpr std::string_view replace_prefix = "replace.";

constexpr std::array<std::string_view, 18> one_line_details{"lead",
                                                            "owner",
                                                            "replies",
                                                            "adjudicating_officer",
                                                            "because",
                                                            "by",
                                                            "case",
                                                            "chair",
                                                            "event",
                                                            "how",
                                                            "step",
                                                            "independent_person",
                                                            "occurrence",
                                                            "time",
                                                            "investigating_officer",
                                                            "reference",
                                                            "role",
                                                            "venue"};

constexpr std::array<std::string_view, 9> point_keys{
    "actions", "concerns", "finding", "number", "reason", "reasons", "remedy", "response", "text"};
constexpr std::array<std::string_view, 9> action_keys{
    "action", "by", "done_on", "due_on", "note", "on", "owner", "text", "who"};

/// Details without which the event says nothing that a procedure could act on.
struct Requirement {
    std::string_view event;
    std::string_view detail;
};
constexpr std::array requirements{
    Requirement{"eligibility_decided", "outcome"},  Requirement{"court_hold", "scope"},
    Requirement{"late_request_decided", "outcome"}, Requirement{"late_stage2_decided", "outcome"},
    Requirement{"party_changed", "role"},           Requirement{"corrected", "event"},
    Requirement{"legal_status_recorded", "status"}};

template <class Words>
bool is_among(const Words& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::string listed(std::span<const std::string_view> words) {
    std::string text;
    for (const std::string_view word : words) {
        if (!text.empty()) text += ", ";
        text += word;
    }
    return text;
}

bool is_replacement(std::string_view detail) {
    return detail.starts_with(replace_prefix);
}

class DetailChecks {
  public:
    DetailChecks(Reading& reading, Place place, std::string_view event)
        : reading_(reading), place_(std::move(place)), event_(event) {}

    /// The detail's value in its checked form; nothing when it is wrong or says nothing.
    std::optional<Detail> checked(std::string_view name, const Detail& value) {
        if (event_ == "corrected" && is_replacement(name))
            return replacement(name.substr(replace_prefix.size()), value);
        const bool of_a_party =
            event_ == "party_changed" || event_ == "deceased" || event_ == "withdrawn";
        if (of_a_party && name == "role") return role(value);
        if (of_a_party && name == "which") return which(value);
        if (event_ == "party_changed" && is_party_field(name)) return party_field(name, value);
        const std::optional<DetailType> type = detail_type(name);
        if (!type) {
            wrong("not a detail that this event knows",
                  name == "replace" ? "name what was otherwise: --set replace.on=2026-03-02"
                                    : "see docs/case-files.md");
            return std::nullopt;
        }
        if (const auto* text = std::get_if<std::string>(&value); text && text->empty())
            return std::nullopt;
        return typed(name, *type, value);
    }

    std::optional<Detail> typed(std::string_view name, DetailType type, const Detail& value) {
        switch (type) {
            case DetailType::date:
                return date(value);
            case DetailType::boolean:
                return boolean(value);
            case DetailType::objects:
                return objects(name, value);
            case DetailType::text:
                return text(name, value);
        }
        return std::nullopt;
    }

    /// A detail of a procedure's own event: as the procedure declares it, or of any shape when it
    /// declares none.
    std::optional<Detail> declared(const DeclaredDetails& details, std::string_view name,
                                   const Detail& value) {
        if (details.empty()) return free(value);
        const auto found = details.find(name);
        if (found == details.end()) {
            if (is_of_any_event(name)) return typed(name, DetailType::text, value);
            wrong("not a detail that this event knows", "the procedure lists them under events:");
            return std::nullopt;
        }
        if (const auto* text = std::get_if<std::string>(&value); text && text->empty())
            return std::nullopt;
        auto checked = typed(name, found->second.type, value);
        const auto* words = checked ? std::get_if<std::string>(&*checked) : nullptr;
        const std::vector<std::string>& values = found->second.values;
        if (words != nullptr && !values.empty() &&
            std::find(values.begin(), values.end(), *words) == values.end()) {
            wrong("not a value that this event knows", "the procedure lists them under events:");
            return std::nullopt;
        }
        return checked;
    }

    /// Any shape, but no characters that hide.
    std::optional<Detail> free(const Detail& value) {
        if (const auto* words = std::get_if<std::string>(&value)) return prose(*words);
        const auto* objects = std::get_if<std::vector<DetailObject>>(&value);
        if (objects == nullptr) return value;
        for (const DetailObject& object : *objects)
            for (const auto& [key, words] : object)
                if (!prose(words)) return std::nullopt;
        return value;
    }

  private:
    std::optional<Detail> replacement(std::string_view name, const Detail& value) {
        if (name == "on") return date(value);
        if (name == "role") return role(value);
        if (name == "which") return which(value);
        const std::optional<DetailType> type = detail_type(name);
        if (type) return typed(name, *type, value);
        if (is_party_field(name)) return party_field(name, value);
        // An event of the procedure's own: judged once the event it corrects is known.
        return free(value);
    }

    std::optional<Detail> date(const Detail& value) {
        const auto* words = std::get_if<std::string>(&value);
        if (words != nullptr && Day::from_iso(*words)) return *words;
        wrong("not a date that exists", "write it as YYYY-MM-DD");
        return std::nullopt;
    }

    std::optional<Detail> boolean(const Detail& value) {
        if (std::holds_alternative<bool>(value)) return value;
        const auto* words = std::get_if<std::string>(&value);
        if (const auto read = words ? yes_or_no(*words) : std::nullopt) return *read;
        wrong("neither yes nor no", "write true or false");
        return std::nullopt;
    }

    std::optional<Detail> role(const Detail& value) {
        const auto* words = std::get_if<std::string>(&value);
        if (words != nullptr && role_named(*words)) return *words;
        wrong("not a role that Postroom knows", "use one of docs/case-files.md");
        return std::nullopt;
    }

    std::optional<Detail> which(const Detail& value) {
        const auto* words = std::get_if<std::string>(&value);
        const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
        if (words != nullptr && !words->empty() && words->size() <= 2 && words->front() != '0' &&
            std::all_of(words->begin(), words->end(), is_digit))
            return *words;
        wrong("not a number from 1 to 99", "count the parties in that role from 1");
        return std::nullopt;
    }

    std::optional<Detail> party_field(std::string_view name, const Detail& value) {
        Party scratch;
        if (const std::optional<Problem> trouble = set_party_field(scratch, name, value)) {
            wrong(trouble->what, trouble->remedy);
            return std::nullopt;
        }
        if (const auto* words = std::get_if<std::string>(&value))
            if (const auto read = yes_or_no(*words); read && is_yes_or_no_field(name)) return *read;
        return value;
    }

    static bool is_yes_or_no_field(std::string_view name) {
        return name == "consent.given" || name == "address_confidential" ||
               name == "complained_about" || name == "left";
    }

    std::optional<Detail> text(std::string_view name, const Detail& value) {
        const auto* words = std::get_if<std::string>(&value);
        if (words == nullptr || words->starts_with("[{")) {  // a list, as points are
            wrong("not text", "write it as a text, in quotation marks");
            return std::nullopt;
        }
        const auto allowed = allowed_values(event_, name);
        if (!allowed.empty() && !is_among(allowed, *words)) {
            wrong("not a value that this event knows", "use one of: " + listed(allowed));
            return std::nullopt;
        }
        if (!is_among(one_line_details, name)) return prose(*words);
        if (!is_clean_line(reading_, place_, *words)) return std::nullopt;
        return *words;
    }

    std::optional<Detail> prose(const std::string& words) {
        std::string clean = with_line_feeds(words);
        if (!is_clean_prose(reading_, place_, clean)) return std::nullopt;
        return clean;
    }

    std::optional<Detail> objects(std::string_view name, const Detail& value) {
        std::vector<DetailObject> list;
        if (const auto* given = std::get_if<std::vector<DetailObject>>(&value)) {
            list = *given;
        } else {
            const auto* words = std::get_if<std::string>(&value);
            const auto json = words ? parse_json(*words) : fail(Problem{});
            if (!json || !json->is(JsonValue::Kind::list)) {
                wrong("not a list of objects", "write a JSON list: [{\"text\": …}]");
                return std::nullopt;
            }
            list = detail_objects(
                std::string(name), *json,
                [this](const std::string& key, int, std::string what, std::string remedy) {
                    wrong(std::move(what), std::move(remedy), key);
                });
        }
        for (DetailObject& object : list) check_object(name, object);
        return list;
    }

    void check_object(std::string_view name, DetailObject& object) {
        const std::span<const std::string_view> keys =
            name == "points" ? std::span<const std::string_view>(point_keys) : action_keys;
        for (auto& [key, value] : object) {
            const std::string field = std::string(name) + "." + key;
            if (!is_among(keys, key))
                wrong("not a key that " + std::string(name) + " know",
                      "use one of: " + listed(keys), field);
            if (key == "finding" && !is_among(allowed_values(event_, key), value))
                wrong("not a finding", "use one of: " + listed(allowed_values(event_, key)), field);
            if (key.ends_with("_on") && !Day::from_iso(value))
                wrong("not a date that exists", "write it as YYYY-MM-DD", field);
            value = with_line_feeds(std::move(value));
            if (const auto trouble = wrong_in_prose(value))
                wrong(*trouble, "mend it where it comes from", field);
        }
    }

    void wrong(std::string what, std::string remedy, const std::string& key = {}) {
        Place place = place_;
        if (!key.empty()) place.field = field_named(std::string(event_) + "." + key);
        reading_.problem(place, std::move(what), std::move(remedy));
    }

    Reading& reading_;
    Place place_;
    std::string_view event_;
};

void check_requirements(Reading& reading, Place place, const CaseEvent& event,
                        const WrittenEvent& written) {
    for (const Requirement& requirement : requirements) {
        if (requirement.event != event.name) continue;
        const auto is_it = [&](const WrittenDetail& detail) {
            if (detail.name != requirement.detail) return false;
            const auto* text = std::get_if<std::string>(&detail.value);
            return text == nullptr || !text->empty();
        };
        if (std::any_of(written.details.begin(), written.details.end(), is_it)) continue;
        place.field = event.name + "." + std::string(requirement.detail);
        reading.problem(place, "missing", "say it: the event means nothing without");
    }
    if (event.name != "corrected") return;
    const bool strikes = event.text("strike") == "yes";
    const bool replaces =
        std::any_of(written.details.begin(), written.details.end(),
                    [](const WrittenDetail& detail) { return is_replacement(detail.name); });
    place.field = "corrected";
    if (strikes == replaces)
        reading.problem(place, "a correction either strikes an event or replaces details of it",
                        "give strike: true, or replace: {…} (--set replace.on=2026-03-02)");
}

/// Days that cannot be: a new date that lies before the event that sets it, a panel at a weekend.
void check_days(Reading& reading, Place place, const CaseEvent& event) {
    if (const auto grounds = Day::from_iso(event.text("grounds_on").value_or(""));
        grounds && *grounds > event.on && event.on != Day{}) {
        place.field = event.name + ".grounds_on";
        reading.problem(place, "after the day of the event itself", "correct one of the two");
    }
    const bool of_ombudsman = event.name.starts_with("ombudsman_");
    const auto until = event.text("until");
    if (const auto due = event.text("due_on"); of_ombudsman && due && until && *due != *until) {
        place.field = event.name + ".due_on";
        reading.problem(place, "another date than `until`, which means the same", "give one");
    }
    for (const std::string_view detail :
         {"panel_on", "until", "review_on", "interview_on", "due_on"}) {
        if (detail == "due_on" && !of_ombudsman) continue;
        const auto day = Day::from_iso(event.text(detail).value_or(""));
        if (!day || event.on == Day{}) continue;
        place.field = event.name + "." + std::string(detail);
        if (*day < event.on)
            reading.problem(place, "before the day of the event itself", "correct one of the two");
        else if (detail == "panel_on" && day->weekday() >= calendar::Weekday::saturday)
            reading.problem(place, "a Saturday or Sunday", "a panel sits on a working day");
    }
}

}  // namespace

std::string_view required_detail(std::string_view event) {
    const auto* found = std::ranges::find(requirements, event, &Requirement::event);
    return found == requirements.end() ? std::string_view() : found->detail;
}

CaseEvent checked_event(Reading& reading, const std::string& case_reference,
                        const WrittenEvent& written) {
    const Acceptance& acceptance = reading.acceptance();
    const EventWord* word = event_word(written.name);
    const auto declared = acceptance.declared_events.find(written.name);
    const bool known = word != nullptr || declared != acceptance.declared_events.end();
    Place place{.line = written.line, .case_reference = case_reference, .field = "event"};

    CaseEvent event;
    event.id = EventId(written.id);
    event.name = written.name;
    event.recorded_on = acceptance.logged_on;
    event.recorded_at = acceptance.recorded_at;
    if (written.name.empty())
        reading.problem(place, "an event without a name", "name it as docs/case-files.md lists");
    else if (!known)
        reading.problem(place, "not an event that Postroom or a procedure knows",
                        "use a name of docs/case-files.md, or declare it in the procedure");
    else if (word != nullptr && word->ours_alone)
        reading.problem(place, "an event that Postroom alone records",
                        "leave it out; docs/case-files.md says what to record in its place");

    const std::string shown_name = known ? written.name : "event";
    place.field = shown_name + ".on";
    if (written.on.empty())
        reading.problem(place, "missing", "say on which day it happened");
    else if (const std::optional<Day> on = Day::from_iso(written.on))
        event.on = *on;
    else
        reading.problem(place, "not a date that exists", "write it as YYYY-MM-DD");
    place.field = shown_name + ".id";
    if (written.id.size() > 100) reading.problem(place, "longer than 100 bytes", "shorten it");
    is_clean_line(reading, place, written.id);
    if (!known) return event;

    for (const WrittenDetail& detail : written.details) {
        const Place at{.line = detail.line,
                       .case_reference = case_reference,
                       .field = field_named(shown_name + "." + detail.name)};
        DetailChecks checks(reading, at, written.name);
        std::optional<Detail> value =
            word != nullptr ? checks.checked(detail.name, detail.value)
                            : checks.declared(declared->second, detail.name, detail.value);
        if (value) event.details.insert_or_assign(detail.name, std::move(*value));
    }
    check_requirements(reading, place, event, written);
    check_days(reading, place, event);
    return event;
}

void check_replacement(Reading& reading, const Place& place, const CaseEvent& correction,
                       const CaseEvent& target) {
    if (event_word(target.name) == nullptr) return;
    for (const auto& [key, value] : correction.details) {
        if (!is_replacement(key)) continue;
        const std::string_view detail = std::string_view(key).substr(replace_prefix.size());
        if (detail == "on") continue;
        Place at = place;
        at.field = field_named("corrected." + key);
        if (target.name == "corrected")
            reading.problem(at, "a correction cannot be replaced", "strike it and record another");
        else
            (void)DetailChecks(reading, at, target.name).checked(detail, value);
    }
}

}  // namespace postroom::cases
