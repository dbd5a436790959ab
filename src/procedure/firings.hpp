// What sets a step off, and when: each firing of it, before anyone judges whether it is needed.
#pragma once

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

/// What is on record of the steps of a case: sent, skipped, baselined. Refers to the case.
class Records {
  public:
    explicit Records(const cases::Case& case_);
    /// The record of that firing, or null.
    const cases::CaseEvent* of(const Step& step, const std::string& occurrence) const;

  private:
    std::vector<const cases::CaseEvent*> records_;
};

/// All firings that matter now: those on record, the latest, and the next.
Expected<std::vector<Firing>> firings_of(const Step& step, const Facts& facts,
                                         const std::vector<ClockView>& clocks,
                                         const Records& records, LocalTime now);

}  // namespace postroom::procedure
