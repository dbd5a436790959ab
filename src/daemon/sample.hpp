// The built-in sample: an invented case far enough along that every letter finds its fields.
#pragma once

#include <string>

#include "daemon/look.hpp"
#include "daemon/write_letter.hpp"

namespace postroom::daemon {

/// A case and the step of `procedure` that uses the letter, as they stand on the sample's day.
/// Refers to the studio's content.
struct Sample {
    cases::CaseFile file;
    Look look;
    procedure::PlannedStep planned;
    calendar::LocalTime now;
};

/// The problem says why no sample can be made (no step uses the letter).
Expected<Sample> sample_for(const std::string& letter, const Studio& studio);

/// The sample's events alone, for `check`: what a case of that procedure could hold.
cases::CaseFile sample_case(const std::string& procedure);

}  // namespace postroom::daemon
