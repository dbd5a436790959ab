// Of what a letter speaks to its reader: where several complain, each has said and had other
// things.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "daemon/studio/fields.hpp"

namespace postroom::daemon {

/// The event a letter speaks of when it names `event`: the one that set its step off, else the
/// latest; null when there is none. To one of several complainants: what another alone has said is
/// none, and an answer is one once theirs has left for them.
const cases::CaseEvent* event_spoken_of(const std::string& event, const FieldSource& source);

/// The day of that event; of an answer, the day on which the reader's own left.
calendar::Day day_for_reader(const cases::CaseEvent& event, const FieldSource& source);

/// The record of that step's letter, the latest; null when none went. A letter that leaves once
/// more does not speak of itself.
const cases::CaseEvent* letter_spoken_of(std::string_view step, const FieldSource& source);

/// That event; or, where it is the word of one of several complainants and gives no reason, the
/// latest that another said with one.
const cases::CaseEvent* latest_with_reasons(const cases::CaseEvent& event,
                                            const cases::Case& case_);

/// Of several complainants, each who said it: `who` ("The second complainant") and `on`; nothing
/// where one complains alone.
std::optional<templating::Value> said_by_each(const std::string& event, const FieldSource& source);

}  // namespace postroom::daemon
