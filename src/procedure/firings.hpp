// What sets a step off, and when: each firing of it, before anyone judges whether it is needed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "procedure/facts.hpp"

namespace postroom::procedure {

/// One time a step was set off, or will be.
struct Firing {
    std::string occurrence;
    LocalTime planned;
    const cases::CaseEvent* trigger = nullptr;
};

/// The record of that firing of a step (sent, skipped or baselined), or null.
const cases::CaseEvent* record_of(const Step& step, const std::string& occurrence,
                                  const Facts& facts);

/// All firings that matter now: those on record, the latest, and the next.
/// They are put into `firings`, whatever it held.
std::optional<Problem> find_firings(const Step& step, const Facts& facts,
                                    const std::vector<ClockView>& clocks, LocalTime now,
                                    std::vector<Firing>& firings);

}  // namespace postroom::procedure
