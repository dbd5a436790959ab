// Which letters go second class: those that post.second_class names. The dates that letters hold
// count two working days in the post, so all others go first class.
#pragma once

#include <string_view>

#include "composition/catalogue.hpp"
#include "daemon/premises/config.hpp"

namespace postroom::daemon {

/// A letter's siblings for the young and in Welsh go the way it goes.
bool goes_second_class(std::string_view letter, const Config& config);

/// Names in post.second_class that are no letter's.
Problems post_class_problems(const Config& config, const composition::Catalogue& letters);

}  // namespace postroom::daemon
