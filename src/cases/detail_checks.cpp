#include "cases/detail_checks.hpp"

#include <algorithm>
#include <array>

#include "cases/json_tree.hpp"
#include "cases/party_fields.hpp"
#include "cases/written_details.hpp"

namespace postroom::cases {

namespace {

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

}  // namespace

std::optional<Detail> DetailChecks::checked(std::string_view name, const Detail& value) {
    if (event_ == "corrected" && is_replacement(name))
        return replacement(name.substr(replace_prefix.size()), value);
    const bool of_a_party = event_ == "party_changed" || event_is(event_, may_be_of_one);
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

std::optional<Detail> DetailChecks::typed(std::string_view name, DetailType type,
                                          const Detail& value) {
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

std::optional<Detail> DetailChecks::declared(const DeclaredDetails& details, std::string_view name,
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

std::optional<Detail> DetailChecks::free(const Detail& value) {
    if (const auto* words = std::get_if<std::string>(&value)) return prose(*words);
    const auto* objects = std::get_if<std::vector<DetailObject>>(&value);
    if (objects == nullptr) return value;
    for (const DetailObject& object : *objects)
        for (const auto& [key, words] : object)
            if (!prose(words)) return std::nullopt;
    return value;
}

std::optional<Detail> DetailChecks::replacement(std::string_view name, const Detail& value) {
    if (name == "on") return date(value);
    if (name == "role") return role(value);
    if (name == "which") return which(value);
    const std::optional<DetailType> type = detail_type(name);
    if (type) return typed(name, *type, value);
    if (is_party_field(name)) return party_field(name, value);
    // An event of the procedure's own: judged once the event it corrects is known.
    return free(value);
}

std::optional<Detail> DetailChecks::date(const Detail& value) {
    const auto* words = std::get_if<std::string>(&value);
    if (words != nullptr && Day::from_iso(*words)) return *words;
    wrong("not a date that exists", "write it as YYYY-MM-DD");
    return std::nullopt;
}

std::optional<Detail> DetailChecks::boolean(const Detail& value) {
    if (std::holds_alternative<bool>(value)) return value;
    const auto* words = std::get_if<std::string>(&value);
    if (const auto read = words ? yes_or_no(*words) : std::nullopt) return *read;
    wrong("neither yes nor no", "write true or false");
    return std::nullopt;
}

std::optional<Detail> DetailChecks::role(const Detail& value) {
    const auto* words = std::get_if<std::string>(&value);
    if (words != nullptr && role_named(*words)) return *words;
    wrong("not a role that Postroom knows", "use one of docs/case-files.md");
    return std::nullopt;
}

std::optional<Detail> DetailChecks::which(const Detail& value) {
    const auto* words = std::get_if<std::string>(&value);
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (words != nullptr && !words->empty() && words->size() <= 2 && words->front() != '0' &&
        std::all_of(words->begin(), words->end(), is_digit))
        return *words;
    wrong("not a number from 1 to 99", "count the parties in that role from 1");
    return std::nullopt;
}

std::optional<Detail> DetailChecks::party_field(std::string_view name, const Detail& value) {
    Party scratch;
    if (const std::optional<Problem> trouble = set_party_field(scratch, name, value)) {
        wrong(trouble->what, trouble->remedy);
        return std::nullopt;
    }
    if (const auto* words = std::get_if<std::string>(&value))
        if (const auto read = yes_or_no(*words); read && is_yes_or_no_field(name)) return *read;
    return value;
}

bool DetailChecks::is_yes_or_no_field(std::string_view name) {
    return name == "consent.given" || name == "address_confidential" ||
           name == "complained_about" || name == "left";
}

std::optional<Detail> DetailChecks::text(std::string_view name, const Detail& value) {
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

std::optional<Detail> DetailChecks::prose(const std::string& words) {
    std::string clean = with_line_feeds(words);
    if (!is_clean_prose(reading_, place_, clean)) return std::nullopt;
    return clean;
}

std::optional<Detail> DetailChecks::objects(std::string_view name, const Detail& value) {
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

void DetailChecks::check_object(std::string_view name, DetailObject& object) {
    const std::span<const std::string_view> keys =
        name == "points" ? std::span<const std::string_view>(point_keys) : action_keys;
    for (auto& [key, value] : object) {
        const std::string field = std::string(name) + "." + key;
        if (!is_among(keys, key))
            wrong("not a key that " + std::string(name) + " know", "use one of: " + listed(keys),
                  field);
        if (key == "finding" && !is_among(allowed_values(event_, key), value))
            wrong("not a finding", "use one of: " + listed(allowed_values(event_, key)), field);
        if (key.ends_with("_on") && !Day::from_iso(value))
            wrong("not a date that exists", "write it as YYYY-MM-DD", field);
        value = with_line_feeds(std::move(value));
        if (const auto trouble = wrong_in_prose(value))
            wrong(*trouble, "mend it where it comes from", field);
    }
}

void DetailChecks::wrong(std::string what, std::string remedy, const std::string& key) {
    Place place = place_;
    if (!key.empty()) place.field = field_named(std::string(event_) + "." + key);
    reading_.problem(place, std::move(what), std::move(remedy));
}

}  // namespace postroom::cases
