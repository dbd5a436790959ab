// What a complainant said stays theirs, however their name is spelt later (decision 0161).
#pragma once

#include <vector>

#include "cases/case.hpp"

namespace postroom::cases {

/// Follows the events of a case in order, and calls in `by` each complainant as they are called
/// when all of them have been followed.
class NamesFollowed {
  public:
    NamesFollowed(const std::vector<Party>& parties, const std::vector<CaseEvent>& events);

    /// An event that names a complainant as they are called only later says their name of now.
    void call_as_now(CaseEvent& event, const std::vector<Party>& parties) const;

    /// The parties were `before`, and are `now`: what stands before `event` says the names of now,
    /// and so do those who speak for somebody.
    void follow(const std::vector<Party>& before, std::vector<Party>& now,
                std::vector<CaseEvent>& events, const CaseEvent& event) const;

    /// Whether any complainant is called otherwise in the end.
    bool any() const { return !in_the_end_.empty(); }

  private:
    std::vector<Party> in_the_end_;  ///< empty: nobody's name changes
};

}  // namespace postroom::cases
