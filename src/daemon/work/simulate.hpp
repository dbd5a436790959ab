// What would be sent, day by day: the real plan on a copy of the cases. Sends and writes nothing.
#pragma once

#include <string>
#include <vector>

#include "daemon/records/office.hpp"

namespace postroom::daemon {

/// One sending or task of a simulated stretch.
struct SimulatedItem {
    calendar::Day date;  ///< the day it would go
    calendar::Day due;   ///< its deadline
    std::string case_reference;
    std::string step;
    std::string catalogue;
    std::string letter;  ///< empty for a task
    std::string task;    ///< empty for a letter
    std::string to;      ///< the resolved recipient's role
    std::string cc;      ///< roles, comma-separated
    std::string channel;
    std::string release;
    std::string because;  ///< for a letter that could not go: why
};

struct Simulated {
    std::vector<SimulatedItem> items;
    Problems problems;  ///< cases that could not be planned to the end
};

/// As `run --on` on each day: events play on their own dates, every letter goes out on its day,
/// whatever its release. What the outbox holds from before `from` counts as gone, unless it waits
/// for a person's word; what is due and was not made goes on the first day, as in the next run. A
/// case logged after the stretch is taken as logged when received.
/// Ordered by date and case; a day's letters as they would go, those a person approves last.
Simulated simulate(Office& office, calendar::Day from, calendar::Day until);

}  // namespace postroom::daemon
