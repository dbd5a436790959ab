// What a letter may say of a case: every field name, worked out from case, plan and configuration.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "calendar/working_calendar.hpp"
#include "cases/case.hpp"
#include "daemon/premises/config.hpp"
#include "procedure/plan.hpp"
#include "templating/template.hpp"

namespace postroom::daemon {

/// The date that the last letter with a promise gave its reader, and the fields that mean it: the
/// one it stood in, and the day of a clock that this was ("stage1_due", "stage1_day_10").
struct LastPromise {
    std::vector<std::string> fields;
    calendar::Day day;
    calendar::Day on;  ///< … the letter left
};

/// One letter to one reader, before it is written. Refers to the caller's objects.
struct FieldSource {
    const cases::Case& case_;
    const procedure::Procedure& procedure;
    const procedure::Plan& plan;
    const procedure::PlannedStep& step;
    const calendar::WorkingCalendar& calendar;
    const Config& config;
    const std::vector<cases::Party>& people;  ///< the team's own
    const cases::Party& reader;
    cases::Channel channel = cases::Channel::letter;
    std::string language = "en";
    calendar::Day today;
    std::optional<LastPromise> promised = {};
};

/// Values for exactly the `wanted` names (docs/writing-letters.md lists the patterns). A name that
/// has no value for this case is left out: the template says whether that is a mistake. The
/// calendar's error when a date lies past the years loaded.
Expected<templating::Record> fields_for(const FieldSource& source,
                                        const std::vector<std::string>& wanted);

/// The value of a field that comes from the configuration, whatever the case: council_name,
/// team_phone…; nothing for another name.
std::optional<std::string> configured_value(std::string_view name, const Config& config);

/// False for a name that no case of this procedure could ever give a value.
bool is_field(const std::string& name, const procedure::Procedure& procedure);

/// Whom or what a field speaks of: an event and the detail of it, a clock, or a role.
struct FieldSubject {
    std::string event;   ///< "delay_confirmed" of delay_confirmed_reason
    std::string detail;  ///< "reason"; empty for the event itself and its day
    std::string clock;   ///< "stage1" of stage1_day_20
    std::optional<cases::Role> role;
};
FieldSubject subject_of_field(const std::string& name, const procedure::Procedure& procedure);

/// "partly_upheld": the whole response's finding, from its points.
std::string overall_finding(const cases::CaseEvent& drafted);

}  // namespace postroom::daemon
