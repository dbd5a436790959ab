// Parties and details as they are stored: canonical JSON, and back.
#include <algorithm>

#include "cases/case_file.hpp"
#include "cases/json_tree.hpp"
#include "cases/party_fields.hpp"
#include "cases/written_details.hpp"

namespace postroom::cases {

namespace {

/// An object written member by member.
class JsonObject {
  public:
    explicit JsonObject(std::string& json) : json_(json) { json_ += '{'; }
    void close() { json_ += '}'; }

    void key(std::string_view name) {
        if (!first_) json_ += ',';
        first_ = false;
        append_json_text(json_, name);
        json_ += ':';
    }
    void text(std::string_view name, std::string_view value) {
        key(name);
        append_json_text(json_, value);
    }
    void text_if_any(std::string_view name, std::string_view value) {
        if (!value.empty()) text(name, value);
    }
    void boolean(std::string_view name, bool value) {
        key(name);
        json_ += value ? "true" : "false";
    }

  private:
    std::string& json_;
    bool first_ = true;
};

void append_objects(std::string& json, const std::vector<DetailObject>& objects) {
    json += '[';
    for (std::size_t i = 0; i < objects.size(); ++i) {
        if (i > 0) json += ',';
        JsonObject object(json);
        for (const auto& [key, value] : objects[i]) object.text(key, value);
        object.close();
    }
    json += ']';
}

void append_consent(std::string& json, const Consent& consent) {
    JsonObject object(json);
    object.boolean("given", consent.given);
    if (consent.on) object.text("on", consent.on->iso());
    object.text_if_any("scope", consent.scope);
    object.close();
}

/// The object the JSON holds, flat; the first problem met.
Expected<std::vector<WrittenDetail>> read_flat(std::string_view json,
                                               std::initializer_list<std::string_view> leave_out,
                                               std::string& role) {
    const Expected<JsonValue> value = parse_json(json);
    if (!value) return fail(value.error());
    if (!value->is(JsonValue::Kind::object)) return fail(Problem{.what = "not a JSON object"});
    std::optional<Problem> first;
    const auto note = [&first](const std::string& name, int, std::string what, std::string remedy) {
        if (!first)
            first = Problem{.what = std::move(what), .remedy = std::move(remedy), .field = name};
    };
    if (const std::string* key = value->repeated_key())
        note(*key, 0, "given twice", "keep one of them");
    std::vector<WrittenDetail> details = flat_details(*value, leave_out, note);
    if (first) return fail(*first);
    if (const JsonValue* given = value->at("role"); given && given->is(JsonValue::Kind::text))
        role = given->text;
    return details;
}

}  // namespace

std::string to_json(const Details& details) {
    std::string json;
    JsonObject object(json);
    for (const auto& [name, value] : details) {
        if (const auto* text = std::get_if<std::string>(&value)) {
            object.text(name, *text);
        } else if (const auto* yes = std::get_if<bool>(&value)) {
            object.boolean(name, *yes);
        } else {
            object.key(name);
            append_objects(json, std::get<std::vector<DetailObject>>(value));
        }
    }
    object.close();
    return json;
}

Expected<Details> details_from_json(std::string_view json) {
    std::string role;
    Expected<std::vector<WrittenDetail>> written = read_flat(json, {}, role);
    if (!written) return fail(written.error());
    Details details;
    for (WrittenDetail& detail : *written)
        details.emplace(std::move(detail.name), std::move(detail.value));
    return details;
}

std::string to_json(const Party& party) {
    std::string json;
    JsonObject object(json);
    object.text("role", name_of(party.role));
    object.text_if_any("kind", party.kind);
    object.text_if_any("title", party.title);
    object.text_if_any("first_name", party.first_name);
    object.text_if_any("last_name", party.last_name);
    object.text_if_any("name", party.name);
    object.text_if_any("salutation", party.salutation);
    if (!party.address.lines.empty()) {
        object.key("address");
        for (std::size_t i = 0; i < party.address.lines.size(); ++i) {
            json += i == 0 ? '[' : ',';
            append_json_text(json, party.address.lines[i]);
        }
        json += ']';
    }
    object.text_if_any("postcode", party.address.postcode);
    object.text_if_any("email", party.email);
    object.text_if_any("phone", party.phone);
    if (party.channel) object.text("channel", name_of(*party.channel));
    object.text_if_any("format", party.format);
    object.text_if_any("language", party.language);
    if (party.consent != Consent{}) {
        object.key("consent");
        append_consent(json, party.consent);
    }
    object.text_if_any("represents", party.represents);
    if (party.address_confidential) object.boolean("address_confidential", true);
    object.text_if_any("safe_contact", party.safe_contact);
    if (party.complained_about) object.boolean("complained_about", true);
    object.close();
    return json;
}

Expected<Party> party_from_json(std::string_view json) {
    std::string role_name;
    const Expected<std::vector<WrittenDetail>> fields = read_flat(json, {"role"}, role_name);
    if (!fields) return fail(fields.error());
    const std::optional<Role> role = role_named(role_name);
    if (!role) return fail(Problem{.what = "not a role that Postroom knows", .field = "role"});
    Party party;
    party.role = *role;
    for (const WrittenDetail& field : *fields) {
        if (!is_party_field(field.name))
            return fail(Problem{.what = "not a field of a party", .field = field.name});
        if (std::optional<Problem> trouble = set_party_field(party, field.name, field.value)) {
            trouble->field = field.name;
            return fail(std::move(*trouble));
        }
    }
    close_up_address(party.address);
    return party;
}

}  // namespace postroom::cases
