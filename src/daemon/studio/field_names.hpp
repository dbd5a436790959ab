// How field names are put together: "stage1_day_20", "panel_fixed_panel_on_minus_10_passed".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "procedure/procedure.hpp"

namespace postroom::daemon {

std::optional<int> number_in(std::string_view text);

/// "stage1_day_10" after the head "stage1" leaves "day_10"; nothing for another head.
std::optional<std::string_view> rest_after(std::string_view name, std::string_view head);

/// The clock that `name` begins with, the longest, so that "stage2_window" wins over "stage2"; null
/// when it begins with none. `rest` gets what follows.
const procedure::Clock* clock_named_in(std::string_view name, const procedure::Procedure& procedure,
                                       std::string_view& rest);

/// The same for events; empty when it begins with none.
std::string event_named_in(std::string_view name, const procedure::Procedure& procedure,
                           std::string_view& rest);

/// What is said of a date: another day before or after it, what was promised in its place, or a
/// yes-or-no question about it.
struct DateName {
    std::string date;       ///< "panel_fixed_panel_on"
    int days = 0;           ///< working days after it (_plus_5) or before it (_minus_10)
    int calendar_days = 0;  ///< … or days of any kind (_minus_10_calendar_days)
    int years = 0;          ///< 1: the same date a year later (_next_year)
    bool promised = false;  ///< _promised_before: another date that a letter gave for it
    bool passed = false;    ///< _passed: whether the day is behind us
    std::string after;      ///< _after_stage3_day_30: whether it lies after that other date
};
DateName read_date_name(std::string_view name);

/// "acting_team_manager_role": asked of whoever gets now what goes to the team manager.
struct ActingName {
    cases::Role role;
    std::string_view asks;          ///< "name", "role", or "is" of another role
    std::optional<cases::Role> is;  ///< acting_team_manager_is_director
};
std::optional<ActingName> read_acting_name(std::string_view name);

/// "team_manager_name", "complainant_email", "panel_member_names": of whoever has that role.
struct AskedOfRole {
    cases::Role role;
    std::string_view asks;  ///< "name" or "email" of the first, "names" of all
};
std::optional<AskedOfRole> asked_of_role(std::string_view name);

/// "advocate_has_consent": whether somebody in that role may have copies.
std::optional<cases::Role> asked_for_consent(std::string_view name);

/// "several_complainants", "several_panel_members": whether more than one person has that role.
std::optional<cases::Role> several_in_role(std::string_view name);

/// Of an event: the day it happened, and the day on which its words were corrected, where a letter
/// goes because of that.
inline constexpr std::string_view reworded_on = "reworded_on";
inline bool is_a_day_of_it(std::string_view rest) {
    return rest == "on" || rest == reworded_on;
}

/// "stage2_drafted_points_for_reader": the items of the list that are the reader's.
inline constexpr std::string_view for_reader = "_for_reader";

}  // namespace postroom::daemon
