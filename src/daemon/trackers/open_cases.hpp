// The cases open on a day, folded and planned as at its close of work, and whose they are.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "daemon/records/office.hpp"
#include "daemon/studio/look.hpp"
#include "outbox/parcel.hpp"

namespace postroom::daemon {

struct OpenCase {
    Look look;
    std::vector<outbox::Parcel> parcels;
    std::vector<outbox::Task> tasks;
};

struct OpenCases {
    std::vector<OpenCase> cases;
    std::vector<cases::Case> unplanned;  ///< received, but their dates cannot be worked out
    Problems problems;                   ///< why, one for each of `unplanned`
};

/// Received by `as_at` and not ended. Looks at every case, closed ones too: nothing stored says
/// which are open. Meant for once a week, not for every tick.
OpenCases open_cases(Office& office, calendar::Day as_at);

/// The officer is the case's team manager, service manager or head of service. Never true for an
/// officer the case complains about.
bool is_managed_by(const cases::Case& case_, const std::string& email);
/// The case complains about the officer with this address: it is not theirs to see.
bool complains_about(const cases::Case& case_, const std::string& email);

/// Addresses that differ in the case of ASCII letters alone are one mailbox here.
std::string mailbox_key(const std::string& email);

}  // namespace postroom::daemon
