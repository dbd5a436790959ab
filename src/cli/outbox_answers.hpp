// What the commands about letters and emails have in common (postroom outbox …).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/expected.hpp"
#include "cli/session.hpp"
#include "outbox/parcel.hpp"

namespace postroom::cli {

/// What was posted or stopped leaves the file that is printed.
void print_what_is_left(daemon::Office& office, Session& session);

/// How many changed: as JSON, or in words. A refusal has been said: it needs no "0 letters" after
/// it.
void answer(int count, const std::string& words, Session& session);

/// Does `what` to every parcel named by an id or its first characters, and says how many changed.
void each_parcel(const std::vector<std::string>& ids, Session& session,
                 const std::string& done_word,
                 const std::function<Expected<int>(daemon::Office&, const ParcelId&)>& what);

}  // namespace postroom::cli
