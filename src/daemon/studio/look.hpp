// One look at one case: what is stored, what is true of it now, and what the procedure demands.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cases/case.hpp"
#include "daemon/studio/studio.hpp"
#include "procedure/plan.hpp"

namespace postroom::daemon {

struct Look {
    cases::Case case_;
    const procedure::Procedure* procedure = nullptr;
    procedure::Plan plan;
    /// When the plan, or an event dated in the future, wants the next look.
    std::optional<calendar::LocalTime> next;
};

/// The problem names the case: its procedure is not installed, or a date lies past the calendar.
Expected<Look> look_at(const cases::CaseFile& file, const Studio& studio, calendar::LocalTime now);

/// When to try again what could not be done for a reason outside the case.
calendar::LocalTime next_day(calendar::LocalTime now);

/// Who recorded an event: Postroom itself.
inline constexpr const char* own_source = "postroom";
/// An event that Postroom itself records.
cases::CaseEvent own_event(std::string_view name, calendar::Day on, Instant at,
                           cases::Details details);

/// For an event of ours: "auto1", "auto2", …: not of the form that the store gives, which sees rows
/// that we do not.
EventId free_id(const std::vector<cases::CaseEvent>& events);

/// step_skipped and step_baselined for one planned step.
cases::CaseEvent skip_event(const procedure::PlannedStep& planned, calendar::Day on, Instant at);
/// A step baselined counts as done on the day it fell due.
cases::CaseEvent baseline_event(const procedure::PlannedStep& planned, Instant at);
/// Whether the record does not say yet that this letter, which has been made for some of those
/// whom it is for, could not be made for that reader: the time of one who has nothing must not run
/// out.
bool is_first_heard_missing(const cases::Case& case_, const procedure::PlannedStep& planned,
                            const std::string& reader);
/// What every record of a letter says. `reader`: known_as, or "".
cases::Details letter_for(const StepId& step, const std::string& occurrence,
                          const std::string& reader);
/// letter_sent for one planned step.
cases::CaseEvent sent_event(const StepId& step, const std::string& occurrence,
                            const std::string& promised, calendar::Day on, Instant at);
/// letter_sent_again: the same letter left on a later day too.
cases::CaseEvent sent_again_event(const StepId& step, const std::string& occurrence,
                                  cases::Channel channel, const std::string& promised,
                                  calendar::Day on, Instant at);
/// The event a planned step appends; carries `step`. Its "{field}" details are taken from what set
/// the step off, "{due}" is the day on which it fell due, whenever we learned of it, and
/// "{event.field}" details are from the case's latest such event.
cases::CaseEvent appended_event(const procedure::Append& append,
                                const procedure::PlannedStep& planned, const cases::Case& case_,
                                calendar::Day on, Instant at);

/// What a step that is due appends before its letter is written, and is not on record yet.
std::vector<cases::CaseEvent> still_to_bring_about(const procedure::PlannedStep& planned,
                                                   const cases::Case& case_, calendar::Day on,
                                                   Instant at);

/// Whether the step records an end of the case when it falls due.
bool ends_the_case(const procedure::Step& step, const procedure::Procedure& procedure);
/// Whether the step is due, and has still to record what is no end of the case: letters to people
/// outside the council wait for it, for they must not say otherwise.
bool records_before_letters(const procedure::PlannedStep& planned, const Look& look);
/// Whether the step's letter goes to anybody outside the council.
bool goes_outside(const procedure::Step& step);

/// The event in `case_` that set the step off, or null.
const cases::CaseEvent* trigger_of(const procedure::PlannedStep& planned, const cases::Case& case_);

}  // namespace postroom::daemon
