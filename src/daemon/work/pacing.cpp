#include "daemon/work/pacing.hpp"

#include "daemon/premises/london_time.hpp"
#include "daemon/premises/sending_hours.hpp"

namespace postroom::daemon {

namespace {

constexpr std::int64_t a_minute = 60'000'000;

bool is_email(const outbox::Parcel& parcel) {
    return parcel.channel == cases::Channel::email;
}

}  // namespace

void leave_for_later(Office& office, std::vector<outbox::Parcel>& ready, Instant at,
                     Instant real_now) {
    const calendar::LocalTime local = london(at);
    if (const auto hours = sending_hours_in(office.config().text("sending.hours"));
        hours && (local.minute < hours->from || local.minute >= hours->until))
        std::erase_if(ready, [&](const outbox::Parcel& parcel) {
            return is_email(parcel) && parcel.due > local.day;
        });

    const int at_most = office.config().number("sending.emails_per_minute");
    if (at_most == 0) return;
    int left = at_most - office.outbox().emails_tried_since(
                             Instant{real_now.microseconds - a_minute}, at_most);
    // They come in the order of their deadlines.
    std::erase_if(ready,
                  [&](const outbox::Parcel& parcel) { return is_email(parcel) && --left < 0; });
}

}  // namespace postroom::daemon
