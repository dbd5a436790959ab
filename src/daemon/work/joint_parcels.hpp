// Which of a round's emails go as one, and their parcels.
#pragma once

#include <vector>

#include "daemon/records/office.hpp"
#include "daemon/studio/case_work.hpp"

namespace postroom::daemon {

/// `emails` by who gets them, no more than an officer reads in one; each has NewParcel::joinable.
/// Order is kept.
std::vector<std::vector<NewParcel>> by_reader(std::vector<NewParcel> emails);

/// Gives the parcels of two cases or more the bytes of one email, which goes with the first of
/// them (outbox::Parcel::in_email_of). A group of one case stays as it is, and so does one whose
/// email cannot be written: then each case's goes alone.
void join(std::vector<NewParcel>& group, Office& office, Instant at);

}  // namespace postroom::daemon
