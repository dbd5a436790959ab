// Names of sheets from names people chose: what Excel refuses is replaced, likeness is told apart.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace postroom::reports {

/// Gives each sheet of one workbook a name of at most 31 UTF-16 units that no other has.
class SheetNames {
  public:
    /// "Looked after/leaving" → "Looked after leaving"; a name given before gets " (2)".
    std::string name_for(std::string_view wanted);

  private:
    std::set<std::string> taken_{"history"};  ///< Excel keeps that one for itself
};

}  // namespace postroom::reports
