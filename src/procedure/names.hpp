// Names as numbers: what a procedure speaks of, counted once when it is read, so that a plan
// compares no text.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace postroom::procedure {

struct Procedure;

class Names {
  public:
    /// The number of an event the procedure speaks of; -1 for every other.
    int event(std::string_view name) const { return number_in(events_, name); }
    /// The number of a step; steps come after events. -1 when there is no such step.
    int step(std::string_view id) const { return number_in(steps_, id); }
    int count() const { return static_cast<int>(events_.size() + steps_.size()); }
    /// The numbers of the events that answer the same question as this one.
    const std::vector<int>& opposites(int event) const {
        return opposites_[static_cast<std::size_t>(event)];
    }

    // What the planner itself asks after.
    static constexpr int deceased = 0;
    static constexpr int safeguarding_flagged = 1;
    static constexpr int safeguarding_cleared = 2;

  private:
    friend void number_names(Procedure& procedure);
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    using Numbers = std::unordered_map<std::string, int, Hash, std::equal_to<>>;
    static int number_in(const Numbers& numbers, std::string_view name) {
        const auto found = numbers.find(name);
        return found == numbers.end() ? -1 : found->second;
    }
    int number_event(const std::string& name);

    Numbers events_;
    Numbers steps_;
    std::vector<std::vector<int>> opposites_;
};

/// Gives every condition of the procedure its number. Once, when the procedure is sound.
void number_names(Procedure& procedure);

}  // namespace postroom::procedure
