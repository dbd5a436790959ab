// Who of its readers has a letter, and since when: each of several for themselves (decision 0160).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "procedure/facts.hpp"
#include "procedure/plan.hpp"

namespace postroom::procedure {

/// What is on record of the letter whose leaving a clock's starting event records or brought about,
/// and of those that took its place.
struct Receipt {
    Day day;  ///< it counts as received by the last of its present readers
    /// One of them is without it since that day: no time of theirs runs.
    std::optional<Day> waits_since;
    std::string_view because;          ///< the event's name
    std::optional<Day> promised;       ///< the latest day that any of them was told
    std::vector<std::string> without;  ///< present complainants for whom it has not left
};

/// A letter counts as received on the second working day after posting, an email the same day
/// (domain A10). Until we knew of an answer that somebody else sent, our letters said that there
/// was none: the reader's time does not begin before.
Receipt receipt_of(const cases::CaseEvent& start, const Facts& facts);

}  // namespace postroom::procedure
