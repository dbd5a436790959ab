// Cases and events coming in: a whole file or nothing, and one event by hand.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "daemon/records/office.hpp"

namespace postroom::daemon {

struct ImportOptions {
    calendar::Day logged_on;  ///< --on, else today
    bool baseline = false;    ///< what fell due before logged_on counts as done
};

struct Imported {
    int cases = 0;
    int events = 0;
    int baselined = 0;  ///< steps put on record as done
};

/// All or nothing. Problems name file, line, case and field.
ExpectedAll<Imported> import_file(Office& office, std::string_view text, const std::string& file,
                                  const ImportOptions& options, Instant now);

/// One event by hand. A date after `today` is refused.
Expected<EventId> record_event(Office& office, const CaseReference& reference,
                               const std::string& name, const std::string& on,
                               const std::vector<std::pair<std::string, std::string>>& details,
                               Instant now);

}  // namespace postroom::daemon
