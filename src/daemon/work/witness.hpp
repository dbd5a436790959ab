// The witness mail: the ledger's checkpoint, once a day, to people who keep it elsewhere.
#pragma once

#include "daemon/records/office.hpp"
#include "daemon/work/run.hpp"

namespace postroom::daemon {

/// One email to each address of `archive.witness`, on each day the office works. Nothing to do when
/// today's are made. They go out, and into the archive, like any other.
void make_witness_mail(Office& office, Instant at, const Clock& clock, RunReport& report);

}  // namespace postroom::daemon
