// Letters that people approved and that have not left yet: what they bring about overtakes what is
// due meanwhile. Nobody gets an answer and the apology for having none by one post (domain 4, 1).
#pragma once

#include <string>
#include <vector>

#include "daemon/studio/look.hpp"

namespace postroom::daemon {

/// Whether a letter was approved and now leaves by itself, or a person approves, releases or
/// cancels it first, or says that it was posted.
enum class Leaving { by_itself, once_a_person_says_so };

struct OnItsWay {
    StepId step;
    std::string occurrence;
    cases::CaseEvent brings_about;  ///< what its step appends once it has left
    bool stopped = false;           ///< a person cancelled it, and is asked what becomes of it
};

/// The case as it will stand once they have left, all on `day`.
cases::CaseFile once_they_left(cases::CaseFile file, const std::vector<OnItsWay>& letters,
                               calendar::Day day);

/// Whether a step that is due now no longer is once they have left, or would close the case before
/// (the last answer has left for one of two who complained, and is in the print tray for the
/// other). Never of the letters' own steps: a newer draft takes the place of one on its way.
bool is_overtaken(const procedure::PlannedStep& planned, const std::vector<OnItsWay>& letters,
                  const Look& once_left);

/// Whether the step would close the case while one of those letters, which wait for a person, is an
/// answer that has left for another reader: it is approved, confirmed as posted, or cancelled first
/// (decision 0155). So while a person who stopped one has not said what becomes of it, and its
/// readers have the answer in whose place it was to be (0170).
bool closes_before_each_has_the_answer(const procedure::PlannedStep& planned,
                                       const std::vector<OnItsWay>& waiting, const Look& look);

}  // namespace postroom::daemon
