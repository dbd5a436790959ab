// What a letter may say of the people on a case.
#pragma once

#include <optional>
#include <string_view>

#include "daemon/studio/fields.hpp"

namespace postroom::daemon {

/// The advocate of the letter's own reader, who may have copies of it.
inline constexpr std::string_view readers_advocate_name = "readers_advocate_name";

/// team_manager_name, complainant_email: of whoever has that role; panel_member_names: of all who
/// have it. acting_team_manager_name,
/// …_role, …_is_director: of whoever gets now what goes to the team manager, so that what a letter
/// says and who is written to never differ.
std::optional<templating::Value> person_value(std::string_view name, const FieldSource& from);

/// "further_time_refused_by_reader": see said_by_reader.
inline constexpr std::string_view by_reader = "by_reader";

/// "meeting_arranged_by_another": see said_by_another.
inline constexpr std::string_view by_another = "by_another";

/// No other complainant is on the case.
bool complains_alone(const FieldSource& from);

/// Whether what the event records is the word of the letter's own reader, so that it may say "you
/// told us". Where nobody is named as saying it, it is whoever complains alone.
bool said_by_reader(const cases::CaseEvent& event, const FieldSource& from);

/// Whether the event names another of several complainants (`by`) than the letter's own reader:
/// what is between us and that one alone is not told to this reader.
bool said_by_another(const cases::CaseEvent& event, const FieldSource& from);

}  // namespace postroom::daemon
