// The names a letter's wording uses against the names its front matter declares.
#pragma once

#include <string_view>
#include <vector>

#include "base/problem.hpp"
#include "composition/letter.hpp"

namespace postroom::composition {

/// Names used but not declared (at the line of each first use) and declared but not used (at
/// `fields_line`, unless that is allowed). What an item of a list holds, as {{text}} in
/// {{#stage1_drafted_points}}, need not be declared.
Problems compare_fields(const std::vector<const templating::Template*>& wording,
                        const FrontMatter& front, const std::string& file, int fields_line,
                        UnusedFields unused);

/// A subject or preheader may use these alone: it is read over shoulders and on locked screens.
Problems fields_not_for_subjects(const templating::Template& line, std::string_view key);

/// What writers leave behind in a text: TODO, [INSERT …], with the line of each.
Problems leftovers_in(std::string_view text, const std::string& file, int first_line);

}  // namespace postroom::composition
