// The tags of a template, found before mstch sees it, with everything wrong about them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.hpp"

namespace postroom::templating {

struct Tag {
    enum class Kind { value, section, inverted, close, partial, comment };
    Kind kind = Kind::value;
    std::string name;  ///< empty for comments
    int line = 0;
    std::size_t begin = 0;  ///< of "{{" in the text
    std::size_t end = 0;    ///< just past "}}"
};

/// Tags in order. Says in `problems` what is malformed, not closed, or not allowed; a malformed tag
/// is left out. That sections match is looked at later, when partials are known.
std::vector<Tag> scan_tags(std::string_view text, const std::string& file, int first_line,
                           Problems& problems);

}  // namespace postroom::templating
