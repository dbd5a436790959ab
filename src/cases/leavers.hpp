// Who is no longer one of several complainants, and what becomes of their words.
#pragma once

#include "cases/case.hpp"

namespace postroom::cases {

/// What the fold makes of what somebody says who had left the complaint before: it binds nobody.
inline constexpr std::string_view said_after_leaving = "said_after_leaving";
/// … and of what they had asked for before, where nothing came of it yet.
inline constexpr std::string_view request_lapsed = "request_lapsed";
/// … and of their word that they cannot come to a panel, where no other day was found yet.
inline constexpr std::string_view absence_lapsed = "absence_lapsed";

/// Whether an event, as the fold calls it, is one of several complainants leaving the complaint.
bool is_a_leaving(std::string_view event);

/// Follows the events of a case in order, and knows what was said too late, or for nobody any more.
class Leavers {
  public:
    /// Whether somebody says it who had left, as we knew, when it was recorded.
    bool said_after_leaving(const CaseEvent& event, const std::vector<Party>& parties) const;

    /// Somebody leaves with that event: what they alone had asked for lapses where nothing came of
    /// it yet. What had begun goes on for the others.
    void leaves(const CaseEvent& leaving, Case& case_);

  private:
    const CaseEvent* first_ = nullptr;  ///< the first of them to leave
};

}  // namespace postroom::cases
