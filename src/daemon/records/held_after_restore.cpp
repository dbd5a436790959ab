#include "daemon/records/held_after_restore.hpp"

#include <algorithm>

#include "calendar/date_text.hpp"

namespace postroom::daemon {

namespace {

const std::string hold_next_run = "hold_next_run";
const std::string hold_what_came_by = "hold_what_came_by";  // a day number; 0: none
const std::string hold_of_cases = "hold_of_cases";          // 0: none

}  // namespace

bool HoldAfterRestore::covers(const cases::CaseFile& file, Office& office) const {
    return std::ranges::any_of(file.events, [&](const auto& event) { return covers(event.on); }) ||
           (of_cases > 0 &&
            office.cases().mark(storage::CaseStore::hold_of(file.reference)) == of_cases);
}

std::optional<HoldAfterRestore> hold_after_restore(Office& office) {
    HoldAfterRestore hold{.everything = office.cases().mark(hold_next_run).value_or(0) > 0,
                          .of_cases = office.cases().mark(hold_of_cases).value_or(0)};
    if (const std::int64_t by = office.cases().mark(hold_what_came_by).value_or(0); by != 0)
        hold.came_by = calendar::Day{static_cast<std::int32_t>(by)};
    if (!hold.everything && !hold.came_by && hold.of_cases == 0) return std::nullopt;
    return hold;
}

std::string words_for(const HoldAfterRestore& hold) {
    std::string which =
        "about the cases of which more was lost than the archive tells (see the "
        "tasks) is held";
    if (hold.everything)
        which = "about a case is held";
    else if (hold.came_by)
        which = "about a case of which anything is on record of " +
                calendar::long_date(*hold.came_by) + " or before is held";
    return "A backup was restored, and nobody can say all that happened after it was made: every "
           "letter " +
           which +
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

void begin_hold_of(Office& office, const std::set<CaseReference>& cases, Instant now) {
    if (cases.empty()) return;
    // Cases marked before, and not released yet, bear the number that is there.
    const std::int64_t before = office.cases().mark(hold_of_cases).value_or(0);
    const std::int64_t number = before > 0 ? before : now.microseconds;
    office.cases().set_mark(hold_of_cases, number);
    for (const CaseReference& reference : cases)
        office.cases().set_mark(storage::CaseStore::hold_of(reference), number);
}

void first_run_after_restore_is_over(Office& office, calendar::Day today) {
    const auto hold = hold_after_restore(office);
    if (!hold || !hold->everything) return;
    office.database().in_transaction([&] {
        office.cases().set_mark(hold_next_run, 0);
        office.cases().set_mark(hold_what_came_by,
                                std::max(hold->came_by.value_or(today), today).number);
    });
}

void end_hold_after_restore(Office& office) {
    office.cases().set_mark(hold_what_came_by, 0);
    office.cases().set_mark(hold_of_cases, 0);
}

}  // namespace postroom::daemon
