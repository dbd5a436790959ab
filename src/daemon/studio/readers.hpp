// To whom a step's letter goes, and by what each of them is known in the outbox.
#pragma once

#include <string>
#include <vector>

#include "cases/case.hpp"
#include "daemon/studio/studio.hpp"
#include "daemon/studio/write_letter.hpp"
#include "procedure/procedure.hpp"

namespace postroom::daemon {

/// Who gets a step's letter: the letter itself first, copies after. Nobody, and
/// why in `problem`, when the case has nobody in those roles.
std::vector<Reader> readers_of(const procedure::Step& step, const cases::Case& case_,
                               const Studio& studio, std::string& problem);

}  // namespace postroom::daemon
