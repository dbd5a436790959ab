#include "base/yaml.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include <yaml.h>

namespace postroom::yaml {

const Node& Node::find(std::string_view key) const {
    static const Node absent;
    const auto found = std::ranges::find_if(
        entries_, [&](const Entry& entry) { return entry.first.text_ == key; });
    return found == entries_.end() ? absent : found->second;
}

namespace {

constexpr int deepest = 64;
constexpr int nodes_at_most = 200'000;

/// libyaml's parser over one text, and the event it stands at.
class Events {
  public:
    explicit Events(std::string_view text) {
        if (yaml_parser_initialize(&parser_) == 0) throw std::bad_alloc();
        yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()),
                                     text.size());
    }
    ~Events() {
        yaml_event_delete(&event_);
        yaml_parser_delete(&parser_);
    }
    Events(const Events&) = delete;
    Events& operator=(const Events&) = delete;

    /// False when the text breaks the rules of YAML.
    bool next() {
        yaml_event_delete(&event_);
        event_ = {};
        return yaml_parser_parse(&parser_, &event_) != 0;
    }
    const yaml_event_t& now() const { return event_; }
    int line() const { return static_cast<int>(event_.start_mark.line) + 1; }

    Problem trouble() const {
        const std::string what = parser_.problem == nullptr ? "it breaks off" : parser_.problem;
        const std::string context =
            parser_.context == nullptr ? "" : std::string(parser_.context) + ": ";
        return {.what = context + what, .line = static_cast<int>(parser_.problem_mark.line) + 1};
    }

  private:
    yaml_parser_t parser_{};
    yaml_event_t event_{};
};

std::string_view text_of(const unsigned char* text) {
    return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

bool has_tag(const yaml_event_t& event) {
    switch (event.type) {
        case YAML_SCALAR_EVENT:
            return event.data.scalar.tag != nullptr;
        case YAML_SEQUENCE_START_EVENT:
            return event.data.sequence_start.tag != nullptr;
        case YAML_MAPPING_START_EVENT:
            return event.data.mapping_start.tag != nullptr;
        default:
            return false;
    }
}

bool means_nothing(std::string_view plain) {
    return plain.empty() || plain == "~" || plain == "null" || plain == "Null" || plain == "NULL";
}

}  // namespace

class Builder {
  public:
    explicit Builder(std::string_view text) : events_(text) {}

    Expected<Node> run() {
        Node root;
        root.kind_ = Node::Kind::null;
        root.line_ = 1;
        bool begun = false;
        while (true) {
            if (!events_.next()) return fail(events_.trouble());
            switch (events_.now().type) {
                case YAML_STREAM_END_EVENT:
                    return root;
                case YAML_DOCUMENT_START_EVENT:
                    if (begun) return fail(here("a second document begins"));
                    begun = true;
                    if (!events_.next()) return fail(events_.trouble());
                    if (auto trouble = build(root, 0)) return fail(*trouble);
                    break;
                default:
                    break;
            }
        }
    }

  private:
    using Trouble = std::optional<Problem>;

    Problem here(std::string what) const {
        return {.what = std::move(what), .line = events_.line()};
    }

    /// Reads the node that begins with the present event, to its end.
    Trouble build(Node& node, int depth) {
        if (++nodes_ > nodes_at_most || depth > deepest)
            return here("it is nested or repeated too much");
        node.line_ = events_.line();
        const yaml_event_t& event = events_.now();
        if (has_tag(event)) return here("a tag (!) has no meaning here");
        std::string anchor;
        Trouble trouble;
        switch (event.type) {
            case YAML_ALIAS_EVENT:
                return copy(node, std::string(text_of(event.data.alias.anchor)));
            case YAML_SCALAR_EVENT: {
                const auto& scalar = event.data.scalar;
                anchor = text_of(scalar.anchor);
                node.text_.assign(reinterpret_cast<const char*>(scalar.value), scalar.length);
                const bool nothing =
                    scalar.style == YAML_PLAIN_SCALAR_STYLE && means_nothing(node.text_);
                node.kind_ = nothing ? Node::Kind::null : Node::Kind::scalar;
                break;
            }
            case YAML_SEQUENCE_START_EVENT:
                anchor = text_of(event.data.sequence_start.anchor);
                node.kind_ = Node::Kind::list;
                trouble = build_items(node, depth);
                break;
            case YAML_MAPPING_START_EVENT:
                anchor = text_of(event.data.mapping_start.anchor);
                node.kind_ = Node::Kind::map;
                trouble = build_entries(node, depth);
                break;
            default:
                return here("something is missing");
        }
        if (!trouble && !anchor.empty()) anchors_.insert_or_assign(anchor, node);
        return trouble;
    }

    Trouble build_items(Node& list, int depth) {
        while (true) {
            if (!events_.next()) return events_.trouble();
            if (events_.now().type == YAML_SEQUENCE_END_EVENT) return {};
            if (auto trouble = build(list.items_.emplace_back(), depth + 1)) return trouble;
        }
    }

    Trouble build_entries(Node& map, int depth) {
        while (true) {
            if (!events_.next()) return events_.trouble();
            if (events_.now().type == YAML_MAPPING_END_EVENT) return {};
            Node::Entry& entry = map.entries_.emplace_back();
            if (auto trouble = build(entry.first, depth + 1)) return trouble;
            if (!events_.next()) return events_.trouble();
            if (auto trouble = build(entry.second, depth + 1)) return trouble;
        }
    }

    static int size_of(const Node& node) {
        int size = 1;
        for (const Node& item : node.items_) size += size_of(item);
        for (const auto& [key, value] : node.entries_) size += 1 + size_of(value);
        return size;
    }

    Trouble copy(Node& node, const std::string& anchor) {
        const auto named = anchors_.find(anchor);
        if (named == anchors_.end()) return here("no anchor of that name comes before");
        // Copies of copies would grow without end.
        nodes_ += size_of(named->second);
        if (nodes_ > nodes_at_most) return here("it is nested or repeated too much");
        const int line = node.line_;
        node = named->second;
        node.line_ = line;
        return {};
    }

    Events events_;
    std::map<std::string, Node> anchors_;
    int nodes_ = 0;
};

Expected<Node> read(std::string_view text) {
    return Builder(text).run();
}

}  // namespace postroom::yaml
