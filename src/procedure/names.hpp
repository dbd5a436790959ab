// Names as numbers: what a procedure speaks of, counted once when it is read, so that a plan
// compares no text.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "procedure/name_table.hpp"

namespace postroom::procedure {

struct Procedure;

class Names {
  public:
    /// The number of an event the procedure speaks of; -1 for every other.
    int event(std::string_view name) const { return events_.find(name); }
    /// The number of a step; steps come after events. -1 when there is no such step.
    int step(std::string_view id) const {
        const int place = steps_.find(id);
        return place < 0 ? -1 : events_.count() + place;
    }
    /// The place among the procedure's steps of the step with that number.
    std::size_t place_of_step(int step) const {
        return static_cast<std::size_t>(step - events_.count());
    }
    int count() const { return events_.count() + steps_.count(); }
    /// How many different conditions there are, see Condition::same.
    int conditions() const { return conditions_.count(); }
    const std::string& event_name(int event) const { return events_.name(event); }
    /// The numbers of the events that answer the same question as this one.
    const std::vector<int>& opposites(int event) const {
        return opposites_[static_cast<std::size_t>(event)];
    }

    /// Whether another complainant's later answer leaves it as it is.
    bool stands_against_others(int event) const {
        return std::ranges::find(stands_against_others_, event) != stands_against_others_.end();
    }

    // What the planner itself asks after.
    static constexpr int deceased = 0;
    static constexpr int safeguarding_flagged = 1;
    static constexpr int safeguarding_cleared = 2;
    // Postroom's own records of a step.
    static constexpr int letter_sent = 3;
    static constexpr int step_skipped = 4;
    static constexpr int step_baselined = 5;
    static constexpr int letter_sent_again = 6;
    static constexpr int letter_returned = 7;
    static constexpr int letter_missing = 8;
    static constexpr int dates_told = 9;
    static constexpr int letter_not_owed = 10;

  private:
    friend void number_names(Procedure& procedure);
    int number_event(const std::string& name);

    NameTable events_;
    NameTable steps_;
    NameTable conditions_;
    std::vector<std::vector<int>> opposites_;
    std::vector<int> stands_against_others_;
};

/// Gives every condition of the procedure its number, and every step the roles it speaks of. Once,
/// when the procedure is sound.
void number_names(Procedure& procedure);

}  // namespace postroom::procedure
