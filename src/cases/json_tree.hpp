// JSON with the line each value stands on. The only place that knows RapidJSON.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.hpp"

namespace postroom::cases {

struct JsonValue {
    enum class Kind { null, boolean, number, text, list, object };
    Kind kind = Kind::null;
    int line = 0;
    bool yes = false;               ///< boolean
    std::string text;               ///< text, or a number as it was written
    std::vector<std::string> keys;  ///< object: the keys, in order, repeats included
    std::vector<JsonValue> items;   ///< list: its items; object: the values of `keys`

    bool is(Kind wanted) const { return kind == wanted; }
    /// The value of that key, or null.
    const JsonValue* at(std::string_view key) const;
    /// A key that stands there twice, or null.
    const std::string* repeated_key() const;
};

/// UTF-8 JSON as RFC 8259 has it, at most 32 levels deep. The problem has the line; `file` is left
/// to the caller.
Expected<JsonValue> parse_json(std::string_view text);

/// As parse_json, but hands over each item of the list under `streamed_key` of the outermost object
/// as soon as it is complete and then forgets it: a file of many cases is never held twice.
Expected<JsonValue> parse_json(std::string_view text, std::string_view streamed_key,
                               const std::function<void(const JsonValue&)>& take_item);

/// `text` as a JSON string, quotes included.
void append_json_text(std::string& json, std::string_view text);

}  // namespace postroom::cases
