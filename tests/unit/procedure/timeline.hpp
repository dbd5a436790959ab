// Makers for procedure tests: the real procedure and calendar, and invented cases.
#pragma once

#include <array>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "calendar/working_calendar.hpp"
#include "cases/case.hpp"
#include "procedure/plan.hpp"

namespace postroom::procedure::testing {

inline std::string file_text(const std::string& relative) {
    std::ifstream file(std::string(POSTROOM_SOURCE_TREE) + "/" + relative);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

inline const calendar::WorkingCalendar& england() {
    static const calendar::WorkingCalendar calendar(
        *calendar::parse_holidays(file_text("config/holidays/england-and-wales.json"),
                                  "england-and-wales.json", "england-and-wales"),
        calendar::ReceiptRule::strict);
    return calendar;
}

inline const Procedure& leicestershire() {
    static const Procedure procedure =
        *read_procedure(file_text("config/procedures/leicestershire-statutory.yaml"),
                        "leicestershire-statutory.yaml");
    return procedure;
}

/// A council's procedure by its id.
inline const Procedure& council(const std::string& id) {
    static std::map<std::string, Procedure> read;
    const auto known = read.find(id);
    if (known != read.end()) return known->second;
    const std::string file = id + ".yaml";
    return read.emplace(id, *read_procedure(file_text("config/procedures/" + file), file))
        .first->second;
}
inline constexpr std::array<const char*, 4> statutory{"leicestershire-statutory", "luton-statutory",
                                                      "wokingham-statutory", "statutory-baseline"};
inline constexpr std::array<const char*, 2> corporate{"corporate-code", "wokingham-corporate"};

inline Day day(const char* iso) {
    return *Day::from_iso(iso);
}
inline LocalTime close_of(const char* iso) {
    return {day(iso), calendar::close_of_work};
}

/// A case under construction. Events are recorded on the day they happen unless said otherwise.
class ACase {
  public:
    explicit ACase(const char* received, cases::Channel channel = cases::Channel::email) {
        file_.reference = CaseReference("CC-2025-0001");
        file_.procedure = "leicestershire-statutory";
        file_.logged_on = day(received);
        cases::Party complainant;
        complainant.role = cases::Role::complainant;
        complainant.kind = "parent";
        complainant.channel = channel;
        complainant.email = "asha@mail.example";
        file_.parties.push_back(complainant);
        with("received", received);
    }

    ACase& with(const std::string& name, const char* on, cases::Details details = {}) {
        return recorded(name, on, on, std::move(details));
    }
    ACase& recorded(const std::string& name, const char* on, const char* recorded_on,
                    cases::Details details = {}) {
        cases::CaseEvent event;
        event.id = EventId("e" + std::to_string(file_.events.size() + 1));
        event.name = name;
        event.on = day(on);
        event.recorded_on = day(recorded_on);
        event.details = std::move(details);
        file_.events.push_back(std::move(event));
        return *this;
    }
    ACase& sent(const std::string& step, const char* on, const std::string& occurrence) {
        return with(std::string(cases::letter_sent), on,
                    {{"step", step}, {"occurrence", occurrence}});
    }
    cases::CaseFile& file() { return file_; }

    cases::Case at(Day on) const { return cases::fold(file_, on); }

  private:
    cases::CaseFile file_;
};

/// The id of the latest event of that name.
inline std::string id_of(ACase& a_case, const std::string& name) {
    std::string id;
    for (const cases::CaseEvent& event : a_case.file().events)
        if (event.name == name) id = event.id.text;
    return id;
}
/// It is struck out, or put on another day.
inline ACase& strike(ACase& a_case, const std::string& name, const char* on) {
    return a_case.with("corrected", on, {{"event", id_of(a_case, name)}, {"strike", true}});
}
inline ACase& move(ACase& a_case, const std::string& name, const char* on, const char* to) {
    return a_case.with("corrected", on,
                       {{"event", id_of(a_case, name)}, {"replace.on", std::string(to)}});
}

/// The plan of a case at a time, with the steps that nothing set off; refers to the folded case
/// only while it is made.
inline Plan plan_under(const Procedure& procedure, const ACase& a_case, LocalTime now) {
    auto planned = plan(a_case.at(now.day), procedure, england(), now);
    if (!planned) throw std::runtime_error(to_text(planned.error()));
    planned->steps = every_step(*planned, procedure);
    return std::move(*planned);
}
inline Plan plan_at(const ACase& a_case, LocalTime now) {
    return plan_under(leicestershire(), a_case, now);
}
inline Plan plan_at(const ACase& a_case, const char* iso) {
    return plan_at(a_case, close_of(iso));
}

/// A procedure written for one test; it throws what `check` would say.
inline Procedure procedure_of(const std::string& yaml) {
    auto procedure = read_procedure(yaml, "test.yaml");
    if (!procedure) throw std::runtime_error(to_text(procedure.error()));
    return std::move(*procedure);
}
/// The plan of a case under it, at the close of work.
inline Plan plan_under(const Procedure& procedure, const ACase& a_case, const char* iso) {
    return plan_under(procedure, a_case, close_of(iso));
}

/// Ids of the steps due under it at the close of that day's work.
inline std::set<std::string> due_under(const Procedure& procedure, const ACase& a_case,
                                       const char* iso) {
    std::set<std::string> due;
    for (const PlannedStep& planned : plan_under(procedure, a_case, iso).steps)
        if (planned.state == StepState::due) due.insert(planned.step->id.text);
    return due;
}

/// What every council's procedure has to meet, whatever its own document says.
template <class Visit>
void for_every_council(Visit&& visit) {
    for (const char* id : statutory) visit(council(id));
    for (const char* id : corporate) visit(council(id));
}

/// Received that day and acknowledged at once, by every procedure's clocks.
inline ACase acknowledged(const char* received) {
    ACase a_case(received);
    a_case.sent("acknowledgement", received, "once");
    return a_case;
}

/// The first planned step of that id.
inline PlannedStep step_of(const Plan& plan, const std::string& id) {
    for (const PlannedStep& planned : plan.steps)
        if (planned.step->id.text == id) return planned;
    throw std::runtime_error("no such step: " + id);
}

/// Ids of the steps due at that time.
inline std::set<std::string> due_steps(const ACase& a_case, const char* iso) {
    std::set<std::string> due;
    for (const PlannedStep& planned : plan_at(a_case, iso).steps)
        if (planned.state == StepState::due) due.insert(planned.step->id.text);
    return due;
}

}  // namespace postroom::procedure::testing
