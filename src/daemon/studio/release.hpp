// Whether a letter goes by itself, waits a while, or waits for a person.
#pragma once

#include "base/clock.hpp"
#include "composition/letter.hpp"
#include "daemon/studio/readers.hpp"
#include "outbox/parcel.hpp"
#include "procedure/plan.hpp"

namespace postroom::daemon {

/// Sets the state of a letter written at that time, and why it waits: as its step says, and for a
/// person too where it is late, goes by post to somebody whose safe contact is on record, or tells
/// one of several complainants of another's word in the same sentences (decision 0149). The
/// parcel's channel must be known.
void set_release(const cases::Case& case_, const procedure::PlannedStep& planned,
                 const Reader& reader, const composition::Letter& letter, Instant at,
                 outbox::Parcel& parcel);

}  // namespace postroom::daemon
