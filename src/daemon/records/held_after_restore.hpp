// Held after a restore: what may have gone out of the office that was lost waits for a person.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "cases/case.hpp"
#include "daemon/records/office.hpp"

namespace postroom::daemon {

/// How the reason of a parcel held so begins; release_restored() knows it by this.
inline constexpr std::string_view held_after_restore = "held after a backup was restored";

/// Of some cases, or of all, nothing here can say what happened since the backup, or what went out.
/// In force until a person ends it (decision 0106).
struct HoldAfterRestore {
    /// Database and archive were restored together. Until the first run after that is over all is
    /// held: the day of that run is not known yet.
    bool everything = false;
    std::optional<calendar::Day> came_by;  ///< after that run: the last day that may be lost
    std::int64_t of_cases = 0;             ///< single cases are marked with this number; 0: none

    bool covers(calendar::Day day) const { return everything || (came_by && day <= *came_by); }
    /// Anything on its record is of a day that may be lost, and so may be the rest of that day's;
    /// or it is one of the single cases.
    bool covers(const cases::CaseFile& file, Office& office) const;
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
/// Of single cases: those of which letters are known and what set them off is not. Inside a
/// transaction.
void begin_hold_of(Office& office, const std::set<CaseReference>& cases, Instant now);
void first_run_after_restore_is_over(Office& office, calendar::Day today);
/// Inside a transaction.
void end_hold_after_restore(Office& office);

}  // namespace postroom::daemon
