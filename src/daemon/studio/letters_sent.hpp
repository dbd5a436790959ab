// What an officer reads of the letters that have gone.
#pragma once

#include <optional>
#include <string>

#include "cases/case.hpp"
#include "procedure/procedure.hpp"
#include "templating/template.hpp"

namespace postroom::daemon {

/// Title and day of each letter that left, in order; nothing when none has. What a safeguarding
/// flag set off is left out: it is told to whoever looks into it, and word of it elsewhere may warn
/// the person it is about.
std::optional<templating::Value> letters_sent(const cases::Case& case_,
                                              const procedure::Procedure& procedure,
                                              const std::string& language);

}  // namespace postroom::daemon
