// The built-in sample: an invented case far enough along that every letter finds its fields.
#pragma once

#include <string>

#include "daemon/studio/look.hpp"
#include "daemon/studio/write_letter.hpp"

namespace postroom::daemon {

/// A case and the step of `procedure` that uses the letter, as they stand on the sample's day.
/// Refers to the studio's content.
struct Sample {
    cases::CaseFile file;
    Look look;
    procedure::PlannedStep planned;
    calendar::LocalTime now;
};

/// What to make a sample of: "stage1/response" or a sibling of it ("stage1/response.yp", whose
/// reader is then a young person), in this procedure or, when empty, the first that uses it.
struct SampleWish {
    std::string letter;
    std::string procedure;
};

/// The problem says why no sample can be made (no step uses the letter).
Expected<Sample> sample_for(const SampleWish& wish, const Studio& studio);

/// "stage1/response" of "stage1/response.yp.cy": as the steps of a procedure name the letter.
std::string name_in_procedure(std::string letter);

/// The sample's people and events, before any letter asks for more.
cases::CaseFile sample_case(const std::string& procedure, bool young_person);
/// Somebody invented in that role.
cases::Party sample_party(cases::Role role);
/// A likely value of that detail of an event that happened `on` that day.
cases::Detail sample_detail(const std::string& detail, calendar::Day on);

}  // namespace postroom::daemon
