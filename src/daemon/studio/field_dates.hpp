// The dates a letter may name.
#pragma once

#include <optional>
#include <string>

#include "daemon/studio/fields.hpp"

namespace postroom::daemon {

/// The date behind a field: a day of a clock (stage1_day_20, stage1_due), an event's day or a date
/// it carries (panel_fixed_panel_on), a day counted from this letter (answer_by_20,
/// in_5_working_days), each with _plus_5 or _minus_10 if need be. Nothing when this case has no
/// such date or the name is none. The calendar's error past the years loaded.
Expected<std::optional<calendar::Day>> date_named(const std::string& name,
                                                  const FieldSource& source);

/// Whether a name of the kind "answer_by_20", "answer_by_20_or_30" or "in_5_working_days".
bool counts_from_the_letter(std::string_view name);

}  // namespace postroom::daemon
