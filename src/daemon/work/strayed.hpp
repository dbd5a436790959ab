// Letters that left, and by what was put on record since went where they should not have gone: to
// an address that their reader had left by then or never had, or to somebody who was not on the
// case or had no consent.
#pragma once

#include "cases/case.hpp"
#include "daemon/records/office.hpp"

namespace postroom::daemon {

/// Asks about those that what was recorded since the last look shows. The time of a letter's reader
/// waits meanwhile, in `file` as well. Takes back what has not left for whoever speaks for somebody
/// else now. Answers how many it asks about. Inside a transaction.
int ask_about_strayed(Office& office, cases::CaseFile& file, calendar::Day today, Instant at,
                      Instant real_now);

}  // namespace postroom::daemon
