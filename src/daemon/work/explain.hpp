// Why: each clock day by day with the days that do not count, and each step with its reason.
#pragma once

#include <string>
#include <vector>

#include "daemon/records/office.hpp"
#include "procedure/plan.hpp"

namespace postroom::daemon {

/// One day of a clock.
struct ExplainedDay {
    calendar::Day day;
    int number = 0;  ///< the count on this day
    bool counts = false;
    std::string because;  ///< why it does not count, or what falls on it
};

struct ExplainedClock {
    std::string title;
    std::string summary;  ///< "day 8 of 10, due Monday 17 March 2025"
    std::vector<ExplainedDay> days;
};

struct ExplainedStep {
    std::string step;
    std::string title;
    std::string catalogue;
    std::string source;
    std::string state;     ///< sent, due, later, waiting, skipped, baselined
    std::string planned;   ///< "2025-03-12 09:00", or ""
    std::string deadline;  ///< ISO, or ""
    std::string because;
    std::string outbox;  ///< where its parcels stand: "complainant: awaiting approval"
};

/// An event that people recorded, with the id by which a correction names it.
struct ExplainedEvent {
    std::string id;
    std::string name;
    calendar::Day on;
    std::string corrected_by;  ///< ids of corrections that speak of it, or ""
    std::string corrects;      ///< of a correction: what it says of which event; else ""
    std::string whose;         ///< of several complainants whose word it is, or ""
};

struct Explanation {
    std::string reference;
    std::string procedure;
    std::vector<ExplainedEvent> events;
    std::vector<ExplainedClock> clocks;
    std::vector<ExplainedStep> steps;
    std::string held;  ///< why its letters wait for a person whatever its steps say, or ""
};

/// As things stand at `now`. The problem names what to do.
Expected<Explanation> explain(Office& office, const CaseReference& reference,
                              calendar::LocalTime now);
std::string to_text(const Explanation& explanation);

}  // namespace postroom::daemon
