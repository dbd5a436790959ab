// The mailbox that undeliverable email comes back to: each report is matched to its parcel and
// acted on, once; whatever matches nothing goes to a person.
#pragma once

#include "daemon/records/office.hpp"
#include "daemon/work/run.hpp"

namespace postroom::daemon {

/// Reads what lies in new/ of the Maildir `bounces.maildir` and moves it to cur/ once it is
/// acted on. Off when the setting is empty. A report that is read twice (an interruption came in
/// between) changes nothing the second time.
///
/// An email given up for good is `bounced`, and a complainant's letter goes by post on the next
/// working day (domain 4, case 16). One given up for now goes again after a day, once. Delays and
/// automatic answers change nothing. Evidence on an uncertain email settles it: whoever reports on
/// it had it.
void take_in_returned_mail(Office& office, Instant at, const Clock& clock, RunReport& report);

/// Whether anything lies there; cheap enough to ask twice a second.
bool returned_mail_waits(const Office& office);

}  // namespace postroom::daemon
