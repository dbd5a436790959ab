#include "daemon/studio/release.hpp"

#include <algorithm>
#include <cstdint>

#include "cases/names.hpp"
#include "daemon/studio/way.hpp"
#include "procedure/said_by.hpp"

namespace postroom::daemon {

namespace {

/// The case says how they may safely be reached; only a person can say whether the address on the
/// letter is what that means (decisions 0017, 0139). A copy waits with its letter.
bool may_be_read_by_others(const Reader& reader, cases::Channel channel) {
    return !reader.primary->safe_contact.empty() &&
           counted_by(reader, channel) == cases::Channel::letter;
}

/// The letter has other sentences for whoever said it than for another.
bool tells_its_readers_apart(const composition::Letter& letter, const std::string& event) {
    return std::ranges::any_of(letter.front.fields, [&](const std::string& field) {
        return field == event + "_by_reader" || field == event + "_by_another";
    });
}

/// One of several complainants said what the letter is about, and its reader is another. The
/// complaint itself is everybody's, whoever of them made it.
bool is_about_anothers_word(const cases::Case& case_, const procedure::PlannedStep& planned,
                            const Reader& reader, const composition::Letter& letter) {
    const EventId* trigger = planned.trigger();
    if (trigger == nullptr || reader.primary->role != cases::Role::complainant) return false;
    const auto event = std::ranges::find_if(
        case_.events, [&](const cases::CaseEvent& one) { return one.goes_by(*trigger); });
    if (event == case_.events.end() || event->name == "received") return false;
    const cases::Party* whose = cases::whose_word(*event, case_.parties);
    return whose != nullptr && whose != reader.primary &&
           !tells_its_readers_apart(letter, event->name);
}

}  // namespace

void set_release(const cases::Case& case_, const procedure::PlannedStep& planned,
                 const Reader& reader, const composition::Letter& letter, Instant at,
                 outbox::Parcel& parcel) {
    const procedure::Step& step = *planned.step;
    const cases::CaseEvent* lost = procedure::why_read_first(step, *reader.primary, case_);
    std::string to_see;
    const auto add = [&](const std::string& what) {
        to_see += (to_see.empty() ? "" : "; ") + what;
    };
    if (planned.ask_first) {
        add(planned.because.text() + "; read it");
    } else if (step.release == procedure::Release::approved) {
        add("waits for a person: read it");
    } else if (lost != nullptr) {
        add(procedure::cannot_be_reached(*lost) + "; read it");
    }
    // Whoever approves it for another reason has these to look at, too.
    if (may_be_read_by_others(reader, parcel.channel))
        add("goes by post to somebody whose safe contact is on record: see that nobody else opens "
            "it there");
    if (is_about_anothers_word(case_, planned, reader, letter))
        add("another of those who complain said this, or somebody for them: see that it is true of "
            "this reader too, and tells nothing of the other");
    if (!to_see.empty()) {
        parcel.state = outbox::State::awaiting_approval;
        parcel.reason = to_see + ", then approve or cancel it";
    } else if (step.release == procedure::Release::held) {
        parcel.state = outbox::State::held;
        parcel.release_at = Instant{at.microseconds + std::int64_t{step.hold_minutes} * 60'000'000};
        parcel.reason = "goes by itself unless a person cancels it first";
    }
}

}  // namespace postroom::daemon
