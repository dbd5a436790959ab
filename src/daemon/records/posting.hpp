// What people do with the print tray (postroom outbox posted, write-again); each is one
// transaction.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "daemon/records/office.hpp"
#include "outbox/parcel.hpp"

namespace postroom::daemon {

/// Confirms that letters in the tray were posted on `on`. One that was posted more than two working
/// days after it was written is a task too: its dates count from when it was written.
Expected<int> posted(Office& office, const std::vector<ParcelId>& ids, calendar::Day on, Instant at,
                     Instant real_now);
/// Takes a letter that was not posted out of the tray, with its copies: the next run writes them
/// again, with the dates of that day. What a person must approve is to be approved again.
Expected<int> write_again(Office& office, const ParcelId& id, Instant at, Instant real_now);
/// Letters that lie in the tray of that day.
std::vector<ParcelId> in_tray_of(Office& office, calendar::Day day);
/// Letters that a manifest, read back from the post room, names.
Expected<std::vector<ParcelId>> in_manifest(std::string_view text, const std::string& file);

}  // namespace postroom::daemon
