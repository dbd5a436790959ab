#include "daemon/studio/release.hpp"

#include <cstdint>

#include "daemon/studio/way.hpp"

namespace postroom::daemon {

namespace {

/// The case says how they may safely be reached; only a person can say whether the address on the
/// letter is what that means (decisions 0017, 0139). A copy waits with its letter.
bool may_be_read_by_others(const Reader& reader, cases::Channel channel) {
    return !reader.primary->safe_contact.empty() &&
           counted_by(reader, channel) == cases::Channel::letter;
}

}  // namespace

void set_release(const procedure::PlannedStep& planned, const Reader& reader, Instant at,
                 outbox::Parcel& parcel) {
    const procedure::Step& step = *planned.step;
    if (step.release == procedure::Release::approved || planned.ask_first) {
        parcel.state = outbox::State::awaiting_approval;
        parcel.reason = planned.ask_first
                            ? planned.because.text() + "; read it, then approve or cancel it"
                            : "waits for a person: read it, then approve or cancel it";
    } else if (may_be_read_by_others(reader, parcel.channel)) {
        parcel.state = outbox::State::awaiting_approval;
        parcel.reason =
            "goes by post to somebody whose safe contact is on record: see that nobody else opens "
            "it there, then approve or cancel it";
    } else if (step.release == procedure::Release::held) {
        parcel.state = outbox::State::held;
        parcel.release_at = Instant{at.microseconds + std::int64_t{step.hold_minutes} * 60'000'000};
        parcel.reason = "goes by itself unless a person cancels it first";
    }
}

}  // namespace postroom::daemon
