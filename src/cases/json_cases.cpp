#include <algorithm>

#include "cases/case_checks.hpp"
#include "cases/case_readers.hpp"
#include "cases/event_checks.hpp"
#include "cases/party_fields.hpp"

namespace postroom::cases {

namespace {

using Kind = JsonValue::Kind;

constexpr std::string_view format_name = "postroom-cases/1";

class JsonCaseReader {
  public:
    explicit JsonCaseReader(Reading& reading) : reading_(reading) {}

    void read_head(const JsonValue& root) {
        check_keys(root, {"format", "cases"}, "");
        const JsonValue* format = root.at("format");
        if (format == nullptr || !format->is(Kind::text) || format->text != format_name)
            wrong(format ? *format : root, "format", "not a file of this format",
                  "write \"format\": \"" + std::string(format_name) + "\"");
        const JsonValue* cases = root.at("cases");
        if (cases == nullptr || !cases->is(Kind::list))
            wrong(cases ? *cases : root, "cases", "no list of cases", "write \"cases\": […]");
    }

    CaseFile read_case(const JsonValue& value) {
        CaseFile file;
        reference_.clear();
        if (!value.is(Kind::object)) {
            wrong(value, "cases", "not an object", "write each case as {…}");
            return file;
        }
        if (const std::string text = text_of(value, "reference"); is_text_there(value, "reference"))
            file.reference = checked_reference(reading_, text, line_of(value, "reference"));
        reference_ = file.reference.text;
        check_keys(value,
                   {"reference", "procedure", "service_area", "complaint", "parties", "events"},
                   "");
        file.procedure = text_of(value, "procedure");
        file.service_area = text_of(value, "service_area");
        read_complaint(value, file);

        CaseLines lines{.itself = value.line, .parties = {}, .parties_sound = {}, .events = {}};
        for (const JsonValue& item : list_of(value, "parties")) {
            if (!item.is(Kind::object)) {
                wrong(item, "parties", "not an object", "write each party as {…}");
                continue;
            }
            bool sound = true;
            if (const std::optional<Party> party = read_party(item, sound)) {
                file.parties.push_back(*party);
                lines.parties.push_back(item.line);
                lines.parties_sound.push_back(sound);
            }
        }
        for (const JsonValue& item : list_of(value, "events")) {
            if (!item.is(Kind::object)) {
                wrong(item, "events", "not an object", "write each event as {…}");
                continue;
            }
            file.events.push_back(read_event_object(item));
            lines.events.push_back(item.line);
        }
        complete_case(reading_, file, lines);
        return file;
    }

  private:
    Place at(const JsonValue& value, std::string field) const {
        return {.line = value.line, .case_reference = reference_, .field = std::move(field)};
    }
    void wrong(const JsonValue& value, std::string field, std::string what, std::string remedy) {
        reading_.problem(at(value, std::move(field)), std::move(what), std::move(remedy));
    }

    void check_repeated(const JsonValue& object, const std::string& prefix) {
        if (const std::string* key = object.repeated_key())
            wrong(object, field_named(prefix + *key), "given twice", "keep one of them");
    }

    void check_keys(const JsonValue& object, std::initializer_list<std::string_view> known,
                    const std::string& prefix) {
        check_repeated(object, prefix);
        for (std::size_t i = 0; i < object.keys.size(); ++i) {
            const std::string& key = object.keys[i];
            if (std::find(known.begin(), known.end(), key) != known.end()) continue;
            const int line = i < object.items.size() ? object.items[i].line : object.line;
            reading_.problem(
                {.line = line, .case_reference = reference_, .field = field_named(prefix + key)},
                "a key that Postroom does not know", "see docs/case-files.md");
        }
    }

    static int line_of(const JsonValue& object, std::string_view key) {
        const JsonValue* value = object.at(key);
        return value ? value->line : object.line;
    }

    /// False, with a problem, when the key is there and holds no text.
    bool is_text_there(const JsonValue& object, const std::string& key) {
        const JsonValue* value = object.at(key);
        if (value == nullptr || value->is(Kind::text)) return true;
        wrong(*value, key, "not text", "write it in quotation marks");
        return false;
    }

    std::string text_of(const JsonValue& object, const std::string& key) {
        const JsonValue* value = object.at(key);
        return value != nullptr && value->is(Kind::text) ? value->text : std::string();
    }

