// What somebody said while they complained alone stays theirs when another joins (decision 0170).
#pragma once

#include <vector>

#include "cases/case.hpp"

namespace postroom::cases {

/// Once `change` has made two complainants of one: names in `by` whoever complained alone, in what
/// was recorded before and only they can have said.
void name_who_said_it_alone(std::vector<CaseEvent>& events, const CaseEvent& change,
                            const Party& alone);

}  // namespace postroom::cases
