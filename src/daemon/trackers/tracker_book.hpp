// Open cases as a tracker's bytes.
#pragma once

#include <functional>

#include "daemon/trackers/open_cases.hpp"
#include "daemon/trackers/tracker.hpp"

namespace postroom::daemon {

/// Says which cases belong in a workbook.
using WhichCases = std::function<bool(const cases::Case&)>;

Expected<TrackerFile> tracker_book(Office& office, const OpenCases& open, calendar::Day as_at,
                                   const WhichCases& belongs);

}  // namespace postroom::daemon
