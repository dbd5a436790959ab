// plan(): what a procedure demands of a case, with dates, states and reasons. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/expected.hpp"
#include "calendar/day.hpp"
#include "calendar/working_calendar.hpp"
#include "cases/case.hpp"
#include "procedure/occurrence.hpp"
#include "procedure/procedure.hpp"
#include "procedure/reason.hpp"

namespace postroom::procedure {

using calendar::Day;
using calendar::LocalTime;

/// A clock of a case, as it stands now.
struct ClockView {
    const Clock* clock = nullptr;
    EventId epoch;  ///< the event that started it
    Day started;    ///< day 0
    Day begun;      ///< the day of that event: another than day 0 when its date says so
    struct Interval {
        Day from;
        std::optional<Day> until;  ///< nothing: still paused
        std::string because;       ///< the event's name
    };
    std::vector<Interval> pauses;
    /// Days that a letter named and that still stand as it named them, the earliest first.
    struct Told {
        const AsTold* day = nullptr;
        Day date;
    };
    std::vector<Told> told;
    /// Of the readers whose time it is: present complainants for whom the letter has not left yet.
    std::vector<std::string> without;
    std::optional<Day> stopped;
    std::string_view stopped_because;  ///< the event's name
    // Where it stands: among the procedure's clocks; its events' places in the case planned.
    int place = -1;
    int start_place = -1;
    int stop_place = -1;
    int target = 0;  ///< working days in force now: 10, or 20 once extended
    /// The limit: day `target`, or later (or_calendar_days, a promise to the reader of a letter
    /// that it counts from); nothing while paused before it, or without a target.
    std::optional<Day> due;
    int day_number = 0;  ///< the count at today (or at the stop)
    bool running() const { return !stopped; }
    bool paused() const { return !pauses.empty() && !pauses.back().until; }
};

enum class StepState {
    sent,       ///< letter_sent is on record
    baselined,  ///< fell due before the baseline: counts as done
    skipped,    ///< step_skipped is on record, or is to be recorded now (see record_skip)
    due,        ///< to be done now
    later,      ///< will fall due at `planned` unless something happens
    waiting     ///< depends on an event or on a clock that is not running
};

struct PlannedStep {
    PlannedStep() = default;
    /// One that nothing set off.
    PlannedStep(const Step& its_step, Reason&& why) : step(&its_step), because(std::move(why)) {}
    PlannedStep(const Step& its_step, const OccurrenceView& its_occurrence, LocalTime at)
        : step(&its_step), occurrence(its_occurrence), planned(at), in_fact(at.day) {}

    const Step* step = nullptr;
    Occurrence occurrence;  ///< names one firing
    StepState state = StepState::waiting;
    bool record_skip = false;           ///< skipped now: the shell records step_skipped
    bool record_baseline = false;       ///< baselined, not on record: the shell records it
    bool ask_first = false;             ///< due, but late enough that a person must approve it
    bool late = false;                  ///< due after the day it was planned for
    std::optional<LocalTime> planned;   ///< when it falls, or fell, due
    Day in_fact;                        ///< … by what happened, whenever that was recorded
    std::optional<Day> deadline;        ///< the day it must have gone by; planned's day without one
    Reason because;                     ///< why it is in this state: a sentence when asked
    const Step* merged_into = nullptr;  ///< skipped because that letter, not yet frozen, says it
    /// The event that set it off; null when a clock did.
    const EventId* trigger() const { return occurrence.trigger(); }
    /// It fell due before, and today is no working day: it is written on the next one.
    bool is_overdue() const { return state == StepState::later && late; }
};

struct Plan {
    std::vector<ClockView> clocks;  ///< those that have started, in the procedure's order
    /// In the procedure's order, without those that wait for what has not happened yet.
    std::vector<PlannedStep> steps;
    std::optional<LocalTime> next_look;  ///< when the plan changes by itself next
    bool open = true;                    ///< no `ends` condition is true

    const ClockView* clock(std::string_view id) const;
    /// The last started clock that still runs, or null.
    const ClockView* running() const;
};

/// `case_` is folded for now.day. The calendar's error when a date lies past the years loaded.
Expected<Plan> plan(const cases::Case& case_, const Procedure& procedure,
                    const calendar::WorkingCalendar& calendar, LocalTime now);

/// The plan's steps, and between them those that it leaves out, with what they wait for: for
/// people.
std::vector<PlannedStep> every_step(const Plan& plan, const Procedure& procedure);

/// Day n of a clock, pauses counted out (domain A7), and as our letter named it where that holds;
/// nothing while it is paused before day n.
Expected<std::optional<Day>> day_of(const ClockView& clock, int n,
                                    const calendar::WorkingCalendar& calendar);

/// That day, or the limit in force for n = 0.
Expected<std::optional<Day>> day_or_target(const ClockView& clock, int n,
                                           const calendar::WorkingCalendar& calendar);

/// Where a step's letter goes: the parties in the role; an officer who is missing, has no email or
/// is complained about or has left gives way to the next up (team manager → service manager → head
/// of service → director → complaints manager).
struct Resolved {
    std::vector<const cases::Party*> to;
    std::vector<const cases::Party*> cc;  ///< nobody twice
    std::string problem;                  ///< who could not be found: nobody at all; else empty
    std::string no_copy;  ///< who gets none, for nobody knows for whom of several they speak
};
/// `office` holds the team's own people: complaints officer, complaints manager, director.
/// `trigger`: the event that set the step off, if one did.
Resolved resolve_recipients(const Step& step, const cases::Case& case_,
                            const std::vector<cases::Party>& office,
                            const EventId* trigger = nullptr);

}  // namespace postroom::procedure
