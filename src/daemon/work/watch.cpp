#include "daemon/work/watch.hpp"

#include <optional>

#include "daemon/premises/london_time.hpp"
#include "daemon/records/parcels.hpp"
#include "daemon/records/returned_addresses.hpp"
#include "daemon/work/returned_letter.hpp"
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

/// A letter that lies held because another to its address was brought back, where no open task of
/// its own case says so: whoever approved it thinks that it is on its way.
std::string lies_held(const Parcel& parcel, const ReturnedAddresses& returned, Office& office) {
    if (is_copy(parcel)) return "";
    const std::string let_go =
        "let it go with: postroom outbox release " + parcel.id.text +
        ". If it is wrong, record the right one (party_changed): the letter is written again.";
    const TaskId* about = returned.task_about(parcel);
    if (about == nullptr)
        return "This letter lies held, because the post had brought another back from its address. "
               "That was decided, and nothing lets this one go by itself. If the address is "
               "right, " +
               let_go;
    const auto task = office.outbox().task(*about);
    if (!task || task->case_reference == parcel.case_reference) return "";
    return "This letter lies held: the post brought another back from the same address, of case " +
           task->case_reference.text +
           ". Decide in the task there, in time for this letter's day. Then, if the address is "
           "right, " +
           let_go;
}

}  // namespace

int raise_overdue_parcels(Office& office, Instant at) {
    const calendar::LocalTime now = london(at);
    int raised = 0;
    const auto parcels =
        office.outbox().in_states({State::awaiting_approval, State::held, State::uncertain,
                                   State::retry_wait, State::sending});
    office.database().in_transaction([&] {
        std::optional<ReturnedAddresses> returned;
        for (const Parcel& parcel : parcels) {
            if (outbox::is_carried(parcel)) continue;
            std::string why;
            if (is_held_for_returned(parcel)) {
                if (!returned) returned.emplace(office);
                why = lies_held(parcel, *returned, office);
            }
            if (why.empty()) why = overdue(parcel, now, office.calendar());
            if (!why.empty() && ask_once_about(office, parcel, why, now.day)) ++raised;
        }
    });
    return raised;
}

}  // namespace postroom::daemon
