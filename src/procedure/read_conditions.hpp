// Conditions and triggers as procedures write them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "procedure/procedure.hpp"
#include "procedure/yaml_map.hpp"

namespace postroom::procedure {

/// One condition, or a list of them. `what` names the place in messages.
std::vector<Condition> read_conditions(const yaml::Node& node, const std::string& what,
                                       YamlFile& file);

/// What stops a clock: conditions, and {event: name, from_day: n} for an event that stops it only
/// from its day n on.
std::vector<Condition> read_stops(const yaml::Node& node, const std::string& what, YamlFile& file);

/// "panel_fixed.panel_on".
DateOf read_date_of(const std::string& text, int line, const std::string& what, YamlFile& file);

/// {clock: stage1, day: 3}, {days: 3}, {date: ombudsman_enquired.due_on, days: -2}.
std::optional<Deadline> read_deadline(const yaml::Node& node, const std::string& what,
                                      YamlFile& file);

Trigger read_trigger(const yaml::Node& node, const std::string& what, YamlFile& file);

}  // namespace postroom::procedure
