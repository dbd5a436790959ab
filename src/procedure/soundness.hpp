// What makes a well-formed procedure unsound: found before any case meets it.
#pragma once

#include "procedure/procedure.hpp"

namespace postroom::procedure {

/// Unknown events, steps, clocks and roles; clocks that never stop; steps that can never fire;
/// repeated ids; rights that wait for approval or may be dropped.
Problems unsound_parts(const Procedure& procedure);

}  // namespace postroom::procedure
