// Histories of one invented complaint, as the search for dead ends plays them.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "calendar/working_calendar.hpp"
#include "procedure/plan.hpp"

namespace postroom::procedure {

/// A letter that went, or a task that was raised.
struct Done {
    Day day;
    const Step* step = nullptr;
    bool counts = false;   ///< a letter to the complainant or a task, and not one said before
    bool again = false;    ///< one of a step's repetitions
    bool answers = false;  ///< a letter to the complainant that answers them, or tells a right
};

struct History {
    cases::Case case_;
    Day received;
    Day today;
    std::vector<Done> done;
    std::set<std::string> raised;    ///< step and occurrence of what was done
    std::vector<std::string> words;  ///< the events added, as a sentence has them
    int events_added = 0;
};

/// An event that some clock or step of the procedure answers to, with the details it tests.
struct PossibleEvent {
    std::string name;
    cases::Details details;
    std::set<std::string> dates;  ///< details that hold a date, set when the event is added
    std::string words;
    int line = 0;
};

std::vector<PossibleEvent> possible_events(const Procedure& procedure);
/// Events that mean that an answer went to the complainant, and the step whose answer it is.
std::map<std::string, const Step*> answer_events(const Procedure& procedure);

/// The tasks that still stand: whoever is asked has not done them, and nothing has settled them.
std::vector<const Step*> open_tasks(const Plan& plan, const History& history);

/// Events by which Postroom itself ends a case without a word to the complainant: whoever was
/// answered may be told no more.
std::set<std::string> silent_ends(const Procedure& procedure);

/// The clocks by which a letter must answer the complainant or tell them a right; the others remind
/// us, or are about something else.
std::set<const Clock*> answer_clocks(const Procedure& procedure);

/// A complaint received in good time before the calendar ends: of a parent, and of a young person.
std::vector<History> beginnings(const Procedure& procedure,
                                const calendar::WorkingCalendar& calendar);

Expected<Plan> plan_of(const History& history, const Procedure& procedure,
                       const calendar::WorkingCalendar& calendar);
/// Letters go, tasks are raised, events are appended. True when the plan must be made again.
bool do_what_is_due(const Plan& plan, History& history);
void add_event(const PossibleEvent& possible, History& history);
/// Undoes the last add_event.
void take_back_event(History& history);

/// One of a step's repetitions, and not the first since its clock started.
bool is_said_again(const PlannedStep& planned, const History& history);
/// Which clocks run, wait or stand, and where: of those that count.
std::string clocks_of(const Plan& plan, const std::function<bool(const ClockView&)>& counts);
/// What sets one state of a case apart from another, whatever the dates.
std::string signature(const Plan& plan, const Procedure& procedure, const History& history);
/// Which events happened, with what they say.
std::string happened(const History& history);
/// "received; extension refused on day 4; ": the history up to a day.
std::string in_words(const History& history, Day until);

}  // namespace postroom::procedure
