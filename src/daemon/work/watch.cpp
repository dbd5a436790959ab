#include "daemon/work/watch.hpp"

#include "daemon/premises/london_time.hpp"
#include "daemon/records/parcels.hpp"
#include "outbox/post_in_time.hpp"

namespace postroom::daemon {

namespace {

using outbox::Parcel;
using outbox::State;

constexpr int noon = 12 * 60;

/// An email that was tried in vain, to somebody whom post could still reach in time.
bool may_miss_its_day(const Parcel& parcel, calendar::LocalTime now,
                      const calendar::WorkingCalendar& calendar) {
    if (parcel.attempts == 0 || cases::is_council_officer(parcel.role)) return false;
    const auto from = outbox::time_to_think_of_post(parcel.due, calendar);
    return from && now >= *from;
}

/// Why this parcel needs a person now; empty while it does not.
std::string overdue(const Parcel& parcel, calendar::LocalTime now,
                    const calendar::WorkingCalendar& calendar) {
    // What was late when it was made says so itself that day.
    const bool past_due = parcel.due < now.day && parcel.created_on < now.day;
    switch (parcel.state) {
        case State::awaiting_approval:
            // Its copies are approved with it.
            return past_due && !is_copy(parcel)
                       ? "This letter waited for approval past its due day. Approve or cancel it "
                         "today."
                       : "";
        case State::held:
            return past_due && parcel.held_for_person
                       ? "This letter was held past its due day. Release or cancel it today."
                       : "";
        case State::uncertain:
            return past_due ? "Nobody knows whether this email was sent, and it was due. Resolve "
                              "it today."
                            : "";
        case State::retry_wait:
            // One that came back goes again by itself, and then by post.
            if (parcel.accepted_on) return "";
            if (past_due)
                return "The relay has not taken this email, and it was due. Look at the relay, "
                       "or send it by post.";
            return may_miss_its_day(parcel, now, calendar)
                       ? "The relay has not taken this email, and its day is near. See to the "
                         "relay; if that cannot be done in time, send the letter by first-class "
                         "post on that day and cancel the email."
                       : "";
        case State::sending: {
            if (parcel.channel != cases::Channel::letter) return "";
            const auto next = calendar.add(parcel.tray_on.value_or(parcel.created_on), 1);
            const bool late = next && now >= calendar::LocalTime{*next, noon};
            return late ? "This letter lies in the print tray and nobody confirmed that it was "
                          "posted. Post it, or confirm it, today. If two working "
                          "days have passed since it was written and it was not posted, have it "
                          "written again, with today's dates: outbox write-again."
                        : "";
        }
        default:
            return "";
    }
}

}  // namespace

int raise_overdue_parcels(Office& office, Instant at) {
    const calendar::LocalTime now = london(at);
    int raised = 0;
    const auto parcels =
        office.outbox().in_states({State::awaiting_approval, State::held, State::uncertain,
                                   State::retry_wait, State::sending});
    office.database().in_transaction([&] {
        for (const Parcel& parcel : parcels) {
            if (outbox::is_carried(parcel)) continue;
            const std::string why = overdue(parcel, now, office.calendar());
            if (!why.empty() && ask_once_about(office, parcel, why, now.day)) ++raised;
        }
    });
    return raised;
}

}  // namespace postroom::daemon
