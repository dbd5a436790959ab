// doctor: is everything here that Postroom needs to do its work?
#pragma once

#include <string>
#include <vector>

#include "daemon/records/office.hpp"

namespace postroom::daemon {

struct Finding {
    std::string
        subject;  ///< "database", "calendar", "clock", "fonts", "relay", "keys", "disk", "content"
    bool well = true;
    std::string what;  ///< a sentence, with what to do when it is not well
};

/// Looks at each part; one that is ill does not hide the others.
std::vector<Finding> examine(const Setting& setting, const Clock& clock);

}  // namespace postroom::daemon
