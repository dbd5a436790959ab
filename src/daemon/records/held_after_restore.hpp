// Held after a restore: what may have gone out of the office that was lost waits for a person.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cases/case.hpp"
#include "daemon/records/office.hpp"

namespace postroom::daemon {

/// How the reason of a parcel held so begins; release_restored() knows it by this.
inline constexpr std::string_view held_after_restore = "held after a backup was restored";

/// Database and archive were restored together, so nothing here can say what went out after the
/// backup, nor what happened. It is in force until a person ends it (decision 0106).
struct HoldAfterRestore {
    /// Until the first run after the restore is over: the day of that run is not known yet.
    bool everything = true;
    calendar::Day came_by;  ///< the last day of which something may be lost

    bool covers(calendar::Day day) const { return everything || day <= came_by; }
    /// Anything on its record is of a day that may be lost: so may be the rest of that day's.
    bool covers(const cases::CaseFile& file) const;
};

/// Nothing when none is in force.
std::optional<HoldAfterRestore> hold_after_restore(Office& office);

/// What is held, and how that ends.
std::string words_for(const HoldAfterRestore& hold);

/// In the place of whatever release the parcel had. One that waits for approval goes on waiting,
/// and says what is to be made sure of.
void hold_for_person(outbox::Parcel& parcel);

/// Inside a transaction.
void begin_hold_after_restore(Office& office, calendar::Day today);
void first_run_after_restore_is_over(Office& office, calendar::Day today);
/// Inside a transaction.
void end_hold_after_restore(Office& office);

}  // namespace postroom::daemon
