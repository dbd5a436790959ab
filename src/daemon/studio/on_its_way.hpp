// Letters that people approved and that have not left yet: what they bring about overtakes what is
// due meanwhile. Nobody gets an answer and the apology for having none by one post (domain 4, 1).
#pragma once

#include <string>
#include <vector>

#include "daemon/studio/look.hpp"

namespace postroom::daemon {

struct OnItsWay {
    StepId step;
    std::string occurrence;
    cases::CaseEvent brings_about;  ///< what its step appends once it has left
};

/// The case as it will stand once they have left, all on `day`.
cases::CaseFile once_they_left(cases::CaseFile file, const std::vector<OnItsWay>& letters,
                               calendar::Day day);

/// Whether a step that is due now no longer is once they have left, or would close the case before
/// (the last answer has left for one of two who complained, and is in the print tray for the
/// other). Never of the letters' own steps: a newer draft takes the place of one on its way.
bool is_overtaken(const procedure::PlannedStep& planned, const std::vector<OnItsWay>& letters,
                  const Look& once_left);

}  // namespace postroom::daemon
