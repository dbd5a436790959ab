// What a letter may say of the people on a case.
#pragma once

#include <optional>
#include <string_view>

#include "daemon/studio/fields.hpp"

namespace postroom::daemon {

/// The advocate of the letter's own reader, who may have copies of it.
inline constexpr std::string_view readers_advocate_name = "readers_advocate_name";

/// A form in the letter is one that its reader can fill in: on paper, and read by eye.
inline constexpr std::string_view can_be_filled_in = "can_be_filled_in";

/// team_manager_name, complainant_email: of whoever has that role; panel_member_names: of all who
/// have it. acting_team_manager_name,
/// …_role, …_is_director: of whoever gets now what goes to the team manager, so that what a letter
/// says and who is written to never differ.
std::optional<templating::Value> person_value(std::string_view name, const FieldSource& from);

/// Of any event that several complainants may say: a list of who of them has said it, and when.
inline constexpr std::string_view by_each = "by_each";

/// What a letter may ask of any event about whoever said it; nothing for another question.
/// `by_reader`: it is the word of the letter's own reader, so that the letter may say "you told
/// us". Where nobody is named as saying it, it is whoever complains alone.
/// `by_another`: it names another of several complainants than the letter's own reader, or somebody
/// who speaks for that one alone: what is between us and that one alone is not told to this reader.
/// `by_their_side`: a complainant, the young person or somebody who speaks for them said it.
/// `by_some`: several complain, and not each of them has said it.
std::optional<bool> who_said_it(std::string_view asked, const cases::CaseEvent& event,
                                const FieldSource& from);
bool asks_who_said_it(std::string_view asked);

/// The letter's own reader, by a name or as the one in a role.
bool is_the_reader(std::string_view named, const FieldSource& from);

/// Whether the reasons and notes of the event are not for this reader, who complains: another of
/// several wrote them, or nobody is named and any of them may have.
bool is_kept_from_reader(const cases::CaseEvent& event, const FieldSource& from);

}  // namespace postroom::daemon
