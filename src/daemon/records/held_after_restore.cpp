#include "daemon/records/held_after_restore.hpp"

#include <algorithm>

#include "calendar/date_text.hpp"

namespace postroom::daemon {

namespace {

const std::string hold_next_run = "hold_next_run";
const std::string hold_what_came_by = "hold_what_came_by";  // a day number; 0: none

}  // namespace

bool HoldAfterRestore::covers(const cases::CaseFile& file) const {
    return std::ranges::any_of(file.events, [&](const auto& event) { return covers(event.on); });
}

std::optional<HoldAfterRestore> hold_after_restore(Office& office) {
    const bool everything = office.cases().mark(hold_next_run).value_or(0) > 0;
    const std::int64_t by = office.cases().mark(hold_what_came_by).value_or(0);
    if (!everything && by == 0) return std::nullopt;
    return HoldAfterRestore{.everything = everything,
                            .came_by = calendar::Day{static_cast<std::int32_t>(by)}};
}

std::string words_for(const HoldAfterRestore& hold) {
    return "A backup was restored, and nobody can say what went out after it was made: every "
           "letter "
           "about a case " +
           (hold.everything ? std::string("is held")
                            : "of which anything is on record of " +
                                  calendar::long_date(hold.came_by) + " or before is held") +
           ". First record again what was lost, cases and events; let a run be made; look at "
           "postroom outbox list --state held, and cancel what went. Then, and not before, end it "
           "with: postroom outbox release --restored";
}

void hold_for_person(outbox::Parcel& parcel) {
    if (parcel.state == outbox::State::awaiting_approval) {
        parcel.reason =
            "it may have gone out before a backup was restored: make sure first; " + parcel.reason;
        return;
    }
    parcel.state = outbox::State::held;
    parcel.held_for_person = true;
    parcel.release_at.reset();
    parcel.retry_at.reset();
    parcel.reason = std::string(held_after_restore) +
                    ": it may have gone out before; if it did, cancel it; if it did not, let it go "
                    "with: postroom outbox release " +
                    parcel.id.text;
}

void begin_hold_after_restore(Office& office, calendar::Day today) {
    office.cases().set_mark(hold_next_run, 1);
    office.cases().set_mark(hold_what_came_by, today.number);
}

void first_run_after_restore_is_over(Office& office, calendar::Day today) {
    const auto hold = hold_after_restore(office);
    if (!hold || !hold->everything) return;
    office.database().in_transaction([&] {
        office.cases().set_mark(hold_next_run, 0);
        office.cases().set_mark(hold_what_came_by, std::max(hold->came_by, today).number);
    });
}

void end_hold_after_restore(Office& office) {
    office.cases().set_mark(hold_what_came_by, 0);
}

}  // namespace postroom::daemon
