// The print tray beyond delivering: what a person takes back out of it.
#pragma once

#include <string>

#include "outbox/parcel.hpp"

namespace postroom::dispatch {

/// Takes a letter that must not be posted out of its day's folder, and its line out of the
/// manifest; synced, idempotent. Returns whether the letter still lay there. Throws DispatchError.
bool remove_from_tray(const std::string& folder, const outbox::Parcel& parcel);

/// <folder>/<the day the parcel was laid in the tray>
std::string tray_of(const std::string& folder, const outbox::Parcel& parcel);

}  // namespace postroom::dispatch