    static std::string text_or_number(const JsonValue& object, std::string_view key) {
        const JsonValue* value = object.at(key);
        return value == nullptr ? std::string() : value->text;
    }

    const std::vector<JsonValue>& list_of(const JsonValue& object, const std::string& key) {
        static const std::vector<JsonValue> nothing;
        const JsonValue* value = object.at(key);
        if (value == nullptr) return nothing;
        if (value->is(Kind::list)) return value->items;
        wrong(*value, key, "not a list", "write it as […]");
        return nothing;
    }

    void read_complaint(const JsonValue& value, CaseFile& file) {
        is_text_there(value, "procedure");
        is_text_there(value, "service_area");
        const JsonValue* complaint = value.at("complaint");
        if (complaint == nullptr) return;
        if (!complaint->is(Kind::object))
            return wrong(*complaint, "complaint", "not an object",
                         "write {\"summary\": …, \"desired_outcome\": …}");
        check_keys(*complaint, {"summary", "desired_outcome"}, "complaint.");
        is_text_there(*complaint, "summary");
        is_text_there(*complaint, "desired_outcome");
        file.summary = text_of(*complaint, "summary");
        file.desired_outcome = text_of(*complaint, "desired_outcome");
    }

    FlatteningTrouble troubles_of(const std::string& prefix) {
        return [this, prefix](const std::string& name, int line, std::string what,
                              std::string remedy) {
            reading_.problem(
                {.line = line, .case_reference = reference_, .field = field_named(prefix + name)},
                std::move(what), std::move(remedy));
        };
    }

    std::optional<Party> read_party(const JsonValue& object, bool& sound) {
        const std::optional<Role> role = role_named(text_of(object, "role"));
        if (!role) {
            wrong(object, "role", "not a role that Postroom knows",
                  "use one of docs/case-files.md");
            return std::nullopt;
        }
        const std::string prefix = std::string(name_of(*role)) + ".";
        check_repeated_role(object, prefix);
        Party party;
        party.role = *role;
        sound = fill_party(reading_, at(object, std::string(name_of(*role))), party,
                           flat_details(object, {"role"}, troubles_of(prefix)));
        return party;
    }

    void check_repeated_role(const JsonValue& object, const std::string& prefix) {
        if (std::count(object.keys.begin(), object.keys.end(), "role") > 1)
            wrong(object, prefix + "role", "given twice", "keep one of them");
    }

    CaseEvent read_event_object(const JsonValue& object) {
        WrittenEvent written{.name = text_or_number(object, "name"),
                             .on = text_or_number(object, "on"),
                             .id = text_or_number(object, "id"),
                             .details = {},
                             .line = object.line};
        const bool known = event_word(written.name) != nullptr ||
                           reading_.acceptance().declared_events.contains(written.name);
        const std::string prefix = (known ? written.name : "event") + ".";
        for (const std::string_view key : {"name", "on", "id"}) {
            if (std::count(object.keys.begin(), object.keys.end(), key) > 1)
                wrong(object, prefix + std::string(key), "given twice", "keep one of them");
        }
        written.details = flat_details(object, {"name", "on", "id"}, troubles_of(prefix));
        return checked_event(reading_, reference_, written);
    }

    Reading& reading_;
    std::string reference_;
};

}  // namespace

void read_json_cases(std::string_view json, Reading& reading, ReadCases& read) {
    JsonCaseReader reader(reading);
    const auto take_case = [&](const JsonValue& value) {
        CaseFile file = reader.read_case(value);
        const std::string& reference = file.reference.text;
        const int earlier = reference.empty() ? 0 : reading.earlier_line(reference, value.line);
        if (earlier != 0)
            reading.problem({.line = value.line, .case_reference = reference, .field = "reference"},
                            "used by an earlier case, at line " + std::to_string(earlier),
                            "give each case its own");
        read.cases.push_back(std::move(file));
        read.case_lines.push_back(value.line);
    };
    const Expected<JsonValue> root = parse_json(json, "cases", take_case);
    if (!root)
        reading.problem({.line = root.error().line}, root.error().what,
                        "let a program write the JSON, or check it with one");
    else
        JsonCaseReader(reading).read_head(*root);
}

}  // namespace postroom::cases
