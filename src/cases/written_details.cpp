#include "cases/written_details.hpp"

#include <algorithm>

#include "cases/party_fields.hpp"

namespace postroom::cases {

namespace {

using Kind = JsonValue::Kind;

bool is_address(std::string_view name) {
    constexpr std::string_view address = "address";
    return name == address || (name.size() > address.size() && name.ends_with(".address"));
}

/// A point's own actions are read as the lines of one text: a list of texts, or of objects with
/// nothing but a text.
std::optional<std::string> lines_of(const JsonValue& list) {
    std::string lines;
    for (const JsonValue& item : list.items) {
        const JsonValue* text = &item;
        if (item.is(Kind::object)) text = item.keys.size() == 1 ? item.at("text") : nullptr;
        if (text == nullptr || !text->is(Kind::text)) return std::nullopt;
        if (!lines.empty()) lines += '\n';
        lines += text->text;
    }
    return lines;
}

std::optional<std::string> object_value(const JsonValue& value) {
    switch (value.kind) {
        case Kind::text:
        case Kind::number:
            return value.text;
        case Kind::boolean:
            return value.yes ? "yes" : "no";
        case Kind::list:
            return lines_of(value);
        case Kind::null:
        case Kind::object:
            return std::nullopt;
    }
    return std::nullopt;
}

class Flattening {
  public:
    explicit Flattening(const FlatteningTrouble& trouble) : trouble_(trouble) {}

    void take_members(const JsonValue& object, const std::string& prefix,
                      std::initializer_list<std::string_view> leave_out) {
        for (std::size_t i = 0; i < object.keys.size(); ++i) {
            const std::string& key = object.keys[i];
            if (std::find(leave_out.begin(), leave_out.end(), key) != leave_out.end()) continue;
            take(prefix + key, object.items[i]);
        }
    }

    std::vector<WrittenDetail> details;

  private:
    void take(const std::string& name, const JsonValue& value) {
        switch (value.kind) {
            case Kind::null:
                return trouble_(name, value.line, "null", "leave out what is not known");
            case Kind::boolean:
                return add(name, value.yes, value);
            case Kind::number:
            case Kind::text:
                return add(name, value.text, value);
            case Kind::object:
                if (value.items.empty())
                    return trouble_(name, value.line, "an empty object", "leave it out");
                return take_members(value, name == "party" ? "" : name + ".", {});
            case Kind::list:
                if (is_address(name)) return take_address(name, value);
                return add(name, detail_objects(name, value, trouble_), value);
        }
    }

    void take_address(const std::string& name, const JsonValue& lines) {
        if (lines.items.size() > most_address_lines)
            return trouble_(name, lines.items[most_address_lines].line,
                            "an address of " + std::to_string(lines.items.size()) +
                                " lines, more than the " + std::to_string(most_address_lines) +
                                " that an address may hold",
                            "keep what the post needs");
        for (std::size_t i = 0; i < lines.items.size(); ++i) {
            const JsonValue& line = lines.items[i];
            if (!line.is(Kind::text))
                trouble_(name, line.line, "an address line is not text",
                         "write each line in quotation marks");
            else
                add(name + "_" + std::to_string(i + 1), line.text, line);
        }
    }

    void add(const std::string& name, Detail value, const JsonValue& written) {
        const bool is_there =
            std::any_of(details.begin(), details.end(),
                        [&name](const WrittenDetail& detail) { return detail.name == name; });
        if (is_there) return trouble_(name, written.line, "given twice", "keep one of them");
        details.push_back({name, std::move(value), written.line, written.is(Kind::number)});
    }

    const FlatteningTrouble& trouble_;
};

}  // namespace

std::vector<WrittenDetail> flat_details(const JsonValue& object,
                                        std::initializer_list<std::string_view> leave_out,
                                        const FlatteningTrouble& trouble) {
    Flattening flattening(trouble);
    flattening.take_members(object, "", leave_out);
    return std::move(flattening.details);
}

std::vector<DetailObject> detail_objects(const std::string& name, const JsonValue& list,
                                         const FlatteningTrouble& trouble) {
    std::vector<DetailObject> objects;
    for (const JsonValue& item : list.items) {
        if (!item.is(Kind::object)) {
            trouble(name, item.line, "an item of the list is not an object",
                    "write each as {\"text\": …}");
            continue;
        }
        DetailObject object;
        for (std::size_t i = 0; i < item.keys.size(); ++i) {
            const std::string field = name + "." + item.keys[i];
            const std::optional<std::string> value = object_value(item.items[i]);
            if (!value)
                trouble(field, item.items[i].line, "neither a text nor a list of texts",
                        "write it as text");
            else if (!object.emplace(item.keys[i], *value).second)
                trouble(field, item.items[i].line, "given twice", "keep one of them");
        }
        objects.push_back(std::move(object));
    }
    return objects;
}

}  // namespace postroom::cases
