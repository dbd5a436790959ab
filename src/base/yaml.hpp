// A YAML text as a tree that knows its lines. One document, no tags; an alias is a copy of what its
// anchor named.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/expected.hpp"

namespace postroom::yaml {

class Node {
  public:
    using Entry = std::pair<Node, Node>;  ///< key and value, in the order of the text

    /// What a key that is absent stands for: no kind at all, line 0.
    Node() = default;

    bool is_defined() const { return kind_ != Kind::undefined; }
    bool is_null() const { return kind_ == Kind::null; }  ///< nothing, ~ or null, unquoted
    bool is_scalar() const { return kind_ == Kind::scalar; }
    bool is_list() const { return kind_ == Kind::list; }
    bool is_map() const { return kind_ == Kind::map; }

    int line() const { return line_; }                              ///< from 1
    const std::string& text() const { return text_; }               ///< of a scalar; else empty
    const std::vector<Node>& items() const { return items_; }       ///< of a list; else none
    const std::vector<Entry>& entries() const { return entries_; }  ///< of a map; else none

    /// The value of the first such key; an undefined node when this is no map or lacks it.
    const Node& find(std::string_view key) const;
    bool has(std::string_view key) const { return find(key).is_defined(); }

  private:
    friend class Builder;
    enum class Kind { undefined, null, scalar, list, map };
    Kind kind_ = Kind::undefined;
    int line_ = 0;
    std::string text_;
    std::vector<Node> items_;
    std::vector<Entry> entries_;
};

/// A null node for an empty text. The problem has its line and quotes nothing of the text. Lists
/// and maps nested deeper than 64, and more than 200,000 nodes, aliases counted, are problems too.
Expected<Node> read(std::string_view text);

}  // namespace postroom::yaml
