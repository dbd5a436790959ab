// What is no longer sent, as the work on a case finds it and as the office is told.
#pragma once

#include <string>

#include "base/ids.hpp"

namespace postroom::daemon {

/// A step that was skipped because its day, or another step, had overtaken it.
struct MissedStep {
    CaseReference case_reference;
    std::string title;  ///< of the step
    std::string because;
};

}  // namespace postroom::daemon
