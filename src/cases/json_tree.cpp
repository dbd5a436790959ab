#include "cases/json_tree.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include "base/unicode.hpp"

namespace postroom::cases {

namespace {

constexpr std::size_t deepest = 32;

class TreeBuilder : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, TreeBuilder> {
  public:
    using Kind = JsonValue::Kind;

    TreeBuilder(std::string_view text, const rapidjson::MemoryStream& stream,
                std::string_view streamed_key, const std::function<void(const JsonValue&)>& take)
        : text_(text), stream_(stream), streamed_key_(streamed_key), take_item_(take) {}

    bool Null() { return finish(started(Kind::null)); }
    bool Bool(bool yes) {
        JsonValue value = started(Kind::boolean);
        value.yes = yes;
        return finish(std::move(value));
    }
    bool RawNumber(const char* digits, rapidjson::SizeType size, bool) {
        JsonValue value = started(Kind::number);
        value.text.assign(digits, size);
        return finish(std::move(value));
    }
    bool String(const char* characters, rapidjson::SizeType size, bool) {
        JsonValue value = started(Kind::text);
        value.text.assign(characters, size);
        return is_whole(value.text) && finish(std::move(value));
    }
    bool Key(const char* characters, rapidjson::SizeType size, bool) {
        if (!is_whole({characters, size})) return false;
        open_.back().keys.emplace_back(characters, size);
        return true;
    }
    bool StartObject() { return open(Kind::object); }
    bool StartArray() { return open(Kind::list); }
    bool EndObject(rapidjson::SizeType) { return close(); }
    bool EndArray(rapidjson::SizeType) { return close(); }

    JsonValue root;
    bool too_deep = false;
    bool half_a_character = false;

    /// Offsets only ever grow, so each newline is counted once.
    int line_at(std::size_t offset) {
        offset = std::min(offset, text_.size());
        const auto from = text_.begin() + static_cast<std::ptrdiff_t>(counted_to_);
        const auto to = text_.begin() + static_cast<std::ptrdiff_t>(std::max(offset, counted_to_));
        line_ += static_cast<int>(std::count(from, to, '\n'));
        counted_to_ = std::max(offset, counted_to_);
        return line_;
    }

  private:
    /// RapidJSON refuses \ud800 without its second half, but lets a lone \udc00 through.
    bool is_whole(std::string_view text) {
        half_a_character = half_a_character || !is_utf8(text);
        return !half_a_character;
    }
    JsonValue started(Kind kind) {
        JsonValue value;
        value.kind = kind;
        value.line = line_at(stream_.Tell());
        return value;
    }
    bool open(Kind kind) {
        if (open_.size() == deepest) {
            too_deep = true;
            return false;
        }
        open_.push_back(started(kind));
        return true;
    }
    bool close() {
        JsonValue value = std::move(open_.back());
        open_.pop_back();
        return finish(std::move(value));
    }
    bool finish(JsonValue value) {
        if (open_.empty())
            root = std::move(value);
        else if (is_in_streamed_list())
            take_item_(value);
        else
            open_.back().items.push_back(std::move(value));
        return true;
    }
    bool is_in_streamed_list() const {
        return take_item_ && open_.size() == 2 && open_[0].is(Kind::object) &&
               open_[1].is(Kind::list) && open_[0].keys.back() == streamed_key_;
    }

    std::string_view text_;
    const rapidjson::MemoryStream& stream_;
    std::string_view streamed_key_;
    const std::function<void(const JsonValue&)>& take_item_;
    std::vector<JsonValue> open_;
    std::size_t counted_to_ = 0;
    int line_ = 1;
};

}  // namespace

const JsonValue* JsonValue::at(std::string_view key) const {
    const auto found = std::find(keys.begin(), keys.end(), key);
    return found == keys.end() ? nullptr : &items[static_cast<std::size_t>(found - keys.begin())];
}

const std::string* JsonValue::repeated_key() const {
    for (std::size_t i = 1; i < keys.size(); ++i) {
        const auto end = keys.begin() + static_cast<std::ptrdiff_t>(i);
        if (std::find(keys.begin(), end, keys[i]) != end) return &keys[i];
    }
    return nullptr;
}

Expected<JsonValue> parse_json(std::string_view text) {
    return parse_json(text, {}, {});
}

Expected<JsonValue> parse_json(std::string_view text, std::string_view streamed_key,
                               const std::function<void(const JsonValue&)>& take_item) {
    rapidjson::MemoryStream stream(text.data(), text.size());
    TreeBuilder builder(text, stream, streamed_key, take_item);
    // RapidJSON takes a NUL for the end of the text.
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos)
        return fail(Problem{.what = "not JSON: a NUL character", .line = builder.line_at(nul)});

    constexpr unsigned flags = rapidjson::kParseIterativeFlag |
                               rapidjson::kParseValidateEncodingFlag |
                               rapidjson::kParseNumbersAsStringsFlag;
    rapidjson::Reader reader;
    const rapidjson::ParseResult result = reader.Parse<flags>(stream, builder);
    if (builder.too_deep)
        return fail(Problem{.what = "nested too deeply to be a case file",
                            .line = builder.line_at(result.Offset())});
    if (builder.half_a_character)
        return fail(Problem{.what = "not JSON: half a character, as \\udc00 alone",
                            .line = builder.line_at(result.Offset())});
    if (result.IsError())
        return fail(
            Problem{.what = std::string("not JSON: ") + rapidjson::GetParseError_En(result.Code()),
                    .line = builder.line_at(result.Offset())});
    return std::move(builder.root);
}

void append_json_text(std::string& json, std::string_view text) {
    json += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            json += '\\';
            json += c;
        } else if (c == '\n') {
            json += "\\n";
        } else if (static_cast<unsigned char>(c) < 0x20) {
            std::array<char, 8> escape{};
            std::snprintf(escape.data(), escape.size(), "\\u%04x", static_cast<unsigned>(c));
            json += escape.data();
        } else {
            json += c;
        }
    }
    json += '"';
}

}  // namespace postroom::cases
